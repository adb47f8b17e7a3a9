// Distributions of parameters against Boost.Math's closed forms: quantile, mean, support.
#include "random/distribution.hpp"

#include <cmath>

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/lognormal.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/triangular.hpp>
#include <boost/math/distributions/uniform.hpp>

#include "support/catch.hpp"

using namespace pbrsim;
using namespace pbrsim::distributions;

namespace {

constexpr double levels[] = {1e-6, 0.001, 0.1, 0.35, 0.5, 0.77, 0.9, 0.999, 1 - 1e-6};

template <class Reference>
void check_against(const Distribution& d, const Reference& reference) {
  CHECK(mean(d) == Approx(boost::math::mean(reference)).epsilon(1e-12));
  for (const double u : levels) {
    INFO(u);
    CHECK(quantile(d, u) ==
          Approx(boost::math::quantile(reference, u)).epsilon(1e-9).margin(1e-12));
  }
}

/// Mean and standard deviation by the midpoint rule over quantiles.
struct Moments {
  double mean = 0, sd = 0;
};
Moments moments(const Distribution& d) {
  constexpr int n = 200000;
  double sum = 0, squares = 0;
  for (int i = 0; i < n; ++i) {
    const double x = quantile(d, (i + 0.5) / n);
    sum += x;
    squares += x * x;
  }
  return {sum / n, std::sqrt(squares / n - sum / n * (sum / n))};
}

int problems_of(const Distribution& d) {
  Problems problems;
  validate(d, problems);
  return static_cast<int>(problems.size());
}

}  // namespace

TEST_CASE("Quantiles and means are those of the closed forms") {
  check_against(Uniform{2, 5}, boost::math::uniform(2, 5));
  check_against(Normal{-3, 2}, boost::math::normal(-3, 2));
  check_against(LognormalByMedian{4, 0.6}, boost::math::lognormal(std::log(4.0), 0.6));
  const double s2 = std::log(1 + 0.25);
  check_against(Lognormal{0.1, 0.05},
                boost::math::lognormal(std::log(0.1) - s2 / 2, std::sqrt(s2)));
  check_against(Gamma{3, 1.5}, boost::math::gamma_distribution<>(4, 0.75));
  // mean 0.3, sd 0.1: k = 20, a = 6, b = 14
  check_against(Beta{0.3, 0.1}, boost::math::beta_distribution<>(6, 14));
  check_against(Triangular{1, 2, 6}, boost::math::triangular(1, 2, 6));
  check_against(Triangular{1, 1, 6}, boost::math::triangular(1, 1, 6));
}

TEST_CASE("A cut normal is the normal between its ends") {
  const TruncatedNormal d{0.2, 0.3, 0, 1};
  const boost::math::normal normal(0.2, 0.3);
  const double below = cdf(normal, 0.0), left = cdf(normal, 1.0) - below;
  for (const double u : levels)
    CHECK(quantile(d, u) ==
          Approx(boost::math::quantile(normal, below + u * left)).epsilon(1e-9).margin(1e-12));
  // Both tails alike: what is cut far above the mean mirrors what is cut far below it.
  for (const double u : levels)
    CHECK(quantile(TruncatedNormal{0, 1, 4, 4.5}, u) ==
          Approx(-quantile(TruncatedNormal{0, 1, -4.5, -4}, 1 - u)).epsilon(1e-9));
}

TEST_CASE("Mean and standard deviation are those of the quantity itself") {
  for (const Distribution& d :
       {Distribution(Normal{5, 2}), Distribution(Lognormal{5, 2}), Distribution(Gamma{5, 2})}) {
    CHECK(mean(d) == 5);
    CHECK(moments(d).mean == Approx(5).epsilon(1e-4));
    CHECK(moments(d).sd == Approx(2).epsilon(2e-3));
  }
  CHECK(moments(Beta{0.8, 0.15}).mean == Approx(0.8).epsilon(1e-4));
  CHECK(moments(Beta{0.8, 0.15}).sd == Approx(0.15).epsilon(1e-3));
  for (const Distribution& d :
       {Distribution(TruncatedNormal{0.2, 0.3, 0, 1}), Distribution(TruncatedNormal{0, 1, 3, 9}),
        Distribution(LognormalByMedian{4, 0.6}), Distribution(Triangular{1, 2, 6}),
        Distribution(Uniform{-1, 4})})
    CHECK(mean(d) == Approx(moments(d).mean).epsilon(1e-4));
}

