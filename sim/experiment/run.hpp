/// Runs the blocks of a plan in parallel and hands them on in order.
///
/// Block number = replication * areas + area. Each block is simulated and reduced by a worker; what
/// is left of it reaches `take` in the order of the numbers, one at a time, so that whatever is
/// summed there is the same for any number of threads. At most two blocks a thread are in flight:
/// memory is bounded by them, not by the number of blocks. A block that throws is a failure with
/// its index; the others count. When `stop` becomes true no further block is begun; those begun are
/// finished and taken.
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "experiment/plan.hpp"
#include "results/cell_tables.hpp"
#include "results/ledger_table.hpp"
#include "results/measures.hpp"
#include "results/panel_table.hpp"
#include "results/provider_table.hpp"

namespace pbrsim {

struct BlockNumber {
  std::size_t index = 0;
  std::size_t area = 0;
  std::uint32_t replication = 0;
};

/// What is kept of one cell.
struct CellResult {
  Sums sums;
  PanelBlock panel;
  ProviderBlock providers;
  std::vector<std::string> tables;  // CSV rows of the tables asked for, in their order
  std::vector<LedgerSum> ledger;    // on request
};

struct BlockResult {
  BlockNumber number;
  std::string failure;  // empty if it went well
  std::vector<CellResult> designs;
};

struct RunOptions {
  int threads = 1;
  PanelKeys panel_keys;
  std::vector<const CellTable*> tables;
  bool ledger = false;  // keep the ledger's sums as numbers
  const std::atomic<bool>* stop = nullptr;
  /// For tests: called at the start of a block; may throw.
  std::function<void(const BlockNumber&)> before_block;
};

/// Returns the number of blocks taken.
std::size_t run_blocks(const Plan& plan, const RunOptions& options,
                       const std::function<void(BlockResult&&)>& take);

}  // namespace pbrsim
