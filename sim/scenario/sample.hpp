/// A scenario with its distributions drawn: one joint sample of everything that is not known.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "scenario/scenario.hpp"

namespace pbrsim {

/// By the name of the draw, each in (0, 1).
using Quantiles = std::map<std::string, double>;

struct Sample {
  Quantiles quantiles;
  std::map<std::string, double> values;    // by the name of the draw, in the unit of the key;
                                           // they go over quantiles
  std::optional<std::size_t> row;          // of the posterior that the values are from
  std::optional<std::uint32_t> replicate;  // of the spread that the quantiles belong to, from 1
};

/// The value that the sample has for a distribution whose draw is of that name; its mean if it has
/// none.
double value_in(const Sample& sample, const std::string& draw, const Distribution& distribution);

/// The names of the draws of a scenario, in alphabetical order.
std::vector<std::string> names_of_draws(const Scenario& scenario);

/// Every number that was given as a distribution as the sample has it; what the sample does not
/// have is at the mean of its column in the posterior, or of its distribution; nothing else
/// changes. Throws
/// a UserError where what comes of it is no good scenario, such as shares that no longer add up.
Scenario at_sample(const LoadedScenario& loaded, const Sample& sample);

}  // namespace pbrsim