TEST_CASE("Nothing is drawn outside the support, and endless tails end at one in a million") {
  CHECK(support(Normal{0, 1}).low == -INFINITY);
  CHECK(support(Gamma{1, 1}).low == 0);
  CHECK(support(Gamma{1, 1}).high == INFINITY);
  CHECK(support(Beta{0.5, 0.1}).high == 1);
  CHECK(support(Triangular{1, 2, 6}).high == 6);
  CHECK(reach(Normal{0, 1}).high == Approx(4.753424308822899));
  CHECK(reach(Normal{0, 1}).low == Approx(-4.753424308822899));
  CHECK(reach(LognormalByMedian{1, 1}).low == 0);
  CHECK(reach(LognormalByMedian{1, 1}).high == Approx(std::exp(4.753424308822899)));
  CHECK(reach(Uniform{2, 3}).low == 2);
  for (const double u : {1e-300, 1e-16, 0.5, 1 - 1e-16}) {
    const double x = quantile(TruncatedNormal{0, 1, 1, 2}, u);
    CHECK(x >= 1);
    CHECK(x <= 2);
  }
}

TEST_CASE("What is allowed can be computed to the ends of what is allowed") {
  for (const double sd : {0.00101, 0.1, 1.0, 31.0})
    for (const double u : {1e-16, 1e-6, 0.5, 1 - 1e-6, 1 - 1e-16}) {
      REQUIRE(problems_of(Gamma{1, sd}) == 0);
      CHECK(std::isfinite(quantile(Gamma{1, sd}, u)));
    }
  for (const Beta& d :
       {Beta{0.5, 0.00051}, Beta{0.5, 0.4995}, Beta{0.001, 0.0005}, Beta{0.01, 0.03}})
    for (const double u : {1e-16, 1e-6, 0.5, 1 - 1e-6, 1 - 1e-16}) {
      REQUIRE(problems_of(d) == 0);
      CHECK(quantile(d, u) >= 0);
      CHECK(quantile(d, u) <= 1);
    }
}

TEST_CASE("Parameters that make no distribution are refused") {
  CHECK(problems_of(Uniform{1, 1}) == 1);
  CHECK(problems_of(Uniform{1, 2}) == 0);
  CHECK(problems_of(Normal{0, 0}) == 1);
  CHECK(problems_of(Lognormal{0, 1}) == 1);
  CHECK(problems_of(Lognormal{-1, -1}) == 2);
  CHECK(problems_of(LognormalByMedian{0, 0}) == 2);
  CHECK(problems_of(Beta{1, 0.1}) == 1);
  CHECK(problems_of(Beta{0.5, 0.5}) == 1);
  CHECK(problems_of(Beta{0.5, 0.49}) == 0);
  CHECK(problems_of(Beta{0.5, 0}) == 1);
  CHECK(problems_of(Gamma{0, 1}) == 1);
  CHECK(problems_of(Gamma{9e15, 0.02}) == 1);
  CHECK(problems_of(Gamma{1, 40}) == 1);
  CHECK(problems_of(Beta{0.5, 1e-4}) == 1);
  CHECK(problems_of(Beta{1e-6, 9e-4}) == 1);
  CHECK(problems_of(Triangular{1, 3, 2}) == 1);
  CHECK(problems_of(Triangular{1, 2, 2}) == 0);
  CHECK(problems_of(Triangular{2, 2, 2}) == 1);
  CHECK(problems_of(TruncatedNormal{0, 1, 2, 1}) == 1);
  CHECK(problems_of(TruncatedNormal{0, 1, 7, 8}) == 1);
  CHECK(problems_of(TruncatedNormal{0, 1, 3, 8}) == 0);
}
