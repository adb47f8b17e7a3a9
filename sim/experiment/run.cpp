#include "experiment/run.hpp"

#include "experiment/checkpoint.hpp"
#include "experiment/crew.hpp"
#include "experiment/pipeline.hpp"
#include "experiment/simulate.hpp"

namespace pbrsim {

namespace {

std::optional<BlockResult> saved_block(const BlockNumber& number, const RunOptions& options) {
  for (const Checkpoint* checkpoint : options.saved)
    if (checkpoint->has(number)) return checkpoint->load(number);
  return std::nullopt;
}

std::optional<KeptBlock> find_saved(const BlockNumber& number, const RunOptions& options) {
  for (const Checkpoint* checkpoint : options.saved)
    if (auto kept = checkpoint->find(number)) return kept;
  return std::nullopt;
}

BlockResult load_or_simulate(const BlockNumber& number, const PlanOf& plan_of,
                             const RunOptions& options) {
  if (std::optional<BlockResult> saved = saved_block(number, options)) return std::move(*saved);
  BlockResult result = simulate(number, plan_of, options);
  if (options.save_to != nullptr) options.save_to->save(result);
  return result;
}

Pipeline pipeline_of(const PlanOf& plan_of, const RunOptions& options) {
  Pipeline pipeline;
  pipeline.threads = options.threads;
  pipeline.work = [&](const BlockNumber& n) { return load_or_simulate(n, plan_of, options); };
  return pipeline;
}

std::size_t run_here(const Plan& plan, const PlanOf& plan_of, const RunOptions& options,
                     const BlockRange& range, const std::function<void(BlockResult&&)>& take) {
  std::size_t next = range.from, taken = 0;
  Pipeline pipeline = pipeline_of(plan_of, options);
  pipeline.next = [&]() -> std::optional<BlockNumber> {
    if (next >= range.to || (options.stop != nullptr && options.stop->load())) return std::nullopt;
    return block_at(plan, options.shard, next++);
  };
  pipeline.hand_on = [&](BlockResult&& block) {
    take(std::move(block));
    ++taken;
  };
  run_pipeline(pipeline);
  return taken;
}

std::size_t run_with_crew(const Plan& plan, const PlanOf& plan_of, const RunOptions& options,
                          const BlockRange& range, const std::function<void(BlockResult&&)>& take) {
  Dealt dealt;
  dealt.range = range;
  const auto workers = static_cast<std::size_t>(options.threads * options.crew->ranks());
  dealt.shape = {plan.areas.size(), workers, blocks_dealt_ahead * workers};
  dealt.stop = options.stop;
  dealt.number = [&](std::size_t i) { return block_at(plan, options.shard, i); };
  dealt.kept = [&](const BlockNumber& number) { return find_saved(number, options); };
  dealt.read = results_from;
  dealt.take = take;
  dealt.simulate_here = [&](const Dealt::Next& next, const Dealt::HandOn& hand_on) {
    Pipeline pipeline = pipeline_of(plan_of, options);
    pipeline.in_order = false;
    pipeline.next = next;
    pipeline.hand_on = hand_on;
    run_pipeline(pipeline);
  };
  return deal(*options.crew, dealt);
}

}  // namespace

void AreaTotals::add(const AreaTotals& other) {
  if (designs.empty()) {
    *this = other;
    return;
  }
  PBRSIM_EXPECT(other.designs.empty() || other.designs.size() == designs.size());
  for (std::size_t d = 0; d < other.designs.size(); ++d) {
    designs[d].panel.add(other.designs[d].panel);
    designs[d].providers.add(other.designs[d].providers);
  }
}

TreeNode node_of(const BlockResult& block, std::size_t areas) {
  PBRSIM_EXPECT(block.level);
  return {*block.level, block.number.index / areas >> *block.level};
}

std::string to_string(const Shard& shard) {
  return std::to_string(shard.number) + "/" + std::to_string(shard.of);
}

std::size_t count_blocks(const Plan& plan, const Shard& shard) {
  const auto of = static_cast<std::size_t>(shard.of),
             before = static_cast<std::size_t>(shard.number - 1);
  const auto replications = static_cast<std::size_t>(plan.replications);
  const std::size_t dealt = plan.draws > 0 ? static_cast<std::size_t>(plan.draws) : replications;
  if (dealt <= before) return 0;
  return (dealt - before + of - 1) / of * (plan.draws > 0 ? replications : 1) * plan.areas.size();
}

BlockNumber block_at(const Plan& plan, const Shard& shard, std::size_t i) {
  const auto of = static_cast<std::size_t>(shard.of),
             first = static_cast<std::size_t>(shard.number - 1);
  const auto replications = static_cast<std::size_t>(plan.replications);
  const std::size_t areas = plan.areas.size();
  const std::size_t area = i % areas, unit = i / areas;
  if (plan.draws == 0) {
    const std::size_t replication = first + unit * of;
    return {replication * areas + area, area, static_cast<std::uint32_t>(replication)};
  }
  const std::size_t draw = first + unit / replications * of, replication = unit % replications;
  return {(draw * replications + replication) * areas + area, area,
          static_cast<std::uint32_t>(replication), static_cast<std::uint32_t>(draw + 1)};
}

PlanOf always(const Plan& plan) {
  return [&plan](const BlockNumber&) {
    return std::shared_ptr<const Plan>(std::shared_ptr<const Plan>(), &plan);
  };
}

std::size_t run_blocks(const Plan& plan, const RunOptions& options,
                       const std::function<void(BlockResult&&)>& take) {
  PBRSIM_EXPECT(plan.draws == 0);
  return run_blocks(plan, always(plan), options, {0, count_blocks(plan, options.shard)}, take);
}

std::size_t run_blocks(const Plan& plan, const PlanOf& plan_of, const RunOptions& options,
                       const BlockRange& range, const std::function<void(BlockResult&&)>& take) {
  const bool shared = options.crew != nullptr && options.crew->ranks() > 1;
  return (shared ? run_with_crew : run_here)(plan, plan_of, options, range, take);
}

}  // namespace pbrsim
