#include "random/distribution.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <boost/math/special_functions/beta.hpp>

#include "random/variates.hpp"

namespace pbrsim {

namespace {

using namespace distributions;

constexpr double infinity = std::numeric_limits<double>::infinity();
/// Less than this of a normal left after cutting cannot be computed well.
constexpr double least_left = 1e-6;

double normal_density(double x) { return std::exp(-0.5 * x * x) * 0.39894228040143267794; }

/// Probability of a standard normal between a < b, without cancellation in the upper tail.
double normal_between(double a, double b) {
  return a > 0 ? normal_cdf(-a) - normal_cdf(-b) : normal_cdf(b) - normal_cdf(a);
}

struct Cut {
  double low, high;  // in standard deviations from the mean
  explicit Cut(const TruncatedNormal& d)
      : low((d.low - d.mean) / d.sd), high((d.high - d.mean) / d.sd) {}
};

double beta_size(const Beta& d) { return d.mean * (1 - d.mean) / (d.sd * d.sd) - 1; }

void need_spread(double sd, Problems& problems) {
  if (sd <= 0) problems.push_back({"sd", "must be above 0"});
}

void need_order(double low, double high, Problems& problems) {
  if (low >= high) problems.push_back({"high", "must be above low"});
}

void need_positive(const char* name, double value, Problems& problems) {
  if (value <= 0) problems.push_back({name, "must be above 0"});
}

/// Outside these shapes inversion loses its digits or does not end.
constexpr double least_shape = 1e-3, most_shape = 1e6;

void need_shape(double smallest, double largest, Problems& problems) {
  if (smallest < least_shape)
    problems.push_back({"sd", "is too large against the mean to compute with; lower it"});
  else if (largest > most_shape)
    problems.push_back({"sd", "is less than a thousandth of the mean; write one value instead"});
}

void check(const Uniform& d, Problems& problems) { need_order(d.low, d.high, problems); }
void check(const Normal& d, Problems& problems) { need_spread(d.sd, problems); }
void check(const TruncatedNormal& d, Problems& problems) {
  need_spread(d.sd, problems);
  need_order(d.low, d.high, problems);
  if (problems.empty() && normal_between(Cut(d).low, Cut(d).high) < least_left)
    problems.push_back({"", "cuts off all but a millionth of the normal; move low, high or mean"});
}
void check(const Lognormal& d, Problems& problems) {
  need_positive("mean", d.mean, problems);
  need_spread(d.sd, problems);
}
void check(const LognormalByMedian& d, Problems& problems) {
  need_positive("median", d.median, problems);
  need_positive("log_sd", d.log_sd, problems);
}
void check(const Beta& d, Problems& problems) {
  need_spread(d.sd, problems);
  if (d.mean <= 0 || d.mean >= 1) problems.push_back({"mean", "must lie between 0 and 1"});
  if (!problems.empty()) return;
  if (beta_size(d) <= 0)
    problems.push_back(
        {"sd", "is too large for this mean; its square must be below mean times (1 - mean)"});
  else
    need_shape(std::min(d.mean, 1 - d.mean) * beta_size(d), beta_size(d), problems);
}
void check(const Gamma& d, Problems& problems) {
  need_positive("mean", d.mean, problems);
  need_spread(d.sd, problems);
  if (!problems.empty()) return;
  const double shape = (d.mean / d.sd) * (d.mean / d.sd);
  need_shape(shape, shape, problems);
}
void check(const Triangular& d, Problems& problems) {
  need_order(d.low, d.high, problems);
  if (d.mode < d.low || d.mode > d.high) problems.push_back({"mode", "must lie from low to high"});
}

double mean_of(const Uniform& d) { return d.low + (d.high - d.low) / 2; }
double mean_of(const TruncatedNormal& d) {
  const Cut cut(d);
  return d.mean + d.sd * (normal_density(cut.low) - normal_density(cut.high)) /
                      normal_between(cut.low, cut.high);
}
double mean_of(const LognormalByMedian& d) { return d.median * std::exp(d.log_sd * d.log_sd / 2); }
double mean_of(const Triangular& d) { return d.low + ((d.mode - d.low) + (d.high - d.low)) / 3; }
template <class D>
double mean_of(const D& d) {
  return d.mean;
}

double quantile_of(const Uniform& d, double u) { return d.low + u * (d.high - d.low); }
double quantile_of(const Normal& d, double u) { return d.mean + d.sd * normal_quantile(u); }
double quantile_of(const TruncatedNormal& d, double u) {
  const Cut cut(d);
  const double left = normal_between(cut.low, cut.high);
  // In the upper tail by symmetry, where 1 - p would lose digits.
  const double z = cut.low > 0 ? -normal_quantile(normal_cdf(-cut.low) - u * left)
                               : normal_quantile(normal_cdf(cut.low) + u * left);
  return std::min(std::max(d.mean + d.sd * z, d.low), d.high);
}
double quantile_of(const Lognormal& d, double u) { return lognormal_quantile(u, d.mean, d.sd); }
double quantile_of(const LognormalByMedian& d, double u) {
  return d.median * std::exp(d.log_sd * normal_quantile(u));
}
double quantile_of(const Beta& d, double u) {
  using namespace boost::math::policies;
  static constexpr auto fast = make_policy(promote_double<false>());
  const double size = beta_size(d);
  return boost::math::ibeta_inv(d.mean * size, (1 - d.mean) * size, u, fast);
}
double quantile_of(const Gamma& d, double u) {
  return d.mean * unit_gamma_quantile(u, (d.sd / d.mean) * (d.sd / d.mean));
}
double quantile_of(const Triangular& d, double u) {
  const double whole = d.high - d.low, rise = d.mode - d.low, fall = d.high - d.mode;
  return u * whole < rise ? d.low + std::sqrt(u * whole * rise)
                          : d.high - std::sqrt((1 - u) * whole * fall);
}

Interval support_of(const Normal&) { return {-infinity, infinity}; }
Interval support_of(const Lognormal&) { return {0, infinity}; }
Interval support_of(const LognormalByMedian&) { return {0, infinity}; }
Interval support_of(const Beta&) { return {0, 1}; }
Interval support_of(const Gamma&) { return {0, infinity}; }
template <class D>
Interval support_of(const D& d) {
  return {d.low, d.high};
}

}  // namespace

void validate(const Distribution& distribution, Problems& problems) {
  std::visit([&](const auto& d) { check(d, problems); }, distribution);
}

double mean(const Distribution& distribution) {
  return std::visit([](const auto& d) { return mean_of(d); }, distribution);
}

double quantile(const Distribution& distribution, double u) {
  return std::visit([u](const auto& d) { return quantile_of(d, u); }, distribution);
}

Interval support(const Distribution& distribution) {
  return std::visit([](const auto& d) { return support_of(d); }, distribution);
}

Interval reach(const Distribution& distribution) {
  Interval result = support(distribution);
  if (std::isinf(result.low)) result.low = quantile(distribution, rare);
  if (std::isinf(result.high)) result.high = quantile(distribution, 1 - rare);
  return result;
}

}  // namespace pbrsim
