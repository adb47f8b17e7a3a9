/// Putting one tree over another.
///
/// Mappings merge key by key, everything else replaces, distributions too. Two refinements:
///
/// - An empty value (`cap: ~`) over something takes it away, as if it had never been written.
/// - Provenance and place of a merged mapping are those of the later one if that sets a value in it
///   directly, for then the earlier ones no longer describe it; otherwise those of the earlier one.
#pragma once

#include <string>
#include <vector>

#include "scenario/tree.hpp"

namespace pbrsim::yaml {

/// `over` on top of `base`; `base` may be nothing. Paths are kept.
NodePtr merge(const NodePtr& base, const NodePtr& over);

/// Mappings within mappings that lead along `keys` to `leaf`. Precondition: keys is not empty.
NodePtr nest(const std::vector<std::string>& keys, const NodePtr& leaf, const Place& place);

}  // namespace pbrsim::yaml
