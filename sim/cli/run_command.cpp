#include <csignal>
#include <iostream>

#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/interruption.hpp"
#include "cli/progress.hpp"
#include "cli/run_report.hpp"
#include "cli/run_results.hpp"
#include "cli/saved_blocks.hpp"
#include "experiment/draws.hpp"
#include "results/result_folder.hpp"

namespace pbrsim::cli {

namespace {

/// How this process takes part, as what.
struct Part {
  const RunArguments& arguments;
  const RunHooks& hooks;
  Crew* crew;  // of rank 0
};

RunOptions begin(Prepared& prepared, const Part& part, Keeper& keeper) {
  listen_for_interruption();
  fill(prepared.plan, part.arguments);
  RunOptions options = run_options(part.arguments, prepared.output);
  options.stop = &interrupted();
  options.before_block = part.hooks.before_block;
  options.crew = part.crew;
  keeper.begin(options);
  return options;
}

ExitCode exit_code(bool any_failed) {
  if (interrupted()) return ExitCode::interrupted;
  return any_failed ? ExitCode::some_failed : ExitCode::done;
}

/// The second stage: as many replications more, or draws, as the first one says.
void run_more(Prepared& prepared, RunResults& results, const RunOptions& options) {
  const std::size_t from = count_blocks(prepared.plan, options.shard);
  Plan& plan = prepared.plan;
  (prepared.precision->by_draw ? plan.draws : plan.replications) = results.decide();
  results.expect_more();
  run_draws(plan, prepared.loaded, options, {from, count_blocks(plan, options.shard)},
            [&](BlockResult&& block) { results.take(std::move(block)); });
}

ExitCode run_all(Prepared& prepared, const Part& part) {
  Keeper keeper(part.arguments, prepared, part.crew->ranks());
  RunResults results(part.arguments, prepared, part.crew->ranks());
  const RunOptions options = begin(prepared, part, keeper);
  keeper.guard([&] {
    run_draws(prepared.plan, prepared.loaded, options,
              [&](BlockResult&& block) { results.take(std::move(block)); });
    if (prepared.precision && !interrupted()) run_more(prepared, results, options);
    results.write(interrupted());
  });
  results.print();
  const ExitCode code = exit_code(results.any_failed());
  if (code == ExitCode::done)
    keeper.remove();
  else
    std::cerr << keeper.advice();
  return code;
}

/// A part of the blocks. What comes of it is the checkpoint.
ExitCode run_shard(Prepared& prepared, const Part& part) {
  const RunArguments& arguments = part.arguments;
  Keeper keeper(arguments, prepared, part.crew->ranks());
  const ResultFolder folder(arguments.out, arguments.force || arguments.resume);
  const RunOptions options = begin(prepared, part, keeper);
  Progress progress(count_blocks(prepared.plan, options.shard), arguments.quiet);
  bool any_failed = false;
  keeper.guard([&] {
    run_draws(prepared.plan, prepared.loaded, options, [&](BlockResult&& block) {
      progress.step();
      if (block.failure.empty()) return;
      any_failed = true;
      print_failure(failed_block(block, prepared.plan), prepared.plan.seed);
    });
    progress.finish();
  });
  const ExitCode code = exit_code(any_failed);
  if (code != ExitCode::done)
    std::cerr << keeper.advice();
  else if (!arguments.quiet)
    std::cerr << fmt::format(
        "Shard {} is complete. With the folders of all {} shards: pbrsim merge DIR... --out "
        "RESULTS\n",
        to_string(options.shard), options.shard.of);
  return code;
}

/// A rank other than 0: simulates what it is given, and tells rank 0 if it cannot.
ExitCode run_for_rank_0(RunArguments arguments, const RunHooks& hooks, const Comm& comm) {
  arguments.quiet = true;
  ignore_interruption();
  try {
    Prepared prepared = prepare(arguments);
    fill(prepared.plan, arguments);
    RunOptions options = run_options(arguments, prepared.output);
    options.before_block = hooks.before_block;
    options.only_saved = arguments.shard.has_value();
    help_run_draws(comm, prepared.plan, prepared.loaded, options,
                   [&] { return open_checkpoint(arguments, prepared, comm.rank()); });
  } catch (const std::exception& e) {
    give_up(comm, e.what());
  }
  return ExitCode::done;  // what has gone wrong rank 0 says
}

}  // namespace

ExitCode run(const RunArguments& arguments, const RunHooks& hooks, const Comm& comm) {
  // A file that grows over the limit is a write that fails, not the end of the program.
  std::signal(SIGXFSZ, SIG_IGN);
  if (comm.rank() > 0) return run_for_rank_0(arguments, hooks, comm);
  Crew crew(comm);
  if (arguments.resume) check_resumable(arguments);
  Prepared prepared = prepare(arguments);
  const Part part{arguments, hooks, &crew};
  return arguments.shard ? run_shard(prepared, part) : run_all(prepared, part);
}

}  // namespace pbrsim::cli
