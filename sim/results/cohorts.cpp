#include "results/cohorts.hpp"

#include <algorithm>
#include <cmath>

namespace pbrsim {

namespace {

using C = CohortItem;

constexpr double a_month = 30, two_years = 730;  // days

bool within(double day, const FinancialYear& year) { return day >= year.from && day < year.to; }

}  // namespace

Cohorts::Cohorts(const History& history, const Timeline& timeline)
    : history_(history),
      timeline_(timeline),
      journeys_(journeys_of(history.episodes)),
      offences_(history) {}

ByGroup<CohortItems> Cohorts::of(const FinancialYear& year) const {
  ByGroup<CohortItems> items{};
  if (followed(year, 1)) add_assessed(items, year);
  for (const Journey& journey : journeys_) {
    CohortItems& own = items[journey.first->group];
    if (within(journey.start(), year)) add_start(own, journey, year);
    if (!journey.open() && within(journey.end(), year)) add_exit(own, journey, year);
    for (const Episode* episode : journey.episodes)
      add_substitution(own, *episode, year);
  }
  return items;
}

bool Cohorts::followed(const FinancialYear& year, int months) const {
  return timeline_.months_after(year.to, months) <= timeline_.end();
}

bool Cohorts::back_within(const Journey& journey, int months) const {
  return journey.next_start() <= timeline_.months_after(journey.end(), months);
}

void Cohorts::add_assessed(ByGroup<CohortItems>& items, const FinancialYear& year) const {
  for (const Unstarted& u : history_.unstarted)
    if (u.recorded && within(u.assessed, year)) {
      ++items[u.group][C::assessed];
      ++items[u.group][C::lost_30_days];
    }
  for (const Journey& journey : journeys_) {
    if (!follows_assessment(journey) || !within(journey.first->assessed, year)) continue;
    const double day_30 = journey.first->assessed + a_month;
    const bool left = !journey.open() && journey.end() <= day_30 && !journey.recorded_completed();
    CohortItems& own = items[journey.first->group];
    ++own[C::assessed];
    own[C::lost_30_days] += left || journey.start() > day_30;
  }
}

void Cohorts::add_start(CohortItems& items, const Journey& journey,
                        const FinancialYear& year) const {
  const double start = journey.start();
  const auto completed_by = [&](double day) {
    return !journey.open() && journey.end() <= day && journey.recorded_completed();
  };
  if (followed(year, 3)) {
    ++items[C::started];
    items[C::retained_12_weeks] += journey.open() || journey.end() >= start + twelve_weeks ||
                                   completed_by(start + twelve_weeks);
  }
  if (followed(year, 66)) {
    const double five_years = timeline_.months_after(start, 60);
    ++items[C::started_long_ago];
    items[C::away_5_years] += completed_by(five_years) && !back_within(journey, 6);
    items[C::in_5_years] += journey.open() || journey.end() > five_years;
  }
}

void Cohorts::add_exit(CohortItems& items, const Journey& journey,
                       const FinancialYear& year) const {
  const std::uint32_t person = journey.first->person;
  const ExitReason reason = journey.last->recorded_reason;
  const double end = journey.end();
  if (reason != ExitReason::died && followed(year, 48)) {
    const bool offended = offences_.proven(person, end, timeline_.months_after(end, 48)) > 0;
    ++items[C::left];
    items[C::away_4_years] += !back_within(journey, 48) && !offended;
  }
  const bool completed = journey.recorded_completed();
  if ((!completed && reason != ExitReason::dropped_out) || !followed(year, 24) ||
      offences_.proven(person, end - two_years, end) == 0)
    return;
  ++items[completed ? C::offenders_completed : C::offenders_dropped_out];
  items[completed ? C::no_offence_completed : C::no_offence_dropped_out] +=
      offences_.proven(person, end, end + two_years) == 0;
}

void Cohorts::add_substitution(CohortItems& items, const Episode& e,
                               const FinancialYear& year) const {
  if (e.modality != Modality::maintenance && e.modality != Modality::reduction) return;
  const bool open = e.reason == ExitReason::open;
  const double end = open ? timeline_.end() : e.end;
  const double days = std::min(end, year.to) - std::max(e.triage, year.from);
  items[C::years_substituted] += std::max(0.0, days) / days_per_year;
  if (open || !within(end, year)) return;
  if (e.reason == ExitReason::died) {
    ++items[C::deaths_substituted];
    return;
  }
  const bool goes_on = e.reason == ExitReason::transferred || e.reason == ExitReason::custody;
  if (goes_on || !followed(year, 12)) return;
  struct Stretch {
    double from, to;
    C years, deaths;
  };
  constexpr Stretch stretches[] = {
      {0, 14, C::years_2_weeks_off, C::deaths_2_weeks_off},
      {14, 28, C::years_4_weeks_off, C::deaths_4_weeks_off},
      {28, days_per_year, C::years_1_year_off, C::deaths_1_year_off},
  };
  // Until the next triage or death; fmin leaves out days that never come (NaN).
  const double until = std::fmin(e.next_triage, e.died) - end;
  for (const Stretch& s : stretches) {
    items[s.years] += std::max(0.0, std::fmin(until, s.to) - s.from) / days_per_year;
    items[s.deaths] += until == e.died - end && until >= s.from && until < s.to;
  }
}

}  // namespace pbrsim
