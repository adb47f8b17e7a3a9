#include "cli/saved_blocks.hpp"

#include <fmt/format.h>

#include <iostream>

#include "cli/machine.hpp"

namespace pbrsim::cli {

namespace {

constexpr std::size_t most_lines = 20;

std::unique_ptr<Checkpoint> go_on(const std::filesystem::path& path, bool quiet) {
  auto checkpoint = std::make_unique<Checkpoint>(path);
  if (!quiet)
    std::cerr << fmt::format("Going on from {}: {} blocks are finished\n", path.string(),
                             checkpoint->size());
  if (checkpoint->dropped() > 0)
    std::cerr << fmt::format(
        "{}: its last {} bytes were not whole; the blocks in them are simulated again\n",
        path.string(), checkpoint->dropped());
  return checkpoint;
}

}  // namespace

std::filesystem::path checkpoint_in(const std::filesystem::path& folder) {
  return folder / checkpoint_name;
}

void check_resumable(const RunArguments& arguments) {
  const std::filesystem::path path = checkpoint_in(arguments.out);
  std::error_code ignored;
  if (std::filesystem::exists(path, ignored)) return;
  const bool ended = std::filesystem::exists(path.parent_path() / "manifest.json", ignored);
  throw UserError(path.string() + ": is not there, so there is nothing to go on with" +
                  (ended ? "; the run in this folder has ended well"
                         : "; run without --resume (with --force if the folder is not empty)"));
}

RunIdentity identity_of(const RunArguments& arguments, const LoadedScenario& loaded,
                        const OutputOptions& output) {
  RunIdentity identity;
  identity.version = PBRSIM_VERSION;
  identity.commit = PBRSIM_COMMIT;
  identity.c_library = c_library_name();
  identity.scenario_file = arguments.scenario.file;
  identity.scenario = loaded.resolved_yaml;
  if (output.keys.group) identity.by.emplace_back("group");
  if (output.keys.cluster) identity.by.emplace_back("cluster");
  if (output.keys.replication) identity.by.emplace_back("replication");
  for (const CellTable* table : output.tables)
    identity.tables.push_back(table->schema.name);
  identity.suppress = arguments.suppress;
  identity.round = arguments.round;
  identity.gzip = arguments.gzip;
  identity.shard = arguments.shard.value_or(Shard());
  return identity;
}

std::string as_lines(const std::vector<std::string>& changed) {
  std::string text;
  for (std::size_t i = 0; i < std::min(changed.size(), most_lines); ++i)
    text += "\n  " + changed[i];
  if (changed.size() > most_lines)
    text += fmt::format("\n  and {} more", changed.size() - most_lines);
  return text;
}

void check_same(const std::filesystem::path& checkpoint, const RunIdentity& identity,
                const std::string& what) {
  const std::vector<std::string> changed =
      what_changed(Checkpoint(checkpoint, Checkpoint::ReadOnly{}).identity(), identity);
  if (!changed.empty())
    throw UserError(checkpoint.string() + ": is of " + what + " that differs from this one in" +
                    as_lines(changed) +
                    "\nGo on with what it was, or start again with another --out (or --force).");
}

Keeper::Keeper(const RunArguments& arguments, const Prepared& prepared)
    : arguments_(arguments), identity_(identity_of(arguments, prepared.loaded, prepared.output)) {
  if (arguments.resume) check_same(checkpoint_in(arguments.out), identity_, "a run");
}

void Keeper::begin(RunOptions& options) {
  if (arguments_.out.empty()) return;
  const std::filesystem::path path = checkpoint_in(arguments_.out);
  checkpoint_ = arguments_.resume ? go_on(path, arguments_.quiet)
                                  : std::make_unique<Checkpoint>(path, identity_);
  options.saved = {checkpoint_.get()};
  options.save_to = checkpoint_.get();
}

void Keeper::guard(const std::function<void()>& work) const {
  try {
    work();
  } catch (const UserError& e) {
    std::error_code ignored;
    const bool kept = checkpoint_ && std::filesystem::exists(checkpoint_->path(), ignored);
    if (!kept || e.code() != ExitCode::fault) throw;
    throw UserError(std::string(e.what()) + "\n" + advice(), e.code());
  }
}

std::string Keeper::advice() const {
  if (!checkpoint_) return "";
  return fmt::format(
      "{} finished blocks are kept in {}: the same command with --resume goes on from them\n",
      checkpoint_->size(), checkpoint_->path().string());
}

void Keeper::remove() const {
  std::error_code ignored;
  if (checkpoint_) std::filesystem::remove(checkpoint_->path(), ignored);
}

}  // namespace pbrsim::cli
