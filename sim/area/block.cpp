#include "area/block.hpp"

#include <numeric>

namespace pbrsim {

Cell cell_at_fork(const AreaModel& area, const DesignModel& legacy,
                  const std::vector<DesignModel>& designs, const Schedule& schedule,
                  const StockPool& pool, const BlockKey& key, const CellOptions& options) {
  Cell history(area, legacy, schedule, Streams(key), options);
  history.take_stock(pool);
  history.advance(fork_day(designs));
  return history;
}

void run_block(const AreaModel& area, const DesignModel& legacy,
               const std::vector<DesignModel>& designs, const std::vector<std::size_t>& which,
               const Schedule& schedule, const StockPool& pool, const BlockKey& key,
               const CellOptions& options, const std::function<void(History&&)>& take) {
  Cell history = cell_at_fork(area, legacy, designs, schedule, pool, key, options);
  for (std::size_t i = 0; i < which.size(); ++i) {
    Cell cell = i + 1 < which.size() ? history : std::move(history);
    cell.take_on(designs[which[i]]);
    cell.advance(schedule.timeline.end());
    take(cell.finish());
  }
}

std::vector<History> run_block(const AreaModel& area, const DesignModel& legacy,
                               const std::vector<DesignModel>& designs, const Schedule& schedule,
                               const StockPool& pool, const BlockKey& key,
                               const CellOptions& options) {
  std::vector<std::size_t> all(designs.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  std::vector<History> results;
  run_block(area, legacy, designs, all, schedule, pool, key, options,
            [&](History&& history) { results.push_back(std::move(history)); });
  return results;
}

}  // namespace pbrsim
