#include <cmath>
#include <iostream>

#include <fmt/format.h>

#include "analysis/precision.hpp"
#include "cli/begin_manifest.hpp"
#include "cli/collector.hpp"
#include "cli/commands.hpp"
#include "cli/interruption.hpp"
#include "experiment/cost.hpp"
#include "experiment/draws.hpp"
#include "experiment/rehearsal.hpp"

namespace pbrsim::cli {

namespace {

/// "1 area", "2 areas".
std::string counted(std::size_t n, const char* what) {
  return fmt::format("{} {}{}", n, what, n == 1 ? "" : "s");
}

/// Simulates a few replications, or draws where there are, and says how many the precision asked
/// for takes.
void print_prediction(int units, const PrecisionTarget& target, Plan plan,
                      const LoadedScenario& loaded, const ScenarioArguments& arguments) {
  listen_for_interruption();
  (target.by_draw ? plan.draws : plan.replications) = units;
  fill_pools(plan, thread_count(arguments));
  RunOptions options;
  options.threads = thread_count(arguments);
  options.totals = false;
  options.stop = &interrupted();
  Collector collector(plan, {}, nullptr);
  run_draws(plan, loaded, options, [&](BlockResult&& block) { collector.take(std::move(block)); });
  const FirstStage first =
      first_stage(differences_of(collector.outcomes, target), target.half_width);
  std::cout << "  " << about(target, plan.designs, area_ids(plan)) << ", from " << first.n << ' '
            << units_of(target) << ": ";
  if (std::isnan(first.needed)) {
    std::cout << "defined in too few of them to say how many it takes\n";
    return;
  }
  std::cout << fmt::format(
      "standard deviation {:.3g}; ± {:.4g} takes about {:.0f} {} (95% interval {:.0f} to "
      "{:.0f}; precision.at_most: {})\n",
      first.sd, target.half_width, first.needed, units_of(target), first.low, first.high,
      target.at_most);
}

std::string duration(double seconds) {
  return seconds < 600 ? fmt::format("{:.0f} s", seconds)
                       : fmt::format("{:.1f} hours", seconds / 3600);
}

/// Deals the blocks to ranks of a dry run.
void print_rehearsal(int ranks, const Plan& plan, int threads) {
  DryRunMachine machine;
  machine.ranks = ranks * threads;
  const Rehearsal r = rehearse(workload_of(plan), machine);
  std::cout << fmt::format(
      "  on {} ranks of {}: about {}; shared out evenly it would be {}\n"
      "    the busiest works {:.2f} times the average; rank 0 is busy with results for {:.0f}% of "
      "the time\n"
      "    and receives {:.3g} GB; parameters and stocks of draws take {} of all ranks together\n",
      ranks, counted(static_cast<std::size_t>(threads), "thread"), duration(r.seconds),
      duration(r.even_seconds), r.imbalance, 100 * r.rank_0_busy, r.bytes / 1e9,
      duration(r.seconds_of_draws));
}

}  // namespace

ExitCode check(const ScenarioArguments& arguments, bool resolved, int predict, int ranks) {
  const LoadedScenario loaded = load(arguments);
  if (resolved) {
    std::cout << loaded.resolved_yaml;
    return ExitCode::done;
  }
  Plan plan = make_plan(loaded.scenario);
  check_draws(plan, loaded);
  std::optional<PrecisionTarget> target;
  if (loaded.scenario.precision) target = precision_target(loaded.scenario, plan);
  if (predict > 0 && !target)
    throw UserError(
        "--predict says how many replications or draws a precision takes, and the scenario asks "
        "for none; "
        "add precision: {measure: …, difference: …, half_width: …, at_most: …}");
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
  if (ranks > 0) print_rehearsal(ranks, plan, std::max(1, arguments.threads));
  if (predict > 0) print_prediction(predict, *target, std::move(plan), loaded, arguments);
  return ExitCode::done;
}

}  // namespace pbrsim::cli
