/// Numbers of a scenario that were given as distributions.
#pragma once

#include <string>

#include "random/distribution.hpp"

namespace pbrsim {

/// The member at `path` (areas.wigan.pathway.completion.rate.opiate) is believed to be distributed
/// so, in the unit of its key. Members with the same `draw` are drawn together, at the same
/// quantile. `allowed`: the range of the key.
struct Uncertain {
  std::string path;
  std::string draw;
  Distribution distribution;
  Interval allowed;
};

}  // namespace pbrsim
