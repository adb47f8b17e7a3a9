#include <csignal>
#include <iostream>
#include <memory>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "analysis/report.hpp"
#include "cli/begin_manifest.hpp"
#include "cli/collector.hpp"
#include "cli/commands.hpp"
#include "cli/machine.hpp"
#include "cli/progress.hpp"
#include "experiment/run.hpp"

namespace pbrsim::cli {

namespace {

std::atomic<bool> interrupted{false};

/// The first signal asks for a clean stop; a second one ends the program as usual.
void on_signal(int signal) {
  interrupted = true;
  std::signal(signal, SIG_DFL);
}

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

/// Whether providers change what they do because of the tariff, and in what.
std::string about_behaviour(const Plan& plan) {
  struct Switches {
    std::set<std::string> on;
    void operator()(const char* name, bool value, const FieldSpec&, const char*) {
      if (value) on.insert(name);
    }
  } switches;
  for (const AreaPlan& area : plan.areas)
    for (const DesignModel& design : area.designs)
      if (design.design.behaviour.responds()) Behaviour::fields(design.design.behaviour, switches);
  if (switches.on.empty())
    return "Providers keep their practice (behaviour is off): designs differ by assessment, "
           "verification and\ntransition, and by what is paid.\n";
  return fmt::format(
      "Providers change what they do where their contract is a new one (behaviour: {}).\n",
      fmt::join(switches.on, ", "));
}

void print_report(const Collector& collector, const LoadedScenario& loaded, const Plan& plan) {
  std::vector<std::string> labels, areas;
  const Scenario& s = loaded.scenario;
  for (const std::string& name : plan.designs) {
    const std::string& label = s.by_area.at(s.areas.front()).designs.at(name).label;
    labels.push_back(label.empty() ? name : label);
  }
  for (const AreaPlan& area : plan.areas)
    areas.push_back(area.model.area.name.empty() ? area.model.id : area.model.area.name);
  if (!s.title.empty()) std::cout << s.title << '\n';
  std::cout << fmt::format(
      "Contract from {}, {} months, {} replication{}. Differences are paired: the same people with "
      "the same chance.\nThose of exits and deaths are of expected numbers, which vary less; they "
      "need not be those of the numbers beside them.\n",
      to_iso(s.run.go_live), s.contract_months(), collector.replications,
      collector.replications == 1 ? "" : "s");
  std::cout << about_behaviour(plan) << '\n';
  std::cout << report(collector.outcomes, plan.baseline, labels, areas) << std::flush;
}

/// Simulates; what comes of it reaches the collector.
void simulate(Plan& plan, const RunArguments& arguments, const RunHooks& hooks,
              const OutputOptions& output, Collector& collector, Progress& progress) {
  const int threads = thread_count(arguments.scenario);
  if (!arguments.quiet)
    std::cerr << "Building the initial stock of " << plan.areas.size()
              << (plan.areas.size() == 1 ? " area\n" : " areas\n");
  fill_pools(plan, threads);
  RunOptions options;
  options.threads = threads;
  options.panel_keys = output.keys;
  const bool tables = !arguments.out.empty(), numbers = output.disclosure.any();
  if (tables && !numbers) options.tables = output.tables;
  options.ledger = tables && numbers;
  options.stop = &interrupted;
  options.before_block = hooks.before_block;
  run_blocks(plan, options, [&](BlockResult&& block) {
    collector.take(std::move(block));
    progress.step();
  });
  progress.finish();
}

DataPackage describe(const Scenario& scenario, const RunArguments& arguments) {
  DataPackage package;
  package.title = scenario.title.empty() ? arguments.scenario.file : scenario.title;
  package.description =
      "Simulated drug and alcohol treatment under different contracts. What made these files "
      "stands "
      "in manifest.json.";
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

void print_closing(const RunArguments& arguments, const Collector& collector, const Plan& plan,
                   const Manifest& manifest) {
  if (!arguments.quiet)
    std::cerr << fmt::format(
        "\n{:.0f} people, {:.3g} clinical events in {:.1f} s: {:.3g} events a second per core, {} "
        "thread{}, peak memory {:.0f} MiB\n",
        collector.people, collector.clinical_events, manifest.seconds,
        collector.clinical_events / manifest.seconds / manifest.threads, manifest.threads,
        manifest.threads == 1 ? "" : "s", static_cast<double>(manifest.peak_memory_kib) / 1024);
  for (const FailedBlock& f : collector.failed)
    std::cerr << fmt::format("block {} failed (area {}, replication {}, seed {}): {}\n", f.index,
                             f.area, f.replication, plan.seed, f.message);
  if (manifest.interrupted)
    std::cerr << "interrupted: " << collector.replications << " of " << plan.replications
              << " replications are complete and count\n";
}

}  // namespace

ExitCode run(const RunArguments& arguments, const RunHooks& hooks) {
  const OutputOptions output = output_options(arguments);
  const LoadedScenario loaded = load(arguments.scenario);
  Plan plan = make_plan(loaded.scenario);
  // A file that grows over the limit is a write that fails, not the end of the program.
  std::signal(SIGXFSZ, SIG_IGN);
  std::unique_ptr<ResultTables> tables;
  if (!arguments.out.empty())
    tables = std::make_unique<ResultTables>(arguments.out, arguments.force, arguments.gzip);
  Manifest manifest = manifest_of(arguments, loaded, plan);
  Collector collector(plan, output, tables.get());

  std::signal(SIGINT, on_signal);
  std::signal(SIGTERM, on_signal);
  Progress progress(plan.areas.size() * static_cast<std::size_t>(plan.replications),
                    arguments.quiet);
  simulate(plan, arguments, hooks, output, collector, progress);

  manifest.replications_counted = collector.replications;
  manifest.interrupted = interrupted;
  manifest.failed = collector.failed;
  manifest.people = collector.people;
  manifest.clinical_events = collector.clinical_events;
  manifest.seconds = progress.seconds();
  manifest.peak_memory_kib = peak_memory_kib();
  if (tables) {
    collector.write_rest();
    manifest.files = tables->finish(describe(loaded.scenario, arguments));
    manifest.finished = utc_now();
    tables->publish(to_json(manifest));
  }
  if (!arguments.quiet && collector.replications > 0) print_report(collector, loaded, plan);
  print_closing(arguments, collector, plan, manifest);
  if (interrupted) return ExitCode::interrupted;
  return collector.failed.empty() ? ExitCode::done : ExitCode::some_failed;
}

}  // namespace pbrsim::cli
