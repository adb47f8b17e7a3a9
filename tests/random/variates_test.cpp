// Variates by inversion against Boost.Math's quantiles and Boost.Random's samplers, which are
// independent of ours.
//
// Quantiles: relative error, tails included. Samples: two-sided Kolmogorov-Smirnov against
// Boost.Math's distribution functions, n = 100000, DKW bound, alpha = 1e-9 each; two-sample
// Kolmogorov-Smirnov against Boost.Random by the sum of the two one-sample bounds (alpha = 2e-9).
// Controls: each sampler with a parameter off by a little is refused.
#include "random/variates.hpp"

#include <algorithm>
#include <boost/math/distributions/exponential.hpp>
#include <boost/math/distributions/extreme_value.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/lognormal.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/random/discrete_distribution.hpp>
#include <boost/random/exponential_distribution.hpp>
#include <boost/random/gamma_distribution.hpp>
#include <boost/random/lognormal_distribution.hpp>
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <functional>
#include <vector>

#include "core/error.hpp"
#include "random/streams.hpp"
#include "support/catch.hpp"
#include "support/statistics.hpp"

using namespace pbrsim;
using namespace pbrsim::test;
namespace bm = boost::math;

namespace {

constexpr std::size_t n = 100000;

std::vector<double> sample(const std::function<double(double)>& quantile, std::uint32_t purpose) {
  const Streams streams({77, 0, 0, 0});
  std::vector<double> values;
  for (std::uint32_t i = 0; i < n; ++i)
    values.push_back(quantile(streams.uniform({EntityKind::person, i}, purpose, 0)));
  return values;
}

template <class Distribution>
double distance(const std::vector<double>& values, const Distribution& d) {
  return ks_distance(values, [&](double x) { return bm::cdf(d, x); });
}

/// Distance between two samples' distribution functions.
double distance_between(std::vector<double> a, std::vector<double> b) {
  std::sort(a.begin(), a.end());
  return ks_distance(b, [&](double x) {
    return static_cast<double>(std::upper_bound(a.begin(), a.end(), x) - a.begin()) /
           static_cast<double>(a.size());
  });
}

template <class Sampler>
std::vector<double> from_boost(Sampler sampler) {
  boost::random::mt19937_64 engine(12345);
  std::vector<double> values;
  for (std::size_t i = 0; i < n; ++i)
    values.push_back(sampler(engine));
  return values;
}

bool rises(const std::function<double(double)>& quantile) {
  double before = quantile(0x1p-54);
  for (int i = 1; i < 20000; ++i) {
    const double now = quantile(i / 20000.0);
    if (!(now > before)) return false;
    before = now;
  }
  return quantile(1 - 0x1p-53) > before;
}

const double critical = critical_ks(n);

}  // namespace

TEST_CASE("The normal quantile agrees with Boost.Math to 1e-13, tails included") {
  const bm::normal_distribution<long double> exact(0, 1);
  double worst = 0, worst_log = 0;
  for (int i = 1; i < 4000; ++i) {
    const double u = i / 4000.0;
    if (u == 0.5) continue;
    worst = std::max(worst, std::abs(normal_quantile(u) / static_cast<double>(bm::quantile(
                                                              exact, static_cast<long double>(u))) -
                                     1));
  }
  for (double log2 = -1.5; log2 > -1000; log2 *= 1.01) {
    const double u = std::exp2(log2);
    worst_log =
        std::max(worst_log, std::abs(normal_quantile(u) / static_cast<double>(bm::quantile(
                                                              exact, static_cast<long double>(u))) -
                                     1));
  }
  CHECK(worst < 1e-13);
  CHECK(worst_log < 1e-13);
  CHECK(normal_quantile(0.5) == 0);
  // The open grid's ends, and a known value.
  CHECK(normal_quantile(0x1p-54) == Approx(-8.29236).epsilon(1e-5));
  CHECK(normal_quantile(0.975) == Approx(1.9599639845400545).epsilon(1e-14));
  for (const double u : {0.001, 0.03, 0.2, 0.4})
    CHECK(normal_quantile(u) == Approx(-normal_quantile(1 - u)).epsilon(1e-12));
}

TEST_CASE("The normal distribution function agrees with Boost.Math") {
  for (double x = -30; x < 8; x += 0.37)
    CHECK(normal_cdf(x) == Approx(bm::cdf(bm::normal(), x)).epsilon(1e-12));
}

TEST_CASE("Quantiles rise with the uniform") {
  CHECK(rises(normal_quantile));
  CHECK(rises([](double u) { return -exponential(u); }));  // falls: u is the survival
  CHECK(rises(gumbel));
  CHECK(rises([](double u) { return unit_gamma_quantile(u, 0.5); }));
  CHECK(rises([](double u) { return lognormal_quantile(u, 2, 1); }));
  CHECK(!rises([](double u) { return std::floor(u * 1000); }));
}

