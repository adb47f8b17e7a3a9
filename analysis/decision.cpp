#include "analysis/decision.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace pbrsim {

namespace {

using Q = Quantity;

/// A draw's sums by design; NaN where a design has no value in a replication.
struct Draw {
  std::vector<double> sums;
  double n = 0;
  std::uint32_t part = 0;
};

std::map<std::uint32_t, Draw> by_draw(const std::vector<std::vector<double>>& values,
                                      const std::vector<std::uint32_t>& draws,
                                      const std::vector<std::uint32_t>& parts) {
  std::map<std::uint32_t, Draw> result;
  for (std::size_t i = 0; i < draws.size(); ++i) {
    Draw& draw = result[draws[i]];
    draw.part = parts[i];
    draw.sums.resize(values.size());
    const bool all = std::none_of(values.begin(), values.end(),
                                  [&](const auto& design) { return std::isnan(design[i]); });
    if (!all) continue;
    ++draw.n;
    for (std::size_t d = 0; d < values.size(); ++d)
      draw.sums[d] += values[d][i];
  }
  return result;
}

}  // namespace

Better better_of(const MeasureInfo& measure) {
  switch (measure.numerator) {
    case Q::starters_completed:
    case Q::planned_exits_expected:
    case Q::abstinent_all:
    case Q::abstinent_presenting:
    case Q::qalys: return Better::more;
    case Q::wait_days:
    case Q::waits_over_3_weeks:
    case Q::unplanned_exits_expected:
    case Q::returned_6:
    case Q::returned_12:
    case Q::deaths_expected:
    case Q::relapses_expected:
    case Q::offences:
    case Q::spend:
    case Q::scheme_cost:
    case Q::provider_cost:
    case Q::crime_cost:
    case Q::other_public_cost: return Better::less;
    default: return Better::neither;
  }
}

Decision decide(const std::vector<std::vector<double>>& values,
                const std::vector<std::uint32_t>& draws, const std::vector<std::uint32_t>& parts,
                Better better) {
  const double sign = better == Better::less ? -1 : 1;
  std::vector<std::vector<double>> best(values.size()), regret(values.size());
  std::vector<std::uint32_t> part;
  Decision decision;
  for (const auto& [number, draw] : by_draw(values, draws, parts)) {
    if (draw.n == 0) continue;
    ++decision.counted;
    part.push_back(draw.part);
    std::vector<double> means;
    for (const double sum : draw.sums)
      means.push_back(sign * sum / draw.n);
    const double top = *std::max_element(means.begin(), means.end());
    const auto ties = static_cast<double>(std::count(means.begin(), means.end(), top));
    for (std::size_t d = 0; d < means.size(); ++d) {
      best[d].push_back(means[d] == top ? 1 / ties : 0);
      regret[d].push_back(top - means[d]);
    }
  }
  for (std::size_t d = 0; d < values.size(); ++d) {
    const Estimate p = estimate(best[d], part), r = estimate(regret[d], part);
    decision.designs.push_back({p.mean, p.standard_error, r.mean, r.standard_error});
  }
  return decision;
}

}  // namespace pbrsim
