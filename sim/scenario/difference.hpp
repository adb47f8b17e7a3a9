/// What two scenarios really differ in, once each is complete.
///
/// Every member is compared under its full path. Where all areas of both scenarios differ in the
/// same way, that is said once, as areas.*; provenance is not compared.
#pragma once

#include <string>
#include <vector>

#include "scenario/scenario.hpp"

namespace pbrsim {

/// `a` or `b` is empty where only the other scenario has the path.
struct ScenarioDifference {
  std::string path;
  std::string a, b;
};

/// In the order of the complete scenario; what only the second has comes last.
std::vector<ScenarioDifference> differences(const LoadedScenario& a, const LoadedScenario& b);

}  // namespace pbrsim
