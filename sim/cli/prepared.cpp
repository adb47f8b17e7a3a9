#include "cli/prepared.hpp"

#include <iostream>

#include "experiment/draws.hpp"

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

void check_shard(const Shard& shard, const Plan& plan) {
  const bool drawn = plan.draws > 0;
  const int most = drawn ? plan.draws : plan.replications;
  if (shard.of > most)
    throw UserError("--shard " + to_string(shard) + ": a run of " + std::to_string(most) +
                    (drawn ? " draws" : " replications") + " has at most so many shards");
}

void check_disclosure(const Plan& plan, const OutputOptions& output) {
  if (plan.draws > 0 && output.disclosure.any())
    throw UserError(
        "--suppress and --round cannot be had with draws (run.draws): what they hide is reckoned "
        "for replications of one world; leave one of them out");
}

void check_precision(const PrecisionTarget& target, const RunArguments& arguments,
                     const OutputOptions& output) {
  const std::string units(units_of(target));
  if (arguments.shard)
    throw UserError("--shard cannot be had with precision: how many " + units +
                    " it takes is known after the first; `pbrsim check --predict` says about how "
                    "many, so give those as run." +
                    units + " and leave precision out");
  if (output.disclosure.any())
    throw UserError(
        "--suppress and --round cannot be had with precision, whose table gives numbers away; "
        "leave one of them out");
}

bool is_asked_for(const CellTable& table, const RunArguments& arguments) {
  return (table.schema.name == "episodes" && arguments.episodes) ||
         (table.schema.name == "people" && arguments.people) ||
         (table.for_evaluation && arguments.evaluation) || (table.for_extract && arguments.extract);
}

/// Tables that no release of small-number tables may hold.
[[noreturn]] void refuse_release(const CellTable& table) {
  if (table.for_evaluation)
    throw UserError(
        "evaluation.csv with --suppress or --round: its counts are small, and nothing in it is "
        "suppressed; leave one of them out (the scenario may ask for it: --set "
        "evaluation.tables=false)");
  if (table.for_extract)
    throw UserError(
        "--extract with --suppress or --round: its tables hold unit records, which no release of "
        "small-number tables may hold; leave one of them out");
  throw UserError("--" + table.schema.name +
                  " with --suppress or --round: the table holds one row per " +
                  (table.schema.name == "people" ? "person" : "treatment episode") +
                  ", which no release of small-number tables may hold; leave one of them out");
}

}  // namespace

OutputOptions output_options(const RunArguments& arguments, bool drawn, bool evaluation) {
  OutputOptions options;
  options.keys = panel_keys(arguments.by);
  options.disclosure = {arguments.suppress, arguments.round};
  for (const CellTable& table : cell_tables(drawn)) {
    const bool asked = is_asked_for(table, arguments) || (evaluation && table.for_evaluation);
    if (asked && !table.always && options.disclosure.any()) refuse_release(table);
    if (table.always || asked) options.tables.push_back(&table);
  }
  options.panel_blocks = arguments.panel_blocks;
  if (!options.keys.replication || options.disclosure.any()) return options;
  for (CellTable table :
       {panel_by_replication(options.keys, drawn), providers_by_replication(drawn)})
    options.by_replication.push_back(std::make_shared<const CellTable>(std::move(table)));
  return options;
}

Prepared prepare(const RunArguments& arguments) {
  output_options(arguments, false, false);  // what is wrong with them is told first
  return prepare(arguments, load(arguments.scenario));
}

Prepared prepare(const RunArguments& arguments, LoadedScenario loaded) {
  OutputOptions output =
      output_options(arguments, loaded.scenario.run.draws > 0, loaded.scenario.evaluation.tables);
  Plan plan = make_plan(loaded.scenario);
  if (arguments.shard) check_shard(*arguments.shard, plan);
  check_disclosure(plan, output);
  check_draws(plan, loaded);
  std::optional<PrecisionTarget> precision;
  if (loaded.scenario.precision) {
    precision = precision_target(loaded.scenario, plan);
    check_precision(*precision, arguments, output);
  }
  return {std::move(output), std::move(loaded), std::move(plan), precision};
}

std::string about_stock(const Plan& plan) {
  return "Building the initial stock of " + std::to_string(plan.areas.size()) +
         (plan.areas.size() == 1 ? " area" : " areas");
}

void fill(Plan& plan, const RunArguments& arguments) {
  if (!arguments.quiet) std::cerr << about_stock(plan) << '\n';
  fill_pools(plan, thread_count(arguments.scenario));
}

RunOptions run_options(const RunArguments& arguments, const OutputOptions& output) {
  RunOptions options;
  options.threads = thread_count(arguments.scenario);
  options.shard = arguments.shard.value_or(Shard());
  options.panel_keys = output.keys;
  const bool tables = !arguments.out.empty(), numbers = output.disclosure.any();
  if (tables && !numbers) options.tables = output.cell_tables();
  options.ledger = tables && numbers;
  options.totals = tables && output.by_replication.empty();
  options.totals_apart = output.keys.replication;
  return options;
}

}  // namespace pbrsim::cli
