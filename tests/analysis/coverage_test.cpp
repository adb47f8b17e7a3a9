// Do intervals of simulated results cover what they should? Repeats of a small scenario: disjoint
// sets of replications of one run, each analysed as a run by itself. The truth is the mean over all
// of them, whose own error is a hundredth of a repeat's in the long version. The split of variance
// and the two-stage rule take their values from such a run with replacement: each value used once
// would take 32 replications a repeat of the split.
//
// Bounds: each number covered is binomial; two-sided at family-wise alpha 1e-3, shared out to the
// checks of the test (Bonferroni), by the normal approximation. The short version sees gross
// mistakes only.
#include <algorithm>
#include <cmath>
#include <iostream>
#include <random>

#include "analysis/nested.hpp"
#include "analysis/precision.hpp"
#include "experiment/run.hpp"
#include "random/variates.hpp"
#include "support/catch.hpp"

using namespace pbrsim;

namespace {

constexpr double family_alpha = 1e-3, nominal = 0.95;

/// Replications of the small scenario, two designs in one area.
Outcomes simulate(int replications) {
  const LoadedScenario loaded = load_scenario(
      UNCERTAIN, {{"run.draws", "0"}, {"run.replications", std::to_string(replications)}});
  Plan plan = make_plan(loaded.scenario);
  plan.areas.erase(plan.areas.begin() + 1, plan.areas.end());
  fill_pools(plan, 2);
  const auto pilot = static_cast<std::size_t>(
      std::find(plan.designs.begin(), plan.designs.end(), "pilot") - plan.designs.begin());
  RunOptions options;
  options.threads = 2;
  options.totals = false;
  options.designs = [&](const BlockNumber&) {
    return std::vector<std::size_t>{plan.baseline, pilot};
  };
  Outcomes outcomes({plan.areas[0].model.id}, {"block", "pilot"});
  run_blocks(plan, options, [&](BlockResult&& block) {
    REQUIRE(block.failure.empty());
    outcomes.add({{block.designs[0].sums, block.designs[1].sums}});
  });
  return outcomes;
}

double mean_of(const std::vector<double>& x) {
  double sum = 0;
  for (const double v : x)
    sum += v;
  return sum / static_cast<double>(x.size());
}

double variance_of(const std::vector<double>& x) {
  const double m = mean_of(x);
  double sum = 0;
  for (const double v : x)
    sum += (v - m) * (v - m);
  return sum / static_cast<double>(x.size() - 1);
}

/// How many of the repeats cover the mean of all.
int covered(const std::vector<double>& all, int size) {
  const double truth = mean_of(all);
  int count = 0;
  for (std::size_t at = 0; at + static_cast<std::size_t>(size) <= all.size();
       at += static_cast<std::size_t>(size)) {
    const auto from = all.begin() + static_cast<std::ptrdiff_t>(at);
    const Estimate e = estimate(std::vector<double>(from, from + size));
    count += e.lower <= truth && truth <= e.upper;
  }
  return count;
}

void check_coverage(const std::string& what, int count, int repeats, int checks,
                    double least_slack = 0) {
  const double z = normal_quantile(1 - family_alpha / checks / 2);
  const double bound = z * std::sqrt(nominal * (1 - nominal) / repeats) + least_slack;
  const double share = static_cast<double>(count) / repeats;
  std::cout << what << ": " << share << " of " << repeats << " (bound " << bound << ")\n";
  INFO(what);
  CHECK(std::abs(share - nominal) <= bound);
}

constexpr const char* names[] = {"new_journeys", "planned_exits",       "planned_exits_expected",
                                 "in_treatment", "abstinent_at_review", "spend",
                                 "qalys"};

const MeasureInfo& named(std::string_view name) {
  const auto& all = measures();
  return *std::find_if(all.begin(), all.end(), [&](const auto& m) { return m.name == name; });
}

std::vector<double> minus(std::vector<double> a, const std::vector<double>& b) {
  for (std::size_t i = 0; i < a.size(); ++i)
    a[i] -= b[i];
  return a;
}

void check_means(const Outcomes& outcomes, int size) {
  const int repeats = static_cast<int>(outcomes.sums(0, 0).size()) / size;
  constexpr int checks = 2 * static_cast<int>(std::size(names));
  for (const char* name : names) {
    const MeasureInfo& m = named(name);
    const std::vector<double> pilot = outcomes.values(0, 1, m), block = outcomes.values(0, 0, m);
    check_coverage(std::string("mean of ") + name, covered(pilot, size), repeats, checks);
    check_coverage(std::string("paired difference of ") + name, covered(minus(pilot, block), size),
                   repeats, checks);
  }
}

/// The two-stage rule on differences drawn from those simulated, whose mean is known.
void check_precision(const Outcomes& outcomes, int repeats) {
  std::mt19937_64 bits(3);
  for (const char* name : {"planned_exits", "spend"}) {
    const MeasureInfo& m = named(name);
    const std::vector<double> all = minus(outcomes.values(0, 1, m), outcomes.values(0, 0, m));
    const double truth = mean_of(all);
    PrecisionTarget target{&m, 1, 0, 1, std::sqrt(variance_of(all)) / 3, 10, 100000, false};
    std::uniform_int_distribution<std::size_t> pick(0, all.size() - 1);
    int count = 0;
    for (int i = 0; i < repeats; ++i) {
      std::vector<double> values;
      while (values.size() < 10)
        values.push_back(all[pick(bits)]);
      const FirstStage first = first_stage(values, target.half_width);
      while (static_cast<int>(values.size()) < units_to_run(target, first))
        values.push_back(all[pick(bits)]);
      const PrecisionReached r = precision_reached(target, first, values);
      count += std::abs(r.mean - truth) <= r.half_width;
    }
    std::cout << "two-stage interval of " << name << ": " << static_cast<double>(count) / repeats
              << " of " << repeats << "\n";
    const double slack = 4 * std::sqrt(nominal * (1 - nominal) / repeats);
    INFO(name);
    CHECK(static_cast<double>(count) / repeats >= std::min(0.94, nominal - slack));
  }
}

/// Repeats of `draws` draws of `each`: values taken with replacement from those simulated are the
/// chance, whose variance is then that of the pool, and a normal effect of parameters is added to
/// each draw.
void check_split(const Outcomes& outcomes, int draws, int each, int repeats) {
  std::mt19937_64 bits(4);
  const MeasureInfo& m = named("planned_exits");
  const std::vector<double> all = outcomes.values(0, 1, m);
  const auto size = static_cast<double>(all.size());
  const double chance = variance_of(all) * (size - 1) / size;
  std::normal_distribution<double> parameter(0, std::sqrt(chance / 2));  // a third of the whole
  std::uniform_int_distribution<std::size_t> pick(0, all.size() - 1);
  int share = 0, parameters = 0;
  double sum = 0;
  for (int i = 0; i < repeats; ++i) {
    std::vector<double> values;
    std::vector<std::uint32_t> of;
    for (int d = 1; d <= draws; ++d) {
      const double effect = parameter(bits);
      for (int r = 0; r < each; ++r) {
        values.push_back(all[pick(bits)] + effect);
        of.push_back(static_cast<std::uint32_t>(d));
      }
    }
    const Nested n = nested(values, of);
    share += n.share.lower <= 1.0 / 3 && 1.0 / 3 <= n.share.upper;
    parameters += n.parameters.lower <= chance / 2 && chance / 2 <= n.parameters.upper;
    sum += n.parameters.value / (chance / 2);
  }
  check_coverage("parameters' share of the variance", share, repeats, 2);
  check_coverage("variance of parameters", parameters, repeats, 2, 0.01);
  std::cout << "mean of the estimated variance over the true one: " << sum / repeats << "\n";
  // Its standard deviation over one repeat of 8 draws of 4 is near 0.85 of it.
  CHECK(std::abs(sum / repeats - 1) < 4 * 0.85 / std::sqrt(repeats));
}

}  // namespace

TEST_CASE("coverage, a few repeats", "[short]") {
  const Outcomes outcomes = simulate(800);
  check_means(outcomes, 8);
  check_precision(outcomes, 2000);
  check_split(outcomes, 8, 4, 2000);
}

TEST_CASE("coverage, 10,000 repeats", "[.long]") {
  const Outcomes outcomes = simulate(80000);
  check_means(outcomes, 8);
  check_precision(outcomes, 10000);
}

TEST_CASE("coverage of the split of variance, 10,000 repeats", "[.long]") {
  check_split(simulate(20000), 8, 4, 10000);
}

TEST_CASE("the control: an interval that is too narrow is seen", "[short]") {
  std::mt19937_64 bits(5);
  std::normal_distribution<double> normal;
  int count = 0;
  for (int i = 0; i < 10000; ++i) {
    std::vector<double> x(8);
    for (double& v : x)
      v = normal(bits);
    const Estimate e = estimate(x);
    count += std::abs(e.mean) <= 1.96 * e.standard_error;  // not Student's
  }
  const double bound =
      normal_quantile(1 - family_alpha / 14 / 2) * std::sqrt(nominal * (1 - nominal) / 10000);
  CHECK(std::abs(count / 10000.0 - nominal) > bound);
}
