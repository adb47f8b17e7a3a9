#include <iostream>

#include <fmt/format.h>

#include "cli/commands.hpp"
#include "experiment/cost.hpp"

namespace pbrsim::cli {

ExitCode check(const ScenarioArguments& arguments, bool resolved) {
  const LoadedScenario loaded = load(arguments);
  if (resolved) {
    std::cout << loaded.resolved_yaml;
    return ExitCode::done;
  }
  const Plan plan = make_plan(loaded.scenario);
  const RunCost cost = estimate_cost(plan, thread_count(arguments));
  const Timeline& timeline = plan.schedule.timeline;
  std::cout << arguments.file << ": the scenario is valid\n";
  std::cout << fmt::format("  {} areas:", plan.areas.size());
  for (const AreaPlan& area : plan.areas)
    std::cout << ' ' << area.model.id;
  std::cout << fmt::format("\n  {} designs:", plan.designs.size());
  for (const std::string& design : plan.designs)
    std::cout << ' ' << design;
  std::cout << fmt::format("\n  from {} to {}, designs begin on {}, contracts end on {}\n",
                           to_iso(timeline.start()), to_iso(timeline.date_of(timeline.end())),
                           to_iso(timeline.date_of(plan.schedule.go_live)),
                           to_iso(timeline.date_of(plan.schedule.contract_end)));
  std::cout << fmt::format(
      "  about {:.0f} people a replication\n  {} blocks ({} replications of {} areas)\n",
      cost.people, plan.areas.size() * static_cast<std::size_t>(plan.replications),
      plan.replications, plan.areas.size());
  std::cout << fmt::format("  about {:.0f} s on {} thread{} and {:.0f} MiB of memory\n",
                           cost.seconds, thread_count(arguments),
                           thread_count(arguments) == 1 ? "" : "s", cost.memory_mib);
  return ExitCode::done;
}

}  // namespace pbrsim::cli
