/// A run as it was asked for: read and checked, with nothing written yet.
#pragma once

#include "analysis/precision.hpp"
#include "cli/collector.hpp"
#include "cli/commands.hpp"

namespace pbrsim::cli {

struct Prepared {
  OutputOptions output;
  LoadedScenario loaded;
  Plan plan;
  std::optional<PrecisionTarget> precision;
};

/// Throws for options that do not go together. `evaluation`: the scenario asks for those tables.
OutputOptions output_options(const RunArguments& arguments, bool drawn, bool evaluation);
Prepared prepare(const RunArguments& arguments);
/// The same of a scenario that has been read.
Prepared prepare(const RunArguments& arguments, LoadedScenario loaded);

/// "Building the initial stock of 8 areas".
std::string about_stock(const Plan& plan);
/// Builds the stocks and solves the prices, saying so.
void fill(Plan& plan, const RunArguments& arguments);

RunOptions run_options(const RunArguments& arguments, const OutputOptions& output);

}  // namespace pbrsim::cli
