/// What is reported of a cell: quantities summed over it, and measures made of them.
///
/// The statistical unit is the replication. A quantity is a sum over one cell (or over all areas of
/// one replication); a measure is a quantity or the ratio of two, taken within the replication. The
/// window is the contract: go-live to contract end; QALYs and costs of crime, custody and the NHS
/// run to the end of the run, so that a short exit is not flattered.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "area/economics.hpp"
#include "area/history.hpp"
#include "area/model.hpp"

namespace pbrsim {

enum class Quantity : std::uint8_t {
  years,
  treated_years,
  new_journeys,
  wait_days,
  waits_over_3_weeks,
  referrals,
  gave_up,
  treated_in_year,
  starters,
  starters_completed,
  reviews,
  abstinent_all,
  reported_all,
  abstinent_presenting,
  planned_exits,
  planned_exits_expected,
  unplanned_exits,
  unplanned_exits_expected,
  exits,
  followed_6,
  returned_6,
  followed_12,
  returned_12,
  deaths,
  deaths_expected,
  relapses,
  relapses_expected,
  proven_offences,
  offences,
  spend,
  scheme_cost,
  provider_cost,
  surplus,
  accounts,
  providers_failed,
  failures,
  lowest_cash,
  provider_surplus,
  crime_cost,
  other_public_cost,
  qalys,
  clinical_events,
  own_clinical_events,
  people,
};
template <>
struct EnumNames<Quantity> {
  static constexpr std::array<std::string_view, 44> values{"years",
                                                           "treated_years",
                                                           "new_journeys",
                                                           "wait_days",
                                                           "waits_over_3_weeks",
                                                           "referrals",
                                                           "gave_up",
                                                           "treated_in_year",
                                                           "starters",
                                                           "starters_completed",
                                                           "reviews",
                                                           "abstinent_all",
                                                           "reported_all",
                                                           "abstinent_presenting",
                                                           "planned_exits",
                                                           "planned_exits_expected",
                                                           "unplanned_exits",
                                                           "unplanned_exits_expected",
                                                           "exits",
                                                           "followed_6",
                                                           "returned_6",
                                                           "followed_12",
                                                           "returned_12",
                                                           "deaths",
                                                           "deaths_expected",
                                                           "relapses",
                                                           "relapses_expected",
                                                           "proven_offences",
                                                           "offences",
                                                           "spend",
                                                           "scheme_cost",
                                                           "provider_cost",
                                                           "surplus",
                                                           "accounts",
                                                           "providers_failed",
                                                           "failures",
                                                           "lowest_cash",
                                                           "provider_surplus",
                                                           "crime_cost",
                                                           "other_public_cost",
                                                           "qalys",
                                                           "clinical_events",
                                                           "own_clinical_events",
                                                           "people"};
};
using Sums = EnumArray<Quantity, double>;

/// How a number is printed for people.
enum class Display : std::uint8_t { count, percent, days, pounds, decimal };

struct MeasureInfo {
  std::string_view name;
  std::string_view label;  // for the table on the terminal
  std::string_view unit;
  std::string_view description;
  Quantity numerator;
  Quantity denominator;  // Quantity::years with `ratio` false: the numerator alone
  bool ratio;
  Display display;
  /// The measure whose paired difference is printed for this one: the integrated-hazard estimate of
  /// the same mean, which varies less. Empty for itself.
  std::string_view difference_by;
  bool headline;  // in the table on the terminal, where it is defined
};

const std::vector<MeasureInfo>& measures();

/// A number of people or of things that happen to them, not a share, a time or money.
bool counts_people(const MeasureInfo& measure);

/// The value of a measure, NaN where its denominator is 0.
double value_of(const MeasureInfo& measure, const Sums& sums);

/// Sums over one cell.
Sums sum_up(const History& history, const AreaModel& area, const DesignModel& design,
            const Schedule& schedule, const EconomicsParameters& economics);

}  // namespace pbrsim
