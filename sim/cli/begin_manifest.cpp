#include "cli/begin_manifest.hpp"

#include "cli/machine.hpp"
#include "experiment/comm.hpp"

namespace pbrsim::cli {

std::vector<std::string> area_ids(const Plan& plan) {
  std::vector<std::string> ids;
  for (const AreaPlan& area : plan.areas)
    ids.push_back(area.model.id);
  return ids;
}

DataPackage begin_package(const Scenario& scenario, const std::string& file,
                          const std::string& what) {
  DataPackage package;
  package.title = scenario.title.empty() ? file : scenario.title;
  package.description = what + " What made these files stands in manifest.json.";
  package.program_version = PBRSIM_VERSION;
  return package;
}

Manifest begin_manifest(const ScenarioArguments& arguments, const LoadedScenario& loaded,
                        const Plan& plan, int threads) {
  Manifest m;
  m.program_version = PBRSIM_VERSION;
  m.commit = PBRSIM_COMMIT;
  m.scenario_file = arguments.file;
  m.resolved_scenario = loaded.resolved_yaml;
  m.seed = plan.seed;
  m.areas = area_ids(plan);
  m.designs = plan.designs;
  m.baseline = plan.designs[plan.baseline];
  m.machine = processor_name();
  m.compiler = compiler_name();
  m.c_library = c_library_name();
  m.mpi = mpi_library();
  m.threads = threads;
  m.started = utc_now();
  return m;
}

}  // namespace pbrsim::cli
