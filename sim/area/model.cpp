#include "area/model.hpp"

#include <algorithm>

namespace pbrsim {

AreaModel::AreaModel(std::string area_id, AreaParameters area_parameters,
                     PathwayParameters pathway_parameters, ServiceParameters service_parameters,
                     LeverEffects lever_effects, Practice practice,
                     ResponseParameters response_parameters)
    : id(std::move(area_id)),
      area(std::move(area_parameters)),
      pathway(std::move(pathway_parameters)),
      service(service_parameters),
      levers(lever_effects),
      legacy_practice(practice),
      response(response_parameters),
      births(pathway),
      factors(pathway) {
  if (area.providers.size() == 1) pathway.transfer = {};  // to whom?
  for (const auto& [name, provider] : area.providers) {
    provider_names.push_back(name);
    providers.push_back(provider);
  }
  for (const Group g : all_of<Group>())
    for (const Modality m : all_of<Modality>())
      if (pathway.people[g].modality[m] == 1.0) only_modality[g] = m;
}

namespace {

std::vector<std::string> payees_of(const DesignParameters& design, const AreaModel& area) {
  std::vector<std::string> payees = area.provider_names;
  if (design.assessment.independent) payees.push_back(design.assessment.service);
  return payees;
}

}  // namespace

DesignModel::DesignModel(std::string design_id, DesignParameters parameters, const AreaModel& area,
                         const Schedule& schedule)
    : DesignModel(std::move(design_id), parameters, area, schedule, payees_of(parameters, area)) {}

DesignModel::DesignModel(std::string design_id, DesignParameters parameters, const AreaModel& area,
                         const Schedule& schedule, std::vector<std::string> payee_names)
    : id(std::move(design_id)),
      design(std::move(parameters)),
      rates(area.pathway, design.assessment.duration,
            CompletionStandard{design.standard == Standard::occasional_user_allowed}),
      payees(std::move(payee_names)) {
  for (const std::string& name : area.provider_names) {
    const auto own = design.practice.find(name);
    practice.push_back(own == design.practice.end() ? area.legacy_practice : own->second);
  }
  for (const std::string& name : payees) {
    const auto own = design.contracts.find(name);
    contracts.emplace_back(own == design.contracts.end() ? ContractParameters{} : own->second,
                           schedule.timeline, schedule.go_live, schedule.contract_end,
                           design.assessment.independent);
  }
  own_payees = payees.size();
  for (std::size_t i = 0; i < own_payees; ++i) {
    contracts_of.push_back({i});
    const auto next = design.successor.find(payees[i]);
    if (next == design.successor.end()) continue;
    contracts_of[i].push_back(contracts.size());
    payees.push_back(next->first + " (successor)");
    contracts.emplace_back(next->second, schedule.timeline, schedule.contract_end,
                           schedule.timeline.end(), design.assessment.independent);
  }
  const Date begins =
      design.transition.begins.value_or(schedule.timeline.date_of(schedule.go_live));
  transition_begins = schedule.timeline.day_of(begins);
  transition_ends = schedule.timeline.day_of(add_months(begins, design.transition.months));
  first_action = transition_ends > transition_begins ? std::min(schedule.go_live, transition_begins)
                                                     : schedule.go_live;
  if (design.behaviour.anticipation && design.behaviour.responds()) {
    months_ahead = std::min(3 * static_cast<int>(area.response.anticipated_quarters),
                            schedule.go_live_month / 3 * 3);
    first_action = std::min(first_action,
                            schedule.timeline.month_start(schedule.go_live_month - months_ahead));
  }
}

double fork_day(const std::vector<DesignModel>& designs) {
  double day = never;
  for (const DesignModel& d : designs)
    day = std::min(day, d.first_action);
  return day;
}

int run_off_months(const std::vector<DesignParameters>& designs) {
  int months = 1;  // the 21 days in which a return voids an exit
  for (const DesignParameters& d : designs)
    for (const auto& [payee, contract] : d.contracts)
      for (const auto& [name, term] : contract.terms)
        months = std::max({months, term.within_months.value_or(0),
                           term.claw_back ? term.claw_back->within_months : 0});
  return months;
}

}  // namespace pbrsim
