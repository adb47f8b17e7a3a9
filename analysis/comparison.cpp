#include "analysis/comparison.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/nested.hpp"
#include "random/variates.hpp"

namespace pbrsim {

namespace {

constexpr double confidence = 0.95;
const double undefined = std::nan("");

double mean_of(const std::vector<double>& x) {
  double sum = 0;
  for (const double v : x)
    sum += v;
  return sum / static_cast<double>(x.size());
}

double variance_of(const std::vector<double>& x) {
  if (x.size() < 2) return undefined;
  const double m = mean_of(x);
  double sum = 0;
  for (const double v : x)
    sum += (v - m) * (v - m);
  return sum / static_cast<double>(x.size() - 1);
}

}  // namespace

double percentile(const std::vector<double>& sorted, double p) {
  const double at = p * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (at - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

Estimate estimate(const std::vector<double>& values, const std::vector<std::uint32_t>& parts) {
  Estimate e = estimate(values);
  if (std::all_of(parts.begin(), parts.end(), [](std::uint32_t d) { return d == 0; })) return e;
  const Estimate of_means = estimate(means_by_draw(values, parts));
  e.mean = of_means.mean;
  e.standard_error = of_means.standard_error;
  e.lower = of_means.lower;
  e.upper = of_means.upper;
  return e;
}

Estimate estimate(std::vector<double> values) {
  std::erase_if(values, [](double v) { return std::isnan(v); });
  Estimate e;
  e.n = values.size();
  e.mean = e.standard_error = e.lower = e.upper = e.p10 = e.p50 = e.p90 = undefined;
  if (values.empty()) return e;
  e.mean = mean_of(values);
  if (e.n >= 2) {
    e.standard_error = std::sqrt(variance_of(values) / static_cast<double>(e.n));
    const double t = student_t_quantile(0.5 + confidence / 2, static_cast<double>(e.n - 1));
    e.lower = e.mean - t * e.standard_error;
    e.upper = e.mean + t * e.standard_error;
  }
  std::sort(values.begin(), values.end());
  e.p10 = percentile(values, 0.1);
  e.p50 = percentile(values, 0.5);
  e.p90 = percentile(values, 0.9);
  return e;
}

Difference compare(const std::vector<double>& design, const std::vector<double>& baseline,
                   const std::vector<std::uint32_t>& parts) {
  std::vector<double> a, b, d;
  std::vector<std::uint32_t> of;
  for (std::size_t i = 0; i < design.size(); ++i) {
    if (std::isnan(design[i]) || std::isnan(baseline[i])) continue;
    a.push_back(design[i]);
    b.push_back(baseline[i]);
    d.push_back(design[i] - baseline[i]);
    of.push_back(parts.empty() ? 0 : parts[i]);
  }
  const double paired = variance_of(d);
  const double independent = variance_of(a) + variance_of(b);
  return {estimate(d, of), paired > 0 ? independent / paired : undefined, paired, independent};
}

void Outcomes::add(const std::vector<std::vector<Sums>>& by_area, std::uint32_t draw) {
  bool all = true;
  std::vector<Sums> total(designs_.size());
  for (std::size_t a = 0; a < areas_.size(); ++a) {
    all = all && !by_area[a].empty();
    if (!by_area[a].empty()) draws_[a].push_back(draw);
    for (std::size_t d = 0; d < by_area[a].size(); ++d) {
      cells_[a * designs_.size() + d].push_back(by_area[a][d]);
      for (const Quantity q : all_of<Quantity>())
        total[d][q] += by_area[a][d][q];
    }
  }
  if (!all) return;
  draws_.back().push_back(draw);
  for (std::size_t d = 0; d < designs_.size(); ++d) {
    total[d][Quantity::years] = by_area[0][d][Quantity::years];  // the same window everywhere
    totals_[d].push_back(total[d]);
  }
}

std::vector<std::uint32_t> Outcomes::parts_of(std::vector<std::uint32_t> draws) const {
  for (std::uint32_t& draw : draws)
    if (draw > 0) draw = (draw - 1) / draws_together_ + 1;
  return draws;
}

std::vector<double> Outcomes::values(std::size_t area, std::size_t design,
                                     const MeasureInfo& measure) const {
  std::vector<double> result;
  for (const Sums& each : sums(area, design))
    result.push_back(value_of(measure, each));
  return result;
}

}  // namespace pbrsim
