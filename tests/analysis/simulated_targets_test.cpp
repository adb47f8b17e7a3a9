// What targets are in the simulation: which counts belong to which, and the scale that they are on.
#include "analysis/simulated_targets.hpp"

#include <cmath>
#include <map>

#include "analysis/calibration.hpp"
#include "experiment/run.hpp"
#include "support/catch.hpp"

using namespace pbrsim;

namespace {

TargetParameters target(const char* unit, double value) {
  TargetParameters t;
  t.unit = unit;
  t.value = value;
  t.measured_as = SimulatedStatistic::completed_1_year;
  return t;
}

/// All counts of eight replications of the small scenario, with five years of history to follow.
std::vector<SimulatedCount> counts_of_small_scenario() {
  Plan plan = make_plan(
      load_scenario(TWO_DESIGNS, {{"run.replications", "8"}, {"run.history", "5 years"}}).scenario);
  fill_pools(plan, 1);
  const CellTable table = simulated_counts_table(false);
  RunOptions options;
  options.tables = {&table};
  std::vector<SimulatedCount> counts;
  run_blocks(plan, options, [&](BlockResult&& block) {
    REQUIRE(block.failure.empty());
    for (const auto& c : read_simulated_counts(block.designs.at(0).tables.at(0), false))
      counts.push_back(c);
  });
  return counts;
}

/// The others are deaths by person-years, and journeys by people.
bool is_share(SimulatedStatistic s) {
  return s != SimulatedStatistic::started_in_year &&
         name_of(s).find("deaths") == std::string_view::npos;
}

}  // namespace

TEST_CASE("A simulated count belongs to targets of its statistic, year and group") {
  TargetParameters t = target("share", 0.3);
  const SimulatedCount opiate{SimulatedStatistic::completed_1_year, Group::opiate, "", {1, 2}};
  CHECK(counts_for(opiate, t));
  t.groups = {Group::alcohol};
  CHECK_FALSE(counts_for(opiate, t));
  t.groups = {Group::alcohol, Group::opiate};
  CHECK(counts_for(opiate, t));
  t.year = "2011-12";
  CHECK_FALSE(counts_for(opiate, t));
  t.year = "";
  t.measured_as = SimulatedStatistic::back_6_months;
  CHECK_FALSE(counts_for(opiate, t));
  t.measured_as.reset();
  CHECK_FALSE(counts_for(opiate, t));
}

TEST_CASE("A target's areas are all, those treated or those that are not") {
  TargetParameters t = target("share", 0.3);
  CHECK(counts_for(EvaluatedAs::comparison, t));
  t.areas = TargetAreas::pilots;
  CHECK(counts_for(EvaluatedAs::treated, t));
  CHECK_FALSE(counts_for(EvaluatedAs::comparison, t));
  t.areas = TargetAreas::elsewhere;
  CHECK_FALSE(counts_for(EvaluatedAs::treated, t));
  CHECK(counts_for(EvaluatedAs::redesigned, t));
}

TEST_CASE("Shares are fitted by their logit, rates by their logarithm, and come back") {
  const TargetParameters share = target("share", 0.2), rate = target("per year", 0.01);
  CHECK(transformed(0.2, share) == Approx(std::log(0.25)));
  CHECK(figure_of(transformed(0.2, share), share) == Approx(0.2));
  CHECK(figure_of(transformed(0.01, rate), rate) == Approx(0.01));
  CHECK(transformed_sd(0.016, share) == Approx(0.1));
  CHECK(transformed_sd(0.001, rate) == Approx(0.1));
  CHECK(transformed({20, 100}, share) == Approx(std::log(20.5 / 80.5)));
  CHECK(transformed({0, 100}, rate) == Approx(std::log(0.005)));
  CHECK(std::isfinite(transformed({100, 100}, share)));
}

TEST_CASE("Cohorts without a year are those of all years before go-live") {
  double whole = 0, by_year = 0, later = 0;
  for (const SimulatedCount& c : counts_of_small_scenario()) {
    if (c.statistic != SimulatedStatistic::deaths_substituted) continue;
    double& sum = c.year.empty() ? whole : c.year < "2012-13" ? by_year : later;
    sum += c.count.denominator;
  }
  CHECK(whole > 0);
  CHECK(later > 0);
  CHECK(by_year == Approx(whole));
}

TEST_CASE("Every statistic that a target may be measured as is counted in a run") {
  std::map<SimulatedStatistic, Ratio> sums;
  for (const SimulatedCount& c : counts_of_small_scenario()) {
    CHECK(c.count.denominator > 0);
    if (is_share(c.statistic)) CHECK(c.count.numerator <= c.count.denominator);
    sums[c.statistic].numerator += c.count.numerator;
  }
  for (const SimulatedStatistic s : all_of<SimulatedStatistic>()) {
    INFO(name_of(s));
    CHECK(sums[s].numerator > 0);
  }
}
