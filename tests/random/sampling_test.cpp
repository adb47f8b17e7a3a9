// Scrambled Sobol points and the Gaussian copula.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "random/correlation.hpp"
#include "random/sobol.hpp"
#include "random/variates.hpp"
#include "support/catch.hpp"

using namespace pbrsim;

namespace {

Streams streams(std::uint32_t replicate) { return Streams(BlockKey{3, replicate, 0, 0}); }

/// How many of the points lie in each box of a grid of `a` by `b` over two coordinates.
std::vector<int> boxes(const std::vector<std::vector<double>>& points, std::size_t i, std::size_t j,
                       int a, int b) {
  std::vector<int> counts(static_cast<std::size_t>(a * b));
  for (const auto& p : points)
    ++counts[static_cast<std::size_t>(static_cast<int>(p[i] * a) * b + static_cast<int>(p[j] * b))];
  return counts;
}

std::vector<std::vector<double>> points(std::size_t dimensions, std::uint32_t n,
                                        std::uint32_t replicate) {
  std::vector<std::vector<double>> result;
  for (std::uint32_t i = 0; i < n; ++i)
    result.push_back(scrambled_sobol(dimensions, i, streams(replicate)));
  return result;
}

}  // namespace

TEST_CASE(
    "64 scrambled points: one in each 64th of every coordinate, and of the first two in each box") {
  const auto net = points(40, 64, 1);
  for (std::size_t d = 0; d < 40; ++d) {
    std::vector<int> strata(64);
    for (const auto& p : net)
      ++strata[static_cast<std::size_t>(p[d] * 64)];
    CHECK(strata == std::vector<int>(64, 1));
  }
  for (const int a : {2, 4, 8, 16, 32})
    CHECK(boxes(net, 0, 1, a, 64 / a) == std::vector<int>(64, 1));
  CHECK(net != points(40, 64, 2));
  CHECK(net == points(40, 64, 1));
}

// The first two points differ in their first bit alone. A shift would change their other bits
// alike; of 31 random bits all are alike once in 2^31.
TEST_CASE("how a bit is scrambled depends on the bits before it") {
  const auto net = points(4, 2, 1);
  for (std::size_t d = 0; d < 4; ++d)
    CHECK(std::fmod(2 * net[0][d], 1) != std::fmod(2 * net[1][d], 1));
}

// A point is uniform over scramblings: mean over 4,000 within 4 standard errors of 0.0046, and so
// for the first point, which is 0 before it is scrambled. Points of one scrambling are not
// independent, those of two are.
TEST_CASE("each point is uniform by itself over scramblings") {
  constexpr int n = 4000;
  for (const std::uint32_t index : {0u, 1u, 5u}) {
    double sum = 0, squares = 0, product = 0;
    for (std::uint32_t r = 1; r <= n; ++r) {
      const auto p = scrambled_sobol(3, index, streams(r));
      sum += p[0] - 0.5;
      squares += (p[1] - 0.5) * (p[1] - 0.5);
      product += (p[0] - 0.5) * (p[2] - 0.5);
    }
    CHECK(std::abs(sum / n) < 0.0185);
    CHECK(std::abs(squares / n - 1.0 / 12) < 0.005);
    CHECK(std::abs(product / n) < 0.0053);
  }
}

// The mean of a smooth function over 256 points varies far less between scramblings than over 256
// independent points, where its variance would be 1/12 / 256 a coordinate.
TEST_CASE("spread points estimate a smooth mean with less error") {
  std::vector<double> means;
  for (std::uint32_t r = 1; r <= 20; ++r) {
    double sum = 0;
    for (const auto& p : points(6, 256, r))
      sum += std::accumulate(p.begin(), p.end(), 0.0) - 3;
    means.push_back(sum / 256);
  }
  double squares = 0;
  for (const double m : means)
    squares += m * m;
  CHECK(squares / 20 < 6.0 / 12 / 256 / 50);
}

TEST_CASE("Cholesky's factor by hand, and where there is none") {
  const auto factor = cholesky({{4, 2}, {2, 5}});
  REQUIRE(factor);
  CHECK(*factor == Matrix{{2, 0}, {1, 2}});
  CHECK_FALSE(cholesky({{1, 1}, {1, 1}}));
  CHECK_FALSE(cholesky({{1, 0.9, 0.9}, {0.9, 1, -0.9}, {0.9, -0.9, 1}}));
  CHECK(cholesky({})->empty());
}

// 20,000 pairs: the mean product of two normals has a standard error of sqrt((1 + r^2) / n), at
// most 0.0082; bounds at 3.6 of them and more (alpha 3e-4).
TEST_CASE("a copula gives uniforms whose normals have the correlation asked for") {
  const Matrix factor = *cholesky({{1, 0.6, 0}, {0.6, 1, -0.3}, {0, -0.3, 1}});
  constexpr int n = 20000;
  double xy = 0, yz = 0, xz = 0, y_mean = 0, y_square = 0;
  for (std::uint32_t i = 0; i < n; ++i) {
    const Streams s = streams(i);
    std::vector<double> u;
    for (std::uint32_t k = 0; k < 3; ++k)
      u.push_back(s.uniform({EntityKind::parameter, k}, 0, 0));
    const auto v = correlated(factor, u);
    CHECK(v[0] == Approx(u[0]).epsilon(1e-12));
    const double x = normal_quantile(v[0]), y = normal_quantile(v[1]), z = normal_quantile(v[2]);
    xy += x * y;
    yz += y * z;
    xz += x * z;
    y_mean += v[1];
    y_square += (v[1] - 0.5) * (v[1] - 0.5);
  }
  CHECK(xy / n == Approx(0.6).margin(0.03));
  CHECK(yz / n == Approx(-0.3).margin(0.03));
  CHECK(std::abs(xz / n) < 0.03);
  CHECK(y_mean / n == Approx(0.5).margin(0.0082));
  CHECK(y_square / n == Approx(1.0 / 12).margin(0.0022));
  CHECK(correlated(*cholesky({{1, 0.99}, {0.99, 1}}), {1 - 0x1p-53, 1 - 0x1p-53})[1] < 1);
}
