// The shards of a run put together, as if it had never been divided.
#include <algorithm>
#include <csignal>
#include <iostream>
#include <memory>

#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/run_results.hpp"
#include "cli/saved_blocks.hpp"
#include "experiment/draws.hpp"

namespace pbrsim::cli {

namespace {

/// A shard: the checkpoints of the ranks that have run it, that of rank 0 first.
class Part {
 public:
  explicit Part(const std::filesystem::path& folder) {
    const std::filesystem::path path = checkpoint_in(folder);
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored))
      throw UserError(path.string() +
                      ": is not there; give the folders that run --shard has written into");
    open(path);
    for (const std::filesystem::path& beside : checkpoints_beside(folder))
      open(beside);
  }

  const RunIdentity& identity() const { return files_.front()->identity(); }
  const std::filesystem::path& path() const { return files_.front()->path(); }
  bool has(const BlockNumber& number) const {
    return std::any_of(files_.begin(), files_.end(), [&](const auto& f) { return f->has(number); });
  }
  const std::vector<std::unique_ptr<Checkpoint>>& files() const { return files_; }

 private:
  void open(const std::filesystem::path& path) {
    files_.push_back(std::make_unique<Checkpoint>(path, Checkpoint::ReadOnly{}));
  }

  std::vector<std::unique_ptr<Checkpoint>> files_;
};
using Parts = std::vector<Part>;

Parts open_parts(const std::vector<std::string>& folders) {
  Parts parts;
  for (const std::string& folder : folders)
    parts.emplace_back(folder);
  return parts;
}

int replications_of(const RunIdentity& identity) {
  return load_scenario_text(identity.scenario, identity.scenario_file).scenario.run.replications;
}

/// What is different about `other`, which shard it is apart.
std::vector<std::string> differs(const RunIdentity& first, RunIdentity other) {
  std::vector<std::string> changed;
  if (other.shard.of != first.shard.of)
    changed.push_back(fmt::format("shards: {}, now {}", first.shard.of, other.shard.of));
  other.shard = first.shard;
  for (std::string& line : what_changed(first, other))
    changed.push_back(std::move(line));
  if (!changed.empty() || first.scenario == other.scenario) return changed;
  const int then = replications_of(first), now = replications_of(other);
  if (then != now) changed.push_back(fmt::format("replications: {}, now {}", then, now));
  return changed;
}

void check_same_run(const Parts& parts) {
  const Part& first = parts.front();
  for (const Part& part : parts) {
    const std::vector<std::string> changed = differs(first.identity(), part.identity());
    if (!changed.empty())
      throw UserError(part.path().string() + ": is of another run than " + first.path().string() +
                      ", with different" + as_lines(changed) + "\nMerge shards of one run.");
  }
  RunIdentity here = first.identity();
  here.version = PBRSIM_VERSION;
  here.commit = PBRSIM_COMMIT;
  const std::vector<std::string> changed = what_changed(first.identity(), here);
  if (!changed.empty())
    throw UserError(first.path().string() + ": was made by another program than this one" +
                    as_lines(changed) + "\nMerge with the program that has run the shards.");
}

/// Every shard once.
void check_numbers(const Parts& parts) {
  const int of = parts.front().identity().shard.of;
  std::string missing;
  for (int number = 1; number <= of; ++number) {
    const auto is_it = [&](const Part& p) { return p.identity().shard.number == number; };
    const auto one = std::find_if(parts.begin(), parts.end(), is_it);
    if (one == parts.end()) {
      missing += fmt::format("{}{}/{}", missing.empty() ? "" : ", ", number, of);
      continue;
    }
    const auto two = std::find_if(std::next(one), parts.end(), is_it);
    if (two != parts.end())
      throw UserError(fmt::format("{} and {}: are both shard {}/{}; give each shard once",
                                  one->path().string(), two->path().string(), number, of));
  }
  if (!missing.empty())
    throw UserError("Of the shards of this run, " + missing +
                    " is missing; give the folders of all of them");
}

void check_complete(const Parts& parts, const Plan& plan) {
  for (const Part& part : parts) {
    const Shard shard = part.identity().shard;
    const std::size_t blocks = count_blocks(plan, shard);
    std::size_t lacking = 0;
    for (std::size_t i = 0; i < blocks; ++i)
      lacking += !part.has(block_at(plan, shard, i));
    if (lacking > 0)
      throw UserError(
          fmt::format("{}: shard {} lacks {} of its {} blocks; go on with it by the "
                      "command that began it, with --resume",
                      part.path().string(), to_string(shard), lacking, blocks));
  }
}

/// The run that the shards are parts of.
RunArguments whole_run(const RunIdentity& identity, const MergeArguments& arguments) {
  RunArguments run;
  run.scenario.file = identity.scenario_file;
  run.scenario.threads = arguments.threads;
  run.out = arguments.out;
  run.force = arguments.force;
  run.quiet = arguments.quiet;
  run.by = identity.by;
  run.episodes = std::count(identity.tables.begin(), identity.tables.end(), "episodes") > 0;
  run.people = std::count(identity.tables.begin(), identity.tables.end(), "people") > 0;
  run.evaluation = std::count(identity.tables.begin(), identity.tables.end(), "evaluation") > 0;
  run.extract = std::count(identity.tables.begin(), identity.tables.end(), "journeys") > 0;
  run.suppress = identity.suppress;
  run.round = identity.round;
  run.gzip = identity.gzip;
  run.panel_blocks = arguments.panel_blocks;
  return run;
}

}  // namespace

ExitCode merge(const MergeArguments& arguments) {
  const Parts parts = open_parts(arguments.folders);
  check_same_run(parts);
  check_numbers(parts);
  const RunIdentity& identity = parts.front().identity();
  const RunArguments run = whole_run(identity, arguments);
  Prepared prepared = prepare(run, load_scenario_text(identity.scenario, identity.scenario_file));
  check_complete(parts, prepared.plan);
  std::signal(SIGXFSZ, SIG_IGN);
  RunResults results(run, prepared);
  fill(prepared.plan, run);
  RunOptions options = run_options(run, prepared.output);
  for (const Part& part : parts)
    for (const auto& file : part.files())
      options.saved.push_back(file.get());
  run_draws(prepared.plan, prepared.loaded, options,
            [&](BlockResult&& block) { results.take(std::move(block)); });
  results.write(false);
  results.print();
  return results.any_failed() ? ExitCode::some_failed : ExitCode::done;
}

}  // namespace pbrsim::cli
