/// What an evaluator would count of one cell by financial year, of everyone in treatment in it.
///
/// Of the records as they would be kept. The data cut is the end of the run.
#pragma once

#include "area/history.hpp"
#include "area/model.hpp"

namespace pbrsim {

enum class YearItem : std::uint8_t {
  treated,
  new_journeys,
  ended,
  ended_completed,
  ended_dropped_out,
  ended_declined,
  ended_transferred,
  ended_in_custody,
  ended_by_death,
  people_completed,
  people_followed_6_months,
  people_completed_away_6_months,
  reviewed,
  abstinent_presenting,
  abstinent,
  injecting,
  housing_problem,
  years_treated,
  deaths_poisoning_treated,
  years_after_leaving,
  deaths_poisoning_after_leaving,
  offences_proven,
  offences_expected,
};
template <>
struct EnumNames<YearItem> {
  static constexpr std::array<std::string_view, 23> values{"treated",
                                                           "new_journeys",
                                                           "ended",
                                                           "ended_completed",
                                                           "ended_dropped_out",
                                                           "ended_declined",
                                                           "ended_transferred",
                                                           "ended_in_custody",
                                                           "ended_by_death",
                                                           "people_completed",
                                                           "people_followed_6_months",
                                                           "people_completed_away_6_months",
                                                           "reviewed",
                                                           "abstinent_presenting",
                                                           "abstinent",
                                                           "injecting",
                                                           "housing_problem",
                                                           "years_treated",
                                                           "deaths_poisoning_treated",
                                                           "years_after_leaving",
                                                           "deaths_poisoning_after_leaving",
                                                           "offences_proven",
                                                           "offences_expected"};
};
using YearItems = EnumArray<YearItem, double>;

const EnumArray<YearItem, const char*>& year_item_meanings();
bool is_whole(YearItem item);

/// One whole financial year (April to March) that lies in the run.
struct FinancialYear {
  double from, to;
  int first_month;
};
std::vector<FinancialYear> financial_years(const Timeline& timeline, double from);

/// By year, then group.
std::vector<ByGroup<YearItems>> evaluate_years(const History& history, const Schedule& schedule,
                                               const std::vector<FinancialYear>& years);

}  // namespace pbrsim
