#include <iostream>

#include "cli/commands.hpp"
#include "scenario/difference.hpp"

namespace pbrsim::cli {

ExitCode diff(const DiffArguments& arguments) {
  const LoadedScenario a = load_scenario(arguments.a, {});
  const LoadedScenario b = load_scenario(arguments.b, {});
  const std::vector<ScenarioDifference> all = differences(a, b);
  for (const ScenarioDifference& d : all) {
    std::cout << d.path << ": ";
    if (d.b.empty())
      std::cout << "only in " << arguments.a << ": " << d.a << '\n';
    else if (d.a.empty())
      std::cout << "only in " << arguments.b << ": " << d.b << '\n';
    else
      std::cout << d.a << " -> " << d.b << '\n';
  }
  std::cout << (all.empty() ? "no difference" : std::to_string(all.size()) + " difference")
            << (all.size() > 1 ? "s\n" : "\n");
  return ExitCode::done;
}

}  // namespace pbrsim::cli
