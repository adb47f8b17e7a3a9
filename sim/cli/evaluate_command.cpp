// Difference-in-differences from evaluation.csv alone, as an evaluator would have it.
#include <cmath>
#include <iostream>
#include <optional>

#include <fmt/format.h>

#include "analysis/did_tables.hpp"
#include "cli/commands.hpp"
#include "results/data_package.hpp"
#include "results/result_folder.hpp"

namespace pbrsim::cli {

namespace {

std::string shown(double log_ratio) {
  return std::isnan(log_ratio) ? "-" : fmt::format("{:.3f}", std::exp(log_ratio));
}

std::string percent(double share) {
  return std::isnan(share) ? "-" : fmt::format("{:.0f}%", 100 * share);
}

void print(const std::vector<DidRow>& rows, const std::vector<DidSummary>& summary) {
  std::cout << fmt::format(
      "Difference-in-differences of {} treated against {} other areas: odds ratios, contract "
      "against as long before it.\nOver replications: mean (its 95% interval), 10th to 90th "
      "percentile of single worlds, how often an\nevaluator's 95% interval leaves out 1 "
      "(bootstrap over areas; sets of comparison areas).\n",
      rows.front().treated, rows.front().others);
  std::string design;
  for (const DidSummary& s : summary) {
    if (s.design != design) {
      design = s.design;
      std::cout << fmt::format("\n{}\n", design);
    }
    const DidInterval mean = mean_interval(s);
    std::cout << fmt::format(
        "  {:<26} {:<18} {:>6} ({:>5} to {:>5})  {:>5} to {:>5}  {:>4} {:>4}\n",
        did_outcomes()[s.outcome].name, name_of(s.estimator), shown(s.mean), shown(mean.low),
        shown(mean.high), shown(s.p10), shown(s.p90), percent(s.bootstrap_rejects),
        percent(s.placebo_rejects));
  }
  std::cout << std::flush;
}

void write(const EvaluateArguments& arguments, ResultFolder& folder,
           const std::vector<DidRow>& rows, const std::vector<DidSummary>& summary) {
  TableWriter worlds(folder.path(), did_schema(), false),
      means(folder.path(), did_summary_schema(), false);
  TableRows world_rows(worlds.schema()), mean_rows(means.schema());
  add_did_rows(world_rows, rows);
  add_did_summary_rows(mean_rows, summary);
  worlds.rows(world_rows);
  means.rows(mean_rows);
  DataPackage package;
  package.title = "Difference-in-differences from " + arguments.folder + "/evaluation.csv";
  package.description = fmt::format(
      "Treated areas against {} areas; {}{} resamples, seed {}.", arguments.against,
      arguments.leave_out_exposed ? "quarters of the 12 months before go-live left out; " : "",
      arguments.resamples, arguments.seed);
  package.program_version = PBRSIM_VERSION;
  package.resources = {{worlds.schema(), worlds.finish()}, {means.schema(), means.finish()}};
  AtomicFile description(folder.path() / "datapackage.json");
  description.write(to_json(package));
  description.finish();
  folder.publish({&worlds.file(), &means.file(), &description},
                 {"did.csv", "did_summary.csv", "datapackage.json"});
}

}  // namespace

ExitCode evaluate(const EvaluateArguments& arguments) {
  const EvaluationCounts counts =
      read_evaluation(std::filesystem::path(arguments.folder) / "evaluation.csv",
                      {arguments.against, arguments.leave_out_exposed});
  std::optional<ResultFolder> folder;
  if (!arguments.out.empty()) folder.emplace(arguments.out, arguments.force);
  DidOptions options;
  options.resamples = arguments.resamples;
  options.seed = static_cast<std::uint64_t>(arguments.seed);
  const std::vector<DidRow> rows = estimate_all(counts, options);
  const std::vector<DidSummary> summary = summarise(rows, options);
  if (folder) write(arguments, *folder, rows, summary);
  print(rows, summary);
  return ExitCode::done;
}

}  // namespace pbrsim::cli
