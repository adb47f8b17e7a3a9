#include <csignal>
#include <iostream>
#include <map>
#include <memory>

#include <fmt/format.h>

#include "analysis/report.hpp"
#include "analysis/summary_tables.hpp"
#include "cli/commands.hpp"
#include "cli/machine.hpp"
#include "cli/progress.hpp"
#include "experiment/run.hpp"
#include "results/manifest.hpp"

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

/// Collects blocks into replications; what is begun but not complete does not count.
class Collector {
 public:
  Collector(const Plan& plan, const RunArguments& arguments, const PanelKeys& keys)
      : plan_(plan),
        keys_(keys),
        outcomes(area_ids(plan), plan.designs),
        panels_(plan.areas.size() * plan.designs.size()),
        counted_(plan.areas.size()) {
    if (arguments.out.empty()) return;
    folder_ = arguments.out;
    ledger_ = std::make_unique<TableWriter>(folder_ / "ledger.csv", ledger_columns());
    panel_ = std::make_unique<TableWriter>(folder_ / "panel.csv", panel_columns(keys));
    if (arguments.episodes)
      episodes_ = std::make_unique<TableWriter>(folder_ / "episodes.csv", episode_columns());
  }

  void take(BlockResult&& block) {
    if (!block.failure.empty())
      failed.push_back({block.number.index, plan_.areas[block.number.area].model.id,
                        block.number.replication, block.failure});
    replication_.push_back(std::move(block));
    if (replication_.size() < plan_.areas.size()) return;
    count_replication();
    replication_.clear();
  }

  /// Writes and finishes all tables; returns their names.
  std::vector<std::string> write(const Plan& plan) {
    std::vector<std::string> files;
    if (folder_.empty()) return files;
    if (!keys_.replication) write_panel_means();
    TableWriter summary(folder_ / "summary.csv", summary_columns());
    write_summary(summary, outcomes);
    TableWriter differences(folder_ / "differences.csv", difference_columns());
    write_differences(differences, outcomes, plan.baseline);
    const std::pair<const char*, TableWriter*> tables[] = {{"summary.csv", &summary},
                                                           {"differences.csv", &differences},
                                                           {"panel.csv", panel_.get()},
                                                           {"ledger.csv", ledger_.get()},
                                                           {"episodes.csv", episodes_.get()}};
    for (const auto& [name, table] : tables) {
      if (table == nullptr) continue;
      table->commit();
      files.emplace_back(name);
    }
    return files;
  }

  static std::vector<std::string> area_ids(const Plan& plan) {
    std::vector<std::string> ids;
    for (const AreaPlan& area : plan.areas)
      ids.push_back(area.model.id);
    return ids;
  }

 private:
  void count_replication() {
    std::vector<std::vector<Sums>> by_area;
    for (const BlockResult& block : replication_) {
      std::vector<Sums> sums;
      for (std::size_t d = 0; d < block.designs.size(); ++d) {
        const CellResult& cell = block.designs[d];
        sums.push_back(cell.sums);
        clinical_events +=
            cell.sums[d == 0 ? Quantity::clinical_events : Quantity::own_clinical_events];
        if (d == 0) people += cell.sums[Quantity::people];
        keep(cell, block.number, d);
      }
      if (!block.designs.empty()) ++counted_[block.number.area];
      by_area.push_back(std::move(sums));
    }
    outcomes.add(by_area);
    ++replications;
  }

  void keep(const CellResult& cell, const BlockNumber& number, std::size_t design) {
    if (ledger_) ledger_->rows(cell.ledger);
    if (episodes_) episodes_->rows(cell.episodes);
    if (!panel_) return;
    const std::string& id = plan_.areas[number.area].model.id;
    if (keys_.replication)
      panel_->rows(panel_rows(cell.panel, 1, plan_.designs[design], id, number.replication,
                              plan_.schedule, keys_));
    else
      panels_[design * plan_.areas.size() + number.area].add(cell.panel);
  }

  void write_panel_means() {
    for (std::size_t d = 0; d < plan_.designs.size(); ++d)
      for (std::size_t a = 0; a < plan_.areas.size(); ++a) {
        const PanelBlock& sums = panels_[d * plan_.areas.size() + a];
        if (sums.empty()) continue;
        panel_->rows(panel_rows(sums, static_cast<double>(counted_[a]), plan_.designs[d],
                                plan_.areas[a].model.id, 0, plan_.schedule, keys_));
      }
  }

  const Plan& plan_;
  PanelKeys keys_;

