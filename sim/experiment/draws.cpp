#include "experiment/draws.hpp"

#include <algorithm>
#include <optional>

#include "area/budget.hpp"
#include "experiment/checkpoint.hpp"

namespace pbrsim {

namespace {

constexpr int draws_tried_first = 20;

/// Designs whose prices were set from shares of a budget take them over.
void keep_prices(Plan& plan, const Plan& base) {
  for (std::size_t a = 0; a < plan.areas.size(); ++a)
    for (std::size_t d = 0; d < plan.designs.size(); ++d) {
      DesignModel& design = plan.areas[a].designs[d];
      if (!has_shares(design.design.contracts)) continue;
      DesignParameters parameters = design.design;
      parameters.contracts = base.areas[a].designs[d].design.contracts;
      design = DesignModel(design.id, std::move(parameters), plan.areas[a].model, plan.schedule);
    }
}

bool has_all(const RunOptions& options, const Plan& plan, const BlockRange& range) {
  for (std::size_t i = range.from; i < range.to; ++i) {
    const BlockNumber number = block_at(plan, options.shard, i);
    const auto has = [&](const Checkpoint* c) { return c->has(number); };
    if (!std::any_of(options.saved.begin(), options.saved.end(), has)) return false;
  }
  return true;
}

}  // namespace

namespace {

Plan unfilled_plan(const Plan& base, const LoadedScenario& loaded, std::uint32_t draw) {
  try {
    Plan plan = make_plan(at_sample(loaded, sample_of(loaded.scenario, base.seed, draw)));
    plan.draw = draw;
    keep_prices(plan, base);
    return plan;
  } catch (const UserError& e) {
    throw UserError(
        "draw " + std::to_string(draw) +
            " of the scenario's distributions makes no scenario that can run: " + e.what(),
        e.code());
  }
}

}  // namespace

Plan drawn_plan(const Plan& base, const LoadedScenario& loaded, std::uint32_t draw, int threads) {
  Plan plan = unfilled_plan(base, loaded, draw);
  PBRSIM_ENSURE(plan.schedule.timeline.months() == base.schedule.timeline.months());
  fill_pools(plan, threads);
  return plan;
}

void check_draws(const Plan& base, const LoadedScenario& loaded) {
  if (base.draws > 0 && loaded.scenario.uncertain.empty())
    throw UserError("run.draws is " + std::to_string(base.draws) +
                    ", and no value of the scenario is a distribution, so that all draws would be "
                    "the same; leave draws out, or say what is not known (scenarios/README.md)");
  const std::size_t unknowns = names_of_draws(loaded.scenario).size();
  if (base.draws > 0 && loaded.scenario.sampling.method == SamplingMethod::sobol &&
      unknowns > most_unknowns_spread)
    throw UserError("sampling: sobol is for at most " + std::to_string(most_unknowns_spread) +
                    " draws of distributions, and the scenario has " + std::to_string(unknowns) +
                    "; use sampling: random");
  for (int draw = 1; draw <= std::min(draws_tried_first, base.draws); ++draw)
    unfilled_plan(base, loaded, static_cast<std::uint32_t>(draw));
}

std::size_t run_draws(const Plan& base, const LoadedScenario& loaded, const RunOptions& options,
                      const std::function<void(BlockResult&&)>& take) {
  const std::size_t blocks = count_blocks(base, options.shard);
  if (base.draws == 0) return run_blocks(base, options, {0, blocks}, take);
  const std::size_t a_draw = base.areas.size() * static_cast<std::size_t>(base.replications);
  std::size_t taken = 0;
  for (std::size_t i = 0; i < blocks; i += a_draw) {
    if (options.stop != nullptr && options.stop->load()) break;
    const BlockRange range{i, i + a_draw};
    RunOptions of_draw = options;
    std::optional<Plan> plan;
    if (!has_all(options, base, range)) {
      try {
        plan = drawn_plan(base, loaded, block_at(base, options.shard, i).draw, options.threads);
      } catch (const std::exception& e) {
        of_draw.before_block = [what = std::string(e.what())](const BlockNumber&) {
          throw std::runtime_error(what);
        };
      }
    }
    taken += run_blocks(plan ? *plan : base, of_draw, range, take);
  }
  return taken;
}

}  // namespace pbrsim
