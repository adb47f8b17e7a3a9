// Replications within draws: the analysis of variance against hand-worked values and its intervals
// against the truth; the best design.
#include <cmath>
#include <random>

#include "analysis/decision.hpp"
#include "analysis/nested.hpp"
#include "support/catch.hpp"

using namespace pbrsim;

namespace {

struct Sample {
  std::vector<double> values;
  std::vector<std::uint32_t> draws;
};

Sample sample(std::mt19937_64& bits, int draws, int replications, double parameter_sd,
              double chance_sd) {
  std::normal_distribution<double> normal;
  Sample s;
  for (int d = 1; d <= draws; ++d) {
    const double world = 5 + parameter_sd * normal(bits);
    for (int r = 0; r < replications; ++r) {
      s.values.push_back(world + chance_sd * normal(bits));
      s.draws.push_back(static_cast<std::uint32_t>(d));
    }
  }
  return s;
}

bool covers(const WithInterval& x, double truth) { return x.lower <= truth && truth <= x.upper; }

}  // namespace

TEST_CASE("the split of a sample by hand") {
  // Means 2, 6, 4; within 2 + 8 + 2 = 12 over 3; between 2 (4 + 4) = 16 over 2; n0 = 2.
  const Nested n = nested({1, 3, 4, 8, 3, 5}, {1, 1, 2, 2, 3, 3});
  CHECK(n.draws == 3);
  CHECK(n.values == 6);
  CHECK(n.mean.value == Approx(4));
  CHECK(n.standard_error == Approx(std::sqrt(4.0 / 3)));
  CHECK(n.mean.upper - 4 == Approx(4.302653 * std::sqrt(4.0 / 3)).epsilon(1e-6));  // t(0.975; 2)
  CHECK(n.chance.value == Approx(4));
  CHECK(n.parameters.value == Approx(2));
  CHECK(n.share.value == Approx(1.0 / 3));
  CHECK(n.chance.lower == Approx(12 / 9.348404).epsilon(1e-6));  // chi squared(0.975; 3)
  CHECK(n.chance.upper == Approx(12 / 0.2157953).epsilon(1e-6));
  CHECK(n.share.lower == 0);  // F = 2 < 16.04
  CHECK(n.share.upper ==
        Approx(1 - 1 / (1 + (2 * 39.16549 - 1) / 2)).epsilon(1e-5));  // F(0.975; 3, 2)
  CHECK(n.p50 == Approx(4));
}

TEST_CASE("draws of unequal size, with values that are undefined") {
  const double none = std::nan("");
  const Nested n = nested({1, 3, none, 4, 8, 6, none}, {1, 1, 1, 2, 2, 2, 3});
  CHECK(n.draws == 2);
  CHECK(n.values == 5);
  CHECK(n.mean.value == Approx(4));
  // Within 2 + 8 = 10 over 3; between 2 (2.4)^2 + 3 (1.6)^2 = 19.2; n0 = 5 - 13/5 = 2.4.
  CHECK(n.chance.value == Approx(10.0 / 3));
  CHECK(n.parameters.value == Approx((19.2 - 10.0 / 3) / 2.4));
}

TEST_CASE("one replication a draw has a mean and no split; one draw neither") {
  const Nested n = nested({1, 2, 4}, {1, 2, 3});
  CHECK(n.mean.value == Approx(7.0 / 3));
  CHECK(std::isfinite(n.standard_error));
  CHECK(std::isnan(n.parameters.value));
  CHECK(std::isnan(n.chance.value));
  const Nested one = nested({1, 2, 4}, {1, 1, 1});
  CHECK(one.mean.value == Approx(7.0 / 3));
  CHECK(std::isnan(one.standard_error));
  CHECK(std::isnan(one.share.value));
  CHECK(std::isnan(nested({}, {}).mean.value));
}

