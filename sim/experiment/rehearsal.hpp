/// How a run would go on many ranks: its blocks dealt by the code that deals them, to ranks of a
/// dry run that take as long as the blocks would and send as much.
///
/// Left out: the time before the first block (each rank reads the scenario and, without draws,
/// fills the pools of all areas), writing the tables at the end, and what rank 0 itself simulates.
#pragma once

#include "experiment/dry_run.hpp"
#include "experiment/plan.hpp"

namespace pbrsim {

/// Seconds and bytes of the parts of a run, from measured constants (experiment/cost.cpp).
struct Workload {
  std::vector<double> block_seconds;  // by area
  std::vector<double> pool_seconds;   // by area: its initial stock in a draw; 0 without draws
  double draw_seconds = 0;            // a draw's parameters, on each rank that gets a block of it
  double block_bytes = 0;             // of what a block leaves: sums, rows of tables
  double node_bytes = 0;              // of what is added up of an area: panels, providers
  std::size_t replications = 1;       // of each draw
  std::size_t draws = 1;
};
Workload workload_of(const Plan& plan);

struct Rehearsal {
  std::size_t blocks = 0;
  double seconds = 0;
  double even_seconds = 0;      // if the simulating alone were shared out evenly
  double imbalance = 0;         // what the busiest rank works over what a rank works on average
  double rank_0_busy = 0;       // share of the time in which rank 0 receives and saves
  double bytes = 0;             // that rank 0 receives
  double seconds_of_draws = 0;  // of all ranks together: making draws' parameters and stocks
};
/// Each thread of a rank counts as a rank of its own. Precondition: at least 2.
Rehearsal rehearse(const Workload& workload, const DryRunMachine& machine);

}  // namespace pbrsim
