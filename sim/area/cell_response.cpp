// What providers make of their contracts, quarter by quarter.
#include <algorithm>
#include <cmath>

#include "area/cell.hpp"

namespace pbrsim {

namespace {

constexpr int months_counted = 24;      // of clients offered
constexpr double shortest_life = 0.25;  // years that a contract is believed to last at least
constexpr double weeks_per_year = days_per_year / days_per_week;

double to_go(double days, double time) { return std::exp(-std::max(0.0, days) / time); }

/// What a provider gets a year under a contract at the practice with which it begins.
double yearly_income(const Prospect& prospect, const LeverSet& levers, const Contract& contract,
                     double day, double discount) {
  double blocks = 0;
  for (const Contract::Term& t : contract.terms())
    if (t.kind == TermKind::block) blocks += to_pounds(t.amount);
  const IncomeFlow flow(prospect, levers, {&contract}, day, discount, 0);
  if (!flow.depends_on_practice()) return blocks;
  return blocks + weeks_per_year * flow.income(flow.flow(levers.none()));
}

}  // namespace

const DesignModel& Cell::responds_to() const {
  return coming_ != nullptr && now_ < schedule_->go_live ? *coming_ : *design_;
}

ByLearnt<PooledEvidence> Cell::pooled_evidence() const {
  const SharedLearning& shared = area_->response.shared_learning;
  if (!responds_to().design.behaviour.shared_learning ||
      now_ < schedule_->go_live + shared.known_after)
    return {};
  return {{shared.abstinence, shared.unplanned_exit, shared.planned_exit}};
}

/// By each provider's success beyond the mean.
void Cell::set_liking() {
  if (!design_->design.behaviour.client_choice) return;
  const ResponseParameters& r = area_->response;
  liking_.clear();
  double mean = 0;
  for (const ProviderRecords& records : records_)
    liking_.push_back(records.success(r.prior_events));
  for (const double success : liking_)
    mean += success / static_cast<double>(liking_.size());
  for (double& liking : liking_)
    liking = r.choice_by_success * (liking - mean);
}

/// How far the norm has moved by now: attention to outcomes raises it by and by, outcome pay lowers
/// it at first.
Moves Cell::anchor(const LeverSet& levers) const {
  const ResponseParameters& r = area_->response;
  const Behaviour& on = responds_to().design.behaviour;
  const double since = now_ - schedule_->go_live;
  Moves result = levers.none();
  for (int i = 0; i < levers.size(); ++i) {
    const Lever l = levers.lever(i);
    if (l > Lever::harm_reduction) continue;
    if (on.recovery_focus && (l == Lever::abstinence || l == Lever::reintegration))
      result[i] += r.recovery_focus * (1 - to_go(since, r.recovery_focus_time));
    if (on.crowding_out && since >= 0)
      result[i] -= r.crowding_out * to_go(since, r.crowding_out_time);
    result[i] = std::clamp(result[i], levers.range(i).low, levers.range(i).high);
  }
  return result;
}

/// The provider's clients as its own records have them.
Prospect Cell::prospect_of(std::size_t provider) const {
  Prospect prospect = responds_to().outlooks[provider].prospect;
  const ProviderRecords& records = records_[provider];
  prospect.keyworker_hours *=
      capacity_ * staffed_share(provider) * posts(provider) * options_.scale;
  for (ClientKind& kind : prospect.kinds) {
    kind.offered = records.offered_a_week(kind.group, kind.bands, months_counted);
    if (responds_to().design.behaviour.learning)
      kind.beliefs =
          with_ratios(kind.beliefs,
                      records.ratios(kind.group, area_->response.prior_events, pooled_evidence()));
  }
  for (std::uint32_t slot = 0; slot < people_.size(); ++slot) {
    const Person& p = people_[slot];
    if (!alive(slot) || !in_treatment(p.setting) || p.provider != provider) continue;
    for (ClientKind& kind : prospect.kinds) {
      if (kind.group != p.group ||
          std::ranges::find(kind.bands, measured(p.band)) == kind.bands.end())
        continue;
      const UseState use = p.uses_presenting                          ? uses
                           : now_ - p.presenting_since < twelve_weeks ? abstinent
                                                                      : abstinent_12_weeks;
      const bool early = now_ - p.journey_start < twelve_weeks;
      ++(early ? kind.early : kind.later)[use];
      if (!early && p.journey_start < schedule_->go_live) ++kind.stock[use];
    }
  }
  return prospect;
}

/// What was seen since the last revision is held against what was to be expected of the practice,
/// under the design that was in force.
void Cell::settle_records(std::size_t provider) {
  const ProviderOutlook& outlook = responds_to().outlooks[provider];
  const Prospect& prospect = now_ <= schedule_->go_live ? outlook.before : outlook.prospect;
  const Practice practice = outlook.levers.practice(responses_[provider].moves);
  ByGroup<CourseMeans> means{};
  ByGroup<double> weight{};
  for (const ClientKind& kind : prospect.kinds) {
    const CourseMeans m = course_means(prospect.beliefs(kind, practice));
    const double n = records_[provider].offered_a_week(kind.group, kind.bands, months_counted);
    weight[kind.group] += n;
    means[kind.group].add(m, n);
  }
  for (const Group g : all_of<Group>())
    if (weight[g] > 0) means[g].scale(1 / weight[g]);
  records_[provider].settle(means);
}

/// Of the provider's contract: what its year has brought, and how long it goes on.
Horizon Cell::horizon(std::size_t provider) const {
  if (!responds_to().design.behaviour.year_progress) return {};
  const Contract& contract = responds_to().contracts[provider];
  const int month = paying() ? contract.contract_month(now_) : 0;
  Horizon horizon = horizon_from(contract, month, area_->response.time_preference);
  if (paying()) horizon.so_far = accounts_[provider].so_far(contract, now_);
  return horizon;
}

std::optional<Deliberation> Cell::deliberation(std::size_t provider) const {
  if (responses_.empty()) return std::nullopt;
  const ProviderOutlook& outlook = responds_to().outlooks[provider];
  const Response& response = responses_[provider];
  if (outlook.same_contract || !outlook.levers.any_free() || response.income <= 0)
    return std::nullopt;
  const Contract& offered = responds_to().contracts[provider];
  const auto audited = [](const DesignModel& d) {
    return d.design.assessment.audited * d.design.assessment.audit_penalty;
  };
  return Deliberation{prospect_of(provider),
                      outlook.levers,
                      {&offered, audited(responds_to()), horizon(provider)},
                      {&legacy_->contracts[provider], audited(*legacy_), {}},
                      now_,
                      discount(offered),
                      area_->response.risk_aversion / response.income,
                      response.curvature,
                      anchor(outlook.levers),
                      means(provider)};
}

/// What the provider has in hand for the time that it looks ahead, whatever it does.
std::optional<Means> Cell::means(std::size_t provider) const {
  if (finances_.empty() || closed(provider)) return std::nullopt;
  const ProviderParameters& p = area_->providers[provider];
  Means means{p.finances.foresight};
  const double weeks = means.foresight / days_per_week;
  const auto kept = [&](double months) {
    return std::exp(-months * days_per_month / means.foresight);
  };
  double blocks = 0;  // a year
  for (const Contract::Term& t : responds_to().contracts[provider].terms())
    if (t.kind == TermKind::block) blocks += to_pounds(t.amount) * kept(t.lag_months);
  const double staff = p.keyworker_hours * posts(provider) * p.hourly_cost;
  const double fixed = p.fixed_cost * shock_.fixed_cost;
  means.at_hand = to_pounds(finances_[provider].headroom()) + finances_[provider].owed(kept(1)) +
                  weeks * ((blocks - fixed) / weeks_per_year - staff);
  return means;
}

/// A provider's own, with what the end of the contract adds to it.
double Cell::discount(const Contract& contract) const {
  const double life = std::max(shortest_life, (contract.ends() - now_) / days_per_year);
  return area_->response.time_preference + 1 / life;
}

/// What departing from its norm costs a provider, as of its first look at a contract.
void Cell::set_norm(std::size_t provider) {
  Response& response = responses_[provider];
  if (response.curvature.own.size() > 0) return;
  const LeverSet& levers = responds_to().outlooks[provider].levers;
  const Prospect prospect = prospect_of(provider);
  response.income = yearly_income(prospect, levers, legacy_->contracts[provider], now_,
                                  discount(responds_to().contracts[provider]));
  const ResponseParameters& r = area_->response;
  response.curvature = curvature(prospect, levers, r.elasticity, response.income, r.altruism);
}

Moves Cell::target(std::size_t provider) {
  const ProviderOutlook& outlook = responds_to().outlooks[provider];
  Response& response = responses_[provider];
  if (!outlook.same_contract && outlook.levers.any_free()) set_norm(provider);
  const auto weighed = deliberation(provider);
  if (!weighed) return outlook.levers.none();
  const Choice choice = weighed->choose(response.target, response.bends);
  response.bends = choice.bends;
  return choice.moves;
}

/// Time in treatment of the month that ends.
void Cell::see_clients() {
  std::size_t at = 0;
  for (ProviderRecords& records : records_)
    for (const Group g : all_of<Group>()) {
      Seconds time = 0;
      for (std::size_t i = 0; i < enum_size<Band> * enum_size<Modality>; ++i)
        time += treated_time_[at++];
      records.treat(g, time);
    }
}

void Cell::revise_practice() {
  const bool responds = !responds_to().outlooks.empty();
  if (responds && responses_.empty())
    for (const ProviderOutlook& outlook : responds_to().outlooks)
      responses_.push_back({outlook.levers.none(), outlook.levers.none(), {}, {}, 0});
  const ResponseParameters& r = area_->response;
  const double unready =
      responds_to().design.behaviour.readiness
          ? (1 - r.ready_at_start) * to_go(now_ - schedule_->go_live, r.readiness_time)
          : 0;
  for (std::size_t i = 0; i < responses_.size(); ++i) {
    if (closed(i)) continue;
    settle_records(i);
    Response& response = responses_[i];
    response.target = target(i);
    response.moves += r.adjustment * (1 - unready) * (response.target - response.moves);
    practice_[i] = responds_to().outlooks[i].levers.practice(response.moves);
  }
  if (responds) {
    set_local_factors();
    set_hours();
    refresh_everyone();
  }
  set_liking();
  note_quarter();
}

void Cell::note_quarter() {
  std::vector<std::int32_t> queue(providers_.size());
  for (std::uint32_t slot = 0; slot < people_.size(); ++slot)
    if (alive(slot) && people_[slot].setting == Setting::waiting) ++queue[people_[slot].provider];
  for (std::size_t i = 0; i < providers_.size(); ++i) {
    ProviderQuarter q;
    q.provider = static_cast<std::uint8_t>(i);
    q.month = month_;
    q.practice = q.target = practice_[i];
    if (!responses_.empty())
      q.target = responds_to().outlooks[i].levers.practice(responses_[i].target);
    q.hours = to_hours(providers_[i].hours);
    q.committed = to_hours(providers_[i].committed);
    q.queue = queue[i];
    if (!finances_.empty()) {
      q.cash = closed(i) ? 0 : finances_[i].cash();
      q.frozen_posts = finances_[i].frozen_posts();
    }
    for (const auto clients : by_modality(treated_, i))
      q.caseload += clients;
    history_.quarters.push_back(q);
  }
}

}  // namespace pbrsim
