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

#include "experiment/run.hpp"
#include "experiment/sampler.hpp"

namespace pbrsim {

/// The plan of a draw, pools filled. `base`: the plan at the means, with prices solved.
Plan drawn_plan(const Plan& base, const LoadedScenario& loaded, std::uint32_t draw, int threads);

/// Throws a UserError if there are draws and nothing to draw, or if one of the first 20 makes no
/// good scenario, naming it. Without draws it does nothing.
void check_draws(const Plan& base, const LoadedScenario& loaded);

/// Runs the blocks of all draws, one draw after the other, as run_blocks() does; without draws, of
/// the plan itself. The blocks of a draw that makes no good scenario fail. Returns how many blocks
/// were taken.
std::size_t run_draws(const Plan& base, const LoadedScenario& loaded, const RunOptions& options,
                      const std::function<void(BlockResult&&)>& take);

}  // namespace pbrsim
