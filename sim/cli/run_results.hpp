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
  RunResults(const RunArguments& arguments, const Prepared& prepared);

  /// Blocks in their order.
  void take(BlockResult&& block);
  /// No block follows. Writes everything.
  void write(bool interrupted);
  /// Precondition: written.
  void print() const;

  bool any_failed() const { return !collector_.failed.empty(); }

 private:
  const RunArguments& arguments_;
  const Prepared& prepared_;
  std::unique_ptr<ResultTables> tables_;
  Manifest manifest_;
  Collector collector_;
  Progress progress_;
};

}  // namespace pbrsim::cli
