/// The folder that a run writes its results into: its own for as long as the run lasts.
///
/// Made, parents included, if it is not there. Held by a lock that ends with the process, however
/// that ends (flock on the folder; where a file system has no locks, two runs are not told apart).
/// Nothing in it changes until publish().
///
/// Errors, as `UserError`: exit code 2 where the name must change (a file, a parent that is a file,
/// a folder in use, a folder that is not empty), 3 where the machine is in the way.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "results/file.hpp"

namespace pbrsim {

/// Where a run keeps finished blocks until it has ended well.
inline constexpr const char* checkpoint_name = "checkpoint";

class ResultFolder {
 public:
  /// `force`: what is there may be replaced.
  ResultFolder(std::filesystem::path path, bool force);
  ResultFolder(const ResultFolder&) = delete;
  ResultFolder& operator=(const ResultFolder&) = delete;
  ~ResultFolder();

  const std::filesystem::path& path() const { return path_; }

  /// Gives `files` their names, in order, and removes what is left of earlier results (`results`:
  /// all names that results go by). The last file is the seal: the old one goes first and the new
  /// one comes last, so that a folder without it was not finished. If one cannot take its name,
  /// none of them stays. All files must be finished.
  void publish(const std::vector<AtomicFile*>& files, const std::vector<std::string>& results);

 private:
  void lock();
  void check_empty(bool force) const;

  std::filesystem::path path_;
  int descriptor_ = -1;
};

}  // namespace pbrsim
