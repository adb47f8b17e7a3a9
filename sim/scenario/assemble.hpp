/// From the tree of a file to the tree that is read: overrides put in, shared parts given to each
/// area.
#pragma once

#include <string>
#include <vector>

#include "scenario/report.hpp"
#include "scenario/scenario.hpp"
#include "scenario/tree.hpp"

namespace pbrsim::yaml {

/// The tree with the values from the command line over it; what is wrong with them goes to the
/// report.
NodePtr apply(const std::vector<Override>& overrides, NodePtr root, Report& report);

/// The tree with the top level's pathway and designs merged into every area, under what the area
/// says, and the legacy practice under each practice of a design. Reports designs that an area
/// alone knows.
/// Nothing, and a finding, if areas and designs are too many to read.
NodePtr share_out(const NodePtr& root, Report& report);

/// Version, names of designs and areas, legacy and baseline.
void check_names(const Node& root, Report& report);

/// The keys of a mapping below the root, in order; none if it is not there.
std::vector<std::string> keys_of(const Node& root, std::string_view name);

}  // namespace pbrsim::yaml
