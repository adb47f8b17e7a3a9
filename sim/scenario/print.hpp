/// A tree as YAML text, deterministic, that parses to the same tree.
#pragma once

#include <string>

#include "scenario/tree.hpp"

namespace pbrsim::yaml {

/// Precondition: the node is a mapping. Small mappings and lists of plain values stand on one line.
std::string print(const Node& root);

/// The node on one line. Precondition: no empty value in it.
std::string print_inline(const Node& node);

}  // namespace pbrsim::yaml
