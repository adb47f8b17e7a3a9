/// A difference taken apart, for the terminal.
#pragma once

#include <string>

#include "analysis/decomposition.hpp"

namespace pbrsim {

/// What the players are, then the measures that a run shows, each with its parts, for all areas
/// together. 100 columns wide at most.
std::string report(const Decomposition& decomposition);

}  // namespace pbrsim