 public:
  Outcomes outcomes;
  std::vector<FailedBlock> failed;
  int replications = 0;
  double people = 0, clinical_events = 0;

 private:
  std::filesystem::path folder_;
  std::unique_ptr<TableWriter> ledger_, panel_, episodes_;
  std::vector<PanelBlock> panels_;  // by design, area
  std::vector<int> counted_;        // by area
  std::vector<BlockResult> replication_;
};

Manifest make_manifest(const RunArguments& arguments, const LoadedScenario& loaded,
                       const Plan& plan) {
  Manifest m;
  m.program_version = PBRSIM_VERSION;
  m.commit = PBRSIM_COMMIT;
  m.scenario_file = arguments.scenario.file;
  m.resolved_scenario = loaded.resolved_yaml;
  m.seed = plan.seed;
  m.areas = Collector::area_ids(plan);
  m.designs = plan.designs;
  m.baseline = plan.designs[plan.baseline];
  m.replications_asked = plan.replications;
  m.machine = processor_name();
  m.compiler = compiler_name();
  m.c_library = c_library_name();
  m.threads = thread_count(arguments.scenario);
  m.started = utc_now();
  return m;
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
      "the same chance.\n",
      to_iso(s.run.go_live), s.contract_months(), collector.replications,
      collector.replications == 1 ? "" : "s");
  std::cout << "Providers keep their practice in this version: designs differ by assessment, "
               "verification and\n"
               "transition, and by what is paid; nobody yet changes what they do because of the "
               "tariff.\n\n";
  std::cout << report(collector.outcomes, plan.baseline, labels, areas) << std::flush;
}

}  // namespace

ExitCode run(const RunArguments& arguments) {
  const LoadedScenario loaded = load(arguments.scenario);
  Plan plan = make_plan(loaded.scenario);
  const int threads = thread_count(arguments.scenario);
  if (!arguments.out.empty()) prepare_folder(arguments.out, arguments.force);
  const PanelKeys keys = panel_keys(arguments.by);
  Manifest manifest = make_manifest(arguments, loaded, plan);
  Collector collector(plan, arguments, keys);

  std::signal(SIGINT, on_signal);
  std::signal(SIGTERM, on_signal);
  const std::size_t blocks = plan.areas.size() * static_cast<std::size_t>(plan.replications);
  Progress progress(blocks, arguments.quiet);
  if (!arguments.quiet)
    std::cerr << "Building the initial stock of " << plan.areas.size() << " area(s)\n";
  fill_pools(plan, threads);
  RunOptions options;
  options.threads = threads;
  options.panel_keys = keys;
  options.episodes = arguments.episodes;
  options.stop = &interrupted;
  run_blocks(plan, options, [&](BlockResult&& block) {
    collector.take(std::move(block));
    progress.step();
  });
  progress.finish();

  manifest.replications_counted = collector.replications;
  manifest.interrupted = interrupted;
  manifest.failed = collector.failed;
  manifest.people = collector.people;
  manifest.clinical_events = collector.clinical_events;
  manifest.files = collector.write(plan);
  manifest.seconds = progress.seconds();
  manifest.peak_memory_kib = peak_memory_kib();
  manifest.finished = utc_now();
  if (!arguments.out.empty()) {
    AtomicFile file(std::filesystem::path(arguments.out) / "manifest.json");
    file.write(to_json(manifest));
    file.commit();
  }
  if (!arguments.quiet && collector.replications > 0) print_report(collector, loaded, plan);
  if (!arguments.quiet)
    std::cerr << fmt::format(
        "\n{:.0f} people, {:.3g} clinical events in {:.1f} s: {:.3g} events a second per core, {} "
        "thread{}, peak memory {:.0f} MiB\n",
        collector.people, collector.clinical_events, manifest.seconds,
        collector.clinical_events / manifest.seconds / threads, threads, threads == 1 ? "" : "s",
        static_cast<double>(manifest.peak_memory_kib) / 1024);
  for (const FailedBlock& f : collector.failed)
    std::cerr << fmt::format("block {} failed (area {}, replication {}, seed {}): {}\n", f.index,
                             f.area, f.replication, plan.seed, f.message);
  if (interrupted) {
    std::cerr << "interrupted: " << collector.replications << " of " << plan.replications
              << " replications are complete and count\n";
    return ExitCode::interrupted;
  }
  return collector.failed.empty() ? ExitCode::done : ExitCode::some_failed;
}

}  // namespace pbrsim::cli
