/// Terms that cannot pay whatever happens: a price of 0 for everything, a cap of 0, a threshold
/// that nothing can exceed. A single 0 among prices is a choice, and so is a price of 0 beside a
/// malus.
#pragma once

#include "core/error.hpp"
#include "tariff/parameters.hpp"

namespace pbrsim {

void check_pays(const TermParameters& term, Problems& problems);

/// A claw-back that cannot take anything back.
void check_takes_back(const TermParameters& term, Problems& problems);

}  // namespace pbrsim