TEST_CASE("Samples follow their distributions") {
  const auto normal = sample(normal_quantile, 1);
  CHECK(distance(normal, bm::normal()) < critical);
  CHECK(distance(normal, bm::normal(0.05, 1)) > critical);
  CHECK(distance(normal, bm::normal(0, 1.05)) > critical);
  CHECK(distance_between(from_boost(boost::random::normal_distribution<>()), normal) <
        2 * critical);

  const auto unit = sample(exponential, 2);
  CHECK(distance(unit, bm::exponential(1)) < critical);
  CHECK(distance(unit, bm::exponential(1.04)) > critical);
  CHECK(distance_between(from_boost(boost::random::exponential_distribution<>(1)), unit) <
        2 * critical);

  for (const double variance : {0.1, 0.5, 1.0, 3.0}) {
    const auto gamma = sample([&](double u) { return unit_gamma_quantile(u, variance); }, 3);
    CHECK(distance(gamma, bm::gamma_distribution<>(1 / variance, variance)) < critical);
    CHECK(distance(gamma, bm::gamma_distribution<>(1.1 / variance, variance / 1.1)) > critical);
    CHECK(distance_between(from_boost(boost::random::gamma_distribution<>(1 / variance, variance)),
                           gamma) < 2 * critical);
  }

  const auto gumbels = sample(gumbel, 5);
  CHECK(distance(gumbels, bm::extreme_value()) < critical);
  CHECK(distance(gumbels, bm::extreme_value(0.05)) > critical);
}

TEST_CASE("Lognormals have the mean and standard deviation asked for") {
  for (const double sd : {0.3, 2.0, 9.0}) {
    const double mean = 5, log_sd = std::sqrt(std::log(1 + sd * sd / mean / mean));
    const auto values = sample([&](double u) { return lognormal_quantile(u, mean, sd); }, 4);
    const bm::lognormal exact(std::log(mean) - log_sd * log_sd / 2, log_sd);
    CHECK(bm::mean(exact) == Approx(mean));
    CHECK(bm::standard_deviation(exact) == Approx(sd));
    CHECK(distance(values, exact) < critical);
    CHECK(distance(values, bm::lognormal(std::log(mean), log_sd)) > critical);
    boost::random::lognormal_distribution<> other(std::log(mean) - log_sd * log_sd / 2, log_sd);
    CHECK(distance_between(from_boost(other), values) < 2 * critical);
  }
  CHECK(lognormal_quantile(0.9, 3, 0) == Approx(3).epsilon(1e-15));
}

TEST_CASE("Gamma and Student quantiles agree with Boost.Math") {
  for (const double variance : {0.05, 0.5, 1.0, 4.0, 20.0})
    for (const double u : {1e-9, 1e-3, 0.2, 0.5, 0.9, 0.999, 1 - 1e-9}) {
      const double exact = bm::quantile(bm::gamma_distribution<>(1 / variance, variance), u);
      CHECK(unit_gamma_quantile(u, variance) == Approx(exact).epsilon(1e-9));
    }
  CHECK(student_t_quantile(0.975, 9) == Approx(2.2621571628).epsilon(1e-9));  // printed tables
  CHECK(student_t_quantile(0.95, 1) == Approx(6.3137515148).epsilon(1e-9));
  CHECK_THROWS_AS(unit_gamma_quantile(0.5, 0), Fault);
}

TEST_CASE("The table of gamma quantiles agrees with the quantile and rises") {
  for (const double variance : {0.05, 0.5, 1.0, 4.0, 20.0}) {
    const UnitGamma table(variance);
    double worst = 0, before = 0;
    bool rises_throughout = true;
    for (int i = 1; i < 20000; ++i) {
      const double u = i / 20000.0, value = table.quantile(u);
      worst = std::max(worst, std::abs(value / unit_gamma_quantile(u, variance) - 1));
      rises_throughout = rises_throughout && value > before;
      before = value;
    }
    INFO(variance);
    CHECK(worst < 1e-6);
    CHECK(rises_throughout);
  }
  CHECK_THROWS_AS(UnitGamma(0), Fault);
}

TEST_CASE("A pick follows its weights") {
  const std::vector<double> weights{0.5, 0, 2, 1, 0, 0.25, 0};
  std::vector<double> seen(weights.size(), 0.0), expected, used, wrong;
  const Streams streams({78, 0, 0, 0});
  for (std::uint32_t i = 0; i < n; ++i)
    ++seen[pick(streams.uniform({EntityKind::person, i}, 0, 0), weights)];
  std::vector<double> positive;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (weights[i] == 0) {
      CHECK(seen[i] == 0);
      continue;
    }
    positive.push_back(seen[i]);
    expected.push_back(n * weights[i] / 3.75);
    wrong.push_back(n * (weights[i] + (i == 2 ? 0.1 : 0)) / 3.85);
  }
  CHECK(chi_square(positive, expected) < critical_chi_square(3));
  CHECK(chi_square(positive, wrong) > critical_chi_square(3));
  // The ends of the open interval, a single alternative, and nothing to pick from.
  CHECK(pick(0x1p-54, weights) == 0);
  CHECK(pick(1 - 0x1p-54, weights) == 5);
  CHECK(pick(0.99, std::vector<double>{0, 0, 3}) == 2);
  CHECK_THROWS_AS(pick(0.5, std::vector<double>{0, 0}), Fault);
}

TEST_CASE("The largest log weight plus Gumbel noise is a choice with these weights") {
  const double weights[] = {1, 2, 3.5};
  const Streams streams({79, 0, 0, 0});
  std::vector<double> seen(3, 0.0);
  for (std::uint32_t i = 0; i < n; ++i) {
    std::size_t best = 0;
    double liking[3];
    for (std::uint32_t k = 0; k < 3; ++k) {
      liking[k] = std::log(weights[k]) + gumbel(streams.uniform({EntityKind::person, i}, k, 0));
      if (liking[k] > liking[best]) best = k;
    }
    ++seen[best];
  }
  CHECK(chi_square(seen, std::vector<double>{n / 6.5, n * 2 / 6.5, n * 3.5 / 6.5}) <
        critical_chi_square(2));
  CHECK(chi_square(seen, std::vector<double>{n * 1.1 / 6.6, n * 2 / 6.6, n * 3.5 / 6.6}) >
        critical_chi_square(2));
}
