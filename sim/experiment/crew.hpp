/// Rank 0 and the other ranks at work on blocks.
///
/// Ranks ask rank 0 for work and get a bundle of blocks at a time (experiment/bundles.hpp), until
/// it says that there is no more. A rank saves each block as it is finished, adds up panels and
/// providers of the bundle along the tree of sums, and sends what is left: of each block its sums
/// and its rows of tables, of each area one node. Blocks that were saved before it reads where rank
/// 0 has found them. Rank 0 works too: its threads simulate while it deals and takes.
#pragma once

#include <deque>

#include "experiment/bundles.hpp"
#include "experiment/checkpoint.hpp"
#include "experiment/comm.hpp"
#include "experiment/run.hpp"

namespace pbrsim {

/// What a rank is given: blocks of some areas, replication by replication.
struct Bundle {
  std::vector<BlockNumber> blocks;
  std::map<std::size_t, KeptBlock> kept;  // by number: those that are finished
};

/// The other ranks as rank 0 sees them. When it goes they are told that there is no more work.
class Crew {
 public:
  /// Precondition: rank 0.
  explicit Crew(Comm comm);
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;
  ~Crew();

  /// Rank 0 included.
  int ranks() const { return comm_.size(); }
  bool anybody_asks() const { return !asking_.empty(); }
  /// Precondition: somebody asks.
  void give(const Bundle& bundle);
  /// A result, if one comes within that time, as the bytes that it was sent as. Throws a UserError
  /// if a rank cannot go on.
  std::optional<std::string> result(std::chrono::milliseconds at_most);

 private:
  void dismiss();

  Comm comm_;
  std::deque<int> asking_;
  int present_;  // other ranks that have not ended
};

/// So many blocks, for each thread of all ranks, are begun at most before the first of them is
/// taken: enough for areas of very different size.
inline constexpr std::size_t blocks_dealt_ahead = 32;

/// What rank 0 deals, and what becomes of it.
struct Dealt {
  BlockRange range;
  /// `window`: at most so many blocks are begun and not yet taken, or those of one replication.
  Bundles::Shape shape;
  const std::atomic<bool>* stop = nullptr;
  std::function<BlockNumber(std::size_t)> number;
  /// Where a block is kept that need not be simulated.
  std::function<std::optional<KeptBlock>(const BlockNumber&)> kept;
  std::function<std::vector<BlockResult>(const std::string&)> read;  // what a rank has sent
  std::function<void(BlockResult&&)> take;                           // in their order
  /// Simulates here what `next` gives until it gives none. Empty: rank 0 only deals.
  using Next = std::function<std::optional<BlockNumber>()>;
  using HandOn = std::function<void(BlockResult&&)>;
  std::function<void(const Next&, const HandOn&)> simulate_here;
};

/// Returns how many were taken. When `stop` becomes true none is dealt any more, and bundles that
/// other ranks do not finish within half a second are left out: whoever started the ranks may not
/// wait.
std::size_t deal(Crew& crew, const Dealt& dealt);

/// The checkpoint of a rank; none where nothing is saved.
using OpenCheckpoint = std::function<std::unique_ptr<Checkpoint>()>;
/// A rank other than 0, until there is no more, in a run of so many areas: `plan_of` as in
/// run_blocks(). The checkpoint is opened when the first work comes, `options.save_to` is not used.
void work_for_rank_0(const Comm& comm, std::size_t areas, const PlanOf& plan_of,
                     const RunOptions& options, const OpenCheckpoint& open);
/// Such a rank cannot work.
void give_up(const Comm& comm, const std::string& why);

/// Work and results as bytes and back.
std::string to_bytes(const Bundle& bundle);
Bundle bundle_from(std::string_view work);
std::string to_bytes(const std::vector<BlockResult>& results);
std::vector<BlockResult> results_from(const std::string& bytes);

}  // namespace pbrsim
