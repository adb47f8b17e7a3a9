/// The commands of the program. Only this folder prints and decides exit codes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "scenario/scenario.hpp"

namespace pbrsim::cli {

struct ScenarioArguments {
  std::string file;
  std::vector<std::string> set;  // path=value
  std::optional<std::int64_t> replications;
  std::optional<std::int64_t> seed;
  int threads = 0;  // 0: all cores
};

struct RunArguments {
  ScenarioArguments scenario;
  std::string out;
  std::vector<std::string> by;
  bool episodes = false;
  bool quiet = false;
  bool force = false;
};

struct DiffArguments {
  std::string a, b;
};

ExitCode run(const RunArguments& arguments);
/// With `resolved`, prints the complete scenario instead of what a run would take.
ExitCode check(const ScenarioArguments& arguments, bool resolved);
ExitCode diff(const DiffArguments& arguments);
ExitCode schema();
ExitCode reference();

/// Loads the scenario with what the command line changes about it.
LoadedScenario load(const ScenarioArguments& arguments);

int thread_count(const ScenarioArguments& arguments);

}  // namespace pbrsim::cli
