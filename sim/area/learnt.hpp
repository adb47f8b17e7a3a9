/// What the providers of an area have learnt of their clients by go-live, and what they make of it.
///
/// One history is simulated: under the legacy design to the fork, from there each design to the
/// day of go-live, on which the providers look at their records for the first time. What they see
/// is what the simulation's own providers see on that day (Cell::prospect_of), whether or not the
/// design lets them respond. Where it does not let them learn, beliefs stay those of mean rates and
/// only clients are counted.
#pragma once

#include <optional>
#include <vector>

#include "area/block.hpp"

namespace pbrsim {

struct AtGoLive {
  Prospect prospect;
  /// What the provider weighed up; none where the design leaves it nothing to choose.
  std::optional<Deliberation> weighed;
  Moves target;  // that it is heading for since; empty without `weighed`
};

/// By design, then provider; designs must outlive it. The same key gives the same.
std::vector<std::vector<AtGoLive>> at_go_live(const AreaModel& area, const DesignModel& legacy,
                                              const std::vector<DesignModel>& designs,
                                              const Schedule& schedule, const StockPool& pool,
                                              const BlockKey& key);

}  // namespace pbrsim
