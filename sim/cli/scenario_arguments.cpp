#include <thread>

#include "cli/commands.hpp"

namespace pbrsim::cli {

namespace {

Override split(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0)
    throw UserError("--set " + text +
                    ": must be path=value, for example --set run.replications=100");
  return {text.substr(0, equals), text.substr(equals + 1)};
}

}  // namespace

LoadedScenario load(const ScenarioArguments& arguments) {
  std::vector<Override> overrides;
  for (const std::string& text : arguments.set)
    overrides.push_back(split(text));
  if (arguments.replications)
    overrides.push_back({"run.replications", std::to_string(*arguments.replications)});
  if (arguments.seed) overrides.push_back({"run.seed", std::to_string(*arguments.seed)});
  return load_scenario(arguments.file, overrides);
}

int thread_count(const ScenarioArguments& arguments) {
  if (arguments.threads > 0) return arguments.threads;
  return static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
}

}  // namespace pbrsim::cli
