#include "experiment/plan.hpp"

#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "area/budget.hpp"
#include "area/outlook.hpp"
#include "experiment/sampler.hpp"

namespace pbrsim {

namespace {

constexpr int least_follow_up_months = 12;

Schedule make_schedule(const Scenario& scenario) {
  int run_off = std::max(least_follow_up_months, scenario.follow_up_months());
  for (const std::string& area : scenario.areas)
    for (const auto& [name, design] : scenario.by_area.at(area).designs)
      run_off = std::max(run_off, run_off_months({design}));
  const Date go_live = scenario.run.go_live;
  const Date start = add_months(go_live, -scenario.history_months());
  const Date contract_end = add_months(go_live, scenario.contract_months());
  Schedule schedule;
  schedule.timeline = Timeline(start, add_months(contract_end, run_off));
  schedule.go_live = schedule.timeline.day_of(go_live);
  schedule.contract_end = schedule.timeline.day_of(contract_end);
  schedule.go_live_month = scenario.history_months();
  return schedule;
}

AreaPlan make_area(const Scenario& scenario, const std::string& id, const Schedule& schedule) {
  const AreaScenario& source = scenario.by_area.at(id);
  AreaModel model(id, source.area, source.pathway, scenario.treatment, scenario.levers,
                  scenario.legacy_practice, scenario.response);
  DesignModel legacy(scenario.legacy, source.designs.at(scenario.legacy), model, schedule);
  std::vector<DesignModel> designs;
  for (const std::string& name : scenario.designs)
    designs.emplace_back(name, source.designs.at(name), model, schedule);
  return {std::move(model), std::move(legacy), std::move(designs), StockPool()};
}

void set_prices(DesignModel& design, const PriceSolver& solver, const AreaPlan& area,
                const Plan& plan) {
  DesignParameters parameters = design.design;
  try {
    parameters.contracts = solver.priced(design);
  } catch (const UserError& e) {
    throw UserError("area " + area.model.id + ", design " + design.id + ": " + e.what(), e.code());
  }
  design = DesignModel(design.id, std::move(parameters), area.model, plan.schedule);
}

/// The legacy contract last: the solver simulates the years before go-live under it, in which it
/// pays nobody, but providers hold what is offered against it.
void set_prices(AreaPlan& area, const Plan& plan) {
  std::optional<PriceSolver> solver;
  const auto price = [&](DesignModel& design) {
    if (!has_shares(design.design.contracts)) return;
    if (!solver) solver.emplace(area.model, area.legacy, plan.schedule, area.pool, plan.seed, 0u);
    set_prices(design, *solver, area, plan);
  };
  for (DesignModel& design : area.designs)
    price(design);
  if (!has_shares(area.legacy.design.contracts)) return;
  const auto same = std::ranges::find(area.designs, area.legacy.id, &DesignModel::id);
  DesignModel legacy = same != area.designs.end() ? *same : area.legacy;
  price(legacy);
  solver.reset();
  area.legacy = DesignModel(legacy.id, legacy.design, area.model, plan.schedule);
}

void set_outlooks(AreaPlan& area) {
  for (DesignModel& design : area.designs)
    design.outlooks = outlooks_of(area.model, area.legacy, design);
}

void over_areas(Plan& plan, int threads, const std::function<void(AreaPlan&)>& work) {
  const oneapi::tbb::global_control limit(oneapi::tbb::global_control::max_allowed_parallelism,
                                          static_cast<std::size_t>(threads));
  oneapi::tbb::task_arena arena(threads);
  arena.execute([&] {
    oneapi::tbb::parallel_for(std::size_t{0}, plan.areas.size(),
                              [&](std::size_t i) { work(plan.areas[i]); });
  });
}

bool any_shares(const AreaPlan& area) {
  if (has_shares(area.legacy.design.contracts)) return true;
  return std::any_of(area.designs.begin(), area.designs.end(),
                     [](const DesignModel& design) { return has_shares(design.design.contracts); });
}

}  // namespace

Plan make_plan(const Scenario& scenario) {
  Plan plan;
  plan.schedule = make_schedule(scenario);
  for (const std::string& id : scenario.areas)
    plan.areas.push_back(make_area(scenario, id, plan.schedule));
  plan.designs = scenario.designs;
  const auto baseline = std::find(plan.designs.begin(), plan.designs.end(), scenario.baseline);
  plan.baseline = static_cast<std::size_t>(baseline - plan.designs.begin());
  plan.seed = static_cast<std::uint64_t>(scenario.run.seed);
  plan.replications = scenario.run.replications;
  plan.draws = scenario.run.draws;
  plan.draws_together = draws_together(scenario);
  plan.stock = scenario.stock;
  plan.economics = scenario.economics;
  plan.evaluation_months_before =
      static_cast<int>(std::lround(scenario.evaluation.before / days_per_month));
  plan.people = {scenario.twins.areas, scenario.twins.groups, scenario.twins.share};
  return plan;
}

void fill_pools(Plan& plan, int threads) {
  const bool prices_alone = plan.draws > 0 && plan.draw == 0;
  over_areas(plan, threads, [&](AreaPlan& area) {
    if (prices_alone && !any_shares(area)) return;
    area.pool = StockPool(area.model, area.legacy, plan.schedule, plan.seed, plan.draw, plan.stock);
    set_prices(area, plan);
    if (prices_alone) area.pool = StockPool();
  });
  if (!prices_alone) set_outlooks(plan, threads);
}

void fill_pool(Plan& plan, std::size_t i) {
  AreaPlan& area = plan.areas[i];
  area.pool = StockPool(area.model, area.legacy, plan.schedule, plan.seed, plan.draw, plan.stock);
  set_prices(area, plan);
  set_outlooks(area);
}

void set_outlooks(Plan& plan, int threads) {
  over_areas(plan, threads, [](AreaPlan& area) { set_outlooks(area); });
}

}  // namespace pbrsim
