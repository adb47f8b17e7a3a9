#include <algorithm>
#include <csignal>
#include <iostream>
#include <memory>
#include <optional>

#include <fmt/format.h>

#include "cli/begin_manifest.hpp"
#include "cli/collector.hpp"
#include "cli/commands.hpp"
#include "cli/interruption.hpp"
#include "cli/machine.hpp"
#include "cli/progress.hpp"
#include "cli/run_report.hpp"
#include "cli/saved_blocks.hpp"
#include "experiment/run.hpp"

namespace pbrsim::cli {

namespace {

PanelKeys panel_keys(const std::vector<std::string>& by) {
  PanelKeys keys;
  for (const std::string& key : by) {
    keys.group = keys.group || key == "group";
    keys.cluster = keys.cluster || key == "cluster";
    keys.replication = keys.replication || key == "replication";
  }
  return keys;
}

OutputOptions output_options(const RunArguments& arguments) {
  OutputOptions options;
  options.keys = panel_keys(arguments.by);
  options.disclosure = {arguments.suppress, arguments.round};
  for (const CellTable& table : cell_tables()) {
    const bool asked = table.schema.name == "episodes" && arguments.episodes;
    if (asked && table.about_persons && options.disclosure.any())
      throw UserError("--" + table.schema.name +
                      " with --suppress or --round: the table holds one row per treatment episode, "
                      "which no release of small-number tables may hold; leave one of them out");
    if (table.always || asked) options.tables.push_back(&table);
  }
  return options;
}

Manifest manifest_of(const RunArguments& arguments, const LoadedScenario& loaded,
                     const Plan& plan) {
  Manifest m = begin_manifest(arguments.scenario, loaded, plan, thread_count(arguments.scenario));
  m.replications_asked = plan.replications;
  m.suppress = arguments.suppress;
  m.round = arguments.round;
  return m;
}

/// What has been read and checked before anything is written.
struct Prepared {
  OutputOptions output;
  LoadedScenario loaded;
  Plan plan;
};

Prepared prepare(const RunArguments& arguments) {
  OutputOptions output = output_options(arguments);
  LoadedScenario loaded = load(arguments.scenario);
  Plan plan = make_plan(loaded.scenario);
  return {std::move(output), std::move(loaded), std::move(plan)};
}

void complete(Manifest& manifest, const Collector& collector, const Progress& progress) {
  manifest.replications_counted = collector.replications;
  manifest.interrupted = interrupted();
  manifest.failed = collector.failed;
  manifest.people = collector.people;
  manifest.clinical_events = collector.clinical_events;
  manifest.seconds = progress.seconds();
  manifest.peak_memory_kib = peak_memory_kib();
}

void fill(Plan& plan, const RunArguments& arguments) {
  if (!arguments.quiet)
    std::cerr << "Building the initial stock of " << plan.areas.size()
              << (plan.areas.size() == 1 ? " area\n" : " areas\n");
  fill_pools(plan, thread_count(arguments.scenario));
}

RunOptions run_options(const RunArguments& arguments, const RunHooks& hooks,
                       const OutputOptions& output) {
  RunOptions options;
  options.threads = thread_count(arguments.scenario);
  options.shard = arguments.shard.value_or(Shard());
  options.panel_keys = output.keys;
  const bool tables = !arguments.out.empty(), numbers = output.disclosure.any();
  if (tables && !numbers) options.tables = output.tables;
  options.ledger = tables && numbers;
  options.stop = &interrupted();
  options.before_block = hooks.before_block;
  return options;
}

/// Runs with finished blocks kept in the folder for results, if there is one.
class Keeper {
 public:
  /// Precondition: the folder is there and ours.
  Keeper(const RunArguments& arguments, const Prepared& prepared)
      : arguments_(arguments), identity_(identity_of(arguments, prepared.loaded, prepared.output)) {
    if (arguments.resume) checkpoint_ = resume(arguments, identity_);
  }

