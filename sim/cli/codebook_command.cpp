#include <iostream>

#include "analysis/tables.hpp"
#include "cli/commands.hpp"

namespace pbrsim::cli {

ExitCode codebook() {
  std::cout << whole_codebook();
  return ExitCode::done;
}

}  // namespace pbrsim::cli
