/// Finished blocks on the disk, so that a run that ended early can go on.
///
/// The file holds what made the blocks and then every block as it finished, in that order, bit for
/// bit (results/record_file.hpp has the format of the file and what happens to a torn tail; the
/// records are cereal's portable binary archives). Blocks are known by (draw, replication, area),
/// so that a run may ask for more replications, or fewer, than the one that it goes on from.
/// Blocks that failed are not kept: they are run again.
///
/// Where several processes run, each has a file of its own. Places are enough to read a block that
/// another process has found.
///
/// A shard's checkpoint is its product: merging reads those of all shards.
#pragma once

#include <array>
#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "experiment/run.hpp"
#include "results/record_file.hpp"

namespace pbrsim {

/// Everything that a block's result or what is made of it follows from.
struct RunIdentity {
  std::string version, commit, c_library;
  std::string scenario_file;        // as it was given
  std::string scenario;             // complete text
  std::vector<std::string> by;      // --by
  std::vector<std::string> tables;  // cell by cell
  int suppress = 0, round = 0;      // 0: not
  bool gzip = false;
  Shard shard;
};

/// What differs so that blocks of the one are none of the other's, a line each: "seed (run.seed):
/// 11, now 12". Not the number of replications, the file's name and --gzip.
std::vector<std::string> what_changed(const RunIdentity& then, const RunIdentity& now);

/// Where a finished block is kept.
struct KeptBlock {
  std::string file;
  RecordFile::Place place = 0;
};

class Checkpoint {
 public:
  struct ReadOnly {};

  /// A new file.
  Checkpoint(const std::filesystem::path& path, const RunIdentity& identity);
  /// The file that is there; throws where it has not a whole beginning.
  explicit Checkpoint(const std::filesystem::path& path);
  Checkpoint(const std::filesystem::path& path, ReadOnly);

  const RunIdentity& identity() const { return identity_; }
  const std::filesystem::path& path() const { return file_.path(); }
  /// Blocks that are kept.
  std::size_t size() const { return places_.size() + added_; }
  /// Bytes at the end that were not whole when the file was opened.
  std::uint64_t dropped() const { return file_.dropped(); }

  /// The blocks that were there when the file was opened.
  bool has(const BlockNumber& number) const { return find(number).has_value(); }
  std::optional<KeptBlock> find(const BlockNumber& number) const;
  /// Precondition: has(number).
  BlockResult load(const BlockNumber& number) const;
  /// Appends; load() and save() may be called from several threads.
  void save(const BlockResult& result);

 private:
  using Key = std::array<std::uint32_t, 3>;
  RecordFile::Each reader();

  RunIdentity identity_;
  std::map<Key, RecordFile::Place> places_;
  std::atomic<std::size_t> added_{0};
  bool begun_ = false;
  RecordFile file_;
};

/// Reads blocks of which it is known where they are kept. May be used by several threads.
class KeptBlocks {
 public:
  BlockResult load(const BlockNumber& number, const KeptBlock& kept);

 private:
  const RecordFile& file(const std::string& path);

  std::mutex mutex_;
  std::map<std::string, std::unique_ptr<RecordFile>> files_;
};

}  // namespace pbrsim