  /// Nothing is kept before this.
  void begin(RunOptions& options) {
    if (arguments_.out.empty()) return;
    if (!checkpoint_)
      checkpoint_ = std::make_unique<Checkpoint>(checkpoint_in(arguments_.out), identity_);
    options.saved = {checkpoint_.get()};
    options.save_to = checkpoint_.get();
  }

  /// Calls `work`; where the machine is in its way, the message says what is not lost.
  template <class Work>
  void guard(const Work& work) const {
    try {
      work();
    } catch (const UserError& e) {
      std::error_code ignored;
      const bool kept = checkpoint_ && std::filesystem::exists(checkpoint_->path(), ignored);
      if (!kept || e.code() != ExitCode::fault) throw;
      throw UserError(std::string(e.what()) + "\n" + advice(), e.code());
    }
  }

  std::string advice() const {
    return fmt::format(
        "{} finished blocks are kept in {}: the same command with --resume goes on from them",
        checkpoint_->size(), checkpoint_->path().string());
  }
  bool keeps() const { return checkpoint_ != nullptr; }
  void remove() const {
    std::error_code ignored;
    if (checkpoint_) std::filesystem::remove(checkpoint_->path(), ignored);
  }

 private:
  const RunArguments& arguments_;
  RunIdentity identity_;
  std::unique_ptr<Checkpoint> checkpoint_;
};

DataPackage describe(const Scenario& scenario, const RunArguments& arguments) {
  DataPackage package;
  package.title = scenario.title.empty() ? arguments.scenario.file : scenario.title;
  package.description =
      "Simulated drug and alcohol treatment under different contracts. What made these files "
      "stands in manifest.json.";
  if (arguments.suppress > 0)
    package.description += " Counts of 1 to " + std::to_string(arguments.suppress - 1) +
                           " and what would give them away are suppressed: *.";
  if (arguments.round > 0)
    package.description +=
        " Counts are rounded to the nearest " + std::to_string(arguments.round) + ".";
  package.program_version = PBRSIM_VERSION;
  package.suppressed = arguments.suppress > 0;
  return package;
}

}  // namespace

ExitCode run(const RunArguments& arguments, const RunHooks& hooks) {
  if (arguments.resume) check_resumable(arguments);
  Prepared prepared = prepare(arguments);
  auto& [output, loaded, plan] = prepared;
  // A file that grows over the limit is a write that fails, not the end of the program.
  std::signal(SIGXFSZ, SIG_IGN);
  std::unique_ptr<ResultTables> tables;
  if (!arguments.out.empty())
    tables = std::make_unique<ResultTables>(arguments.out, arguments.force || arguments.resume,
                                            arguments.gzip);
  Keeper keeper(arguments, prepared);
  Manifest manifest = manifest_of(arguments, loaded, plan);
  Collector collector(plan, output, tables.get());
  listen_for_interruption();
  Progress progress(count_blocks(plan, Shard()), arguments.quiet);
  fill(plan, arguments);
  RunOptions options = run_options(arguments, hooks, output);
  keeper.begin(options);
  keeper.guard([&] {
    run_blocks(plan, options, [&](BlockResult&& block) {
      collector.take(std::move(block));
      progress.step();
    });
    progress.finish();
    complete(manifest, collector, progress);
    if (tables) {
      collector.write_rest();
      manifest.files = tables->finish(describe(loaded.scenario, arguments));
      manifest.finished = utc_now();
      tables->publish(to_json(manifest));
    }
  });
  if (!arguments.quiet && collector.replications > 0) print_report(collector, loaded, plan);
  print_closing(arguments, collector, plan, manifest);
  const bool well = !interrupted() && collector.failed.empty();
  if (well) keeper.remove();
  if (!well && keeper.keeps()) std::cerr << keeper.advice() << '\n';
  if (interrupted()) return ExitCode::interrupted;
  return well ? ExitCode::done : ExitCode::some_failed;
}

}  // namespace pbrsim::cli
