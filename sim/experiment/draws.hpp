/// Draws of what is not known: each is one joint sample of all values that the scenario gives as
/// distributions, the same for every design and area.
///
/// Draws are numbered from 1; 0 is the scenario with every distribution at its mean. What is drawn
/// says experiment/sampler.hpp. All that follows from parameters is made anew in each draw, the
/// initial stock of every area included; only prices that are set from shares of a budget stay,
/// because a commissioner sets them before anybody knows: they are solved with every distribution
/// at its mean.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>

#include "experiment/crew.hpp"
#include "experiment/run.hpp"
#include "experiment/sampler.hpp"

namespace pbrsim {

/// The plan of a draw, pools filled. `base`: the plan at the means, with prices solved.
Plan drawn_plan(const Plan& base, const LoadedScenario& loaded, std::uint32_t draw, int threads);

/// Throws a UserError if there are draws and nothing to draw, or if one of the first 20 makes no
/// good scenario, naming it. Without draws it does nothing.
void check_draws(const Plan& base, const LoadedScenario& loaded);

/// The plans of the draws that are being run: each is made when its first block comes, and the pool
/// of an area when that of the area does. The latest few are kept.
class Plans {
 public:
  /// What a draw draws, where that is not for the scenario to say.
  using SampleOf = std::function<Sample(std::uint32_t draw)>;
  /// Without draws the base is the plan; it must be filled then. Both must outlive this.
  Plans(const Plan& base, const LoadedScenario& loaded, std::size_t kept, SampleOf sample = {});
  ~Plans();

  /// May be called from several threads. Throws what is wrong with a draw that makes no good
  /// scenario.
  std::shared_ptr<const Plan> of(const BlockNumber& number);

 private:
  struct Drawn;
  std::shared_ptr<Drawn> find(std::uint32_t draw);

  const Plan& base_;
  const LoadedScenario& loaded_;
  std::size_t kept_;
  SampleOf sample_;
  std::mutex mutex_;
  std::map<std::uint32_t, std::shared_ptr<Drawn>> drawn_;
};

/// Runs the blocks of all draws as run_blocks() does; without draws, of the plan itself. The blocks
/// of a draw that makes no good scenario fail. Returns how many blocks were taken.
std::size_t run_draws(const Plan& base, const LoadedScenario& loaded, const RunOptions& options,
                      const std::function<void(BlockResult&&)>& take);
/// The blocks of a range of them.
std::size_t run_draws(const Plan& base, const LoadedScenario& loaded, const RunOptions& options,
                      const BlockRange& range, const std::function<void(BlockResult&&)>& take);
/// What the ranks other than 0 do then; `open` as in work_for_rank_0().
void help_run_draws(const Comm& comm, const Plan& base, const LoadedScenario& loaded,
                    const RunOptions& options, const OpenCheckpoint& open);

}  // namespace pbrsim
