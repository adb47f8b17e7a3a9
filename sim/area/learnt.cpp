#include "area/learnt.hpp"

#include <cmath>

#include "area/outlook.hpp"

namespace pbrsim {

std::vector<std::vector<Prospect>> prospects_at_go_live(
    const AreaModel& area, const DesignModel& legacy, const std::vector<DesignModel>& designs,
    const Schedule& schedule, const StockPool& pool, const BlockKey& key) {
  const Cell history = cell_at_fork(area, legacy, designs, schedule, pool, key, {});
  std::vector<std::vector<Prospect>> result;
  for (DesignModel design : designs) {
    design.outlooks.clear();
    for (std::size_t i = 0; i < area.providers.size(); ++i)
      design.outlooks.push_back(outlook_of(area, legacy, design, i));
    Cell cell = history;
    cell.take_on(design);
    cell.advance(std::nextafter(schedule.go_live, never));
    result.emplace_back();
    for (std::size_t i = 0; i < area.providers.size(); ++i)
      result.back().push_back(cell.prospect_of(i));
  }
  return result;
}

}  // namespace pbrsim
