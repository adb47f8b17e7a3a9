/// Rank 0 and the other ranks at work on blocks.
///
/// Ranks ask rank 0 for work and get one block at a time, in the order of the blocks, until it says
/// that there is no more. Rank 0 works too: its threads simulate while it deals and takes.
#pragma once

#include <deque>

#include "experiment/comm.hpp"
#include "experiment/run.hpp"

namespace pbrsim {

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
  void give(const BlockNumber& number);
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
inline constexpr std::size_t blocks_dealt_ahead = 16;

/// What rank 0 deals, and what becomes of it.
struct Dealt {
  BlockRange range;
  std::size_t window = 1;  // at most so many are begun and not yet taken
  const std::atomic<bool>* stop = nullptr;
  std::function<BlockNumber(std::size_t)> number;
  /// Those that need not be dealt.
  std::function<std::optional<BlockResult>(const BlockNumber&)> saved;
  std::function<BlockResult(const std::string&)> read;  // what a rank has sent
  std::function<void(BlockResult&&)> take;              // in their order
  /// Simulates here what `next` gives until it gives none. Empty: rank 0 only deals.
  using Next = std::function<std::optional<BlockNumber>()>;
  using HandOn = std::function<void(BlockResult&&)>;
  std::function<void(const Next&, const HandOn&)> simulate_here;
};

/// Returns how many were taken. When `stop` becomes true none is begun any more, and those that
/// other ranks do not finish within half a second are left out: whoever started the ranks may not
/// wait.
std::size_t deal(Crew& crew, const Dealt& dealt);

/// A rank other than 0, until there is no more: `plan_of` as in run_blocks().
void work_for_rank_0(const Comm& comm, const PlanOf& plan_of, const RunOptions& options);
/// Such a rank cannot work.
void give_up(const Comm& comm, const std::string& why);

/// What a rank is sent as work.
BlockNumber number_from(std::string_view work);

/// A block's result as bytes and back.
std::string to_bytes(const BlockResult& result);
BlockResult block_from(const std::string& bytes);

}  // namespace pbrsim
