#include "experiment/run.hpp"

#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_pipeline.h>
#include <oneapi/tbb/task_arena.h>

#include <atomic>
#include <exception>
#include <memory>
#include <numeric>

#include "experiment/checkpoint.hpp"

namespace pbrsim {

namespace {

constexpr int blocks_in_flight_per_thread = 2;

CellResult reduce(const History& history, const AreaPlan& area, const DesignModel& design,
                  const BlockNumber& number, const Plan& plan, const RunOptions& options) {
  CellResult result;
  const CellView cell{history,
                      area.model,
                      design,
                      plan.schedule,
                      static_cast<std::int64_t>(number.replication),
                      plan.economics,
                      plan.people,
                      plan.evaluation_months_before};
  result.sums = sum_up(history, area.model, design, plan.schedule, plan.economics);
  if (options.panel) result.panel = PanelBlock(history, plan.schedule, options.panel_keys);
  result.providers = ProviderBlock(history);
  std::vector<Field> leading;
  if (number.draw > 0) leading = {static_cast<std::int64_t>(number.draw)};
  for (const CellTable* table : options.tables) {
    TableRows rows(table->schema, leading);
    table->add_rows(cell, rows);
    result.tables.push_back(rows.take());
  }
  if (options.ledger) result.ledger = ledger_sums(cell);
  return result;
}

std::vector<std::size_t> designs_of(const AreaPlan& area, const BlockNumber& number,
                                    const RunOptions& options) {
  if (options.designs) return options.designs(number);
  std::vector<std::size_t> all(area.designs.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  return all;
}

CellOptions what_to_keep(const RunOptions& options) {
  CellOptions keep;
  for (const CellTable* table : options.tables) {
    if (table->for_evaluation || table->for_extract) keep.keep_observed = keep.keep_reviews = true;
    if (table->needs_twins) keep.keep_twins = keep.keep_events = keep.keep_reviews = true;
  }
  return keep;
}

BlockResult simulate(const BlockNumber& number, const Plan& plan, const RunOptions& options) {
  BlockResult result{number, "", {}};
  try {
    if (options.before_block) options.before_block(number);
    const AreaPlan& area = plan.areas[number.area];
    const BlockKey key{plan.seed, number.draw, number.replication, area_key(area.model.id)};
    const std::vector<std::size_t> which = designs_of(area, number, options);
    run_block(area.model, area.legacy, area.designs, which, plan.schedule, area.pool, key,
              what_to_keep(options), [&](History&& history) {
                const DesignModel& design = area.designs[which[result.designs.size()]];
                result.designs.push_back(reduce(history, area, design, number, plan, options));
              });
  } catch (const std::exception& e) {
    result.failure = e.what();
    result.designs.clear();
  }
  return result;
}

BlockResult load_or_simulate(const BlockNumber& number, const Plan& plan,
                             const RunOptions& options) {
  for (const Checkpoint* checkpoint : options.saved)
    if (checkpoint->has(number)) return checkpoint->load(number);
  BlockResult result = simulate(number, plan, options);
  if (options.save_to != nullptr) options.save_to->save(result);
  return result;
}

/// A block on its way to where results are taken. Nothing is thrown through the pipeline, which
/// would leave what other threads are about to hand on without an owner.
struct Delivery {
  BlockResult block;
  std::exception_ptr fault;
};

template <class Work>
std::exception_ptr fault_of(const Work& work) {
  try {
    work();
  } catch (...) {
    return std::current_exception();
  }
  return nullptr;
}

}  // namespace

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

std::size_t run_blocks(const Plan& plan, const RunOptions& options,
                       const std::function<void(BlockResult&&)>& take) {
  PBRSIM_EXPECT(plan.draws == 0);
  return run_blocks(plan, options, {0, count_blocks(plan, options.shard)}, take);
}

std::size_t run_blocks(const Plan& plan, const RunOptions& options, const BlockRange& range,
                       const std::function<void(BlockResult&&)>& take) {
  namespace tbb = oneapi::tbb;
  std::size_t next = range.from, taken = 0;
  std::atomic<bool> failed = false;
  std::exception_ptr fault;
  const auto number = [&](tbb::flow_control& control) {
    if (next >= range.to || failed || (options.stop != nullptr && options.stop->load())) {
      control.stop();
      return BlockNumber{};
    }
    return block_at(plan, options.shard, next++);
  };
  const auto work = [&](const BlockNumber& n) {
    const auto item = std::make_shared<Delivery>();
    item->fault = fault_of([&] { item->block = load_or_simulate(n, plan, options); });
    return item;
  };
  const auto deliver = [&](const std::shared_ptr<Delivery>& item) {
    if (failed) return;
    fault = item->fault ? item->fault : fault_of([&] { take(std::move(item->block)); });
    failed = fault != nullptr;
    taken += !failed;
  };
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism,
                                  static_cast<std::size_t>(options.threads));
  tbb::task_arena arena(options.threads);
  arena.execute([&] {
    tbb::parallel_pipeline(
        static_cast<std::size_t>(options.threads * blocks_in_flight_per_thread),
        tbb::make_filter<void, BlockNumber>(tbb::filter_mode::serial_in_order, number) &
            tbb::make_filter<BlockNumber, std::shared_ptr<Delivery>>(tbb::filter_mode::parallel,
                                                                     work) &
            tbb::make_filter<std::shared_ptr<Delivery>, void>(tbb::filter_mode::serial_in_order,
                                                              deliver));
  });
  if (fault) std::rethrow_exception(fault);
  return taken;
}

}  // namespace pbrsim
