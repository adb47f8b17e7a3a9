// Shapley values of games whose values are known, and random orders against all orders.
#include <bit>
#include <cmath>
#include <random>

#include "analysis/shapley.hpp"
#include "support/catch.hpp"
#include "support/statistics.hpp"

using namespace pbrsim;

namespace {

double sum_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double v : values)
    sum += v;
  return sum;
}

/// A value for each coalition, drawn without any order in it, large beside what players add.
std::vector<double> drawn_game(std::size_t players, std::uint64_t seed) {
  std::mt19937_64 bits(seed);
  std::uniform_real_distribution<double> value(1e6, 1e6 + 10);
  std::vector<double> values;
  for (std::size_t s = 0; s < std::size_t{1} << players; ++s)
    values.push_back(value(bits));
  return values;
}

}  // namespace

TEST_CASE("players of an additive game get what they bring") {
  const double bring[] = {3, -1.5, 0.25, 7};
  const auto parts = shapley(4, [&](Coalition s) {
    double sum = 100;
    for (std::size_t i = 0; i < 4; ++i)
      if ((s >> i & 1) != 0) sum += bring[i];
    return sum;
  });
  for (std::size_t i = 0; i < 4; ++i)
    CHECK(parts[i] == Approx(bring[i]).epsilon(1e-12));
}

TEST_CASE("in the glove game the only left glove is worth two thirds") {
  const auto parts = shapley(3, [](Coalition s) { return (s & 1) != 0 && (s & 6) != 0 ? 1.0 : 0; });
  CHECK(parts[0] == Approx(2.0 / 3));
  CHECK(parts[1] == Approx(1.0 / 6));
  CHECK(parts[2] == Approx(1.0 / 6));
}

TEST_CASE("an interaction is shared in halves, and who adds nothing gets exactly nothing") {
  const Game game = [](Coalition s) { return 0.1 + ((s & 3) == 3 ? 12 : 0); };
  const auto parts = shapley(3, game);
  CHECK(parts[0] == Approx(6));
  CHECK(parts[1] == Approx(6));
  CHECK(parts[2] == 0);
  CHECK(shapley_by_orders({{2, 0, 1}, {0, 2, 1}}, game)[2] == 0);
}

TEST_CASE("with nobody in it a game has no parts; without a value none is a number") {
  CHECK(shapley(0, [](Coalition) { return 5.0; }).empty());
  const Game broken = [](Coalition s) { return s == 1 ? std::nan("") : 1; };
  for (const double part : shapley(2, broken))
    CHECK(std::isnan(part));
  for (const double part : shapley_by_orders({{0, 1}}, broken))
    CHECK(std::isnan(part));
}

TEST_CASE("parts add up to the whole") {
  for (std::size_t n = 1; n <= 8; ++n) {
    const std::vector<double> values = drawn_game(n, n);
    const Game game = [&](Coalition s) { return values[s]; };
    const double whole = values.back() - values.front();
    CHECK(std::abs(sum_of(shapley(n, game)) - whole) < 1e-9 * std::abs(whole));
    std::mt19937_64 bits(n);
    std::uniform_real_distribution<double> uniform;
    const auto orders = random_orders(n, 5, [&](std::uint32_t) { return uniform(bits); });
    CHECK(std::abs(sum_of(shapley_by_orders(orders, game)) - whole) < 1e-9 * std::abs(whole));
  }
}

TEST_CASE("all orders give the exact values, random ones as their expectation") {
  const std::vector<double> small = drawn_game(3, 4);
  const Game three = [&](Coalition s) { return small[s]; };
  const auto all =
      shapley_by_orders({{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}}, three);
  for (std::size_t i = 0; i < 3; ++i)
    CHECK(all[i] == Approx(shapley(3, three)[i]).epsilon(1e-9));

  const std::vector<double> values = drawn_game(7, 9);
  const Game seven = [&](Coalition s) { return values[s]; };
  const auto exact = shapley(7, seven);
  std::mt19937_64 bits(2);
  std::uniform_real_distribution<double> uniform;
  std::vector<std::vector<double>> drawn(7);
  constexpr std::size_t replications = 500;
  for (std::size_t r = 0; r < replications; ++r) {
    const auto orders = random_orders(7, 4, [&](std::uint32_t) { return uniform(bits); });
    REQUIRE(orders.size() == 4);
    CHECK(orders[1] == Order(orders[0].rbegin(), orders[0].rend()));
    const auto parts = shapley_by_orders(orders, seven);
    for (std::size_t i = 0; i < 7; ++i)
      drawn[i].push_back(parts[i]);
  }
  // Control: one order, however often, is not the average over all.
  const auto one = shapley_by_orders({{0, 1, 2, 3, 4, 5, 6}}, seven);
  double farthest = 0;
  for (std::size_t i = 0; i < 7; ++i) {
    const test::Mean mean = test::mean_of(drawn[i]);
    CHECK(std::abs(mean.z(exact[i])) < test::critical_t(replications - 1));
    CHECK(mean.se > 0);
    farthest = std::max(farthest, std::abs(one[i] - exact[i]) / mean.se);
  }
  CHECK(farthest > test::critical_t(replications - 1));
}

TEST_CASE("an order meets as many coalitions as there are steps") {
  CHECK(coalitions_of({2, 0, 1}) == std::vector<Coalition>{0, 4, 5, 7});
}
