/// One block, simulated and reduced to what is kept of it.
#pragma once

#include "experiment/run.hpp"

namespace pbrsim {

/// What goes wrong is the result's failure.
BlockResult simulate(const BlockNumber& number, const PlanOf& plan_of, const RunOptions& options);

}  // namespace pbrsim
