#include "analysis/simulated_targets.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <sstream>

#include "results/cohorts.hpp"
#include "results/evaluation.hpp"
#include "results/evaluation_years.hpp"

namespace pbrsim {

namespace {

using S = SimulatedStatistic;

Ratio count_of(S statistic, const Items& n) {
  switch (statistic) {
    case S::completed_1_year: return {n[Item::completed_1_year], n[Item::followed_1_year]};
    case S::abstinent_latest_review: return {n[Item::latest_abstinent], n[Item::reviewed]};
    case S::abstinent_presenting_first_review:
      return {n[Item::first_abstinent_presenting], n[Item::reviewed_first]};
    case S::improved_first_review: return {n[Item::first_improved], n[Item::reviewed_first]};
    case S::back_6_months:
      return {n[Item::completers_back_6_months], n[Item::completers_followed_6_months]};
    case S::back_12_months:
      return {n[Item::completers_back_12_months], n[Item::completers_followed_12_months]};
    case S::waited_3_weeks_at_most:
      return {n[Item::waits_known] - n[Item::wait_from_referral_over_3_weeks],
              n[Item::waits_known]};
    case S::poisoning_deaths:
      return {n[Item::deaths_poisoning_treated] + n[Item::deaths_poisoning_after_leaving],
              n[Item::years_treated] + n[Item::years_after_leaving]};
    default: return {};
  }
}

Ratio count_of(S statistic, const YearItems& n) {
  switch (statistic) {
    case S::exits_completed: return {n[YearItem::ended_completed], n[YearItem::ended]};
    case S::exits_transferred: return {n[YearItem::ended_transferred], n[YearItem::ended]};
    case S::exits_in_custody: return {n[YearItem::ended_in_custody], n[YearItem::ended]};
    case S::exits_dropped_out:
      return {n[YearItem::ended_dropped_out] + n[YearItem::ended_declined], n[YearItem::ended]};
    case S::completed_in_year: return {n[YearItem::people_completed], n[YearItem::treated]};
    case S::completed_in_year_and_away:
      return {n[YearItem::people_completed_away_6_months], n[YearItem::treated]};
    case S::started_in_year: return {n[YearItem::new_journeys], n[YearItem::treated]};
    default: return {};
  }
}

Ratio count_of(S statistic, const CohortItems& n) {
  using C = CohortItem;
  switch (statistic) {
    case S::lost_30_days: return {n[C::lost_30_days], n[C::assessed]};
    case S::retained_12_weeks: return {n[C::retained_12_weeks], n[C::started]};
    case S::away_5_years: return {n[C::away_5_years], n[C::started_long_ago]};
    case S::in_5_years: return {n[C::in_5_years], n[C::started_long_ago]};
    case S::away_4_years: return {n[C::away_4_years], n[C::left]};
    case S::no_offence_completed: return {n[C::no_offence_completed], n[C::offenders_completed]};
    case S::no_offence_dropped_out:
      return {n[C::no_offence_dropped_out], n[C::offenders_dropped_out]};
    case S::deaths_substituted: return {n[C::deaths_substituted], n[C::years_substituted]};
    case S::deaths_2_weeks_off: return {n[C::deaths_2_weeks_off], n[C::years_2_weeks_off]};
    case S::deaths_4_weeks_off: return {n[C::deaths_4_weeks_off], n[C::years_4_weeks_off]};
    case S::deaths_1_year_off: return {n[C::deaths_1_year_off], n[C::years_1_year_off]};
    default: return {};
  }
}

template <class I>
void add_counts(std::vector<SimulatedCount>& counts, const ByGroup<I>& items,
                const std::string& year) {
  for (const S statistic : all_of<S>())
    for (const Group g : all_of<Group>())
      if (const Ratio count = count_of(statistic, items[g]); count.denominator > 0)
        counts.push_back({statistic, g, year, count});
}

/// Those of the years before go-live together.
ByGroup<Items> before_go_live(const CellView& cell, double from) {
  const Quarters quarters(cell.schedule.timeline, from);
  const auto items = evaluate(cell.history, cell.schedule, quarters);
  ByGroup<Items> sums{};
  for (std::size_t q = 0; q < quarters.size(); ++q) {
    if (period_of(quarters.start(q), cell.schedule) != EvaluationPeriod::before) continue;
    for (const Group g : all_of<Group>())
      for (const Item item : all_of<Item>())
        sums[g][item] += items[q][g][item];
  }
  return sums;
}

void add_rows(const CellView& cell, TableRows& rows) {
  for (const SimulatedCount& c : simulated_counts(cell))
    rows.add({name_of(c.statistic), name_of(c.group),
              c.year.empty() ? Field(Missing{}) : Field(c.year), c.count.numerator,
              c.count.denominator});
}

TableSchema counts_schema(bool drawn) {
  TableSchema s;
  s.name = "simulated_counts";
  s.columns = {text("statistic", "What was counted."), text("group", "Drug group."),
               text("year", "Financial year.").empty_if("the years before go-live"),
               number("numerator", "How many.").at_least(0),
               number("denominator", "Of how many, or person-years.").at_least(0)};
  if (drawn)
    s.columns.insert(s.columns.begin(), whole_number("draw", "Number of the draw.").at_least(1));
  return s;
}

template <class E>
E value_named(std::string_view name) {
  for (const E e : all_of<E>())
    if (name_of(e) == name) return e;
  throw std::runtime_error("no such name in a row of counts: " + std::string(name));
}

double number_in(std::string_view text) {
  double value = 0;
  const auto end = text.data() + text.size();
  PBRSIM_ENSURE(std::from_chars(text.data(), end, value).ptr == end && !text.empty());
  return value;
}

bool is_share(const TargetParameters& target) { return target.unit == "share"; }

}  // namespace

std::vector<SimulatedCount> simulated_counts(const CellView& cell) {
  const Timeline& timeline = cell.schedule.timeline;
  const Date go_live = timeline.date_of(cell.schedule.go_live);
  const double from = timeline.day_of(add_months(go_live, -cell.evaluation_months_before));
  std::vector<SimulatedCount> counts;
  add_counts(counts, before_go_live(cell, from), "");
  const std::vector<FinancialYear> years = financial_years(timeline, from);
  const auto items = evaluate_years(cell.history, cell.schedule, years);
  for (std::size_t y = 0; y < years.size(); ++y)
    add_counts(counts, items[y], financial_year(timeline.date_of(years[y].from)));
  const Cohorts cohorts(cell.history, timeline);
  ByGroup<CohortItems> before{};
  for (const FinancialYear& year : financial_years(timeline, 0)) {
    const ByGroup<CohortItems> of_year = cohorts.of(year);
    add_counts(counts, of_year, financial_year(timeline.date_of(year.from)));
    if (year.to > cell.schedule.go_live) continue;
    for (const Group g : all_of<Group>())
      for (const CohortItem item : all_of<CohortItem>())
        before[g][item] += of_year[g][item];
  }
  add_counts(counts, before, "");
  return counts;
}

CellTable simulated_counts_table(bool drawn) {
  CellTable table{counts_schema(drawn), add_rows, false, false};
  table.for_evaluation = true;
  return table;
}

std::vector<SimulatedCount> read_simulated_counts(const std::string& csv, bool drawn) {
  std::vector<SimulatedCount> counts;
  std::istringstream lines(csv);
  for (std::string line; std::getline(lines, line);) {
    const std::vector<std::string_view> fields = plain_fields(line);
    const std::size_t first = drawn ? 1 : 0;
    PBRSIM_ENSURE(fields.size() == first + 5);
    counts.push_back({value_named<S>(fields[first]),
                      value_named<Group>(fields[first + 1]),
                      std::string(fields[first + 2]),
                      {number_in(fields[first + 3]), number_in(fields[first + 4])}});
  }
  return counts;
}

bool counts_for(const SimulatedCount& count, const TargetParameters& target) {
  if (target.measured_as != count.statistic || target.year != count.year) return false;
  return target.groups.empty() ||
         std::find(target.groups.begin(), target.groups.end(), count.group) != target.groups.end();
}

bool counts_for(EvaluatedAs area, const TargetParameters& target) {
  if (target.areas == TargetAreas::all) return true;
  return (area == EvaluatedAs::treated) == (target.areas == TargetAreas::pilots);
}

double transformed(const Ratio& count, const TargetParameters& target) {
  PBRSIM_EXPECT(count.denominator > 0);
  const double happened = count.numerator + 0.5;
  if (!is_share(target)) return std::log(happened / count.denominator);
  return std::log(happened / (std::max(0.0, count.denominator - count.numerator) + 0.5));
}

double transformed(double value, const TargetParameters& target) {
  return is_share(target) ? std::log(value / (1 - value)) : std::log(value);
}

double transformed_sd(double sd, const TargetParameters& target) {
  return is_share(target) ? sd / (target.value * (1 - target.value)) : sd / target.value;
}

double figure_of(double transformed, const TargetParameters& target) {
  return is_share(target) ? 1 / (1 + std::exp(-transformed)) : std::exp(transformed);
}

}  // namespace pbrsim
