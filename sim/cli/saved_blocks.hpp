/// The checkpoint of a run in the folder for its results: a file of rank 0, and one beside it of
/// every other rank that has simulated. Whoever goes on takes them all, however many ranks there
/// are now.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include "cli/prepared.hpp"
#include "experiment/checkpoint.hpp"

namespace pbrsim::cli {

std::filesystem::path checkpoint_in(const std::filesystem::path& folder, int rank = 0);
/// Those of other ranks that are there.
std::vector<std::filesystem::path> checkpoints_beside(const std::filesystem::path& folder);
/// That of a rank other than 0, opened if it is there, otherwise made; none without a folder.
/// Precondition: rank 0 has begun.
std::unique_ptr<Checkpoint> open_checkpoint(const RunArguments& arguments, const Prepared& prepared,
                                            int rank);

/// Throws unless there is something to go on from.
void check_resumable(const RunArguments& arguments);

/// Finished blocks of a run, kept in the folder for results if there is one.
class Keeper {
 public:
  /// Changes nothing. Where the run is to go on, throws if what is there was made by another
  /// program, scenario, seed or options, naming what changed.
  Keeper(const RunArguments& arguments, const Prepared& prepared, int ranks);

  /// Makes a new checkpoint, or opens those to go on from and says how far they had come.
  /// Precondition: the folder is ours.
  void begin(RunOptions& options);

  /// Calls `work`; where the machine is in its way, the message says what is not lost.
  void guard(const std::function<void()>& work) const;

  /// What is kept and what to do with it; empty without a folder.
  std::string advice() const;
  void remove() const;

 private:
  void go_on();
  void start_anew();

  const RunArguments& arguments_;
  RunIdentity identity_;
  int ranks_;
  std::unique_ptr<Checkpoint> checkpoint_;
  std::vector<std::unique_ptr<Checkpoint>> beside_;  // of other ranks, from before
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
