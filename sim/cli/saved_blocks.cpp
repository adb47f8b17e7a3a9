#include "cli/saved_blocks.hpp"

#include <fmt/format.h>

#include <iostream>

#include "cli/machine.hpp"

namespace pbrsim::cli {

namespace {

constexpr std::size_t most_lines = 20;

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

std::unique_ptr<Checkpoint> resume(const RunArguments& arguments, const RunIdentity& identity) {
  const std::filesystem::path path = checkpoint_in(arguments.out);
  // Read first without a change: what is not ours to go on with stays as it is.
  const std::vector<std::string> changed =
      what_changed(Checkpoint(path, Checkpoint::ReadOnly{}).identity(), identity);
  if (!changed.empty())
    throw UserError(path.string() + ": is of a run that differs from this one in" +
                    as_lines(changed) +
                    "\nGo on with what it was, or start again with another --out (or --force).");
  auto checkpoint = std::make_unique<Checkpoint>(path);
  if (!arguments.quiet)
    std::cerr << fmt::format("Going on from {}: {} blocks are finished\n", path.string(),
                             checkpoint->size());
  if (checkpoint->dropped() > 0)
    std::cerr << fmt::format(
        "{}: its last {} bytes were not whole; the blocks in them are simulated again\n",
        path.string(), checkpoint->dropped());
  return checkpoint;
}

}  // namespace pbrsim::cli
