/// The complete text of a scenario.
#pragma once

#include <string>

#include "scenario/scenario.hpp"
#include "scenario/tree.hpp"

namespace pbrsim::yaml {

/// Every field of the scenario, with the provenance that stands in `written`, the tree it was read
/// from.
std::string resolved_text(const Scenario& scenario, const Node& written);

}  // namespace pbrsim::yaml
