#include "analysis/nested.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "random/variates.hpp"

namespace pbrsim {

namespace {

constexpr double tail = 0.025;
const double undefined = std::nan("");
const WithInterval none{undefined, undefined, undefined};

struct Draw {
  std::size_t n = 0;
  double mean = 0, squares = 0;  // about the mean

  /// Welford's update.
  void add(double x) {
    ++n;
    const double from_old = x - mean;
    mean += from_old / static_cast<double>(n);
    squares += from_old * (x - mean);
  }
};

std::map<std::uint32_t, Draw> by_draw(const std::vector<double>& values,
                                      const std::vector<std::uint32_t>& draws) {
  std::map<std::uint32_t, Draw> result;
  for (std::size_t i = 0; i < values.size(); ++i)
    if (!std::isnan(values[i])) result[draws[i]].add(values[i]);
  return result;
}

struct Squares {
  double n = 0, squares_of_n = 0, total = 0, within = 0, between = 0;
};

Squares sums_of(const std::map<std::uint32_t, Draw>& groups) {
  Squares s;
  for (const auto& [number, d] : groups) {
    const auto n = static_cast<double>(d.n);
    s.n += n;
    s.squares_of_n += n * n;
    s.total += n * d.mean;
    s.within += d.squares;
  }
  for (const auto& [number, d] : groups)
    s.between += static_cast<double>(d.n) * (d.mean - s.total / s.n) * (d.mean - s.total / s.n);
  return s;
}

double share_of(double ratio, double n0) {
  const double theta = std::max(0.0, (ratio - 1) / n0);
  return theta / (1 + theta);
}

void split(Nested& result, const Squares& s) {
  const auto groups = static_cast<double>(result.draws);
  const double between_df = groups - 1, within_df = s.n - groups;
  result.parameters = result.chance = result.share = none;
  if (between_df < 1 || within_df < 1) return;
  const double chance = s.within / within_df, between = s.between / between_df;
  const double n0 = (s.n - s.squares_of_n / s.n) / between_df;
  result.chance = {chance, s.within / chi_squared_quantile(1 - tail, within_df),
                   s.within / chi_squared_quantile(tail, within_df)};
  const double parameters = (between - chance) / n0;
  if (!(chance > 0)) {
    result.parameters = {parameters, s.between / chi_squared_quantile(1 - tail, between_df) / n0,
                         s.between / chi_squared_quantile(tail, between_df) / n0};
    if (between > 0) result.share = {1, 1, 1};
    return;
  }
  const double f = between / chance;
  const double f_high = f_quantile(1 - tail, between_df, within_df),
               f_low = f_quantile(tail, between_df, within_df);
  const auto williams = [&](double f_end, double p) {
    return f <= f_end ? 0.0
                      : s.between * (1 - f_end / f) / (n0 * chi_squared_quantile(p, between_df));
  };
  result.parameters = {parameters, williams(f_high, 1 - tail), williams(f_low, tail)};
  result.share = {parameters / (parameters + chance), share_of(f / f_high, n0),
                  share_of(f / f_low, n0)};
}

}  // namespace

std::vector<double> means_by_draw(const std::vector<double>& values,
                                  const std::vector<std::uint32_t>& draws) {
  std::vector<double> means;
  for (const auto& [number, draw] : by_draw(values, draws))
    means.push_back(draw.mean);
  return means;
}

Nested nested(const std::vector<double>& values, const std::vector<std::uint32_t>& draws,
              const std::vector<std::uint32_t>& parts) {
  const std::map<std::uint32_t, Draw> groups = by_draw(values, draws);
  std::vector<double> means;
  for (const auto& [number, draw] : groups)
    means.push_back(draw.mean);
  const Estimate e = estimate(means_by_draw(values, parts));
  Nested result;
  result.draws = groups.size();
  result.mean = {e.mean, e.lower, e.upper};
  result.standard_error = e.standard_error;
  std::sort(means.begin(), means.end());
  const auto at = [&](double p) { return means.empty() ? undefined : percentile(means, p); };
  result.p2_5 = at(0.025);
  result.p10 = at(0.1);
  result.p50 = at(0.5);
  result.p90 = at(0.9);
  result.p97_5 = at(0.975);
  const Squares s = sums_of(groups);
  result.values = static_cast<std::size_t>(s.n);
  split(result, s);
  return result;
}

}  // namespace pbrsim
