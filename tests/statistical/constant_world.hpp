/// A world in which a provider's beliefs can be true: constant hazards, places that never bind, no
/// frailty, domains that do not touch each other, problems at the level that they keep. Only those
/// who completed come back.
#pragma once

#include <functional>

#include "provider/mean_rates.hpp"
#include "support/tiny_area.hpp"

namespace pbrsim::test {

inline constexpr Group constant_groups[] = {Group::opiate, Group::alcohol};

/// So many new people a year in either group; three years of contract, no design yet.
Setup constant_world(double new_people);

/// What a provider of that world believes who knows its rates, under the legacy practice; `knows`:
/// what else there is to the place.
ByGroup<JourneyBeliefs> true_beliefs(
    const World& world, const std::function<void(JourneyPlace&)>& knows = [](JourneyPlace&) {});

}  // namespace pbrsim::test
