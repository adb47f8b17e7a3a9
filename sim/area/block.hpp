/// One block: an area's history once, then every design from a copy of it.
#pragma once

#include <functional>
#include <vector>

#include "area/cell.hpp"
#include "area/stock.hpp"

namespace pbrsim {

/// The history that designs share: up to `fork_day(designs)`, under `legacy`, which is one of them
/// or stands beside them.
Cell cell_at_fork(const AreaModel& area, const DesignModel& legacy,
                  const std::vector<DesignModel>& designs, const Schedule& schedule,
                  const StockPool& pool, const BlockKey& key, const CellOptions& options);

/// Hands on the history of each design asked for (`which`, indices into `designs`), in their order
/// and as soon as it is there.
void run_block(const AreaModel& area, const DesignModel& legacy,
               const std::vector<DesignModel>& designs, const std::vector<std::size_t>& which,
               const Schedule& schedule, const StockPool& pool, const BlockKey& key,
               const CellOptions& options, const std::function<void(History&&)>& take);

/// The same for all designs, kept.
std::vector<History> run_block(const AreaModel& area, const DesignModel& legacy,
                               const std::vector<DesignModel>& designs, const Schedule& schedule,
                               const StockPool& pool, const BlockKey& key,
                               const CellOptions& options);

}  // namespace pbrsim
