/// A scenario with its distributions drawn: one joint sample of everything that is not known.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "scenario/scenario.hpp"

namespace pbrsim {

/// By the name of the draw, each in (0, 1).
using Quantiles = std::map<std::string, double>;

/// The names of the draws of a scenario, in alphabetical order.
std::vector<std::string> names_of_draws(const Scenario& scenario);

/// Every number that was given as a distribution at the quantile of its draw, or at its mean where
/// there is none of that name; nothing else changes. Throws a UserError where what comes of it is
/// no good scenario, such as shares that no longer add up.
Scenario at_quantiles(const LoadedScenario& loaded, const Quantiles& quantiles);

}  // namespace pbrsim
