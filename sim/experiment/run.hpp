/// Runs the blocks of a plan in parallel and hands them on in order.
///
/// Block number = ((draw - 1) * replications + replication) * areas + area, without draws
/// replication * areas + area. Each block is simulated and reduced by a worker; what
/// is left of it reaches `take` in the order of the numbers, one at a time. Panels and providers
/// are added up over replications along a fixed tree (results/sum_tree.hpp): other processes add up
/// what they simulate and hand on nodes of it, and the sums are the same for any number of threads
/// and processes. Blocks in flight are bounded by the number of threads: memory does not grow with
/// the number of blocks. A block that throws is a failure with its index; the others count. When
/// `stop` becomes true no further block is begun; those begun are finished and taken.
///
/// Blocks that a checkpoint has are read from it instead; those that are simulated are added to one
/// by the process that simulates them, as soon as they are finished, whatever their order. What
/// cannot be saved or read ends the run: the exception comes out of run_blocks().
///
/// A shard runs every so-many-th replication, all areas of each, beginning with that of its own
/// number; with draws every so-many-th draw, all replications of each.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "experiment/plan.hpp"
#include "results/cell_tables.hpp"
#include "results/ledger_table.hpp"
#include "results/measures.hpp"
#include "results/panel_table.hpp"
#include "results/provider_table.hpp"
#include "results/sum_tree.hpp"

namespace pbrsim {

struct BlockNumber {
  std::size_t index = 0;
  std::size_t area = 0;
  std::uint32_t replication = 0;
  std::uint32_t draw = 0;
};

/// Which part of a run: number 1 to `of`.
struct Shard {
  int number = 1, of = 1;
};
/// "3/10".
std::string to_string(const Shard& shard);

/// What is kept of one cell.
struct CellResult {
  Sums sums;
  std::vector<std::string> tables;  // CSV rows of the tables asked for, in their order
  std::vector<LedgerSum> ledger;    // on request
};

/// What of a cell is added up over replications.
struct CellTotals {
  PanelBlock panel;
  ProviderBlock providers;
};
/// The cells of an area, by design; none if nothing was added.
struct AreaTotals {
  std::vector<CellTotals> designs;
  void add(const AreaTotals& other);
};

struct BlockResult {
  BlockNumber number;
  std::string failure;  // empty if it went well
  std::vector<CellResult> designs;
  /// Of the tree's node of that level which ends with this block; without a level, a later block of
  /// the area has them.
  AreaTotals totals = {};
  std::optional<unsigned> level = 0U;
};
/// That node, in a run of so many areas. Precondition: the block has a level.
TreeNode node_of(const BlockResult& block, std::size_t areas);

class Checkpoint;
class Crew;

struct RunOptions {
  int threads = 1;
  Shard shard;
  std::vector<const Checkpoint*> saved;  // blocks that need not be simulated
  Checkpoint* save_to = nullptr;         // where those go that this process simulates
  Crew* crew = nullptr;                  // other processes that take part
  PanelKeys panel_keys;
  std::vector<const CellTable*> tables;
  bool ledger = false;  // keep the ledger's sums as numbers
  bool totals = true;   // keep panels and providers
  /// Those of each replication are needed: other processes do not add them up.
  bool totals_apart = false;
  /// Results are for checkpoints: other processes hand on numbers and failures alone.
  bool only_saved = false;
  /// Which of the area's designs a block simulates, by index; all of them if there is none.
  std::function<std::vector<std::size_t>(const BlockNumber&)> designs;
  const std::atomic<bool>* stop = nullptr;
  /// For tests: called before a block is simulated; may throw.
  std::function<void(const BlockNumber&)> before_block;
};

/// How many blocks a shard has, and the i-th of them.
std::size_t count_blocks(const Plan& plan, const Shard& shard);
BlockNumber block_at(const Plan& plan, const Shard& shard, std::size_t i);

/// Positions in a shard's blocks, from one to before the other; of whole replications.
struct BlockRange {
  std::size_t from = 0, to = 0;
};

/// The plan of a block's draw, ready for its area: pool filled, prices set. Called from several
/// threads; what it throws is the block's failure.
using PlanOf = std::function<std::shared_ptr<const Plan>(const BlockNumber&)>;
/// This plan for all blocks; must outlive it.
PlanOf always(const Plan& plan);

/// Returns the number of blocks taken. `plan` says which blocks there are.
std::size_t run_blocks(const Plan& plan, const PlanOf& plan_of, const RunOptions& options,
                       const BlockRange& range, const std::function<void(BlockResult&&)>& take);
/// All blocks of a plan without draws.
std::size_t run_blocks(const Plan& plan, const RunOptions& options,
                       const std::function<void(BlockResult&&)>& take);

}  // namespace pbrsim
