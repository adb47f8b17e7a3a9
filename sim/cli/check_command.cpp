#include <iostream>

#include <fmt/format.h>

#include "cli/commands.hpp"
#include "experiment/cost.hpp"
#include "experiment/draws.hpp"

namespace pbrsim::cli {

namespace {

/// "1 area", "2 areas".
std::string counted(std::size_t n, const char* what) {
  return fmt::format("{} {}{}", n, what, n == 1 ? "" : "s");
}

}  // namespace

ExitCode check(const ScenarioArguments& arguments, bool resolved) {
  const LoadedScenario loaded = load(arguments);
  if (resolved) {
    std::cout << loaded.resolved_yaml;
    return ExitCode::done;
  }
  const Plan plan = make_plan(loaded.scenario);
  check_draws(plan, loaded);
  const RunCost cost = estimate_cost(plan, thread_count(arguments));
  const Timeline& timeline = plan.schedule.timeline;
  std::cout << arguments.file << ": the scenario is valid\n";
  std::cout << "  " << counted(plan.areas.size(), "area") << ':';
  for (const AreaPlan& area : plan.areas)
    std::cout << ' ' << area.model.id;
  std::cout << "\n  " << counted(plan.designs.size(), "design") << ':';
  for (const std::string& design : plan.designs)
    std::cout << ' ' << design;
  std::cout << fmt::format("\n  from {} to {}, designs begin on {}, contracts end on {}\n",
                           to_iso(timeline.start()), to_iso(timeline.date_of(timeline.end())),
                           to_iso(timeline.date_of(plan.schedule.go_live)),
                           to_iso(timeline.date_of(plan.schedule.contract_end)));
  const auto replications = static_cast<std::size_t>(plan.replications) *
                            static_cast<std::size_t>(std::max(plan.draws, 1));
  std::cout << fmt::format("  about {:.0f} people a replication\n  {} ({} of {})\n", cost.people,
                           counted(plan.areas.size() * replications, "block"),
                           counted(replications, "replication"),
                           counted(plan.areas.size(), "area"));
  std::cout << fmt::format("  about {:.0f} s on {} and {:.0f} MiB of memory\n", cost.seconds,
                           counted(static_cast<std::size_t>(thread_count(arguments)), "thread"),
                           cost.memory_mib);
  return ExitCode::done;
}

}  // namespace pbrsim::cli
