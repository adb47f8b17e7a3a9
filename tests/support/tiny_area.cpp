#include "support/tiny_area.hpp"

#include "area/outlook.hpp"

namespace pbrsim::test {

namespace {

Schedule schedule_of(const Setup& setup) {
  Schedule schedule;
  const int end = setup.history_months + setup.contract_months + setup.run_off_months;
  schedule.timeline = Timeline(setup.start, add_months(setup.start, end));
  schedule.go_live = schedule.timeline.month_start(setup.history_months);
  schedule.contract_end =
      schedule.timeline.month_start(setup.history_months + setup.contract_months);
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

namespace {

HazardParameters weibull(double shape, double scale) {
  HazardParameters h;
  h.shape = shape;
  h.scale = scale;
  return h;
}

HazardParameters pieces(std::vector<HazardPiece> list) {
  HazardParameters h;
  h.pieces = std::move(list);
  return h;
}

void fill_people(PathwayParameters& p) {
  for (const Group g : {Group::opiate, Group::alcohol}) {
    GroupPeople& people = p.people[g];
    people.female = {0.3, 0};
    people.injecting = {0.35, 0.5};
    people.housing_problem = {0.4, 0.6};
    people.employed = {0.3, -0.4};
    people.offender = {0.6, 0.4};
    people.prior_treatment = {0.3, 0.2};
    people.age_sd = 9;
    people.presenting_days = {5, 0.6, 0.3};
    people.other_days = {3, 0.6, 0.2};
    people.other_use = {0.4, 0.7, 0.4};
    people.offending_spread = 0.8;
    people.offending_loading = 0.3;
    people.abstinent_at_start = 0.1;
    people.through_criminal_justice = 0.2;
  }
  p.people[Group::opiate].modality.values = {0.6, 0.1, 0.2, 0.1};
  p.people[Group::alcohol].modality.values = {0, 0, 0.9, 0.1};
}

void fill_hazards(PathwayParameters& p, Group g) {
  p.help_seeking.hazard[g] = weibull(0.6, 500);
  p.stop_use.community[g] = constant_rate(0.3);
  p.stop_use.treatment[g] = pieces({{0, 4}, {84, 1.5}});
  p.start_use.community[g] = weibull(0.7, 250);
  p.start_use.treatment[g] = weibull(0.8, 200);
  p.other_use.turnover[g] = 3;
  p.on_the_way.gives_up[g] = constant_rate(3);
  p.drop_out.hazard[g] = weibull(0.72, 300);
  p.completion.rate[g] = 2.5;
  p.transfer[g] = 0.15;
  p.mortality.poisoning_in_treatment[g] = pieces({{0, 0.12}, {28, 0.03}});
  p.mortality.poisoning_out[g] = pieces({{0, 0.2}, {28, 0.06}});
  p.mortality.poisoning_after_release[g] = pieces({{0, 0.6}, {28, 0.06}});
  p.mortality.other_causes[g] = pieces({{0, 0.01}, {40 * 365.25, 0.04}});
  p.offending.rate[g] = 15;
  p.offending.custody[g] = 0.25;
  for (Alternating* a : {&p.injecting, &p.housing_problem, &p.employment}) {
    a->begins[g] = 0.4;
    a->ends[g] = 0.6;
  }
  p.aftercare.share[g] = 0.4;
}

}  // namespace

Setup busy() {
  Setup s;
  PathwayParameters& p = s.pathway;
  fill_people(p);
  for (const Group g : {Group::opiate, Group::alcohol})
    fill_hazards(p, g);
  p.complexity.error_sd = 0.4;
  p.help_seeking.after_planned_exit = 0.7;
  p.help_seeking.after_custody = 1.3;
  p.help_seeking.when_abstinent = 0.1;
  p.help_seeking.when_abstinent_after_planned_exit = 0.05;
  p.stop_use.on_the_way = 1.2;
  p.start_use.after_unplanned_exit = 1.6;
  p.start_use.retained_12_weeks = 0.8;
  p.start_use.aftercare = 0.7;
  p.start_use.custody = 0.6;
  p.other_use.stop_in_treatment = 1.5;
  p.other_use.start_in_treatment = 0.6;
  p.on_the_way.refuses_at_assessment = 0.03;
  p.provider_assessment = constant_rate(40);
  p.immediate_assessment = false;
  p.handover = {2.0, -0.3, -0.1, -2.0, -0.5};
  p.recording = {0.9, 0.4};
  p.drop_out.modality.values = {0.8, 1.1, 1, 0.9};
  p.drop_out.when_abstinent = 0.5;
  p.drop_out.declined_share = 0.1;
  p.drop_out.frailty.variance = 0.5;
  p.drop_out.covariates.complexity = 0.2;
  p.start_use.frailty.variance = 0.3;
  p.start_use.covariates.injecting = 0.3;
  p.completion.minimum_abstinence = 28;
  p.completion.with_other_use = 0.4;
  p.completion.covariates.housing_problem = -0.3;
  p.modality_change.rate.values = {0.8, 3, 0, 3};
  p.modality_change.reduction_fails = 0.3;
  p.modality_change.when_using = 0.5;
  p.moves_away = 0.02;
  p.moves_away_at_exit = 0.03;
  p.mortality.poisoning_when_abstinent = 0.4;
  p.mortality.poisoning_in_custody = 0.1;
  p.mortality.other_causes_in_treatment = 0.7;
  p.offending.when_abstinent = 0.4;
  p.offending.in_treatment = 0.6;
  p.offending.proven = 0.1;
  p.offending.proven_lag = 60;
  p.offending.continuity_of_care = 0.25;
  p.reviews = Reviews{};

  s.area.new_people[Group::opiate] = 150;
  s.area.new_people[Group::alcohol] = 150;
  s.area.growth[Group::alcohol] = 0.02;
  s.area.persistent = {0.1, -0.05, 0.2};
  s.area.transient_sd = {0.1, 0.1, 0.1};
  s.area.transient_autocorrelation = 0.5;
  s.provider("north").keyworker_hours = 80;
  s.provider("south").keyworker_hours = 60;
  s.service.hours.values = {0.6, 1, 1.2, 3};
  s.levers.engagement_drop_out = 0.8;
  s.levers.engagement_gives_up = 0.5;
  s.levers.abstinence_stop = 0.7;
  s.levers.abstinence_start = 0.6;
  s.levers.reintegration_relapse = 0.6;
  s.levers.reintegration_housing = 0.5;
  s.levers.reintegration_jobs = 0.4;
  s.levers.harm_reduction_injecting = 0.5;
  s.levers.harm_reduction_poisoning = 0.7;
  s.levers.hours_engagement = 0.2;
  s.levers.hours_abstinence = 0.2;
  return s;
}

DesignParameters& Setup::add_design(const std::string& label) {
  designs.push_back(legacy);
  designs.back().label = label;
  return designs.back();
}

World::World(const Setup& setup)
    : schedule(schedule_of(setup)),
      area(setup.area.name, setup.area, setup.pathway, setup.service, setup.levers,
           setup.legacy_practice, setup.response),
      legacy("legacy", setup.legacy, area, schedule) {
  for (const DesignParameters& design : setup.designs)
    designs.emplace_back(design.label, design, area, schedule);
  for (DesignModel& design : designs)
    design.outlooks = outlooks_of(area, legacy, design);
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
  area.births.make(p, Streams(key(replication)), static_cast<Group>(person_key >> 28), person_key,
                   day);
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
