#include "support/tiny_area.hpp"

namespace pbrsim::test {

namespace {

Schedule schedule_of(const Setup& setup) {
  Schedule schedule;
  const int end = setup.history_months + setup.contract_months + setup.run_off_months;
  schedule.timeline = Timeline(setup.start, add_months(setup.start, end));
  schedule.go_live = schedule.timeline.month_start(setup.history_months);
  schedule.contract_end = schedule.timeline.month_start(setup.history_months + setup.contract_months);
  schedule.go_live_month = setup.history_months;
  return schedule;
}

}  // namespace

PathwayParameters still() {
  PathwayParameters p;
  for (GroupPeople& people : p.people) {
    people.age_sd = 0;
    people.presenting_days = {7, 0, 0};
    people.other_days = {7, 0, 0};
    people.modality[Modality::psychosocial] = 1;
  }
  p.immediate_assessment = true;
  p.reviews.interval = 0;
  p.reviews.wellbeing_sd = 0;
  return p;
}

Setup::Setup() {
  area.name = "tiny";
  provider("north").keyworker_hours = no_limit;
  legacy.label = "legacy";
}

DesignParameters& Setup::add_design(const std::string& label) {
  designs.push_back(legacy);
  designs.back().label = label;
  return designs.back();
}

World::World(const Setup& setup)
    : schedule(schedule_of(setup)),
      area(setup.area.name, setup.area, setup.pathway, setup.service, setup.levers, setup.legacy_practice),
      legacy("legacy", setup.legacy, area, schedule) {
  for (const DesignParameters& design : setup.designs)
    designs.emplace_back(design.label, design, area, schedule);
}

BlockKey World::key(std::uint32_t replication, std::uint64_t seed) const {
  return {seed, 0, replication, area_key(area.id)};
}

std::vector<History> World::run(std::uint32_t replication, const CellOptions& options,
                                const StockPool& pool) const {
  return run_block(area, legacy, designs, schedule, pool, key(replication), options);
}

Cell World::cell(std::uint32_t replication, const CellOptions& options) const {
  return Cell(area, legacy, schedule, Streams(key(replication)), options);
}

Person World::newborn(std::uint32_t replication, std::uint32_t person_key, double day) const {
  Person p;
  area.births.make(p, Streams(key(replication)), static_cast<Group>(person_key >> 28), person_key, day);
  return p;
}

std::int64_t total(const History& history, Count count, int from, int to) {
  std::int64_t sum = 0;
  for (int m = from; m < to; ++m)
    for (const auto& entry : history.panel.counts(m))
      if (count_key(entry.index).count == count) sum += entry.value;
  return sum;
}

std::int64_t total(const History& history, Count count) {
  return total(history, count, 0, history.panel.months());
}

}  // namespace pbrsim::test
