// Suppression of small numbers on made-up panels, where every sum can be checked by hand.
#include "results/disclosure.hpp"

#include <random>

#include "support/catch.hpp"

using namespace pbrsim;

namespace {

constexpr int months = 60, go_live = 24, contract = 24;

Schedule schedule() {
  Schedule s;
  const Date live = *date_from_iso("2012-04-01");
  s.timeline = Timeline(add_months(live, -go_live), add_months(live, months - go_live));
  s.go_live = s.timeline.day_of(live);
  s.contract_end = s.timeline.day_of(add_months(live, contract));
  s.go_live_month = go_live;
  return s;
}

/// A panel of opiate clients of one band with these counts a month.
PanelBlock panel_of(const std::vector<std::pair<Count, std::vector<std::int64_t>>>& counts) {
  History history;
  history.panel = Panel(months);
  for (std::size_t m = 0; m < months; ++m) {
    MonthCounts month;
    for (const auto& [count, by_month] : counts)
      if (m < by_month.size()) month.at(Group::opiate, Band::low, count) = by_month[m];
    history.panel.close(month, std::vector<Seconds>(accrual_classes),
                        1u << block_of(Group::opiate, Band::low));
  }
  return PanelBlock(history, schedule(), {});
}

std::vector<std::int64_t> in_contract(std::vector<std::int64_t> values, std::int64_t rest) {
  std::vector<std::int64_t> result(months, rest);
  for (std::size_t i = 0; i < values.size(); ++i)
    result[go_live + i] = values[i];
  return result;
}

/// The contract's values of a column that are hidden, by month from go-live.
std::vector<int> hidden_months(const HiddenPanel& hidden, const PanelBlock& panel,
                               const char* column, std::size_t design = 0) {
  std::vector<int> result;
  const std::size_t c = panel_value(column);
  for (int m = 0; m < months; ++m)
    if (hidden.hides(design, {m, 0, c, panel.at(m, 0, c)})) result.push_back(m - go_live);
  return result;
}

using Months = std::vector<int>;

}  // namespace

TEST_CASE("small is from above 0 to below the threshold; rounding goes to the nearest") {
  const DisclosureRules rules{5, 10};
  CHECK_FALSE(is_small(0, rules));
  CHECK(is_small(0.25, rules));
  CHECK(is_small(4, rules));
  CHECK_FALSE(is_small(5, rules));
  CHECK_FALSE(is_small(4, {}));
  CHECK(rounded(14.9, rules) == 10);
  CHECK(rounded(15, rules) == 20);
  CHECK(rounded(14.9, {}) == 14.9);
}

TEST_CASE("one small number takes the next smallest with it") {
  const PanelBlock panel =
      panel_of({{Count::relapses, in_contract({20, 3, 30, 9, 0}, 12)}, {Count::lapses, {}}});
  const HiddenPanel hidden = suppress_panel({{&panel}, 1, {}, {}}, schedule(), {5, 0});
  CHECK(hidden_months(hidden, panel, "relapses") == Months{1, 3});
  CHECK(hidden_months(hidden, panel, "lapses").empty());
}

TEST_CASE("numbers that are small together, or all 1, take another one") {
  const PanelBlock two = panel_of({{Count::relapses, in_contract({1, 2, 9}, 12)}});
  CHECK(hidden_months(suppress_panel({{&two}, 1, {}, {}}, schedule(), {5, 0}), two, "relapses") ==
        Months{0, 1, 2});
  const PanelBlock ones = panel_of({{Count::relapses, in_contract({1, 1, 1, 9}, 12)}});
  CHECK(hidden_months(suppress_panel({{&ones}, 1, {}, {}}, schedule(), {3, 0}), ones, "relapses") ==
        Months{0, 1, 2, 3});
}

TEST_CASE("where all are hidden that are not 0, a 0 goes too") {
  const PanelBlock panel = panel_of({{Count::relapses, in_contract({0, 3}, 0)}});
  const HiddenPanel hidden = suppress_panel({{&panel}, 1, {}, {}}, schedule(), {5, 0});
  CHECK(hidden_months(hidden, panel, "relapses") == Months{0, 1});
}

