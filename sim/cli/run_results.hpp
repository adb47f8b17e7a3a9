/// What comes of the blocks of a run: tables in a folder, the manifest, the table on the terminal.
#pragma once

#include <memory>

#include "cli/prepared.hpp"
#include "cli/progress.hpp"
#include "results/manifest.hpp"

namespace pbrsim::cli {

class RunResults {
 public:
  /// Takes the folder for results if there is one. Both arguments must outlive this.
  RunResults(const RunArguments& arguments, const Prepared& prepared, int ranks = 1);

  /// Blocks in their order.
  void take(BlockResult&& block);
  /// The first stage is over: how many replications it takes in all, or draws where there are, for
  /// the precision asked for.
  /// Precondition: one is asked for.
  int decide();
  /// The plan has more replications or draws now.
  void expect_more() { progress_.expect(count_blocks(prepared_.plan, Shard())); }
  /// No block follows. Writes everything.
  void write(bool interrupted);
  /// Precondition: written.
  void print() const;

  bool any_failed() const { return !collector_.failed.empty(); }

 private:
  PrecisionReached reached() const;

  const RunArguments& arguments_;
  const Prepared& prepared_;
  std::unique_ptr<ResultTables> tables_;
  Manifest manifest_;
  Collector collector_;
  Progress progress_;
  std::optional<FirstStage> first_stage_;
};

}  // namespace pbrsim::cli
