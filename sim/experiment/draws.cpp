#include "experiment/draws.hpp"

#include <algorithm>
#include <stdexcept>

#include "area/budget.hpp"

namespace pbrsim {

namespace {

constexpr int draws_tried_first = 20;
constexpr std::size_t blocks_in_flight_per_thread = 2;

/// Designs whose prices were set from shares of a budget take them over.
void keep_prices(Plan& plan, const Plan& base) {
  for (std::size_t a = 0; a < plan.areas.size(); ++a) {
    const auto keep = [&](DesignModel& design, const DesignModel& priced) {
      if (!has_shares(design.design.contracts)) return;
      DesignParameters parameters = design.design;
      parameters.contracts = priced.design.contracts;
      design = DesignModel(design.id, std::move(parameters), plan.areas[a].model, plan.schedule);
    };
    keep(plan.areas[a].legacy, base.areas[a].legacy);
    for (std::size_t d = 0; d < plan.designs.size(); ++d)
      keep(plan.areas[a].designs[d], base.areas[a].designs[d]);
  }
}

Plan unfilled_plan(const Plan& base, const LoadedScenario& loaded, std::uint32_t draw,
                   const Plans::SampleOf& sample = {}) {
  try {
    Plan plan = make_plan(
        at_sample(loaded, sample ? sample(draw) : sample_of(loaded.scenario, base.seed, draw)));
    plan.draw = draw;
    keep_prices(plan, base);
    PBRSIM_ENSURE(plan.schedule.timeline.months() == base.schedule.timeline.months());
    return plan;
  } catch (const UserError& e) {
    throw UserError(
        "draw " + std::to_string(draw) +
            " of the scenario's distributions makes no scenario that can run: " + e.what(),
        e.code());
  }
}

/// So many draws may have blocks that are begun and not finished.
std::size_t draws_in_flight(const Plan& base, int threads) {
  const std::size_t a_draw = base.areas.size() * static_cast<std::size_t>(base.replications);
  return 2 + blocks_in_flight_per_thread * static_cast<std::size_t>(threads) / a_draw;
}

}  // namespace

Plan drawn_plan(const Plan& base, const LoadedScenario& loaded, std::uint32_t draw, int threads) {
  Plan plan = unfilled_plan(base, loaded, draw);
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

struct Plans::Drawn {
  std::mutex mutex;  // of making it and of what has gone wrong
  std::shared_ptr<Plan> plan;
  std::string failure;
  std::vector<std::once_flag> filled;  // by area
};

Plans::Plans(const Plan& base, const LoadedScenario& loaded, std::size_t kept, SampleOf sample)
    : base_(base), loaded_(loaded), kept_(kept), sample_(std::move(sample)) {}

Plans::~Plans() = default;

std::shared_ptr<Plans::Drawn> Plans::find(std::uint32_t draw) {
  const std::lock_guard lock(mutex_);
  std::shared_ptr<Drawn>& drawn = drawn_[draw];
  if (!drawn) drawn = std::make_shared<Drawn>();
  const std::shared_ptr<Drawn> found = drawn;
  while (drawn_.size() > kept_)
    drawn_.erase(drawn_.begin());
  return found;
}

std::shared_ptr<const Plan> Plans::of(const BlockNumber& number) {
  if (number.draw == 0) return always(base_)(number);
  const std::shared_ptr<Drawn> drawn = find(number.draw);
  {
    const std::lock_guard lock(drawn->mutex);
    if (!drawn->plan && drawn->failure.empty()) {
      try {
        drawn->plan = std::make_shared<Plan>(unfilled_plan(base_, loaded_, number.draw, sample_));
        drawn->filled = std::vector<std::once_flag>(drawn->plan->areas.size());
      } catch (const std::exception& e) {
        drawn->failure = e.what();
      }
    }
    if (!drawn->failure.empty()) throw std::runtime_error(drawn->failure);
  }
  std::call_once(drawn->filled[number.area], [&] { fill_pool(*drawn->plan, number.area); });
  return drawn->plan;
}

std::size_t run_draws(const Plan& base, const LoadedScenario& loaded, const RunOptions& options,
                      const std::function<void(BlockResult&&)>& take) {
  return run_draws(base, loaded, options, {0, count_blocks(base, options.shard)}, take);
}

std::size_t run_draws(const Plan& base, const LoadedScenario& loaded, const RunOptions& options,
                      const BlockRange& range, const std::function<void(BlockResult&&)>& take) {
  Plans plans(base, loaded, draws_in_flight(base, options.threads));
  return run_blocks(
      base, [&](const BlockNumber& n) { return plans.of(n); }, options, range, take);
}

void help_run_draws(const Comm& comm, const Plan& base, const LoadedScenario& loaded,
                    const RunOptions& options, const OpenCheckpoint& open) {
  Plans plans(base, loaded, draws_in_flight(base, options.threads));
  work_for_rank_0(
      comm, base.areas.size(), [&](const BlockNumber& n) { return plans.of(n); }, options, open);
}

}  // namespace pbrsim
