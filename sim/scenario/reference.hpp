/// The scenario reference in Markdown: how to write a scenario, then every key with what it means,
/// its unit, range and default, from the field lists. It is scenarios/README.md.
#pragma once

#include <string>

namespace pbrsim {

/// The whole page, the same for the same program.
std::string scenario_reference();

}  // namespace pbrsim
