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

Outcomes::Outcomes(std::vector<std::string> areas, std::vector<std::string> designs,
                   int draws_together, const std::filesystem::path& scratch)
    : areas_(std::move(areas)),
      designs_(std::move(designs)),
      sums_((areas_.size() + 1) * designs_.size(), scratch),
      counts_(areas_.size() + 1),
      draws_(areas_.size() + 1),
      draws_together_(static_cast<std::uint32_t>(draws_together)) {}

void Outcomes::add(const std::vector<std::vector<Sums>>& by_area, std::uint32_t draw) {
  std::vector<Sums> row(sums_.cells());
  bool all = true;
  const auto count = [&](std::size_t area, bool counts) {
    counts_[area].push_back(counts);
    if (counts) draws_[area].push_back(draw);
  };
  for (std::size_t a = 0; a < areas_.size(); ++a) {
    all = all && !by_area[a].empty();
    count(a, !by_area[a].empty());
    for (std::size_t d = 0; d < by_area[a].size(); ++d) {
      row[cell(a, d)] = by_area[a][d];
      for (const Quantity q : all_of<Quantity>())
        row[cell(areas_.size(), d)][q] += by_area[a][d][q];
    }
  }
  count(areas_.size(), all);
  for (std::size_t d = 0; all && d < designs_.size(); ++d)  // the same window everywhere
    row[cell(areas_.size(), d)][Quantity::years] = by_area[0][d][Quantity::years];
  sums_.add(row);
}

template <class T>
std::vector<T> Outcomes::counted(std::size_t area, std::vector<T> by_row) const {
  std::size_t row = 0;
  std::erase_if(by_row, [&](const T&) { return !counts_[area][row++]; });
  return by_row;
}

std::vector<Sums> Outcomes::sums(std::size_t area, std::size_t design) const {
  return counted(area, sums_.all(cell(area, design)));
}

std::vector<std::uint32_t> Outcomes::parts_of(std::vector<std::uint32_t> draws) const {
  for (std::uint32_t& draw : draws)
    if (draw > 0) draw = (draw - 1) / draws_together_ + 1;
  return draws;
}

std::vector<double> Outcomes::values(std::size_t area, std::size_t design,
                                     const MeasureInfo& measure) const {
  const std::size_t of = cell(area, design);
  std::vector<double> values = sums_.quantity(of, measure.numerator);
  if (!measure.ratio) return counted(area, std::move(values));
  const std::vector<double> below = sums_.quantity(of, measure.denominator);
  Sums sums;
  for (std::size_t i = 0; i < values.size(); ++i) {
    sums[measure.numerator] = values[i];
    sums[measure.denominator] = below[i];
    values[i] = value_of(measure, sums);
  }
  return counted(area, std::move(values));
}

}  // namespace pbrsim
