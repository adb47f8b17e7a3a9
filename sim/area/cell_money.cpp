// What providers live on, and what becomes of one that cannot ("Providers' money" in
// sim/MODEL.md).
#include <algorithm>

#include "area/cell.hpp"
#include "core/error.hpp"

namespace pbrsim {

namespace {
constexpr double displaced_days = 84;  // 12 weeks
}

void Cell::open_accounts() {
  if (!coming_->design.behaviour.money) return;
  PBRSIM_EXPECT(options_.scale == 1 && finances_.empty());
  for (std::size_t i = 0; i < providers_.size(); ++i) {
    const ProviderParameters& provider = area_->providers[i];
    finances_.emplace_back(provider.finances, static_cast<std::uint8_t>(i),
                           weekly_spend(provider, area_->service, by_modality(treated_, i)),
                           schedule_->timeline.months());
  }
  takeover_.assign(providers_.size(), never);
  open_since_.assign(providers_.size(), now_);
  payee_of_.assign(coming_->contracts.size(), 0);
  for (std::size_t payee = 0; payee < coming_->own_payees; ++payee)
    for (const std::size_t contract : coming_->contracts_of[payee])
      payee_of_[contract] = payee;
}

void Cell::expect_payment(const LedgerEntry& entry) {
  if (finances_.empty() || entry.paid >= schedule_->timeline.end()) return;
  const std::size_t payee = payee_of_[entry.payee];
  if (payee >= providers_.size()) return;  // the assessment service keeps no account
  finances_[payee].expect(entry.amount, schedule_->timeline.month_of(entry.paid));
}

/// Whoever treats people after the contract, with no contract declared to follow, is paid for it
/// somehow: neither that nor what it costs is known.
bool Cell::under_contract(std::size_t provider) const {
  return schedule_->timeline.month_start(month_) < schedule_->contract_end ||
         coming_->contracts_of[provider].size() > 1;
}

/// Share of a provider's keyworker hours that are filled and paid for.
double Cell::posts(std::size_t provider) const {
  if (closed(provider)) return 0;
  return finances_.empty() ? shock_.capacity
                           : shock_.capacity * (1 - finances_[provider].frozen_posts());
}

void Cell::begin_money_month() {
  if (finances_.empty()) return;
  std::vector<bool> failing(providers_.size());
  for (std::size_t i = 0; i < providers_.size(); ++i) {
    finances_[i].receive(month_);
    if (closed(i)) continue;
    if (under_contract(i))
      failing[i] = finances_[i].judge() == Finances::Verdict::fails;
    else
      finances_[i].relax();
  }
  if (std::ranges::find(failing, true) != failing.end()) fail(failing);
}

MonthCosts Cell::costs_of(std::size_t provider, double days) const {
  const ProviderParameters& p = area_->providers[provider];
  const double length = month_end_day_ - schedule_->timeline.month_start(month_);
  MonthCosts costs;
  costs.staff =
      to_pence(p.keyworker_hours * posts(provider) * p.hourly_cost * days / days_per_week);
  costs.fixed = to_pence(p.fixed_cost * shock_.fixed_cost / 12 * days / length);
  const auto time = by_modality(treated_time_, provider);
  double pounds = 0;
  for (const Modality m : all_of<Modality>())
    pounds += to_days(time[m]) / days_per_week * area_->service.cash_cost[m];
  costs.clients = to_pence(pounds);
  const TransitionParameters& t = coming_->design.transition;
  const int month = month_ - schedule_->go_live_month, pieces = std::max(1, t.months);
  if (month < pieces) costs.transition = piece_of(to_pence(t.provider_cost), month, pieces);
  return costs;
}

void Cell::close_accounts() {
  const double begin = schedule_->timeline.month_start(month_);
  for (std::size_t i = 0; i < finances_.size(); ++i) {
    if (closed(i)) continue;
    const double days = month_end_day_ - std::max(begin, open_since_[i]);
    const bool pays = under_contract(i);
    history_.books.push_back(finances_[i].close(pays ? costs_of(i, days) : MonthCosts{},
                                                pays ? days / (month_end_day_ - begin) : 0));
  }
  if (!finances_.empty() && begin < schedule_->contract_end) add_to_quarter();
}

/// What flowed in the month is part of the quarter that is open.
void Cell::add_to_quarter() {
  PBRSIM_EXPECT(history_.quarters.size() >= providers_.size());
  ProviderQuarter* quarter = &history_.quarters[history_.quarters.size() - providers_.size()];
  const auto& books = history_.books;
  for (auto m = books.rbegin(); m != books.rend() && m->month == month_; ++m) {
    ProviderQuarter& q = quarter[m->provider];
    q.income += m->income;
    q.costs += m->costs.sum();
    q.interest += m->interest;
  }
  const double begin = schedule_->timeline.month_start(month_);
  const auto in_month = [&](double day) { return day >= begin && day < month_end_day_; };
  for (const ProviderFailure& f : history_.failures) {
    quarter[f.provider].failed += in_month(f.day);
    quarter[f.provider].taken_over += in_month(f.taken_over);
  }
}

/// Closes providers on the first of a month. Their clients and waiting lists go to others that
/// offer what they need, else they wait for the successor.
void Cell::fail(const std::vector<bool>& failing) {
  for (std::size_t i = 0; i < providers_.size(); ++i) {
    if (!failing[i]) continue;
    history_.books.push_back(finances_[i].close({}, 0));
    history_.failures.push_back(finances_[i].fail(now_));
    takeover_[i] = history_.failures.back().taken_over;
  }
  set_hours();
  for (std::uint32_t slot = 0; slot < people_.size(); ++slot) {
    Person& p = people_[slot];
    if (!alive(slot) || !failing[p.provider]) continue;
    if (in_treatment(p.setting)) {
      displace(slot);
    } else if (p.setting == Setting::waiting) {
      const std::uint8_t other = pick_provider(p, p.provider);
      if (other == no_provider) continue;
      p.provider = other;
      queue_at_provider(slot, p.referred_day);
    }
  }
  set_money_day();
}

void Cell::displace(std::uint32_t slot) {
  Person& p = people_[slot];
  const std::uint8_t other = pick_provider(p, p.provider);
  end_by_transfer(slot);
  if (other != no_provider) p.provider = other;
  p.displaced_until = now_ + displaced_days;
  put(p, Setting::waiting);
  queue_at_provider(slot, p.triage_day);  // before those who have not been in treatment yet
}

/// Nobody is admitted here: all who come have to be in the queue first.
void Cell::queue_at_provider(std::uint32_t slot, double date) {
  Person& p = people_[slot];
  p.local = local_row(p);
  commit(slot, after(Changed::setting));
  if (!p.independently_assessed) date -= head_start_[practice_row(p.provider, p.band)];
  providers_[p.provider].join({date, p.key, slot, ++p.ticket});
}

void Cell::set_money_day() { money_day_ = *std::ranges::min_element(takeover_); }

void Cell::on_money_day() {
  for (std::size_t i = 0; i < providers_.size(); ++i)
    if (takeover_[i] <= now_) take_over(i);
  set_money_day();
}

void Cell::take_over(std::size_t provider) {
  finances_[provider].take_over();
  takeover_[provider] = never;
  open_since_[provider] = now_;
  practice_[provider] = area_->legacy_practice;
  if (!responses_.empty()) {  // it finds its own way from where the design begins
    const LeverSet& levers = design_->outlooks[provider].levers;
    responses_[provider] = {levers.none(), levers.none(), {}, {}, 0};
    practice_[provider] = levers.practice(levers.none());
  }
  set_local_factors();
  set_hours();
  refresh_everyone();
  admit_waiting(provider);
}

}  // namespace pbrsim
