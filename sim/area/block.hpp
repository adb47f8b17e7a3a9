/// One block: an area's history once, then every design from a copy of it.
#pragma once

#include <vector>

#include "area/cell.hpp"
#include "area/stock.hpp"

namespace pbrsim {

/// Histories in the order of `designs`. All designs share the history up to `fork_day(designs)`;
/// the history runs under `legacy`, which is one of them or stands beside them.
std::vector<History> run_block(const AreaModel& area, const DesignModel& legacy,
                               const std::vector<DesignModel>& designs, const Schedule& schedule,
                               const StockPool& pool, const BlockKey& key,
                               const CellOptions& options);

}  // namespace pbrsim
