#include "scenario/scenario.hpp"

#include <array>
#include <cmath>

#include "core/units.hpp"
#include "scenario/tree.hpp"

namespace pbrsim {

namespace {

constexpr double month_tolerance = 1e-6;

double months_in(double days) { return days / days_per_month; }
int whole_months(double days) { return static_cast<int>(std::lround(months_in(days))); }

bool is_first_of_month(Date date) {
  return std::chrono::year_month_day(date).day() == std::chrono::day(1);
}

void check_months(const char* field, double days, Problems& problems) {
  const double months = months_in(days);
  if (months < 1 - month_tolerance)
    problems.push_back({field, "must be at least 1 month"});
  else if (std::abs(months - std::round(months)) > month_tolerance)
    problems.push_back({field, "is " + std::to_string(months) +
                                   " months; must be whole months, like \"24 months\""});
}

using Modalities = ByModality<bool>;

/// The modality that a client may change to, unless it comes to an end there.
std::optional<Modality> next_modality(Modality m) {
  if (m == Modality::maintenance) return Modality::reduction;
  if (m == Modality::psychosocial) return std::nullopt;
  return Modality::psychosocial;
}

/// Where clients of a group may come to be: at triage, and through changes of modality.
Modalities reached(const PathwayParameters& pathway, Group group) {
  Modalities result{};
  const auto add_from = [&](Modality m) {
    for (std::optional<Modality> at = m; at && !result[*at]; at = next_modality(*at)) {
      result[*at] = true;
      if (pathway.modality_change.rate[*at] <= 0) break;
    }
  };
  for (const Modality m : all_of<Modality>())
    if (pathway.people[group].modality[m] > 0) add_from(m);
  if (result[Modality::reduction] && pathway.modality_change.rate[Modality::reduction] > 0 &&
      pathway.modality_change.reduction_fails > 0)
    result[Modality::maintenance] = true;
  return result;
}

bool is_offered(const AreaParameters& area, Group group, Modality m) {
  for (const auto& [name, provider] : area.providers)
    if (provider.offers[m] && provider.share[group] > 0) return true;
  return false;
}

void check_offers(const AreaScenario& scenario, Problems& problems) {
  for (const Group g : all_of<Group>()) {
    if (scenario.area.new_people[g] <= 0) continue;
    const Modalities needed = reached(scenario.pathway, g);
    for (const Modality m : all_of<Modality>()) {
      if (!needed[m] || is_offered(scenario.area, g, m)) continue;
      const bool at_triage = scenario.pathway.people[g].modality[m] > 0;
      const std::string modality(name_of(m)), group(name_of(g));
      problems.push_back(
          {"providers", "nobody offers " + modality + " to " + group + " clients, who come to it " +
                            (at_triage ? "at triage (pathway.people." + group + ".modality)"
                                       : "by pathway.modality_change.rate") +
                            "; let a provider with a share above 0 for them offer it"});
    }
  }
}

}  // namespace

void RunParameters::validate(Problems& problems) const {
  const auto year = std::chrono::year_month_day(go_live).year();
  if (!is_first_of_month(go_live))
    problems.push_back({"go_live", "is " + to_iso(go_live) + "; must be the first of a month"});
  if (year < std::chrono::year(1900) || year > std::chrono::year(2200))
    problems.push_back({"go_live", "is " + to_iso(go_live) + "; must lie from 1900 to 2200"});
  check_months("history", history, problems);
  check_months("contract", contract, problems);
  if (seed != std::floor(seed)) problems.push_back({"seed", "must be a whole number"});
}

void AreaScenario::validate(Problems& problems) const {
  area.validate(problems);
  for (const auto& [name, design] : designs) {
    Problems found;
    pbrsim::validate(design, area, found);
    for (const Problem& p : found)
      problems.push_back({yaml::join_path("designs." + name, p.path), p.message});
    const auto& begins = design.transition.begins;
    if (begins && !is_first_of_month(*begins))
      problems.push_back({"designs." + name + ".transition.begins",
                          "is " + to_iso(*begins) + "; must be the first of a month"});
  }
  check_offers(*this, problems);
}

void Scenario::validate(Problems& problems) const {
  const Date start = add_months(run.go_live, -history_months());
  const Date end = add_months(run.go_live, contract_months());
  if (by_area.contains("total"))
    problems.push_back({"areas.total",
                        "has the name that the tables give to all areas together; choose another"});
  for (const auto& [id, area] : by_area)
    for (const auto& [name, design] : area.designs) {
      const auto& begins = design.transition.begins;
      if (begins && (*begins < start || *begins > end))
        problems.push_back({"areas." + id + ".designs." + name + ".transition.begins",
                            "is " + to_iso(*begins) + "; must lie within the run, from " +
                                to_iso(start) + " to " + to_iso(end)});
    }
}

int Scenario::history_months() const { return whole_months(run.history); }
int Scenario::contract_months() const { return whole_months(run.contract); }

}  // namespace pbrsim
