/// What became of people who were assessed, started or left in one year: statistics that evaluation
/// of a contract does not need and published studies of earlier years have.
///
/// Of the records as they would be kept: reasons of exits are the provider's, coming back means a
/// triage in the area, and who moves away does not, and counts as alive. A cohort counts only if
/// all of its time lies in the run. An episode is one of substitution if it is in maintenance or
/// reduction when it ends; who is transferred or taken into custody is not followed off it, and who
/// comes back into treatment is off it no longer.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "area/history.hpp"
#include "results/evaluation_years.hpp"
#include "results/journeys.hpp"
#include "results/offending.hpp"

namespace pbrsim {

enum class CohortItem : std::uint8_t {
  assessed,               // in the year
  lost_30_days,           // of them: not in treatment on day 30, nor completed by then
  started,                // in the year
  retained_12_weeks,      // of them: in treatment for 84 days, or completed before
  started_long_ago,       // in the year, with 66 months to follow
  away_5_years,           // of them: completed within 5 years and not back in 6 months
  in_5_years,             // of them: 5 years in one journey
  left,                   // in the year but by death, with 4 years to follow
  away_4_years,           // of them: neither back nor proven to offend
  offenders_completed,    // leavers, an offence proven in the 2 years before, 2 years to follow
  no_offence_completed,   // of them: none proven in the 2 years after
  offenders_dropped_out,  // the same of those who dropped out
  no_offence_dropped_out,
  years_substituted,   // person-years in the year of episodes in maintenance or reduction
  deaths_substituted,  // in them
  years_2_weeks_off,   // person-years in the first two weeks after their end, a year to follow
  deaths_2_weeks_off,
  years_4_weeks_off,  // in the two weeks after those
  deaths_4_weeks_off,
  years_1_year_off,  // from then to a year after the end
  deaths_1_year_off,
};
template <>
struct EnumNames<CohortItem> {
  static constexpr std::array<std::string_view, 21> values{"assessed",
                                                           "lost_30_days",
                                                           "started",
                                                           "retained_12_weeks",
                                                           "started_long_ago",
                                                           "away_5_years",
                                                           "in_5_years",
                                                           "left",
                                                           "away_4_years",
                                                           "offenders_completed",
                                                           "no_offence_completed",
                                                           "offenders_dropped_out",
                                                           "no_offence_dropped_out",
                                                           "years_substituted",
                                                           "deaths_substituted",
                                                           "years_2_weeks_off",
                                                           "deaths_2_weeks_off",
                                                           "years_4_weeks_off",
                                                           "deaths_4_weeks_off",
                                                           "years_1_year_off",
                                                           "deaths_1_year_off"};
};
using CohortItems = EnumArray<CohortItem, double>;

class Cohorts {
 public:
  /// Both must outlive it; assessments without a start and proven offences are kept on request.
  Cohorts(const History& history, const Timeline& timeline);
  ByGroup<CohortItems> of(const FinancialYear& year) const;

 private:
  void add_assessed(ByGroup<CohortItems>& items, const FinancialYear& year) const;
  void add_start(CohortItems& items, const Journey& journey, const FinancialYear& year) const;
  void add_exit(CohortItems& items, const Journey& journey, const FinancialYear& year) const;
  void add_substitution(CohortItems& items, const Episode& episode,
                        const FinancialYear& year) const;
  bool back_within(const Journey& journey, int months) const;
  /// Do all who come in before the year's end have so many months to follow?
  bool followed(const FinancialYear& year, int months) const;

  const History& history_;
  const Timeline& timeline_;
  std::vector<Journey> journeys_;
  OffencesByPerson offences_;
};

}  // namespace pbrsim
