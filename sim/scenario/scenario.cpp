#include "scenario/scenario.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "area/earnings.hpp"
#include "core/units.hpp"
#include "scenario/digits.hpp"
#include "scenario/report.hpp"
#include "scenario/tree.hpp"

namespace pbrsim {

namespace {

constexpr double month_tolerance = 1e-6;
/// Fewer do not tell how much a difference varies.
constexpr int least_first_stage = 10;

double months_in(double days) { return days / days_per_month; }
int whole_months(double days) { return static_cast<int>(std::lround(months_in(days))); }

bool is_first_of_month(Date date) {
  return std::chrono::year_month_day(date).day() == std::chrono::day(1);
}

void check_whole_months(const char* field, double days, Problems& problems) {
  const double months = months_in(days);
  if (months < 1 - month_tolerance)
    problems.push_back({field, "must be at least 1 month"});
  else if (std::abs(months - std::round(months)) > month_tolerance)
    problems.push_back({field, "is " + yaml::shortest(std::round(months * 1000) / 1000) +
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
  check_whole_months("history", history, problems);
  check_whole_months("contract", contract, problems);
  check_whole_months("follow_up", follow_up, problems);
  if (seed != std::floor(seed)) problems.push_back({"seed", "must be a whole number"});
}

namespace {

/// A problem of a struct below, as seen from above. It follows from these paths as well.
Problem seen_from_above(const std::string& path, Problem problem,
                        const std::vector<std::string>& as_well) {
  problem.path = yaml::join_path(path, problem.path);
  for (std::string& source : problem.from)
    source = yaml::join_path(path, source);
  if (!problem.from.empty())
    problem.from.insert(problem.from.end(), as_well.begin(), as_well.end());
  return problem;
}

}  // namespace

void EvaluationParameters::validate(Problems& problems) const {
  check_whole_months("before", before, problems);
}

void PrecisionParameters::validate(Problems& problems) const {
  if (half_width <= 0) problems.push_back({"half_width", "must be above 0"});
}

void AreaScenario::validate(Problems& problems) const {
  area.validate(problems);
  for (const auto& [name, design] : designs) {
    const std::string path = "designs." + name;
    Problems found;
    pbrsim::validate(design, area, found);
    check_earnings(design, area, pathway, found);
    for (const Problem& p : found)
      problems.push_back(seen_from_above(path, p, {"providers."}));
    const auto& begins = design.transition.begins;
    if (begins && !is_first_of_month(*begins))
      problems.push_back({path + ".transition.begins",
                          "is " + to_iso(*begins) + "; must be the first of a month",
                          {path + ".transition.begins"}});
  }
  for (std::size_t i = 0; i < area.shocks.size(); ++i) {
    const std::string begins = "shocks." + std::to_string(i) + ".begins";
    if (!is_first_of_month(area.shocks[i].begins))
      problems.push_back({begins,
                          "is " + to_iso(area.shocks[i].begins) + "; must be the first of a month",
                          {begins}});
  }
  check_offers(*this, problems);
}

namespace {

/// The months of a term lie within its contract.
void check_span(const TermParameters& term, const std::string& path, int months,
                Problems& problems) {
  const std::string end =
      ", and the contract ends after " + std::to_string(months) + " months (run.contract)";
  const auto check = [&](const std::string& field, int value, int most, const char* what_to_do) {
    if (value > most)
      problems.push_back(
          {path + field, "is " + std::to_string(value) + end + what_to_do, {path + field, "run"}});
  };
  check(".from_month", term.from_month, months - 1,
        ", so that the term never pays; change it or remove the term");
  if (term.until_month)
    check(".until_month", *term.until_month, months,
          "; change it, or leave it out for a term that goes on to the end");
  for (std::size_t i = 0; i < term.phase_in.size(); ++i)
    check(".phase_in." + std::to_string(i) + ".from_month", term.phase_in[i].from_month, months - 1,
          ", so that the factor never holds; change it or remove the step");
}

/// A floor pays at the end of contract years, the last of which ends with the contract.
void check_floor(const TermParameters& term, const std::string& path, int months,
                 Problems& problems) {
  const int until = std::min(term.until_month.value_or(months), months);
  if (term.kind != TermKind::floor || until <= term.from_month) return;
  const int year_end = std::min((term.from_month / 12 + 1) * 12, months);
  if (year_end > until)
    problems.push_back({path + ".until_month",
                        "is " + std::to_string(until) +
                            ", and a floor pays at the end of a contract "
                            "year, next after " +
                            std::to_string(year_end) +
                            " months, so that the term never pays; make it longer or remove it",
                        {path + ".kind", path + ".from_month", path + ".until_month", "run"}});
}

void check_months(const DesignParameters& design, const std::string& path, int months,
                  Problems& problems) {
  if (months < 1) return;  // RunParameters::validate says so
  for (const auto& [payee, contract] : design.contracts)
    for (const auto& [name, term] : contract.terms) {
      const std::string of_term = path + ".contracts." + payee + ".terms." + name;
      check_span(term, of_term, months, problems);
      check_floor(term, of_term, months, problems);
    }
}

/// Shocks begin within the run.
void check_shocks(const std::vector<Shock>& shocks, const std::string& path,
                  const Scenario& scenario, Problems& problems) {
  const Date start = add_months(scenario.run.go_live, -scenario.history_months());
  const Date end = add_months(scenario.run.go_live, scenario.contract_months());
  for (std::size_t i = 0; i < shocks.size(); ++i) {
    const std::string begins = path + "." + std::to_string(i) + ".begins";
    if (shocks[i].begins < start || shocks[i].begins > end)
      problems.push_back({begins,
                          "is " + to_iso(shocks[i].begins) + "; must lie within the run, from " +
                              to_iso(start) + " to " + to_iso(end),
                          {begins, "run"}});
  }
}

/// The transition lies within the run and does not outlast the contract.
void check_transition(const TransitionParameters& transition, const std::string& path,
                      const Scenario& scenario, Problems& problems) {
  const Date go_live = scenario.run.go_live;
  const Date start = add_months(go_live, -scenario.history_months());
  const Date end = add_months(go_live, scenario.contract_months());
  const Date begins = transition.begins.value_or(go_live);
  if (begins < start || begins > end)
    problems.push_back({path + ".begins",
                        "is " + to_iso(begins) + "; must lie within the run, from " +
                            to_iso(start) + " to " + to_iso(end),
                        {path + ".begins", "run"}});
  else if (const Date over = add_months(begins, transition.months); over > end && end > go_live)
    problems.push_back({path + ".months",
                        "is " + std::to_string(transition.months) + ", until " + to_iso(over) +
                            ", and the contract ends on " + to_iso(end) + "; make it shorter",
                        {path, "run"}});
}

}  // namespace

namespace {

/// Replications are the first stage, or draws where there are.
void check_precision(const Scenario& scenario, Problems& problems) {
  if (!scenario.precision) return;
  const bool by_draw = scenario.run.draws > 0;
  const std::string units = by_draw ? "draws" : "replications", key = "run." + units;
  const int first = by_draw ? scenario.run.draws : scenario.run.replications,
            most = scenario.precision->at_most;
  const auto add = [&](const std::string& path, std::string message) {
    problems.push_back({path, std::move(message), {"precision", "run", "sampling"}});
  };
  if (by_draw && scenario.sampling.method == SamplingMethod::sobol)
    add("precision",
        "goes on draw by draw until enough independent ones are there, and the draws of sampling: "
        "sobol are spread together, so that they are not independent and their number is fixed "
        "beforehand; use sampling: random, or leave precision out");
  if (first < least_first_stage)
    add(key, "is " + std::to_string(first) + "; with precision the " + units +
                 " that it begins with must be at least " + std::to_string(least_first_stage));
  if (most < first)
    add("precision.at_most", "is " + std::to_string(most) + ", less than the " +
                                 std::to_string(first) + " of " + key + " that it begins with");
}

/// Areas that are not there.
void check_twins(const Scenario& scenario, Problems& problems) {
  for (std::size_t i = 0; i < scenario.twins.areas.size(); ++i) {
    const std::string& area = scenario.twins.areas[i];
    if (scenario.by_area.contains(area)) continue;
    std::vector<std::string_view> names;
    for (const auto& [name, ignored] : scenario.by_area)
      names.push_back(name);
    problems.push_back({"twins.areas." + std::to_string(i),
                        "is no area" + yaml::suggest(area, names, "areas are"),
                        {"twins", "areas."}});
  }
}

/// The draws of a spread are parts of a power of two.
void check_spread(const Scenario& scenario, Problems& problems) {
  const int draws = scenario.run.draws, parts = scenario.sampling.replicates;
  if (scenario.sampling.method != SamplingMethod::sobol || draws == 0) return;
  if (draws % parts == 0 && std::has_single_bit(static_cast<unsigned>(draws / parts))) return;
  const int part = static_cast<int>(std::bit_floor(static_cast<unsigned>(draws / parts)));
  problems.push_back({"run.draws",
                      "is " + std::to_string(draws) + "; with sampling: sobol it must be " +
                          std::to_string(parts) +
                          " (sampling.replicates) times a power of two, such as " +
                          std::to_string(parts * std::max(1, part)) + " or " +
                          std::to_string(parts * std::max(2, 2 * part)),
                      {"run.draws", "sampling"}});
}

/// How strongly a provider responds is a share of what it earned before.
void check_legacy_income(const AreaScenario& area, const std::string& path,
                         const Scenario& scenario, Problems& problems) {
  const auto legacy = area.designs.find(scenario.legacy);
  if (legacy == area.designs.end()) return;
  const auto pays = [](const DesignParameters& design, const std::string& payee) {
    const auto contract = design.contracts.find(payee);
    return contract != design.contracts.end() && !contract->second.terms.empty();
  };
  for (const auto& [name, design] : area.designs)
    for (const auto& [provider, ignored] : area.area.providers) {
      if (!design.behaviour.responds() || !pays(design, provider) || pays(legacy->second, provider))
        continue;
      const std::string contract = path + legacy->first + ".contracts." + provider;
      problems.push_back(
          {contract,
           "pays nothing before go-live, and under " + name +
               " providers respond (behaviour): how strongly is a share of what they earned "
               "before, so that this one would never change; give it what it earned as terms, or "
               "switch the behaviour off",
           {contract, path + name, "behaviour"}});
    }
}

}  // namespace

void Scenario::validate(Problems& problems) const {
  check_spread(*this, problems);
  check_precision(*this, problems);
  check_twins(*this, problems);
  if (by_area.contains("total"))
    problems.push_back({"areas.total",
                        "has the name that the tables give to all areas together; choose another",
                        {"areas."}});
  for (const auto& [id, area] : by_area) {
    check_shocks(area.area.shocks, "areas." + id + ".shocks", *this, problems);
    check_legacy_income(area, "areas." + id + ".designs.", *this, problems);
    for (const auto& [name, design] : area.designs) {
      const std::string path = "areas." + id + ".designs." + name;
      check_transition(design.transition, path + ".transition", *this, problems);
      check_months(design, path, contract_months(), problems);
    }
  }
}

int Scenario::history_months() const { return whole_months(run.history); }
int Scenario::contract_months() const { return whole_months(run.contract); }
int Scenario::follow_up_months() const { return whole_months(run.follow_up); }

}  // namespace pbrsim
