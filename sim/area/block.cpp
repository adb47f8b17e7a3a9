#include "area/block.hpp"

namespace pbrsim {

std::vector<History> run_block(const AreaModel& area, const DesignModel& legacy,
                               const std::vector<DesignModel>& designs, const Schedule& schedule,
                               const StockPool& pool, const BlockKey& key,
                               const CellOptions& options) {
  Cell history(area, legacy, schedule, Streams(key), options);
  history.take_stock(pool);
  history.advance(fork_day(designs));
  std::vector<History> results;
  for (std::size_t i = 0; i < designs.size(); ++i) {
    Cell cell = i + 1 < designs.size() ? history : std::move(history);
    cell.take_on(designs[i]);
    cell.advance(schedule.timeline.end());
    results.push_back(cell.finish());
  }
  return results;
}

}  // namespace pbrsim
