#include "area/learnt.hpp"

#include <cmath>

#include "area/outlook.hpp"

namespace pbrsim {

namespace {

/// With clients as its providers see them.
DesignModel with_outlooks(const AreaModel& area, const DesignModel& legacy, DesignModel design) {
  for (std::size_t i = 0; i < area.providers.size(); ++i)
    design.outlooks.push_back(outlook_of(area, legacy, design, i));
  return design;
}

}  // namespace

std::vector<std::vector<AtGoLive>> at_go_live(const AreaModel& area, const DesignModel& legacy,
                                              const std::vector<DesignModel>& designs,
                                              const Schedule& schedule, const StockPool& pool,
                                              const BlockKey& key) {
  const Cell history = cell_at_fork(area, legacy, designs, schedule, pool, key, {});
  std::vector<std::vector<AtGoLive>> result;
  for (const DesignModel& design : designs) {
    const bool responds = !design.outlooks.empty();
    std::optional<DesignModel> seen;
    if (!responds) seen = with_outlooks(area, legacy, design);
    Cell cell = history;
    cell.take_on(responds ? design : *seen);
    cell.advance(std::nextafter(schedule.go_live, never));
    result.emplace_back();
    for (std::size_t i = 0; i < area.providers.size(); ++i) {
      AtGoLive view{cell.prospect_of(i), {}, {}};
      if (responds) view.weighed = cell.deliberation(i);
      if (view.weighed) view.target = cell.heading_for(i);
      result.back().push_back(std::move(view));
    }
  }
  return result;
}

}  // namespace pbrsim