TEST_CASE("outside the contract only small numbers are hidden") {
  std::vector<std::int64_t> counts(months, 12);
  counts[3] = 1;
  const PanelBlock panel = panel_of({{Count::relapses, counts}});
  CHECK(hidden_months(suppress_panel({{&panel}, 1, {}, {}}, schedule(), {5, 0}), panel,
                      "relapses") == Months{3 - go_live});
}

TEST_CASE("designs and families are hidden together") {
  const PanelBlock small = panel_of({{Count::assessments, in_contract({3, 9}, 12)},
                                     {Count::recorded_assessments, in_contract({}, 12)}});
  const PanelBlock large = panel_of({{Count::assessments, in_contract({20, 30}, 40)},
                                     {Count::recorded_assessments, in_contract({}, 40)}});
  const HiddenPanel hidden = suppress_panel({{&large, &small}, 1, {}, {}}, schedule(), {5, 0});
  for (const char* column : {"assessments", "recorded_assessments"}) {
    CHECK(hidden_months(hidden, large, column, 0) == Months{0, 1});
    CHECK(hidden_months(hidden, small, column, 1) == Months{0, 1});
  }
}

TEST_CASE("a hidden total, and a reason from outside, hide months of the panel") {
  const PanelBlock panel = panel_of({{Count::relapses, in_contract({8, 7, 9}, 12)}});
  const std::size_t column = panel_value("relapses");
  const HiddenPanel total = suppress_panel({{&panel}, 1, {column}, {}}, schedule(), {5, 0});
  CHECK(hidden_months(total, panel, "relapses") == Months{0, 1});
  const HiddenPanel besides =
      suppress_panel({{&panel}, 1, {}, {{go_live + 5, column}}}, schedule(), {5, 0});
  CHECK(hidden_months(besides, panel, "relapses") == Months{1, 5});
}

TEST_CASE("with the total known, no hidden number can be only one") {
  // Each hidden number is at least 1, unless a zero is among them; nothing else bounds it.
  std::mt19937_64 bits(7);
  for (int run = 0; run < 200; ++run) {
    const int threshold = 3 + static_cast<int>(bits() % 8);
    std::vector<std::int64_t> counts(months);
    for (std::int64_t& n : counts)
      n = static_cast<std::int64_t>(bits() % (1 + bits() % 14));
    const PanelBlock panel = panel_of({{Count::relapses, counts}});
    const HiddenPanel hidden = suppress_panel({{&panel}, 1, {}, {}}, schedule(), {threshold, 0});
    std::int64_t sum = 0, least = 0, number = 0, zeros = 0;
    for (const int m : hidden_months(hidden, panel, "relapses")) {
      if (m < 0 || m >= contract) continue;
      const std::int64_t n = counts[static_cast<std::size_t>(go_live + m)];
      sum += n;
      ++number;
      zeros += n == 0;
    }
    least = zeros > 0 ? 0 : number;
    CHECK((number == 0 || number >= 2));
    CHECK((number == 0 || sum > least));
  }
}

TEST_CASE("rounded person-days are people on average; sums go with their count") {
  const PanelBlock panel = panel_of(
      {{Count::journeys, in_contract({12}, 0)}, {Count::wait_seconds, in_contract({1200}, 0)}});
  const Timeline timeline = schedule().timeline;
  const DisclosureRules rules{0, 5};
  const auto value = [&](const char* column) {
    const std::size_t c = panel_value(column);
    return published(panel, 1, {go_live, 0, c, panel.at(go_live, 0, c)}, timeline, rules);
  };
  CHECK(value("journeys") == 10);
  CHECK(value("wait_seconds") == Approx(1000));
  const std::size_t c = panel_value("person_days_waiting");
  CHECK(published(panel, 1, {go_live, 0, c, 30 * 7.4}, timeline, rules) ==
        Approx(30 * 5));  // April
}
