/// Critical values and small summaries for statistical tests.
///
/// Each comparison is made at `alpha` = 1e-9, two-sided where both sides count. The fast tests make
/// fewer than 1000 comparisons, so that correct code fails a run with probability below 1e-6; seeds
/// are fixed, so a test that has passed goes on passing until the code changes which random numbers
/// it uses. Critical values come from Boost.Math, Kolmogorov-Smirnov ones from the
/// Dvoretzky-Kiefer-Wolfowitz inequality with Massart's constant (doi:10.1214/aop/1176990746),
/// which holds for every n.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace pbrsim::test {

inline constexpr double alpha = 1e-9;

/// Two-sided: |z| above this has probability `level` under the null.
double critical_z(double level = alpha);
double critical_t(double degrees, double level = alpha);
/// Upper tail.
double critical_chi_square(double degrees, double level = alpha);
/// P(distance > this) <= level for n independent observations.
double critical_ks(std::size_t n, double level = alpha);

/// Largest distance between the sample's distribution function and `cdf`, both sides of each step.
double ks_distance(std::vector<double> sample, const std::function<double(double)>& cdf);

struct Mean {
  std::size_t n = 0;
  double mean = 0;
  double variance = 0;  // of one observation
  double se = 0;        // of the mean
  double z(double expected) const { return (mean - expected) / se; }
};
Mean mean_of(std::span<const double> values);

/// z of the difference of two independent means.
double z_between(const Mean& a, const Mean& b);

/// Sum of (observed - expected)^2 / expected.
double chi_square(std::span<const double> observed, std::span<const double> expected);

}  // namespace pbrsim::test
