#include "cli/run_results.hpp"

#include "cli/begin_manifest.hpp"
#include "cli/machine.hpp"
#include "cli/run_report.hpp"

namespace pbrsim::cli {

namespace {

std::unique_ptr<ResultTables> tables_of(const RunArguments& arguments) {
  if (arguments.out.empty()) return nullptr;
  return std::make_unique<ResultTables>(arguments.out, arguments.force || arguments.resume,
                                        arguments.gzip);
}

Manifest manifest_of(const RunArguments& arguments, const LoadedScenario& loaded, const Plan& plan,
                     int ranks) {
  Manifest m = begin_manifest(arguments.scenario, loaded, plan, thread_count(arguments.scenario));
  m.ranks = ranks;
  m.draws = plan.draws;
  m.replications_asked = plan.replications;
  m.suppress = arguments.suppress;
  m.round = arguments.round;
  return m;
}

DataPackage describe(const Scenario& scenario, const RunArguments& arguments) {
  DataPackage package =
      begin_package(scenario, arguments.scenario.file,
                    "Simulated drug and alcohol treatment under different contracts.");
  if (arguments.suppress > 0)
    package.description += " Counts of 1 to " + std::to_string(arguments.suppress - 1) +
                           " and what would give them away are suppressed: *.";
  if (arguments.round > 0)
    package.description +=
        " Counts are rounded to the nearest " + std::to_string(arguments.round) + ".";
  package.suppressed = arguments.suppress > 0;
  return package;
}

}  // namespace

RunResults::RunResults(const RunArguments& arguments, const Prepared& prepared, int ranks)
    : arguments_(arguments),
      prepared_(prepared),
      tables_(tables_of(arguments)),
      manifest_(manifest_of(arguments, prepared.loaded, prepared.plan, ranks)),
      collector_(prepared.plan, prepared.output, tables_.get()),
      progress_(count_blocks(prepared.plan, Shard()), arguments.quiet) {}

void RunResults::take(BlockResult&& block) {
  collector_.take(std::move(block));
  progress_.step();
}

int RunResults::decide() {
  const PrecisionTarget& target = *prepared_.precision;
  first_stage_ = first_stage(differences_of(collector_.outcomes, target), target.half_width);
  return units_to_run(target, *first_stage_);
}

void RunResults::write(bool interrupted) {
  progress_.finish();
  if (prepared_.precision && !first_stage_) decide();  // it ended in the first stage
  manifest_.draws = prepared_.plan.draws;
  manifest_.replications_asked = prepared_.plan.replications;
  manifest_.replications_counted = collector_.replications;
  manifest_.interrupted = interrupted;
  manifest_.failed = collector_.failed;
  manifest_.people = collector_.people;
  manifest_.clinical_events = collector_.clinical_events;
  manifest_.seconds = progress_.seconds();
  manifest_.peak_memory_kib = peak_memory_kib();
  if (!tables_) return;
  collector_.write_rest();
  if (first_stage_) {
    TableWriter& precision = tables_->open(precision_schema());
    TableRows rows(precision.schema());
    add_precision_row(rows, *prepared_.precision, reached(), collector_.outcomes);
    precision.rows(rows);
  }
  if (prepared_.plan.draws > 0) collector_.write_draws(prepared_.loaded.scenario);
  manifest_.files = tables_->finish(describe(prepared_.loaded.scenario, arguments_));
  manifest_.finished = utc_now();
  tables_->publish(to_json(manifest_));
}

PrecisionReached RunResults::reached() const {
  const PrecisionTarget& target = *prepared_.precision;
  return precision_reached(target, *first_stage_, differences_of(collector_.outcomes, target));
}

void RunResults::print() const {
  if (!arguments_.quiet && collector_.replications > 0) {
    print_report(collector_, prepared_.loaded, prepared_.plan);
    if (first_stage_) print_precision(*prepared_.precision, reached(), collector_.outcomes);
  }
  print_closing(arguments_, collector_, prepared_.plan, manifest_);
}

}  // namespace pbrsim::cli
