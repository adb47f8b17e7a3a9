/// What a run would take, from the size of its areas and measured constants (see CONTRIBUTING,
/// "Speed").
#pragma once

#include "experiment/plan.hpp"

namespace pbrsim {

struct RunCost {
  double people = 0;  // a replication, all areas
  double seconds = 0;
  double memory_mib = 0;
};

/// Runs nothing.
RunCost estimate_cost(const Plan& plan, int threads);

}  // namespace pbrsim
