// Estimates against hand-worked and tabulated values; coverage of the interval.
#include <algorithm>
#include <cmath>
#include <random>

#include "analysis/comparison.hpp"
#include "support/catch.hpp"

using namespace pbrsim;

TEST_CASE("mean, standard error and interval of a small sample") {
  const Estimate e = estimate({2, 4, 4, 4, 5, 5, 7, 9});
  CHECK(e.n == 8);
  CHECK(e.mean == Approx(5));
  CHECK(e.standard_error == Approx(std::sqrt(32.0 / 7 / 8)));
  CHECK(e.upper - e.mean ==
        Approx(2.364624 * e.standard_error).epsilon(1e-6));  // t(0.975; 7), tabulated
  CHECK(e.mean - e.lower == Approx(e.upper - e.mean));
  CHECK(e.p50 == Approx(4.5));
  CHECK(e.p10 == Approx(3.4));  // type 7: position 0.7 between 2 and 4
}

TEST_CASE("undefined replications are left out; one replication has no interval") {
  CHECK(estimate({1, std::nan(""), 3}).n == 2);
  const Estimate one = estimate({5});
  CHECK(one.mean == 5);
  CHECK(std::isnan(one.standard_error));
  CHECK(std::isnan(estimate({}).mean));
}

TEST_CASE("the variance ratio says what pairing bought") {
  // Common part with variance 9, own parts with variance 1 each: (10 + 10) / 2 = 10.
  std::mt19937_64 bits(3);
  std::normal_distribution<double> normal;
  std::vector<double> a, b;
  for (int i = 0; i < 20000; ++i) {
    const double common = 3 * normal(bits);
    a.push_back(common + normal(bits));
    b.push_back(common + normal(bits));
  }
  // A ratio of variances over n = 20,000 has a relative standard error near sqrt(4/n) = 0.014; 6 of
  // them.
  CHECK(compare(a, b).variance_ratio == Approx(10).epsilon(0.085));
  std::shuffle(b.begin(), b.end(), bits);  // the control: without pairing it is worth one
  CHECK(compare(a, b).variance_ratio == Approx(1).epsilon(0.085));
  CHECK(std::isnan(compare(a, a).variance_ratio));
  CHECK(compare(a, a).difference.mean == 0);
}

TEST_CASE("95% intervals cover the truth 95% of the time") {
  // 20,000 samples of 5; the number covered is binomial with sd 30.8. Two-sided alpha 1e-6 is 4.9
  // sd: 151.
  std::mt19937_64 bits(5);
  std::normal_distribution<double> normal(2, 3);
  int covered = 0, covered_by_normal = 0;
  for (int i = 0; i < 20000; ++i) {
    const Estimate e =
        estimate({normal(bits), normal(bits), normal(bits), normal(bits), normal(bits)});
    covered += e.lower <= 2 && 2 <= e.upper;
    covered_by_normal += std::abs(e.mean - 2) <= 1.96 * e.standard_error;
  }
  CHECK(std::abs(covered - 19000) < 151);
  CHECK(std::abs(covered_by_normal - 19000) > 151);  // the control: normal quantiles would not do
}

TEST_CASE("totals need every area; areas count on their own") {
  Outcomes outcomes({"x", "y"}, {"d"});
  Sums one, two;
  one[Quantity::planned_exits] = 10;
  two[Quantity::planned_exits] = 5;
  one[Quantity::years] = two[Quantity::years] = 2;
  outcomes.add({{one}, {two}});
  outcomes.add({{one}, {}});  // the block of y failed
  const MeasureInfo* exits = nullptr;
  const MeasureInfo* treated = nullptr;
  for (const MeasureInfo& m : measures()) {
    if (m.name == "planned_exits") exits = &m;
    if (m.name == "in_treatment") treated = &m;
  }
  CHECK(outcomes.values(0, 0, *exits) == std::vector<double>{10, 10});
  CHECK(outcomes.values(1, 0, *exits) == std::vector<double>{5});
  CHECK(outcomes.values(2, 0, *exits) == std::vector<double>{15});
  CHECK(outcomes.values(2, 0, *treated) ==
        std::vector<double>{0});  // the window is not summed over areas
}