// 2,000 samples: a coverage of 0.95 has a standard error of 0.0049; bounds at 4 of them. Chance and
// share are exact; Williams' interval has at least that coverage, here near it.
TEST_CASE("intervals cover the truth 95% of the time; without the draws they would not") {
  std::mt19937_64 bits(7);
  constexpr int samples = 2000;
  int mean = 0, parameters = 0, chance = 0, share = 0, naive = 0;
  double sum = 0;
  for (int i = 0; i < samples; ++i) {
    const Sample s = sample(bits, 16, 5, 2, 3);
    const Nested n = nested(s.values, s.draws);
    const Estimate flat = estimate(s.values);
    mean += covers(n.mean, 5);
    parameters += covers(n.parameters, 4);
    chance += covers(n.chance, 9);
    share += covers(n.share, 4.0 / 13);
    naive += flat.lower <= 5 && 5 <= flat.upper;
    sum += n.parameters.value;
  }
  const auto near = [](int covered) { return Approx(0.95).margin(0.02) == covered / 2000.0; };
  CHECK(near(mean));
  CHECK(near(parameters));
  CHECK(near(chance));
  CHECK(near(share));
  CHECK(naive < 0.85 * samples);
  // The estimate has a standard deviation near 2.2; over 2,000 samples 0.05.
  CHECK(sum / samples == Approx(4).margin(0.2));
}

TEST_CASE("where parameters do nothing the estimate is about 0, below it as often") {
  std::mt19937_64 bits(8);
  double sum = 0;
  int below = 0, touches = 0;
  for (int i = 0; i < 1000; ++i) {
    const Sample s = sample(bits, 12, 4, 0, 1);
    const Nested n = nested(s.values, s.draws);
    sum += n.parameters.value;
    below += n.parameters.value < 0;
    touches += n.parameters.lower == 0;
  }
  CHECK(sum / 1000 == Approx(0).margin(0.02));
  CHECK(below > 450);
  CHECK(below < 700);
  CHECK(touches >= 960);
}

TEST_CASE("estimates over draws are those of the draws' means") {
  const std::vector<double> values{1, 3, 4, 8, 3, 5};
  const Estimate e = estimate(values, {1, 1, 2, 2, 3, 3});
  CHECK(e.n == 6);
  CHECK(e.standard_error == Approx(std::sqrt(4.0 / 3)));
  const Estimate flat = estimate(values, {0, 0, 0, 0, 0, 0});
  CHECK(flat.standard_error == estimate(values).standard_error);
  const Difference d = compare({2, 4, 6, 10}, {1, 1, 1, 1}, {1, 1, 2, 2});
  CHECK(d.difference.mean == Approx(4.5));
  CHECK(d.difference.standard_error == Approx(2.5));
}

TEST_CASE("the best design by draws, ties shared, and what choosing another one loses") {
  // Draw means: 2, 2 | 5, 1 | 1, 4: best A and B by half, A, B.
  const std::vector<std::uint32_t> draws{1, 1, 2, 2, 3};
  const std::vector<std::vector<double>> values{{1, 3, 4, 6, 1}, {2, 2, 1, 1, 4}};
  const Decision more = decide(values, draws, draws, Better::more);
  CHECK(more.counted == 3);
  CHECK(more.designs[0].probability == Approx(0.5));
  CHECK(more.designs[1].probability == Approx(0.5));
  CHECK(more.designs[0].regret == Approx((0 + 0 + 3) / 3.0));
  CHECK(more.designs[1].regret == Approx((0 + 4 + 0) / 3.0));
  const Decision less = decide(values, draws, draws, Better::less);
  CHECK(less.designs[0].regret == Approx(4 / 3.0));
  const Decision without =
      decide({{1, 3, 4, 6, std::nan("")}, {2, 2, 1, 1, 4}}, draws, draws, Better::more);
  CHECK(without.counted == 2);
  CHECK(without.designs[0].probability == Approx(0.75));
}
