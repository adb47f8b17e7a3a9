#include "analysis/did.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "analysis/grouped_logit.hpp"
#include "random/streams.hpp"
#include "random/variates.hpp"

namespace pbrsim {

namespace {

enum ResampleOf : std::uint32_t { bootstrap_of_treated, bootstrap_of_others, placebo_sets };

constexpr std::size_t fewest_treated = 2;  // for a bootstrap
constexpr std::size_t fewest_placebo_sets = 20;

double log_odds(double successes, double trials) {
  return std::log(successes) - std::log(trials - successes);
}

double raw_ratio(const std::vector<EvaluatedArea>& areas, const Assignment& assignment) {
  PeriodCounts sides[2];
  for (std::size_t a = 0; a < areas.size(); ++a)
    for (const PeriodCounts& group : areas[a].groups)
      for (std::size_t t = 0; t < 2; ++t) {
        PeriodCounts& side = sides[assignment.treated[a] ? 1 : 0];
        side.successes[t] += assignment.weight[a] * group.successes[t];
        side.trials[t] += assignment.weight[a] * group.trials[t];
      }
  double ratio = 0;
  for (const int side : {0, 1})
    for (const std::size_t t : {std::size_t{0}, std::size_t{1}})
      ratio += ((side == 1) == (t == 1) ? 1 : -1) *
               log_odds(sides[side].successes[t], sides[side].trials[t]);
  return std::isfinite(ratio) ? ratio : undefined;
}

double logit_ratio(const std::vector<EvaluatedArea>& areas, const Assignment& assignment,
                   bool by_group) {
  std::vector<LogitStratum> strata;
  for (std::size_t a = 0; a < areas.size(); ++a) {
    if (assignment.weight[a] <= 0) continue;
    for (std::size_t g = 0; g < areas[a].groups.size(); ++g) {
      if (g == 0 || by_group) strata.push_back({assignment.treated[a], {}, {}});
      for (std::size_t t = 0; t < 2; ++t) {
        strata.back().successes[t] += assignment.weight[a] * areas[a].groups[g].successes[t];
        strata.back().trials[t] += assignment.weight[a] * areas[a].groups[g].trials[t];
      }
    }
  }
  return treated_period_effect(strata);
}

std::vector<std::size_t> which(const std::vector<EvaluatedArea>& areas, bool treated) {
  std::vector<std::size_t> result;
  for (std::size_t a = 0; a < areas.size(); ++a)
    if (areas[a].treated == treated) result.push_back(a);
  return result;
}

/// Draws as many areas as there are, with replacement.
void resample(Assignment& assignment, const std::vector<EvaluatedArea>& areas,
              const std::vector<std::size_t>& from, const Streams& streams, ResampleOf what,
              std::uint32_t number) {
  for (const std::size_t a : from)
    assignment.weight[a] = 0;
  for (std::uint32_t i = 0; i < from.size(); ++i) {
    const double u = streams.uniform({EntityKind::parameter, number}, what, i);
    const std::size_t a = from[static_cast<std::size_t>(u * static_cast<double>(from.size()))];
    assignment.weight[a] += areas[a].weight;
  }
}

/// A set of `size` comparison areas taken for treated; the really treated weigh nothing.
Assignment placebo(const std::vector<EvaluatedArea>& areas, std::vector<std::size_t> comparison,
                   std::size_t size, const Streams& streams, std::uint32_t number) {
  Assignment result{std::vector<bool>(areas.size(), false), std::vector<double>(areas.size(), 0.0)};
  for (const std::size_t a : comparison)
    result.weight[a] = areas[a].weight;
  for (std::uint32_t i = 0; i < size; ++i) {
    const double u = streams.uniform({EntityKind::parameter, number}, placebo_sets, i);
    const std::size_t rest = comparison.size() - i;
    std::swap(comparison[i],
              comparison[i + static_cast<std::size_t>(u * static_cast<double>(rest))]);
    result.treated[comparison[i]] = true;
    result.weight[comparison[i]] = 1;
  }
  return result;
}

void add_bootstrap(DidEstimate& estimate, const std::vector<EvaluatedArea>& areas,
                   Estimator estimator, const DidOptions& options, const Streams& streams) {
  const std::vector<std::size_t> treated = which(areas, true), others = which(areas, false);
  if (treated.size() < fewest_treated || others.size() < fewest_treated) return;
  double n = 0, sum = 0, squares = 0;
  for (int b = 0; b < options.resamples; ++b) {
    Assignment drawn = as_observed(areas);
    const auto number = static_cast<std::uint32_t>(b);
    resample(drawn, areas, treated, streams, bootstrap_of_treated, number);
    resample(drawn, areas, others, streams, bootstrap_of_others, number);
    const double distance = log_odds_ratio(areas, drawn, estimator) - estimate.log_ratio;
    if (std::isnan(distance)) continue;
    ++n;
    sum += distance;
    squares += distance * distance;
  }
  if (n < options.resamples * 0.9 || n < 2) return;
  const auto k = static_cast<double>(treated.size());
  estimate.bootstrap_error =
      std::sqrt((squares - sum * sum / n) / (n - 1)) * std::sqrt(k / (k - 1));
  const double reach =
      estimate.bootstrap_error * student_t_quantile(0.5 + options.confidence / 2, k - 1);
  estimate.bootstrap_low = estimate.log_ratio - reach;
  estimate.bootstrap_high = estimate.log_ratio + reach;
}

void add_placebo(DidEstimate& estimate, const std::vector<EvaluatedArea>& areas,
                 Estimator estimator, const DidOptions& options, const Streams& streams) {
  const std::vector<std::size_t> comparison = which(areas, false);
  const std::size_t size = areas.size() - comparison.size();
  if (comparison.size() < 2 * size) return;
  std::vector<double> distances;
  for (int b = 0; b < options.resamples; ++b) {
    const Assignment drawn =
        placebo(areas, comparison, size, streams, static_cast<std::uint32_t>(b));
    const double ratio = log_odds_ratio(areas, drawn, estimator);
    if (!std::isnan(ratio)) distances.push_back(std::abs(ratio));
  }
  if (distances.size() < fewest_placebo_sets) return;
  std::sort(distances.begin(), distances.end());
  const auto beyond = std::count_if(distances.begin(), distances.end(),
                                    [&](double d) { return d >= std::abs(estimate.log_ratio); });
  const auto n = static_cast<double>(distances.size());
  estimate.p = (1 + static_cast<double>(beyond)) / (n + 1);
  const auto rank = static_cast<std::size_t>(std::ceil(options.confidence * (n + 1)));
  const double reach = distances[std::min(rank, distances.size()) - 1];
  estimate.placebo_low = estimate.log_ratio - reach;
  estimate.placebo_high = estimate.log_ratio + reach;
}

}  // namespace

Assignment as_observed(const std::vector<EvaluatedArea>& areas) {
  Assignment result;
  for (const EvaluatedArea& area : areas) {
    result.treated.push_back(area.treated);
    result.weight.push_back(area.weight);
  }
  return result;
}

double log_odds_ratio(const std::vector<EvaluatedArea>& areas, const Assignment& assignment,
                      Estimator estimator) {
  if (estimator == Estimator::raw) return raw_ratio(areas, assignment);
  return logit_ratio(areas, assignment, estimator == Estimator::area_group_effects);
}

DidEstimate estimate_did(const std::vector<EvaluatedArea>& areas, Estimator estimator,
                         const DidOptions& options) {
  DidEstimate estimate;
  estimate.log_ratio = log_odds_ratio(areas, as_observed(areas), estimator);
  if (std::isnan(estimate.log_ratio)) return estimate;
  const Streams streams(BlockKey{options.seed, 0, 0, 0});
  add_bootstrap(estimate, areas, estimator, options, streams);
  add_placebo(estimate, areas, estimator, options, streams);
  return estimate;
}

}  // namespace pbrsim
