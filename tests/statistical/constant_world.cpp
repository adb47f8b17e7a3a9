#include "constant_world.hpp"

namespace pbrsim::test {

namespace {

void fill_group(PathwayParameters& p, Group g, double faster) {
  GroupPeople& people = p.people[g];
  people.modality[Modality::psychosocial] = g == Group::alcohol ? 0.7 : 1;
  people.modality[Modality::residential] = g == Group::alcohol ? 0.3 : 0;
  people.abstinent_at_start = 0.2;
  people.other_use = {0.3, 0, 0};
  people.offender = {0.5, 0};
  people.presenting_days = {6, 0, 0};
  p.stop_use.treatment[g] = constant_rate(3 * faster);
  p.start_use.treatment[g] = constant_rate(2);
  p.stop_use.community[g] = constant_rate(1.2);
  p.start_use.community[g] = constant_rate(1.5);
  p.drop_out.hazard[g] = constant_rate(1.4 * faster);
  p.completion.rate[g] = 1.6;
  p.other_use.turnover[g] = 3;
  p.mortality.other_causes[g] = constant_rate(0.05);
  // Only those who completed come back, so that first journeys are a person's own.
  p.help_seeking.hazard[g] = constant_rate(1e-9);
  p.offending.rate[g] = 2;
  // Problems at the level that they keep.
  for (auto [attribute, problem] : {std::pair{&people.injecting, &p.injecting},
                                    std::pair{&people.housing_problem, &p.housing_problem},
                                    std::pair{&people.employed, &p.employment}}) {
    problem->begins[g] = 0.8;
    problem->ends[g] = 1.2;
    *attribute = {0.4, 0};
  }
}

}  // namespace

Setup constant_world(double new_people) {
  Setup s;
  PathwayParameters& p = s.pathway;
  fill_group(p, Group::opiate, 1);
  fill_group(p, Group::alcohol, 1.5);
  p.help_seeking.after_planned_exit = 1e9;
  p.help_seeking.when_abstinent_after_planned_exit = 0.4;
  p.drop_out.when_abstinent = 0.5;
  p.offending.proven = 0.2;
  p.reviews = Reviews{};
  p.reviews.wellbeing_housing_problem = p.reviews.wellbeing_employed = 0;
  p.reviews.vaccination_offered = 0.35;
  p.complexity.error_sd = 0.5;
  for (const Group g : constant_groups)
    s.area.new_people[g] = new_people;
  s.contract_months = 36;
  s.legacy_practice.reporting = 0.1;
  return s;
}

ByGroup<JourneyBeliefs> true_beliefs(const World& world,
                                     const std::function<void(JourneyPlace&)>& knows) {
  const AreaModel& area = world.area;
  const ClientMixes mixes = sample_clients(area.pathway, area.births, area.factors, 0, 20000);
  ByGroup<JourneyBeliefs> beliefs;
  for (const Group g : constant_groups) {
    JourneyPlace place;
    place.modality = area.pathway.people[g].modality;
    place.misreported = area.legacy_practice.reporting;
    knows(place);
    beliefs[g] = mean_beliefs(area.pathway, g, mixes[g][MeasuredBand::medium], place);
    // Everybody of a group is alike here; shares without the sampling error of the mix.
    beliefs[g].injecting.at_start = beliefs[g].housing.at_start = 0.4;
    beliefs[g].unemployed.at_start = 0.6;
    beliefs[g].offender = 0.5;
  }
  return beliefs;
}

}  // namespace pbrsim::test
