/// The checkpoint of a run in the folder for its results.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "cli/prepared.hpp"
#include "experiment/checkpoint.hpp"

namespace pbrsim::cli {

std::filesystem::path checkpoint_in(const std::filesystem::path& folder);

/// Throws unless there is something to go on from.
void check_resumable(const RunArguments& arguments);

/// Finished blocks of a run, kept in the folder for results if there is one.
class Keeper {
 public:
  /// Changes nothing. Where the run is to go on, throws if what is there was made by another
  /// program, scenario, seed or options, naming what changed.
  Keeper(const RunArguments& arguments, const Prepared& prepared);

  /// Makes a new checkpoint, or opens the one to go on from and says how far it had come.
  /// Precondition: the folder is ours.
  void begin(RunOptions& options);

  /// Calls `work`; where the machine is in its way, the message says what is not lost.
  void guard(const std::function<void()>& work) const;

  /// What is kept and what to do with it; empty without a folder.
  std::string advice() const;
  std::size_t size() const { return checkpoint_ ? checkpoint_->size() : 0; }
  void remove() const;

 private:
  const RunArguments& arguments_;
  RunIdentity identity_;
  std::unique_ptr<Checkpoint> checkpoint_;
};

/// Throws, naming what changed, if the checkpoint is not of that identity. `what`: what is made by
/// it, as in "a run".
void check_same(const std::filesystem::path& checkpoint, const RunIdentity& identity,
                const std::string& what);

/// Everything that changed as lines of a message.
std::string as_lines(const std::vector<std::string>& changed);

/// What this program would call a run of this.
RunIdentity identity_of(const RunArguments& arguments, const LoadedScenario& loaded,
                        const OutputOptions& output);

}  // namespace pbrsim::cli
