#include "cli/saved_blocks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>

#include "cli/machine.hpp"

namespace pbrsim::cli {

namespace {

constexpr std::size_t most_lines = 20;

/// Number of the rank whose checkpoint has that name beside that of rank 0; 0 if it is none.
int rank_of(const std::string& name) {
  const std::string before = std::string(checkpoint_name) + ".";
  if (name.compare(0, before.size(), before) != 0) return 0;
  const std::string number = name.substr(before.size());
  const bool digits = !number.empty() && number.size() < 9 &&
                      number.find_first_not_of("0123456789") == std::string::npos;
  return digits ? std::stoi(number) : 0;
}

void remove_beside(const std::filesystem::path& folder) {
  std::error_code ignored;
  for (const std::filesystem::path& path : checkpoints_beside(folder))
    std::filesystem::remove(path, ignored);
}

std::unique_ptr<Checkpoint> mended(const std::filesystem::path& path) {
  auto checkpoint = std::make_unique<Checkpoint>(path);
  if (checkpoint->dropped() > 0)
    std::cerr << fmt::format(
        "{}: its last {} bytes were not whole; the blocks in them are simulated again\n",
        path.string(), checkpoint->dropped());
  return checkpoint;
}

}  // namespace

std::filesystem::path checkpoint_in(const std::filesystem::path& folder, int rank) {
  return folder / (checkpoint_name + (rank == 0 ? "" : "." + std::to_string(rank)));
}

std::vector<std::filesystem::path> checkpoints_beside(const std::filesystem::path& folder) {
  std::vector<int> ranks;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored))
    if (const int rank = rank_of(entry.path().filename().string()); rank > 0) ranks.push_back(rank);
  std::sort(ranks.begin(), ranks.end());
  std::vector<std::filesystem::path> paths;
  for (const int rank : ranks)
    paths.push_back(checkpoint_in(folder, rank));
  return paths;
}

std::unique_ptr<Checkpoint> open_checkpoint(const RunArguments& arguments, const Prepared& prepared,
                                            int rank) {
  if (arguments.out.empty()) return nullptr;
  const std::filesystem::path path = checkpoint_in(arguments.out, rank);
  std::error_code ignored;
  if (std::filesystem::exists(path, ignored)) return std::make_unique<Checkpoint>(path);
  return std::make_unique<Checkpoint>(path,
                                      identity_of(arguments, prepared.loaded, prepared.output));
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

Keeper::Keeper(const RunArguments& arguments, const Prepared& prepared, int ranks)
    : arguments_(arguments),
      identity_(identity_of(arguments, prepared.loaded, prepared.output)),
      ranks_(ranks) {
  if (arguments.resume) check_same(checkpoint_in(arguments.out), identity_, "a run");
}

void Keeper::begin(RunOptions& options) {
  if (arguments_.out.empty()) return;
  if (arguments_.resume)
    go_on();
  else
    start_anew();
  options.saved = {checkpoint_.get()};
  for (const auto& checkpoint : beside_)
    options.saved.push_back(checkpoint.get());
  options.save_to = checkpoint_.get();
}

void Keeper::start_anew() {
  remove_beside(arguments_.out);
  checkpoint_ = std::make_unique<Checkpoint>(checkpoint_in(arguments_.out), identity_);
}

void Keeper::go_on() {
  const std::filesystem::path path = checkpoint_in(arguments_.out);
  checkpoint_ = mended(path);
  std::size_t blocks = checkpoint_->size();
  for (const std::filesystem::path& beside : checkpoints_beside(arguments_.out)) {
    beside_.push_back(mended(beside));
    blocks += beside_.back()->size();
  }
  if (!arguments_.quiet)
    std::cerr << fmt::format("Going on from {}: {} blocks are finished\n", path.string(), blocks);
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
  std::size_t known = checkpoint_->size();
  for (const auto& checkpoint : beside_)
    known += checkpoint->size();
  return fmt::format(
      "{} finished blocks are kept in {}{}: the same command with --resume goes on from them\n",
      ranks_ == 1 ? std::to_string(known) : "All", checkpoint_->path().string(),
      ranks_ == 1 ? "" : " and beside it");
}

void Keeper::remove() const {
  std::error_code ignored;
  if (!checkpoint_) return;
  remove_beside(arguments_.out);
  std::filesystem::remove(checkpoint_->path(), ignored);
}

}  // namespace pbrsim::cli
