#include "tariff/contract.hpp"

#include <algorithm>
#include <cmath>

#include "core/error.hpp"

namespace pbrsim {

namespace {

constexpr double seconds_per_week = 7 * 86400;
constexpr double pence_per_pound = 100;

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

ByGroup<double> group_factors(const TermParameters& term) {
  ByGroup<double> result = term.group_factor;
  for (const Group g : all_of<Group>())
    if (!term.groups.empty() && std::ranges::find(term.groups, g) == term.groups.end())
      result[g] = 0;
  return result;
}

Contract::Term compile(const std::string& name, const TermParameters& source,
                       const std::vector<std::string>& clusters, bool assessor_verifies) {
  Contract::Term term;
  term.name = name;
  term.kind = source.kind;
  term.funder = source.funder;
  term.group_factor = group_factors(source);
  term.amount = to_pence(source.amount.value_or(0));
  term.price = prices(source, clusters);
  if (source.price_per_week)
    for (const Modality m : all_of<Modality>())
      term.price_per_week[m] = to_pence((*source.price_per_week)[m]);
  term.measure = source.measure.value_or(Measure::planned_exit);
  term.window_months = source.within_months.value_or(0);
  term.within_days = source.within.value_or(0);
  term.baseline = source.baseline.value_or(0);
  term.up_to = source.up_to.value_or(0);
  for (const Domain d : source.requires_all)
    term.requires_all |= bit(d);
  term.verified_by = source.verified_by;
  if (term.verified_by == Verifier::as_the_design)
    term.verified_by = assessor_verifies ? Verifier::assessor : Verifier::provider;
  term.applies_to = source.applies_to;
  term.counts_as_return = source.counts_as_return;
  term.threshold = source.threshold;
  term.escalator = source.escalator;
  term.claw_back = source.claw_back;
  term.cap = source.cap ? to_pence(*source.cap) : -1;
  term.phase_in = source.phase_in;
  term.lag_months = source.lag_months;
  return term;
}

bool is_exit_measure(const Contract::Term& term) {
  return term.outcome(Measure::planned_exit) || term.outcome(Measure::no_representation);
}

struct Asked {
  bool decides = false;      // the event tells whether the measure is met
  bool opportunity = false;  // counts in rates
};

/// What an event means to a process or outcome term (fewer_offences apart).
Asked asks(const Contract::Term& term, const TariffEvent& event) {
  using Kind = TariffEvent::Kind;
  const auto if_had = [&](Domain d) { return (event.problems_at_start & bit(d)) != 0; };
  const bool review = event.kind == Kind::review;
  const bool believed = !event.coded || term.verified_by == Verifier::provider;
  const bool window = event.window_months == term.window_months;
  switch (term.measure) {
    case Measure::stopped_injecting_at_review: return {review, review && if_had(Domain::injecting)};
    case Measure::housing_resolved_at_review: return {review, review && if_had(Domain::housing)};
    case Measure::found_work_at_review: return {review, review && if_had(Domain::employment)};
    case Measure::planned_exit: {
      const bool stands = event.kind == Kind::window_closed && event.window_months == 0 && believed;
      const bool unplanned = !event.transferred && !event.planned && !(event.coded && believed);
      return {stands, stands || (event.kind == Kind::exit && unplanned)};
    }
    case Measure::no_representation: {
      const bool closed = event.kind == Kind::window_closed && window && believed;
      return {closed, closed};
    }
    case Measure::no_proven_offence: {
      const bool closed = event.kind == Kind::offence_window && window;
      return {closed, closed};
    }
    case Measure::started_in_time:
    case Measure::vaccination_offered: {
      const bool starts = event.kind == Kind::triage && event.new_journey;
      return {starts, starts};
    }
    default: return {review, review};
  }
}

std::uint64_t key_of(std::size_t term, std::uint32_t person) {
  return static_cast<std::uint64_t>(term) << 32 | person;
}

}  // namespace

Contract::Contract(const ContractParameters& parameters, const Timeline& timeline, double begins,
                   double ends, bool assessor_verifies)
    : timeline_(timeline),
      begins_(begins),
      ends_(ends),
      cap_(parameters.cap ? to_pence(*parameters.cap) : -1) {
  if (parameters.clusters.empty()) {
    cluster_names_.push_back("all");
  } else {
    for (const auto& [name, bands] : parameters.clusters) {
      for (const MeasuredBand b : bands)
        cluster_of_[static_cast<std::size_t>(b)] = static_cast<std::uint8_t>(cluster_names_.size());
      cluster_names_.push_back(name);
    }
  }
  for (const auto& [name, source] : parameters.terms) {
    Term term = compile(name, source, cluster_names_, assessor_verifies);
    term.begins = months_after(begins, source.from_month);
    term.ends =
        source.until_month ? std::min(ends, months_after(begins, *source.until_month)) : ends;
    terms_.push_back(std::move(term));
  }
}

int Contract::contract_month(double day) const {
  return timeline_.month_of(day) - timeline_.month_of(begins_);
}

double Contract::months_after(double day, int months) const {
  return months == 0 ? day : timeline_.months_after(day, months);
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

std::vector<int> Contract::offence_windows() const {
  std::vector<int> result;
  for (const Term& term : terms_)
    if (term.outcome(Measure::no_proven_offence)) result.push_back(term.window_months);
  std::sort(result.begin(), result.end());
  result.erase(std::unique(result.begin(), result.end()), result.end());
  return result;
}

bool Contract::reads_standing_at_exit() const {
  return std::ranges::any_of(
      terms_, [](const Term& t) { return is_exit_measure(t) && t.requires_all != 0; });
}

bool Contract::pays_outcomes(double day) const {
  return std::ranges::any_of(terms_, [day](const Term& t) {
    return t.kind == TermKind::outcome && t.begins <= day && day < t.ends;
  });
}

bool Contract::pays_at_review(double day) const {
  return std::ranges::any_of(terms_, [day](const Term& t) {
    const bool outcome = t.kind == TermKind::outcome && at_review(t.measure);
    const bool process = t.kind == TermKind::process && t.measure == Measure::review_done;
    return (outcome || process) && t.begins <= day && day < t.ends;
  });
}

bool Contract::reads_offences() const {
  return std::ranges::any_of(terms_,
                             [](const Term& t) { return t.outcome(Measure::fewer_offences); });
}

bool Contract::reads_contacts() const {
  return std::ranges::any_of(
      terms_, [](const Term& t) { return t.counts_as_return != CountsAsReturn::treatment; });
}

Account::Account(const Contract& contract, std::uint8_t payee)
    : payee_(payee), terms_(contract.terms().size()) {}

std::vector<LedgerEntry> Account::apply(const Contract& contract, const TariffEvent& event) {
  std::vector<LedgerEntry> entries;
  const int year = contract.contract_year(event.day);
  if (year != year_) {
    year_ = year;
    variable_this_year_ = earned_this_year_ = 0;
  }
  for (std::size_t i = 0; i < terms_.size(); ++i)
    if (const Pence amount = due(contract, i, event); amount != 0)
      entries.push_back(book(contract, i, event, amount));
  if (event.kind != TariffEvent::Kind::year_end) return entries;
  for (std::size_t i = 0; i < terms_.size(); ++i)
    if (const Pence gap = floor_gap(contract, i, event); gap > 0)
      entries.push_back(book(contract, i, event, gap));
  return entries;
}

YearSoFar Account::so_far(const Contract& contract, double day) const {
  const int year = contract.contract_year(day);
  YearSoFar result;
  for (const TermState& state : terms_)
    result.terms.push_back({static_cast<double>(state.achieved),
                            static_cast<double>(state.opportunities), state.value / pence_per_pound,
                            state.year == year ? to_pounds(state.paid_this_year) : 0,
                            state.raised});
  if (year == year_) {
    result.variable = to_pounds(variable_this_year_);
    result.earned = to_pounds(earned_this_year_);
  }
  return result;
}

LedgerEntry Account::book(const Contract& contract, std::size_t index, const TariffEvent& event,
                          Pence amount) {
  const Contract::Term& term = contract.terms()[index];
  earned_this_year_ += amount;
  LedgerEntry entry;
  entry.accrued = event.day;
  entry.paid = contract.payment_day(event.day, term.lag_months);
  entry.person = event.person;
  entry.payee = payee_;
  entry.term = static_cast<std::uint8_t>(index);
  if (event.person != no_person || event.kind == TariffEvent::Kind::treated)
    entry.cluster = contract.cluster_of(event.band);
  entry.funder = term.funder;
  entry.amount = amount;
  return entry;
}

/// What the event brings the term, floors left out.
Pence Account::due(const Contract& contract, std::size_t index, const TariffEvent& event) {
  const Contract::Term& term = contract.terms()[index];
  if (event.kind == TariffEvent::Kind::returned) return clawed_back(contract, index, event);
  if (event.kind != TariffEvent::Kind::year_end) return earn(contract, index, event);
  if (!term.settled_by_year()) return 0;
  return within_caps(contract, index, event.day, settle(term, terms_[index]));
}

Pence Account::earn(const Contract& contract, std::size_t index, const TariffEvent& event) {
  const Contract::Term& term = contract.terms()[index];
  TermState& state = terms_[index];
  const Earned e = earned(contract, index, event);
  if (!e.opportunity && !e.achieved) return 0;
  if (term.escalator) {
    state.months.resize(std::max(state.months.size(),
                                 static_cast<std::size_t>(contract.contract_month(event.day)) + 1));
    state.months.back().achieved += e.achieved;
    state.months.back().opportunities += e.opportunity;
  }
  if (term.settled_by_year()) {
    state.achieved += e.achieved;
    state.opportunities += e.opportunity;
    state.value += e.pence;
    return 0;
  }
  const Pence amount = within_caps(contract, index, event.day, std::llround(e.pence));
  if (term.claw_back && amount != 0) {
    Paid& paid = paid_[key_of(index, event.person)];
    if (paid.journey != event.journey) paid = {event.journey, 0};
    paid.amount += amount;
  }
  return amount;
}

/// Whether the measure of a term is met by what is known at the event.
bool Account::achieved(const Contract::Term& term, const TariffEvent& event) const {
  const Standing& s = term.verified_by == Verifier::assessor ? event.confirmed : event.reported;
  if ((s.problems & term.requires_all) != 0) return false;
  const auto solved = [&](Domain d) {
    return (event.problems_at_start & bit(d)) != 0 && (s.problems & bit(d)) == 0;
  };
  switch (term.measure) {
    case Measure::abstinent_presenting_at_review: return s.abstinent_presenting;
    case Measure::abstinent_at_review: return s.abstinent_all;
    case Measure::reliably_improved_at_review: return s.reliably_improved;
    case Measure::stopped_injecting_at_review: return solved(Domain::injecting);
    case Measure::housing_resolved_at_review: return solved(Domain::housing);
    case Measure::found_work_at_review: return solved(Domain::employment);
    case Measure::wellbeing_normal_at_review: return (s.problems & bit(Domain::wellbeing)) == 0;
    case Measure::review_done: return true;
    case Measure::started_in_time: return event.wait <= term.within_days;
    case Measure::vaccination_offered: return event.vaccination_offered;
    case Measure::no_representation:
      if (event.contacted && term.counts_as_return != CountsAsReturn::treatment) return false;
      [[fallthrough]];
    case Measure::planned_exit:
    case Measure::no_proven_offence: return !event.failed;
    case Measure::fewer_offences: break;
  }
  return false;
}

Account::Earned Account::earned(const Contract& contract, std::size_t index,
                                const TariffEvent& event) {
  using Kind = TariffEvent::Kind;
  const Contract::Term& term = contract.terms()[index];
  const bool window = event.kind == Kind::window_closed || event.kind == Kind::offence_window;
  const double day = window ? event.earned : event.day;
  if (day < term.begins || day >= term.ends) return {};
  if (term.kind == TermKind::block) {
    if (event.kind != Kind::month) return {};
    const Pence m = event.month % 12;
    const Pence part = term.amount * (m + 1) / 12 - term.amount * m / 12;
    return {true, true, static_cast<double>(part) * factor(contract, index, event.day)};
  }
  if (term.kind == TermKind::floor || term.group_factor[event.group] == 0) return {};
  if (term.kind == TermKind::attachment) {
    if (event.kind != Kind::triage || !event.new_journey) return {};
    return {true, true, price(contract, index, event)};
  }
  if (term.kind == TermKind::activity) {
    if (event.kind != Kind::treated) return {};
    const double weeks = static_cast<double>(event.time) / seconds_per_week;
    return {true, true,
            weeks * static_cast<double>(term.price_per_week[event.modality]) *
                term.group_factor[event.group] * factor(contract, index, event.day)};
  }
  if (!term.applies(event.journey_began >= contract.begins())) return {};
  // Clients are the opportunities; `achieved` counts offences, see settle().
  if (term.measure == Measure::fewer_offences)
    return {event.kind == Kind::client, event.kind == Kind::offence, 0};
  const Asked asked = asks(term, event);
  const bool met =
      asked.decides && achieved(term, event) && still_payable(index, term.up_to, event);
  return {asked.opportunity, met, met ? price(contract, index, event) : 0};
}

double Account::price(const Contract& contract, std::size_t index, const TariffEvent& event) const {
  const Contract::Term& term = contract.terms()[index];
  return static_cast<double>(term.price[contract.cluster_of(event.band)]) *
         term.group_factor[event.group] * factor(contract, index, event.day);
}

double Account::factor(const Contract& contract, std::size_t index, double day) const {
  const Contract::Term& term = contract.terms()[index];
  double result = 1;
  const int month = contract.contract_month(day);
  for (const PhaseStep& step : term.phase_in)
    if (month >= step.from_month) result = step.factor;
  if (!term.escalator) return result;
  std::int64_t achieved = 0, opportunities = 0;
  const std::vector<Month>& months = terms_[index].months;
  for (int m = std::max(0, month - term.escalator->months); m < month; ++m)
    if (static_cast<std::size_t>(m) < months.size()) {
      achieved += months[static_cast<std::size_t>(m)].achieved;
      opportunities += months[static_cast<std::size_t>(m)].opportunities;
    }
  const double rate =
      opportunities > 0 ? static_cast<double>(achieved) / static_cast<double>(opportunities) : 0.0;
  double escalation = 1;
  for (const EscalatorStep& step : term.escalator->steps)
    if (rate >= step.from) escalation = step.factor;
  return result * escalation;
}

bool Account::still_payable(std::size_t term, int up_to, const TariffEvent& event) {
  if (up_to == 0) return true;
  std::uint32_t& seen = times_[key_of(term, event.person)];
  const std::uint32_t times = (seen >> 8) == event.journey ? seen & 255u : 0u;
  if (static_cast<int>(times) >= up_to) return false;
  seen = static_cast<std::uint32_t>(event.journey) << 8 | (times + 1);
  return true;
}

/// What a year comes to under a term settled by the year; the next year begins.
Pence Account::settle(const Contract::Term& term, TermState& state) const {
  const double n = static_cast<double>(state.achieved);
  const double chances = static_cast<double>(state.opportunities);
  const double value = state.value;
  state.achieved = state.opportunities = 0;
  state.value = 0;
  if (term.outcome(Measure::fewer_offences)) {
    // Clients are the opportunities, `achieved` the offences.
    const double fewer = std::max(0.0, term.baseline * chances - n);
    return std::llround(fewer * static_cast<double>(term.price.front()));
  }
  const Threshold& t = *term.threshold;
  const double wanted = t.rate ? (*t.rate + state.raised) * chances : *t.count + state.raised;
  const double beyond = std::max(0.0, n - wanted);
  if (t.ratchet > 0)
    state.raised += t.ratchet * (t.rate ? (chances > 0 ? beyond / chances : 0) : beyond);
  double pence = 0;
  if (t.pays == Beyond::everything_once_met)
    pence = n >= wanted ? value : 0;
  else if (n > 0)
    pence = value * beyond / n;
  return std::llround(pence - t.malus * pence_per_pound * std::max(0.0, wanted - n));
}

Pence Account::floor_gap(const Contract& contract, std::size_t index, const TariffEvent& event) {
  const Contract::Term& term = contract.terms()[index];
  if (term.kind != TermKind::floor || event.day < term.begins || event.day >= term.ends) return 0;
  const double months = event.month % 12 + 1;  // of this contract year, when the run ends in it
  const double floor = static_cast<double>(term.amount) * months / 12;
  return std::llround(floor * factor(contract, index, event.day)) - earned_this_year_;
}

Pence Account::clawed_back(const Contract& contract, std::size_t index, const TariffEvent& event) {
  const Contract::Term& term = contract.terms()[index];
  if (!term.claw_back) return 0;
  const auto found = paid_.find(key_of(index, event.person));
  if (found == paid_.end() || found->second.journey != event.journey) return 0;
  const Pence amount = found->second.amount;
  paid_.erase(found);
  if (event.day > contract.months_after(event.earned, term.claw_back->within_months)) return 0;
  return -std::llround(term.claw_back->share * static_cast<double>(amount));
}

Pence Account::within_caps(const Contract& contract, std::size_t index, double day, Pence amount) {
  const Contract::Term& term = contract.terms()[index];
  if (amount <= 0 || term.kind == TermKind::block) return amount;
  TermState& state = terms_[index];
  const int year = contract.contract_year(day);
  if (year != state.year) {
    state.year = year;
    state.paid_this_year = 0;
  }
  if (term.cap >= 0) amount = std::min(amount, term.cap - state.paid_this_year);
  if (contract.cap() >= 0) amount = std::min(amount, contract.cap() - variable_this_year_);
  amount = std::max<Pence>(0, amount);
  state.paid_this_year += amount;
  variable_this_year_ += amount;
  return amount;
}

}  // namespace pbrsim
