/// A scenario made ready to run: models of all areas and designs, and the calendar that they share.
#pragma once

#include <string>
#include <vector>

#include "area/block.hpp"
#include "results/cell_tables.hpp"
#include "scenario/scenario.hpp"

namespace pbrsim {

struct AreaPlan {
  AreaModel model;
  DesignModel legacy;
  std::vector<DesignModel> designs;  // in the order of the scenario
  StockPool pool;                    // empty until fill_pools()
};

struct Plan {
  Schedule schedule;
  std::vector<AreaPlan> areas;
  std::vector<std::string> designs;
  std::size_t baseline = 0;
  std::uint64_t seed = 0;
  int replications = 0;    // of each draw
  int draws = 0;           // 0: none, distributions stay at their means
  int draws_together = 1;  // that make one independent part (sampler.hpp)
  std::uint32_t draw = 0;  // that the models are of; 0: the means
  StockParameters stock;
  EconomicsParameters economics;
  PeopleChoice people;                // whose rows people.csv has
  int evaluation_months_before = 36;  // of go-live, in which evaluation.csv begins
};

/// The run lasts until the last window of any design closes, and at least a year beyond the
/// contract so that journeys and exits of the contract can be followed. Every distribution is at
/// its mean.
Plan make_plan(const Scenario& scenario);

/// Builds the pools of initial stock and solves the prices set from budgets, in parallel over
/// areas. Where there are draws and the plan is of none, only the prices: no block runs at the
/// means.
void fill_pools(Plan& plan, int threads);

/// The same for one area of a plan whose models are of a draw, or of the means where there are
/// none.
void fill_pool(Plan& plan, std::size_t area);

/// What providers expect of the designs of the plan, in parallel over areas; `fill_pools` does it
/// for those that it finds.
void set_outlooks(Plan& plan, int threads);

}  // namespace pbrsim
