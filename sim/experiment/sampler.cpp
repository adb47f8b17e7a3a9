#include "experiment/sampler.hpp"

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "random/streams.hpp"

namespace pbrsim {

namespace {

/// The coordinate that chooses a row of the posterior; no draw can have an empty name.
const std::string row_coordinate;

/// A stable 64-bit number for a name (FNV-1a).
std::uint64_t number_of(const std::string& name) {
  std::uint64_t hash = 14695981039346656037u;
  for (const char c : name)
    hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  return hash;
}

Quantiles independent(const std::vector<std::string>& names, std::uint64_t seed,
                      std::uint32_t draw) {
  const Streams streams(BlockKey{seed, draw, 0, 0});
  Quantiles quantiles;
  for (const std::string& name : names) {
    const std::uint64_t number = number_of(name);
    quantiles[name] = streams.uniform({EntityKind::parameter, static_cast<std::uint32_t>(number)},
                                      0, static_cast<std::uint32_t>(number >> 32));
  }
  return quantiles;
}

Quantiles spread(const std::vector<std::string>& names, std::uint64_t seed, std::uint32_t replicate,
                 std::uint32_t index) {
  const Streams streams(BlockKey{seed, replicate, 0, 0});
  const std::vector<double> point = scrambled_sobol(names.size(), index, streams);
  Quantiles quantiles;
  for (std::size_t i = 0; i < names.size(); ++i)
    quantiles[names[i]] = point[i];
  return quantiles;
}

void correlate(Quantiles& quantiles, const SamplingParameters& sampling) {
  if (sampling.correlations.empty()) return;
  const CorrelationMatrix all = all_correlations(sampling);
  const auto factor = cholesky(all.matrix);
  PBRSIM_EXPECT(factor);
  std::vector<double> u;
  for (const std::string& name : all.names)
    u.push_back(quantiles.at(name));
  const std::vector<double> together = correlated(*factor, u);
  for (std::size_t i = 0; i < all.names.size(); ++i)
    quantiles[all.names[i]] = together[i];
}

void take_row(Sample& sample, const PosteriorParameters& posterior) {
  const double u = sample.quantiles.at(row_coordinate);
  const std::size_t rows = posterior.rows.size();
  sample.row = std::min(static_cast<std::size_t>(u * static_cast<double>(rows)), rows - 1);
  for (std::size_t c = 0; c < posterior.columns.size(); ++c) {
    sample.values[posterior.columns[c]] = posterior.rows[*sample.row][c];
    sample.quantiles.erase(posterior.columns[c]);
  }
  sample.quantiles.erase(row_coordinate);
}

}  // namespace

Sample sample_of(const Scenario& scenario, std::uint64_t seed, std::uint32_t draw) {
  PBRSIM_EXPECT(draw >= 1);
  const SamplingParameters& sampling = scenario.sampling;
  std::vector<std::string> names = names_of_draws(scenario);
  if (sampling.posterior) names.insert(names.begin(), row_coordinate);
  Sample sample;
  if (names.empty()) return sample;
  if (sampling.method == SamplingMethod::sobol) {
    const auto part = static_cast<std::uint32_t>(draws_together(scenario));
    sample.replicate = (draw - 1) / part + 1;
    sample.quantiles = spread(names, seed, *sample.replicate, (draw - 1) % part);
  } else {
    sample.quantiles = independent(names, seed, draw);
  }
  correlate(sample.quantiles, sampling);
  if (sampling.posterior) take_row(sample, *sampling.posterior);
  return sample;
}

int draws_together(const Scenario& scenario) {
  if (scenario.sampling.method != SamplingMethod::sobol || scenario.run.draws == 0) return 1;
  return std::max(1, scenario.run.draws / scenario.sampling.replicates);
}

}  // namespace pbrsim
