#include <iostream>

#include "cli/commands.hpp"
#include "scenario/schema.hpp"

namespace pbrsim::cli {

ExitCode schema() {
  std::cout << scenario_schema();
  return ExitCode::done;
}

}  // namespace pbrsim::cli
