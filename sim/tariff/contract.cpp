#include "tariff/contract.hpp"

#include <algorithm>
#include <cmath>

#include "core/error.hpp"

namespace pbrsim {

namespace {

constexpr Seconds seconds_per_week = 7 * 86400;

std::vector<Pence> prices(const TermParameters& term, const std::vector<std::string>& clusters) {
  std::vector<Pence> result(clusters.size(), 0);
  for (std::size_t i = 0; i < clusters.size(); ++i) {
    const auto own = term.price.find(clusters[i]);
    const auto all = term.price.find("all");
    if (own != term.price.end())
      result[i] = to_pence(own->second);
    else if (all != term.price.end())
      result[i] = to_pence(all->second);
  }
  return result;
}

Contract::Term compile(const std::string& name, const TermParameters& source,
                       const std::vector<std::string>& clusters) {
  Contract::Term term;
  term.name = name;
  term.kind = source.kind;
  term.funder = source.funder;
  term.covers = ByGroup<bool>::filled(source.groups.empty());
  for (const Group g : source.groups)
    term.covers[g] = true;
  term.amount = to_pence(source.amount.value_or(0));
  term.price = prices(source, clusters);
  if (source.price_per_week)
    for (const Modality m : all_of<Modality>())
      term.price_per_week[m] = to_pence((*source.price_per_week)[m]);
  term.measure = source.measure.value_or(Measure::planned_exit);
  term.window_months = source.within_months.value_or(0);
  term.up_to = source.up_to.value_or(0);
  term.cap = source.cap ? to_pence(*source.cap) : -1;
  term.lag_months = source.lag_months;
  return term;
}

bool is_exit_measure(const Contract::Term& term) {
  return term.kind == TermKind::outcome &&
         (term.measure == Measure::planned_exit || term.measure == Measure::no_representation);
}

}  // namespace

Contract::Contract(const ContractParameters& parameters, const Timeline& timeline, double begins,
                   double ends)
    : timeline_(timeline), begins_(begins), ends_(ends) {
  if (parameters.clusters.empty()) {
    cluster_names_.push_back("all");
  } else {
    for (const auto& [name, bands] : parameters.clusters) {
      for (const MeasuredBand b : bands)
        cluster_of_[static_cast<std::size_t>(b)] = static_cast<std::uint8_t>(cluster_names_.size());
      cluster_names_.push_back(name);
    }
  }
  for (const auto& [name, term] : parameters.terms)
    terms_.push_back(compile(name, term, cluster_names_));
}

int Contract::contract_year(double day) const {
  const int months = timeline_.month_of(day) - timeline_.month_of(begins_);
  return months / 12;
}

double Contract::payment_day(double day, int lag_months) const {
  const Date earned = timeline_.date_of(day);
  const std::chrono::year_month_day ymd{earned};
  const Date first{std::chrono::year_month_day{ymd.year(), ymd.month(), std::chrono::day{1}}};
  return timeline_.day_of(add_months(first, 1 + lag_months));
}

std::vector<int> Contract::windows() const {
  std::vector<int> result;
  for (const Term& term : terms_)
    if (is_exit_measure(term)) result.push_back(term.window_months);
  std::sort(result.begin(), result.end());
  result.erase(std::unique(result.begin(), result.end()), result.end());
  return result;
}

Account::Account(const Contract& contract, std::uint8_t payee)
    : payee_(payee), terms_(contract.terms().size()) {}

std::vector<LedgerEntry> Account::apply(const Contract& contract, const TariffEvent& event) {
  std::vector<LedgerEntry> entries;
  for (std::size_t i = 0; i < terms_.size(); ++i) {
    const Contract::Term& term = contract.terms()[i];
    const Pence amount = within_cap(contract, i, event.day, owed(contract, i, event));
    if (amount == 0) continue;
    LedgerEntry entry;
    entry.accrued = event.day;
    entry.paid = contract.payment_day(event.day, term.lag_months);
    entry.person = event.person;
    entry.payee = payee_;
    entry.term = static_cast<std::uint8_t>(i);
    entry.cluster = term.kind == TermKind::block ? 0 : contract.cluster_of(event.band);
    entry.funder = term.funder;
    entry.amount = amount;
    entries.push_back(entry);
  }
  return entries;
}

Pence Account::owed(const Contract& contract, std::size_t index, const TariffEvent& event) {
  using Kind = TariffEvent::Kind;
  const Contract::Term& term = contract.terms()[index];
  const double earned = event.kind == Kind::window_closed ? event.exit : event.day;
  if (earned < contract.begins() || earned >= contract.ends()) return 0;
  if (term.kind == TermKind::block) {
    if (event.kind != Kind::month) return 0;
    const Pence m = event.month % 12;
    return term.amount * (m + 1) / 12 - term.amount * m / 12;
  }
  if (!term.covers[event.group]) return 0;
  const Pence price = term.price[contract.cluster_of(event.band)];
  if (term.kind == TermKind::attachment)
    return event.kind == Kind::triage && event.new_journey ? price : 0;
  if (term.kind == TermKind::activity) {
    if (event.kind != Kind::treated) return 0;
    const double weeks = static_cast<double>(event.time) / static_cast<double>(seconds_per_week);
    return std::llround(weeks * static_cast<double>(term.price_per_week[event.modality]));
  }
  if (is_exit_measure(term))
    return event.kind == Kind::window_closed && event.window_months == term.window_months &&
                   !event.returned
               ? price
               : 0;
  if (event.kind != Kind::review) return 0;
  const bool achieved = term.measure == Measure::abstinent_at_review ? event.abstinent_all
                                                                     : event.abstinent_presenting;
  return achieved && still_payable(index, term.up_to, event) ? price : 0;
}

bool Account::still_payable(std::size_t term, int up_to, const TariffEvent& event) {
  if (up_to == 0) return true;
  std::uint32_t& seen = paid_[static_cast<std::uint64_t>(term) << 32 | event.person];
  const std::uint32_t times = (seen >> 8) == event.journey ? seen & 255u : 0u;
  if (static_cast<int>(times) >= up_to) return false;
  seen = static_cast<std::uint32_t>(event.journey) << 8 | (times + 1);
  return true;
}

Pence Account::within_cap(const Contract& contract, std::size_t index, double day, Pence amount) {
  const Pence cap = contract.terms()[index].cap;
  if (cap < 0 || amount == 0) return amount;
  TermState& state = terms_[index];
  const int year = contract.contract_year(day);
  if (year != state.year) state = {year, 0};
  const Pence paid = std::min(amount, cap - state.paid_this_year);
  state.paid_this_year += paid;
  return paid;
}

}  // namespace pbrsim
