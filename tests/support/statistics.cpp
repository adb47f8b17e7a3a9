#include "support/statistics.hpp"

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

namespace pbrsim::test {

namespace bm = boost::math;

double critical_z(double level) { return bm::quantile(bm::complement(bm::normal(), level / 2)); }

double critical_t(double degrees, double level) {
  return bm::quantile(bm::complement(bm::students_t(degrees), level / 2));
}

double critical_chi_square(double degrees, double level) {
  return bm::quantile(bm::complement(bm::chi_squared(degrees), level));
}

double critical_ks(std::size_t n, double level) {
  return std::sqrt(std::log(2 / level) / (2 * static_cast<double>(n)));
}

double ks_distance(std::vector<double> sample, const std::function<double(double)>& cdf) {
  std::sort(sample.begin(), sample.end());
  const auto n = static_cast<double>(sample.size());
  double distance = 0;
  for (std::size_t i = 0; i < sample.size(); ++i) {
    const double f = cdf(sample[i]);
    const auto at = static_cast<double>(i);
    distance = std::max({distance, f - at / n, (at + 1) / n - f});
  }
  return distance;
}

Mean mean_of(std::span<const double> values) {
  Mean m;
  m.n = values.size();
  const auto n = static_cast<double>(m.n);
  for (const double v : values)
    m.mean += v / n;
  for (const double v : values)
    m.variance += (v - m.mean) * (v - m.mean) / (n - 1);
  m.se = std::sqrt(m.variance / n);
  return m;
}

double z_between(const Mean& a, const Mean& b) {
  return (a.mean - b.mean) / std::sqrt(a.se * a.se + b.se * b.se);
}

double chi_square(std::span<const double> observed, std::span<const double> expected) {
  double sum = 0;
  for (std::size_t i = 0; i < observed.size(); ++i)
    sum += (observed[i] - expected[i]) * (observed[i] - expected[i]) / expected[i];
  return sum;
}

}  // namespace pbrsim::test
