/// What a manifest and the description of the tables say before anything has run: program,
/// scenario, machine, time of the start.
#pragma once

#include <string>
#include <vector>

#include "cli/commands.hpp"
#include "experiment/plan.hpp"
#include "results/data_package.hpp"
#include "results/manifest.hpp"

namespace pbrsim::cli {

/// In the plan's order.
std::vector<std::string> area_ids(const Plan& plan);

/// Title and program; `what` is a sentence on the tables.
DataPackage begin_package(const Scenario& scenario, const std::string& file,
                          const std::string& what);

Manifest begin_manifest(const ScenarioArguments& arguments, const LoadedScenario& loaded,
                        const Plan& plan, int threads);

}  // namespace pbrsim::cli
