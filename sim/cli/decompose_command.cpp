#include <csignal>
#include <iostream>
#include <memory>

#include <fmt/format.h>

#include "analysis/decomposition_report.hpp"
#include "analysis/decomposition_tables.hpp"
#include "cli/begin_manifest.hpp"
#include "cli/collector.hpp"
#include "cli/commands.hpp"
#include "cli/interruption.hpp"
#include "cli/machine.hpp"
#include "cli/prepared.hpp"
#include "cli/progress.hpp"
#include "cli/run_report.hpp"

namespace pbrsim::cli {

namespace {

/// Blocks become replications; what is begun but not complete does not count.
class Replications {
 public:
  Replications(const DecompositionPlan& plan, Manifest& manifest)
      : decomposition(plan), plan_(plan.plan), manifest_(manifest) {}

  void take(BlockResult&& block) {
    if (!block.failure.empty()) manifest_.failed.push_back(failed_block(block, plan_));
    std::vector<Sums> sums;
    for (const CellResult& cell : block.designs)
      sums.push_back(cell.sums);
    by_area_.push_back(std::move(sums));
    if (by_area_.size() < plan_.areas.size()) return;
    count_work();
    decomposition.add(block.number.replication, by_area_);
    ++manifest_.replications_counted;
    by_area_.clear();
  }

  Decomposition decomposition;

 private:
  void count_work() {
    for (const std::vector<Sums>& designs : by_area_)
      for (std::size_t d = 0; d < designs.size(); ++d) {
        if (d == 0) manifest_.people += designs[d][Quantity::people];
        manifest_.clinical_events +=
            designs[d][d == 0 ? Quantity::clinical_events : Quantity::own_clinical_events];
      }
  }

  const Plan& plan_;
  Manifest& manifest_;
  std::vector<std::vector<Sums>> by_area_;
};

void simulate(DecompositionPlan& plan, const DecomposeArguments& arguments, const RunHooks& hooks,
              Replications& replications, Progress& progress) {
  const int threads = thread_count(arguments.scenario);
  if (!arguments.quiet)
    std::cerr << about_stock(plan.plan) << ", then " << plan.designs_of(0).size()
              << " designs in each block\n";
  make_coalitions(plan, threads);
  RunOptions options;
  options.threads = threads;
  options.totals = false;
  options.designs = [&](const BlockNumber& n) { return plan.designs_of(n.replication); };
  options.stop = &interrupted();
  options.before_block = hooks.before_block;
  run_blocks(plan.plan, options, [&](BlockResult&& block) {
    replications.take(std::move(block));
    progress.step();
  });
  progress.finish();
}

void write_tables(ResultTables& tables, const Decomposition& decomposition) {
  const auto write = [&](const TableSchema& schema, auto add) {
    TableRows rows(schema);
    add(rows);
    tables.open(schema).rows(rows);
  };
  write(decomposition_schema(),
        [&](TableRows& rows) { add_decomposition_rows(rows, decomposition); });
  write(player_schema(), [&](TableRows& rows) { add_player_rows(rows, decomposition.plan()); });
  write_reference_tables(tables, decomposition.plan().plan);
}

DataPackage describe(const Scenario& scenario, const DecompositionPlan& plan,
                     const DecomposeArguments& arguments) {
  return begin_package(
      scenario, arguments.scenario.file,
      fmt::format("What the differences of the design {} from the design {} are made of, in "
                  "simulated drug and alcohol treatment.",
                  plan.to, plan.from));
}

void print_report(const Decomposition& decomposition, const Scenario& scenario,
                  const Manifest& manifest) {
  const DecompositionPlan& plan = decomposition.plan();
  if (!scenario.title.empty()) std::cout << scenario.title << '\n';
  std::cout << fmt::format(
      "Contract from {}, {} months, {} replication{}.\n"
      "What {} changes against {}, shared out: the same people with the same chance, each "
      "player's\n"
      "share an average over the orders in which players come in. Differences of exits and deaths "
      "are of\n"
      "expected numbers, which vary less; they need not be those of the numbers beside them.\n\n",
      to_iso(scenario.run.go_live), scenario.contract_months(), manifest.replications_counted,
      manifest.replications_counted == 1 ? "" : "s", plan.to, plan.from);
  std::cout << report(decomposition) << std::flush;
}

void print_closing(const DecomposeArguments& arguments, const Manifest& manifest) {
  if (!arguments.quiet)
    std::cerr << fmt::format("\n{:.3g} clinical events in {:.1f} s, peak memory {:.0f} MiB\n",
                             manifest.clinical_events, manifest.seconds,
                             static_cast<double>(manifest.peak_memory_kib) / 1024);
  for (const FailedBlock& f : manifest.failed)
    print_failure(f, manifest.seed);
  if (manifest.interrupted)
    print_interruption(manifest.replications_counted, manifest.replications_asked);
}

}  // namespace

ExitCode decompose(const DecomposeArguments& arguments, const RunHooks& hooks) {
  const LoadedScenario loaded = load(arguments.scenario);
  DecompositionPlan plan = plan_decomposition(loaded.scenario, arguments.from, arguments.to);
  // A file that grows over the limit is a write that fails, not the end of the program.
  std::signal(SIGXFSZ, SIG_IGN);
  std::unique_ptr<ResultTables> tables;
  if (!arguments.out.empty())
    tables = std::make_unique<ResultTables>(arguments.out, arguments.force, false);
  Manifest manifest =
      begin_manifest(arguments.scenario, loaded, plan.plan, thread_count(arguments.scenario));
  manifest.replications_asked = plan.plan.replications;

  listen_for_interruption();
  Progress progress(plan.plan.areas.size() * static_cast<std::size_t>(plan.plan.replications),
                    arguments.quiet);
  Replications replications(plan, manifest);
  simulate(plan, arguments, hooks, replications, progress);
  manifest.interrupted = interrupted();
  manifest.seconds = progress.seconds();
  manifest.peak_memory_kib = peak_memory_kib();
  if (tables) {
    write_tables(*tables, replications.decomposition);
    manifest.files = tables->finish(describe(loaded.scenario, plan, arguments));
    manifest.finished = utc_now();
    tables->publish(to_json(manifest));
  }
  if (!arguments.quiet && manifest.replications_counted > 0)
    print_report(replications.decomposition, loaded.scenario, manifest);
  print_closing(arguments, manifest);
  if (interrupted()) return ExitCode::interrupted;
  return manifest.failed.empty() ? ExitCode::done : ExitCode::some_failed;
}

}  // namespace pbrsim::cli
