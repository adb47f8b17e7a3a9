/// How a provider of an area sees its clients under a design: the mean rates of the model, where it
/// stands.
///
/// Kinds of clients are groups by clusters (of the design's contract and of the legacy contract
/// together). Beliefs are those under the practice with which the provider begins, the design's
/// assessment and the area's lasting effects; how many clients there are is for the one to say who
/// has counted them. Made once for a design; the same for all replications.
#pragma once

#include "area/model.hpp"
#include "provider/mean_rates.hpp"

namespace pbrsim {

/// What of the place acts on a journey of that group and band with a provider, under a practice.
JourneyPlace place_of(const AreaModel& area, const DesignModel& design, std::size_t provider,
                      Group group, MeasuredBand band, const Practice& practice);

/// What the design leaves in a provider's own hands.
Control control_of(const DesignModel& design, std::size_t provider);

ProviderOutlook outlook_of(const AreaModel& area, const DesignModel& legacy,
                           const DesignModel& design, std::size_t provider);
/// Of all providers; none where nobody responds.
std::vector<ProviderOutlook> outlooks_of(const AreaModel& area, const DesignModel& legacy,
                                         const DesignModel& design);

}  // namespace pbrsim
