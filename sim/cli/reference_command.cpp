#include <iostream>

#include "cli/commands.hpp"
#include "scenario/reference.hpp"

namespace pbrsim::cli {

ExitCode reference() {
  std::cout << scenario_reference();
  return ExitCode::done;
}

}  // namespace pbrsim::cli
