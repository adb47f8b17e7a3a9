/// What an evaluator would count of one cell: journeys by the quarter in which they start, the
/// people assessed by the quarter of their assessment.
///
/// Counts are of the records as they would be kept, unless a name says `truly`: who is assessed and
/// never starts is recorded with a probability, discharge reasons and reviews are the provider's.
/// The data cut is the end of the run; an item that needs a window is counted only of those whose
/// window closes by then, and the number of these stands beside it. Re-presentation means a triage
/// in the area.
#pragma once

#include <string>
#include <vector>

#include "area/history.hpp"
#include "area/model.hpp"
#include "results/journeys.hpp"

namespace pbrsim {

enum class Item : std::uint8_t {
  assessed_truly,
  assessed,
  assessed_followed_12_weeks,
  assessed_started_12_weeks,
  assessed_followed_1_year,
  assessed_completed_1_year,
  started,
  started_on_paper,
  followup_exposed,
  treated_before,
  injecting_at_start,
  housing_problem_at_start,
  waits_known,
  wait_from_referral_over_3_weeks,
  wait_from_assessment_over_3_weeks,
  followed_1_year,
  completed_1_year,
  completed_truly_1_year,
  followed_1_year_6_months,
  completed_1_year_away_6_months,
  away_6_months_no_contact,
  followed_1_year_12_months,
  completed_1_year_away_12_months,
  away_12_months_no_contact,
  completers_followed_6_months,
  completers_back_6_months,
  completers_back_or_met_6_months,
  completers_died_6_months,
  completers_followed_12_months,
  completers_back_12_months,
  completers_back_or_met_12_months,
  completers_died_12_months,
  ended,
  ended_completed,
  ended_declined,
  reviewed_first,
  first_abstinent_presenting,
  first_abstinent,
  first_truly_abstinent_presenting,
  first_truly_abstinent,
  first_improved,
  first_injecting,
  first_housing_problem,
  first_reviewed_injectors,
  first_injectors_stopped,
  reviewed,
  latest_abstinent_presenting,
  latest_abstinent,
  latest_truly_abstinent,
  latest_injecting,
  latest_housing_problem,
  ever_abstinent_presenting,
  ever_abstinent,
  ever_not_injecting,
  ever_no_housing_problem,
  years_treated,
  deaths_poisoning_treated,
  deaths_treated,
  years_after_leaving,
  deaths_poisoning_after_leaving,
  deaths_after_leaving,
  offences_proven_1_year,
  offences_expected_1_year,
};
template <>
struct EnumNames<Item> {
  static constexpr std::array<std::string_view, 63> values{"assessed_truly",
                                                           "assessed",
                                                           "assessed_followed_12_weeks",
                                                           "assessed_started_12_weeks",
                                                           "assessed_followed_1_year",
                                                           "assessed_completed_1_year",
                                                           "started",
                                                           "started_on_paper",
                                                           "followup_exposed",
                                                           "treated_before",
                                                           "injecting_at_start",
                                                           "housing_problem_at_start",
                                                           "waits_known",
                                                           "wait_referral_over_3_weeks",
                                                           "wait_assessment_over_3_weeks",
                                                           "followed_1_year",
                                                           "completed_1_year",
                                                           "completed_truly_1_year",
                                                           "followed_1_year_6_months",
                                                           "completed_1_year_away_6_months",
                                                           "away_6_months_no_contact",
                                                           "followed_1_year_12_months",
                                                           "completed_1_year_away_12_months",
                                                           "away_12_months_no_contact",
                                                           "completers_followed_6_months",
                                                           "completers_back_6_months",
                                                           "completers_back_or_met_6_months",
                                                           "completers_died_6_months",
                                                           "completers_followed_12_months",
                                                           "completers_back_12_months",
                                                           "completers_back_or_met_12_months",
                                                           "completers_died_12_months",
                                                           "ended",
                                                           "ended_completed",
                                                           "ended_declined",
                                                           "reviewed_first",
                                                           "first_abstinent_presenting",
                                                           "first_abstinent",
                                                           "first_truly_abstinent_presenting",
                                                           "first_truly_abstinent",
                                                           "first_improved",
                                                           "first_injecting",
                                                           "first_housing_problem",
                                                           "first_reviewed_injectors",
                                                           "first_injectors_stopped",
                                                           "reviewed",
                                                           "latest_abstinent_presenting",
                                                           "latest_abstinent",
                                                           "latest_truly_abstinent",
                                                           "latest_injecting",
                                                           "latest_housing_problem",
                                                           "ever_abstinent_presenting",
                                                           "ever_abstinent",
                                                           "ever_not_injecting",
                                                           "ever_no_housing_problem",
                                                           "years_treated",
                                                           "deaths_poisoning_treated",
                                                           "deaths_treated",
                                                           "years_after_leaving",
                                                           "deaths_poisoning_after_leaving",
                                                           "deaths_after_leaving",
                                                           "offences_proven_1_year",
                                                           "offences_expected_1_year"};
};
using Items = EnumArray<Item, double>;

/// What each item is; whole numbers but for person-years and expected offences.
const EnumArray<Item, const char*>& item_meanings();
bool is_whole(Item item);

/// Quarters, January to March and so on, from the first that begins at or after a day.
class Quarters {
 public:
  Quarters(const Timeline& timeline, double from);
  std::size_t size() const { return starts_.size(); }
  /// Where a day falls; size() if outside.
  std::size_t index(double day) const;
  double start(std::size_t i) const { return starts_[i]; }

 private:
  std::vector<double> starts_;
  double end_;
};

/// When a quarter lies, as seen by an evaluation of the contract.
enum class EvaluationPeriod : std::uint8_t { earlier, before, contract, later };
template <>
struct EnumNames<EvaluationPeriod> {
  static constexpr std::array<std::string_view, 4> values{"earlier", "before", "contract", "later"};
};
EvaluationPeriod period_of(double day, const Schedule& schedule);

/// By quarter, then group.
std::vector<ByGroup<Items>> evaluate(const History& history, const Schedule& schedule,
                                     const Quarters& quarters);

}  // namespace pbrsim
