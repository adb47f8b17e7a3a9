/// From a uniform in (0, 1) to a variate, by inversion: one uniform, one variate, monotone.
///
/// Inversion is our own so that the numbers do not change with a library's release and so that
/// coupled runs stay coupled; Boost.Random's distributions check them in tests.
#pragma once

#include <cmath>
#include <span>
#include <vector>

namespace pbrsim {

/// Unit exponential.
inline double exponential(double u) { return -std::log(u); }

/// Standard normal quantile (Wichura 1988, algorithm AS 241, doi:10.2307/2347330); relative error
/// 1e-15.
double normal_quantile(double u);

/// Standard normal distribution function.
inline double normal_cdf(double x) { return 0.5 * std::erfc(-x * 0.70710678118654752440); }
inline double normal_density(double x) { return std::exp(-x * x / 2) / std::sqrt(2 * M_PI); }

/// Gamma with mean 1 and the given variance (> 0), by Boost.Math's quantile.
double unit_gamma_quantile(double u, double variance);

/// The same for one variance from a table, for many draws: between 1/64 and 63/64 a cubic through
/// values and slopes at 1024 points (relative error below 1e-6), outside, or for a variance above
/// 4, by Boost.Math.
class UnitGamma {
 public:
  /// Mean 1; variance > 0.
  explicit UnitGamma(double variance);
  double quantile(double u) const;

 private:
  struct Node {
    double value, slope;  // at the node; slope per step
  };
  double variance_;
  std::vector<Node> nodes_;
};

/// Lognormal with the given mean (> 0) and standard deviation (>= 0).
double lognormal_quantile(double u, double mean, double sd);

/// Student's t quantile with `degrees` degrees of freedom (> 0), by Boost.Math.
double student_t_quantile(double u, double degrees);

/// Quantiles of chi squared and of F with these degrees of freedom (> 0), by Boost.Math.
double chi_squared_quantile(double u, double degrees);
double f_quantile(double u, double numerator_degrees, double denominator_degrees);

/// Index i with probability weights[i] / sum; weights are not negative and not all zero.
std::size_t pick(double u, std::span<const double> weights);

/// argmax of log(weight) + Gumbel noise is a choice with these weights: the noise for one
/// alternative.
inline double gumbel(double u) { return -std::log(-std::log(u)); }

}  // namespace pbrsim
