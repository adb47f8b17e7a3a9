#include "random/variates.hpp"

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include "core/error.hpp"

namespace pbrsim {

namespace {

template <std::size_t N>
double polynomial(const double (&coefficients)[N], double x) {
  double value = coefficients[N - 1];
  for (std::size_t i = N - 1; i-- > 0;)
    value = value * x + coefficients[i];
  return value;
}

// Coefficients of AS 241, routine PPND16: central region, then the two tails.
constexpr double central_top[] = {3.3871328727963666080e0, 1.3314166789178437745e2,
                                  1.9715909503065514427e3, 1.3731693765509461125e4,
                                  4.5921953931549871457e4, 6.7265770927008700853e4,
                                  3.3430575583588128105e4, 2.5090809287301226727e3};
constexpr double central_bottom[] = {1.0,
                                     4.2313330701600911252e1,
                                     6.8718700749205790830e2,
                                     5.3941960214247511077e3,
                                     2.1213794301586595867e4,
                                     3.9307895800092710610e4,
                                     2.8729085735721942674e4,
                                     5.2264952788528545610e3};
constexpr double tail_top[] = {1.42343711074968357734e0,  4.63033784615654529590e0,
                               5.76949722146069140550e0,  3.64784832476320460504e0,
                               1.27045825245236838258e0,  2.41780725177450611770e-1,
                               2.27238449892691845833e-2, 7.74545014278341407640e-4};
constexpr double tail_bottom[] = {1.0,
                                  2.05319162663775882187e0,
                                  1.67638483018380384940e0,
                                  6.89767334985100004550e-1,
                                  1.48103976427480074590e-1,
                                  1.51986665636164571966e-2,
                                  5.47593808499534494600e-4,
                                  1.05075007164441684324e-9};
constexpr double far_top[] = {6.65790464350110377720e0,  5.46378491116411436990e0,
                              1.78482653991729133580e0,  2.96560571828504891230e-1,
                              2.65321895265761230930e-2, 1.24266094738807843860e-3,
                              2.71155556874348757815e-5, 2.01033439929228813265e-7};
constexpr double far_bottom[] = {1.0,
                                 5.99832206555887937690e-1,
                                 1.36929880922735805310e-1,
                                 1.48753612908506148525e-2,
                                 7.86869131145613259100e-4,
                                 1.84631831751005468180e-5,
                                 1.42151175831644588870e-7,
                                 2.04426310338993978564e-15};

}  // namespace

double normal_quantile(double u) {
  const double q = u - 0.5;
  if (std::abs(q) <= 0.425) {
    const double r = 0.180625 - q * q;
    return q * polynomial(central_top, r) / polynomial(central_bottom, r);
  }
  const double r = std::sqrt(-std::log(q < 0 ? u : 1.0 - u));
  const double x = r <= 5.0 ? polynomial(tail_top, r - 1.6) / polynomial(tail_bottom, r - 1.6)
                            : polynomial(far_top, r - 5.0) / polynomial(far_bottom, r - 5.0);
  return q < 0 ? -x : x;
}

double unit_gamma_quantile(double u, double variance) {
  PBRSIM_EXPECT(variance > 0);
  using namespace boost::math::policies;
  static constexpr auto fast = make_policy(promote_double<false>());
  return variance * boost::math::gamma_p_inv(1.0 / variance, u, fast);
}

namespace {
constexpr double table_begin = 1.0 / 64, table_end = 63.0 / 64;
constexpr int table_steps = 1024;
constexpr double most_tabled = 4;  // variance; beyond it the quantile is too steep near 0
constexpr double table_step = (table_end - table_begin) / table_steps;
}  // namespace

UnitGamma::UnitGamma(double variance) : variance_(variance) {
  PBRSIM_EXPECT(variance > 0);
  if (variance > most_tabled) return;
  const double shape = 1.0 / variance;
  for (int i = 0; i <= table_steps; ++i) {
    const double value = unit_gamma_quantile(table_begin + i * table_step, variance);
    // dQ/du = 1 / density.
    const double density = boost::math::gamma_p_derivative(shape, value * shape) * shape;
    nodes_.push_back({value, table_step / density});
  }
}

double UnitGamma::quantile(double u) const {
  if (nodes_.empty() || !(u >= table_begin && u < table_end))
    return unit_gamma_quantile(u, variance_);
  const double at = (u - table_begin) / table_step;
  const auto i = std::min(static_cast<std::size_t>(at), nodes_.size() - 2);
  const double t = at - static_cast<double>(i);
  const Node &a = nodes_[i], &b = nodes_[i + 1];
  // Hermite's cubic.
  const double rise = b.value - a.value;
  const double c2 = 3.0 * rise - 2.0 * a.slope - b.slope, c3 = a.slope + b.slope - 2.0 * rise;
  return a.value + t * (a.slope + t * (c2 + t * c3));
}

double lognormal_quantile(double u, double mean, double sd) {
  PBRSIM_EXPECT(mean > 0 && sd >= 0);
  const double log_variance = std::log1p((sd / mean) * (sd / mean));
  return mean * std::exp(std::sqrt(log_variance) * normal_quantile(u) - 0.5 * log_variance);
}

double student_t_quantile(double u, double degrees) {
  return boost::math::quantile(boost::math::students_t(degrees), u);
}

double chi_squared_quantile(double u, double degrees) {
  return boost::math::quantile(boost::math::chi_squared(degrees), u);
}

double f_quantile(double u, double numerator_degrees, double denominator_degrees) {
  return boost::math::quantile(boost::math::fisher_f(numerator_degrees, denominator_degrees), u);
}

std::size_t pick(double u, std::span<const double> weights) {
  double total = 0;
  for (const double w : weights)
    total += w;
  PBRSIM_EXPECT(total > 0);
  double left = u * total;
  std::size_t last = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (weights[i] <= 0) continue;
    last = i;
    left -= weights[i];
    if (left < 0) break;
  }
  return last;
}

}  // namespace pbrsim
