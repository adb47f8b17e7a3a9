#include "experiment/simulate.hpp"

#include <exception>
#include <numeric>

namespace pbrsim {

namespace {

CellTotals totals_of(const History& history, const Plan& plan, const RunOptions& options) {
  return {PanelBlock(history, plan.schedule, options.panel_keys), ProviderBlock(history)};
}

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

}  // namespace

BlockResult simulate(const BlockNumber& number, const PlanOf& plan_of, const RunOptions& options) {
  BlockResult result{number, "", {}};
  try {
    if (options.before_block) options.before_block(number);
    const std::shared_ptr<const Plan> shared = plan_of(number);
    const Plan& plan = *shared;
    const AreaPlan& area = plan.areas[number.area];
    const BlockKey key{plan.seed, number.draw, number.replication, area_key(area.model.id)};
    const std::vector<std::size_t> which = designs_of(area, number, options);
    run_block(area.model, area.legacy, area.designs, which, plan.schedule, area.pool, key,
              what_to_keep(options), [&](History&& history) {
                const DesignModel& design = area.designs[which[result.designs.size()]];
                result.designs.push_back(reduce(history, area, design, number, plan, options));
                if (options.totals)
                  result.totals.designs.push_back(totals_of(history, plan, options));
              });
  } catch (const std::exception& e) {
    result.failure = e.what();
    result.designs.clear();
    result.totals = {};
  }
  return result;
}

}  // namespace pbrsim
