#include "experiment/cost.hpp"

#include <algorithm>

#include "core/units.hpp"
#include "experiment/rehearsal.hpp"
#include "results/measures.hpp"
#include "results/panel_table.hpp"

namespace pbrsim {

namespace {

// Measured on the eight pilots; rough on purpose.
constexpr double years_known_to_services = 12;
constexpr double seconds_per_person_year = 2.4e-6;
constexpr double seconds_per_design_read = 0.005;  // of one area, in each draw
constexpr double ledger_bytes_per_month = 100;     // of one design, from go-live on, packed
constexpr double packed_share = 0.4;               // of the bytes of a panel
constexpr double bytes_per_person = 2500;
constexpr double base_mib = 40;
constexpr int blocks_in_flight_per_thread = 2;

double known_to_services(const AreaPlan& area) {
  double inflow = 0;
  for (const double n : area.model.area.new_people)
    inflow += n;
  return inflow * years_known_to_services;
}

double block_seconds(const Plan& plan, const AreaPlan& area) {
  const double years = plan.schedule.timeline.end() / days_per_year;
  const double shared = plan.schedule.go_live / days_per_year;
  const double cell_years = shared + static_cast<double>(plan.designs.size()) * (years - shared);
  return known_to_services(area) * cell_years * seconds_per_person_year;
}

double pool_people(const Plan& plan, const AreaPlan& area) {
  return plan.stock.people > 0 ? std::max(known_to_services(area), plan.stock.people) : 0;
}

double pool_seconds(const Plan& plan, const AreaPlan& area) {
  return pool_people(plan, area) * plan.stock.warm_up / days_per_year / 2 * seconds_per_person_year;
}

}  // namespace

Workload workload_of(const Plan& plan) {
  Workload w;
  for (const AreaPlan& area : plan.areas) {
    w.block_seconds.push_back(block_seconds(plan, area));
    w.pool_seconds.push_back(plan.draws > 0 ? pool_seconds(plan, area) : 0);
  }
  const auto designs = static_cast<double>(plan.designs.size());
  const int months = plan.schedule.timeline.months();
  if (plan.draws > 0)
    w.draw_seconds = seconds_per_design_read * designs * static_cast<double>(plan.areas.size());
  w.block_bytes =
      designs * (sizeof(Sums) + (months - plan.schedule.go_live_month) * ledger_bytes_per_month);
  w.node_bytes =
      designs * months * static_cast<double>(panel_values().size()) * sizeof(double) * packed_share;
  w.replications = static_cast<std::size_t>(plan.replications);
  w.draws = static_cast<std::size_t>(std::max(plan.draws, 1));
  return w;
}

RunCost estimate_cost(const Plan& plan, int threads) {
  const double years = plan.schedule.timeline.end() / days_per_year;
  const int draws = std::max(plan.draws, 1);  // each has its own initial stock
  RunCost cost;
  double in_pools = 0, largest = 0;
  for (const AreaPlan& area : plan.areas) {
    const double people = known_to_services(area) * (1 + years / years_known_to_services);
    cost.people += people;
    largest = std::max(largest, people);
    in_pools += pool_people(plan, area);
    cost.seconds +=
        draws * (plan.replications * block_seconds(plan, area) + pool_seconds(plan, area));
  }
  cost.seconds /= threads;
  cost.memory_mib = base_mib + (in_pools + 2 * largest * threads * blocks_in_flight_per_thread) *
                                   bytes_per_person / 1048576;
  return cost;
}

}  // namespace pbrsim
