/// What a manifest says before anything has run: program, scenario, machine, time of the start.
#pragma once

#include <string>
#include <vector>

#include "cli/commands.hpp"
#include "experiment/plan.hpp"
#include "results/manifest.hpp"

namespace pbrsim::cli {

/// In the plan's order.
std::vector<std::string> area_ids(const Plan& plan);

Manifest begin_manifest(const ScenarioArguments& arguments, const LoadedScenario& loaded,
                        const Plan& plan, int threads);

}  // namespace pbrsim::cli
