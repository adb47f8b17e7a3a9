#include "results/measures.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "results/worth.hpp"

namespace pbrsim {

namespace {

constexpr double follow_up_year = 365;
using Q = Quantity;

MeasureInfo total(std::string_view name, std::string_view label, std::string_view unit,
                  std::string_view description, Quantity q, Display display, bool headline,
                  std::string_view difference_by = "") {
  return {name, label, unit, description, q, Q::years, false, display, difference_by, headline};
}

MeasureInfo ratio(std::string_view name, std::string_view label, std::string_view unit,
                  std::string_view description, Quantity top, Quantity bottom, Display display,
                  bool headline) {
  return {name, label, unit, description, top, bottom, true, display, "", headline};
}

/// Counts and person-time of the months from `first` to before `last`.
void add_panel(Sums& sums, const Panel& panel, int first, int last) {
  for (int m = first; m < last; ++m) {
    for (const auto& entry : panel.counts(m)) {
      const double n = static_cast<double>(entry.value);
      switch (count_key(entry.index).count) {
        case Count::journeys: sums[Q::new_journeys] += n; break;
        case Count::wait_seconds: sums[Q::wait_days] += n / seconds_per_day; break;
        case Count::waits_over_3_weeks: sums[Q::waits_over_3_weeks] += n; break;
        case Count::referrals: sums[Q::referrals] += n; break;
        case Count::gave_up: sums[Q::gave_up] += n; break;
        case Count::treated_in_year: sums[Q::treated_in_year] += n; break;
        case Count::reviews: sums[Q::reviews] += n; break;
        case Count::abstinent_all: sums[Q::abstinent_all] += n; break;
        case Count::reported_all: sums[Q::reported_all] += n; break;
        case Count::abstinent_presenting: sums[Q::abstinent_presenting] += n; break;
        case Count::completed_drug_free:
        case Count::completed_occasional_user:
          sums[Q::planned_exits] += n;
          sums[Q::exits] += n;
          break;
        case Count::dropped_out:
        case Count::declined:
          sums[Q::unplanned_exits] += n;
          sums[Q::exits] += n;
          break;
        case Count::transferred:
        case Count::to_custody:
        case Count::died_in_treatment: sums[Q::exits] += n; break;
        case Count::deaths_poisoning:
        case Count::deaths_other: sums[Q::deaths] += n; break;
        case Count::relapses: sums[Q::relapses] += n; break;
        default: break;
      }
    }
    for (const auto& entry : panel.time(m))
      if (in_treatment(class_of(entry.index).setting))
        sums[Q::treated_years] +=
            static_cast<double>(entry.value) / seconds_per_day / days_per_year;
    for (const Group g : all_of<Group>()) {
      sums[Q::offences] += panel.offences(m, g);
      for (const Band b : all_of<Band>())
        sums[Q::proven_offences] += static_cast<double>(panel.proven(m, g, b));
    }
  }
}

/// Cohorts: journeys by their start, exits by their end; only those followed for long enough.
void add_cohorts(Sums& sums, const std::vector<Episode>& episodes, const Schedule& schedule) {
  const Timeline& timeline = schedule.timeline;
  const double end = timeline.end();
  const auto in_contract = [&](double day) {
    return day >= schedule.go_live && day < schedule.contract_end;
  };
  for (const Episode& e : episodes) {
    if (!e.continues_journey && in_contract(e.triage) && e.triage + follow_up_year <= end)
      ++sums[Q::starters];
    if (!planned(e.reason)) continue;
    const bool completes = !e.reopened && e.end <= e.journey_start + follow_up_year;
    if (completes && in_contract(e.journey_start) && e.journey_start + follow_up_year <= end)
      ++sums[Q::starters_completed];
    if (!in_contract(e.end) || e.reopened) continue;
    const Date exit = timeline.date_of(e.end);
    const double six = timeline.day_of(add_months(exit, 6)),
                 twelve = timeline.day_of(add_months(exit, 12));
    if (six <= end) {
      ++sums[Q::followed_6];
      if (e.next_triage <= six) ++sums[Q::returned_6];
    }
    if (twelve <= end) {
      ++sums[Q::followed_12];
      if (e.next_triage <= twelve) ++sums[Q::returned_12];
    }
  }
}

/// QALYs and public costs from go-live to the end of the run, discounted by month.
void add_economics(Sums& sums, const Panel& panel, const Schedule& schedule,
                   const EconomicsParameters& e) {
  for (int m = schedule.go_live_month; m < panel.months(); ++m) {
    const auto [costs, qalys] = discount_factors(m - schedule.go_live_month, e);
    for (const auto& entry : panel.time(m)) {
      const AccrualClass c = class_of(entry.index);
      const double person_years =
          static_cast<double>(entry.value) / seconds_per_day / days_per_year;
      const bool uses = c.uses_presenting || c.uses_other;
      sums[Q::qalys] += qalys * person_years * utility(c, e);
      sums[Q::other_public_cost] += costs * person_years * (uses ? e.nhs_using : e.nhs_abstinent);
      if (c.setting == Setting::custody)
        sums[Q::other_public_cost] += costs * person_years * e.custody;
    }
    for (const Group g : all_of<Group>())
      sums[Q::crime_cost] += costs * panel.offences(m, g) * e.cost_per_offence;
  }
}

double cost_of_assessment(const DesignModel& design, const Schedule& schedule) {
  const double weeks = (schedule.contract_end - schedule.go_live) / days_per_week;
  const double years = weeks * days_per_week / days_per_year;
  const AssessmentParameters& a = design.design.assessment;
  return a.independent ? weeks * a.hours * a.hourly_cost + years * a.fixed_cost : 0;
}

/// What the providers' and the assessment service's work costs them in the contract, all posts
/// filled.
double cost_of_services(const Panel& panel, const AreaModel& area, const DesignModel& design,
                        const Schedule& schedule) {
  const double weeks = (schedule.contract_end - schedule.go_live) / days_per_week;
  const double years = weeks * days_per_week / days_per_year;
  double cost = 0;
  for (const ProviderParameters& p : area.providers)
    cost += weeks * p.keyworker_hours * p.hourly_cost + years * p.fixed_cost;
  cost += cost_of_assessment(design, schedule);
  const int last = schedule.timeline.month_of(schedule.contract_end);
  for (int m = schedule.go_live_month; m < last; ++m)
    for (const auto& entry : panel.time(m)) {
      const Setting s = class_of(entry.index).setting;
      if (!in_treatment(s)) continue;
      const double client_weeks =
          static_cast<double>(entry.value) / seconds_per_day / days_per_week;
      cost += client_weeks * area.service.cash_cost[modality_of(s)];
    }
  return cost;
}

/// How the books of a month differ from full posts and costs as they always are: what shocks save.
double saved_by_shocks(const AreaModel& area, const Schedule& schedule) {
  if (area.area.shocks.empty()) return 0;
  double saved = 0;
  const int last = schedule.timeline.month_of(schedule.contract_end);
  for (int m = schedule.go_live_month; m < last; ++m) {
    const Shock shock = in_force(area.area.shocks, schedule.timeline.month_date(m));
    const double days = schedule.timeline.month_start(m + 1) - schedule.timeline.month_start(m);
    for (const ProviderParameters& p : area.providers)
      saved += days / days_per_week * p.keyworker_hours * p.hourly_cost * (1 - shock.capacity) +
               days / days_per_year * p.fixed_cost * (1 - shock.fixed_cost);
  }
  return saved;
}

/// Books, where money is at work.
void add_books(Sums& sums, const History& history, const AreaModel& area, const DesignModel& design,
               const Schedule& schedule) {
  if (history.books.empty()) return;
  std::vector<Pence> lowest(area.providers.size(), std::numeric_limits<Pence>::max());
  Pence cost = 0, interest = 0, earned = 0;
  for (const ProviderMonth& m : history.books) {
    if (schedule.timeline.month_start(m.month) >= schedule.contract_end) continue;
    lowest[m.provider] = std::min(lowest[m.provider], m.closing);
    cost += m.costs.sum();
    interest += m.interest;
  }
  for (const LedgerEntry& e : history.ledger)
    if (e.payee < area.providers.size()) earned += e.amount;
  for (const Pence cash : lowest)
    sums[Q::lowest_cash] += to_pounds(cash);
  for (const ProviderFailure& f : history.failures) {
    if (f.day >= schedule.contract_end) continue;
    ++sums[Q::failures];
    sums[Q::providers_failed] += f.holder == 0;
  }
  sums[Q::accounts] = static_cast<double>(area.providers.size());
  sums[Q::provider_surplus] = to_pounds(earned - cost - interest);
  sums[Q::provider_cost] = to_pounds(cost) + cost_of_assessment(design, schedule);
}

double expected(const History& h, Transition t) {
  return h.at_contract_end.integrated[t] - h.at_go_live.integrated[t];
}

}  // namespace

const std::vector<MeasureInfo>& measures() {
  static const std::vector<MeasureInfo> list{
      ratio("in_treatment", "People in treatment, on average", "people",
            "mean number in treatment over the contract", Q::treated_years, Q::years,
            Display::count, true),
      total("new_journeys", "New treatment journeys", "journeys", "journeys begun in the contract",
            Q::new_journeys, Display::count, true),
      ratio("wait_days", "Wait from referral, days", "days",
            "mean days from referral to triage of journeys begun", Q::wait_days, Q::new_journeys,
            Display::days, true),
      ratio("waits_over_3_weeks", "Waits over three weeks", "share",
            "share of journeys begun after more than 21 days", Q::waits_over_3_weeks,
            Q::new_journeys, Display::percent, false),
      ratio("completed_12_months", "Completed within 12 months", "share",
            "share of journeys begun in the contract that ended in a planned exit, not reopened "
            "within 21 days, within 365 days of their start",
            Q::starters_completed, Q::starters, Display::percent, true),
      total("planned_exits", "Planned exits", "exits", "planned exits in the contract, as counted",
            Q::planned_exits, Display::count, true, "planned_exits_expected"),
      total("planned_exits_expected", "", "exits",
            "integrated hazard of planned exit in the contract: same mean as planned_exits, less "
            "variance",
            Q::planned_exits_expected, Display::count, false),
      ratio("completed_of_treated", "Completed, of all treated in the year", "share",
            "planned exits per person treated in a contract year", Q::planned_exits,
            Q::treated_in_year, Display::percent, true),
      ratio("represented_6", "Back within 6 months of planned exit", "share",
            "triage within 6 calendar months of a planned exit in the contract; exits whose window "
            "ends after the run are left out",
            Q::returned_6, Q::followed_6, Display::percent, true),
      ratio("represented_12", "", "share", "the same within 12 calendar months", Q::returned_12,
            Q::followed_12, Display::percent, false),
      total("unplanned_exits", "Unplanned exits", "exits",
            "dropped out or declined in the contract, as counted", Q::unplanned_exits,
            Display::count, true, "unplanned_exits_expected"),
      total("unplanned_exits_expected", "", "exits",
            "integrated hazard of unplanned exit in the contract", Q::unplanned_exits_expected,
            Display::count, false),
      ratio("abstinent_at_review", "Abstinent from everything at review", "share",
            "true share of 12-weekly reviews with no use of anything in 28 days", Q::abstinent_all,
            Q::reviews, Display::percent, true),
      ratio("reported_abstinent", "", "share",
            "share of 12-weekly reviews reported as no use of anything", Q::reported_all,
            Q::reviews, Display::percent, false),
      ratio("abstinent_presenting", "", "share",
            "true share of 12-weekly reviews with no use of the presenting substance in 28 days",
            Q::abstinent_presenting, Q::reviews, Display::percent, false),
      total("relapses", "", "relapses", "relapses out of treatment in the contract, as counted",
            Q::relapses, Display::count, false, "relapses_expected"),
      total("relapses_expected", "", "relapses", "integrated hazard of relapse in the contract",
            Q::relapses_expected, Display::count, false),
      total("deaths", "Deaths", "deaths",
            "deaths of people known to the services in the contract, as counted", Q::deaths,
            Display::count, true, "deaths_expected"),
      total("deaths_expected", "", "deaths", "integrated hazard of death in the contract",
            Q::deaths_expected, Display::decimal, false),
      total("proven_offences", "", "offences", "acquisitive offences proven in the contract",
            Q::proven_offences, Display::count, false),
      total("offences", "Acquisitive offences (expected)", "offences",
            "integrated rate of acquisitive offending in the contract", Q::offences, Display::count,
            true),
      total("spend", "Commissioner's spend", "GBP nominal",
            "all payments accrued under the design's contracts, successors left out", Q::spend,
            Display::pounds, true),
      total("scheme_cost", "", "GBP nominal",
            "what the scheme itself costs the commissioner besides what is paid: procurement, "
            "administration, checking outcomes",
            Q::scheme_cost, Display::pounds, false),
      total("provider_cost", "", "GBP", "cost of providers and assessment service in the contract",
            Q::provider_cost, Display::pounds, false),
      total("surplus", "", "GBP", "spend less cost of services", Q::surplus, Display::pounds,
            false),
      ratio("providers_failed", "Providers that fail", "share",
            "share of providers that fail in the contract, whatever becomes of their successors; "
            "undefined where money is not at work",
            Q::providers_failed, Q::accounts, Display::percent, true),
      ratio("provider_failures", "", "failures",
            "failures in the contract per provider, of successors too; undefined where money is "
            "not at work",
            Q::failures, Q::accounts, Display::decimal, false),
      ratio("lowest_cash", "", "GBP",
            "lowest cash at the end of a month of the contract, mean over providers; what an "
            "overdraft owes is below 0; undefined where money is not at work",
            Q::lowest_cash, Q::accounts, Display::pounds, false),
      ratio("provider_surplus", "", "GBP",
            "what providers earned under the contract, whenever it is paid, less their costs and "
            "interest in it, mean over providers; undefined where money is not at work",
            Q::provider_surplus, Q::accounts, Display::pounds, false),
      total("crime_cost", "", "GBP",
            "cost of acquisitive crime from go-live to the end of the run, discounted",
            Q::crime_cost, Display::pounds, false),
      total("other_public_cost", "", "GBP",
            "NHS and custody from go-live to the end of the run, discounted", Q::other_public_cost,
            Display::pounds, false),
      total("qalys", "QALYs, to the end of the run", "QALY",
            "quality-adjusted life-years of all people known to the services from go-live to the "
            "end of the run, discounted",
            Q::qalys, Display::decimal, true),
      total("clinical_events", "", "events", "clinical events in the whole run, history included",
            Q::clinical_events, Display::count, false),
      total("own_clinical_events", "", "events",
            "of them, after the designs part: what this design added to the work",
            Q::own_clinical_events, Display::count, false),
      total("people", "", "people", "people in the run: initial stock and arrivals", Q::people,
            Display::count, false),
  };
  return list;
}

bool counts_people(const MeasureInfo& measure) {
  constexpr std::string_view units[] = {"people",   "journeys", "exits",
                                        "relapses", "deaths",   "offences"};
  return std::find(std::begin(units), std::end(units), measure.unit) != std::end(units);
}

double value_of(const MeasureInfo& measure, const Sums& sums) {
  if (!measure.ratio) return sums[measure.numerator];
  const double bottom = sums[measure.denominator];
  return bottom > 0 ? sums[measure.numerator] / bottom : std::nan("");
}

Sums sum_up(const History& history, const AreaModel& area, const DesignModel& design,
            const Schedule& schedule, const EconomicsParameters& economics) {
  Sums sums;
  const int last = schedule.timeline.month_of(schedule.contract_end);
  sums[Q::years] = (schedule.contract_end - schedule.go_live) / days_per_year;
  add_panel(sums, history.panel, schedule.go_live_month, last);
  add_cohorts(sums, history.episodes, schedule);
  add_economics(sums, history.panel, schedule, economics);
  sums[Q::planned_exits_expected] = expected(history, Transition::planned_exit);
  sums[Q::unplanned_exits_expected] = expected(history, Transition::unplanned_exit);
  sums[Q::relapses_expected] = expected(history, Transition::relapse);
  sums[Q::deaths_expected] =
      expected(history, Transition::death_poisoning) + expected(history, Transition::death_other);
  Pence spent = 0;
  double checked = 0;
  for (const LedgerEntry& entry : history.ledger) {
    if (entry.payee >= design.own_payees) continue;
    spent += entry.amount;
    const TermKind kind = design.contracts[entry.payee].terms()[entry.term].kind;
    checked += kind == TermKind::outcome || kind == TermKind::process;
  }
  sums[Q::spend] = to_pounds(spent);
  const SchemeParameters& scheme = design.design.scheme;
  sums[Q::scheme_cost] =
      scheme.procurement + scheme.administration * sums[Q::years] + scheme.per_outcome * checked;
  sums[Q::provider_cost] =
      cost_of_services(history.panel, area, design, schedule) - saved_by_shocks(area, schedule);
  add_books(sums, history, area, design, schedule);
  sums[Q::surplus] = sums[Q::spend] - sums[Q::provider_cost];
  sums[Q::clinical_events] = static_cast<double>(history.clinical_events);
  sums[Q::own_clinical_events] =
      static_cast<double>(history.clinical_events - history.shared_clinical_events);
  sums[Q::people] = static_cast<double>(history.population.stock + history.population.arrived);
  return sums;
}

}  // namespace pbrsim
