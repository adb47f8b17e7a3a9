#include "experiment/cost.hpp"

#include <algorithm>

#include "core/units.hpp"

namespace pbrsim {

namespace {

// Measured on the eight pilots; rough on purpose.
constexpr double years_known_to_services = 12;
constexpr double microseconds_per_person_year = 1.6;
constexpr double bytes_per_person = 2500;
constexpr double base_mib = 40;
constexpr int blocks_in_flight_per_thread = 2;

}  // namespace

RunCost estimate_cost(const Plan& plan, int threads) {
  const double years = plan.schedule.timeline.end() / days_per_year;
  const double shared = plan.schedule.go_live / days_per_year;
  const double cell_years = shared + static_cast<double>(plan.designs.size()) * (years - shared);
  const double warm_up = plan.stock.warm_up / days_per_year;
  const int draws = std::max(plan.draws, 1);  // each has its own initial stock
  RunCost cost;
  double pool_people = 0, largest = 0;
  for (const AreaPlan& area : plan.areas) {
    double inflow = 0;
    for (const double n : area.model.area.new_people)
      inflow += n;
    const double known = inflow * years_known_to_services;
    cost.people += known + inflow * years;
    largest = std::max(largest, known + inflow * years);
    if (plan.stock.people > 0) pool_people += std::max(known, plan.stock.people);
    cost.seconds +=
        known * cell_years * plan.replications * draws * microseconds_per_person_year * 1e-6;
  }
  cost.seconds =
      (cost.seconds + draws * pool_people * warm_up / 2 * microseconds_per_person_year * 1e-6) /
      threads;
  cost.memory_mib = base_mib + (pool_people + 2 * largest * threads * blocks_in_flight_per_thread) *
                                   bytes_per_person / 1048576;
  return cost;
}

}  // namespace pbrsim
