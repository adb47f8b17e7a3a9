#include "scenario/calibration.hpp"

#include <algorithm>
#include <set>

#include "scenario/files.hpp"
#include "scenario/reader.hpp"

namespace pbrsim {

namespace {

constexpr double most_discrepancy = 2;  // times the standard error

/// Parts of a scenario, or of an area, that a calibration may change.
constexpr std::array<std::string_view, 5> may_be_fitted{"pathway", "treatment", "stock",
                                                        "persistent", "new_people"};

std::string part_of(std::string path) {
  if (path.starts_with("areas.")) path.erase(0, path.find('.', 6) + 1);
  return path.substr(0, path.find('.'));
}

bool alike(const Distribution& a, const Distribution& b) {
  return a.index() == b.index() && quantile(a, 0.1) == quantile(b, 0.1) &&
         quantile(a, 0.5) == quantile(b, 0.5) && quantile(a, 0.9) == quantile(b, 0.9);
}

/// What is wrong with fitting it; empty if nothing.
std::string fault_of(const std::string& name, const Scenario& scenario) {
  const Uncertain* first = nullptr;
  for (const Uncertain& u : scenario.uncertain) {
    if (u.draw != name) continue;
    if (first != nullptr && !alike(first->distribution, u.distribution))
      return "`" + name + "` is drawn for distributions that differ; one that is fitted has one";
    first = &u;
    const std::string part = part_of(u.path);
    if (std::find(may_be_fitted.begin(), may_be_fitted.end(), part) == may_be_fitted.end())
      return "`" + name + "` is the draw of " + u.path +
             ", and only natural history and the treatment system may be fitted (pathway, "
             "treatment, stock, persistent, new_people): no figure from before go-live tells how "
             "anybody responds to pay";
  }
  return first != nullptr ? ""
                          : "no distribution of the scenario has the draw `" + name +
                                "`; `pbrsim evidence SCENARIO` shows which there are";
}

Distribution prior_of(const std::string& name, const Scenario& scenario) {
  const auto found = std::find_if(scenario.uncertain.begin(), scenario.uncertain.end(),
                                  [&](const Uncertain& u) { return u.draw == name; });
  return found->distribution;
}

void check_parameters(const yaml::Node& root, const CalibrationParameters& c,
                      const Scenario& scenario, yaml::Report& report) {
  const yaml::Node* list = root.find("parameters");
  std::set<std::string> seen;
  for (std::size_t i = 0; i < c.parameters.size(); ++i) {
    const yaml::Node& at = i < list->items.size() ? *list->items[i] : *list;
    if (!seen.insert(c.parameters[i]).second) report.add(at, "is named twice");
    const std::string fault = fault_of(c.parameters[i], scenario);
    if (!fault.empty()) report.add(at, fault);
  }
  if (c.parameters.empty()) report.add(*list, "names nothing to fit");
}

/// What is wrong with a target's discrepancy; empty if nothing.
std::string fault_of(const DiscrepancyParameters& d, const std::string& name,
                     const std::vector<Target>& targets) {
  const auto target =
      std::find_if(targets.begin(), targets.end(), [&](const Target& t) { return t.name == name; });
  if (target == targets.end()) return "is no target of the file of targets";
  const double most = most_discrepancy * target->parameters.standard_error;
  if (d.sd > most * (1 + 1e-9) && d.conflict.empty())
    return "is more than twice the target's standard error; where sources conflict, `conflict` "
           "says which";
  return "";
}

void check_discrepancy(const yaml::Node& root, const CalibrationParameters& c,
                       const std::vector<Target>& targets, yaml::Report& report) {
  const yaml::Node* all = root.find("discrepancy");
  if (all == nullptr) return;
  for (const yaml::Entry& entry : all->entries) {
    const auto found = c.discrepancy.find(entry.key);
    if (found == c.discrepancy.end()) continue;
    const std::string fault = fault_of(found->second, entry.key, targets);
    if (!fault.empty()) report.add(*entry.value, fault);
  }
}

LoadedScenario load_seeded(const std::filesystem::path& file, const CalibrationParameters& c,
                           std::vector<Override> overrides) {
  overrides.push_back({"run.seed", std::to_string(static_cast<std::uint64_t>(c.seed))});
  return load_scenario(file, overrides);
}

}  // namespace

void CalibrationParameters::validate(Problems&) const {}

Calibration load_calibration(const std::filesystem::path& file, const CalibrationChanges& changes) {
  yaml::Report report;
  const yaml::NodePtr root = yaml::load_tree(file, report);
  yaml::Reader reader(report);
  Calibration result;
  CalibrationParameters& c = result.parameters;
  c = reader.read(*root, CalibrationParameters(), FieldSpec{});
  report.stop_if_any();
  if (changes.seed) c.seed = static_cast<double>(*changes.seed);
  if (changes.members) c.members = *changes.members;
  if (changes.steps) c.steps = *changes.steps;
  const std::filesystem::path folder = file.parent_path();
  result.targets = load_targets(folder / c.targets);
  result.loaded = load_seeded(folder / c.scenario, c, changes.set);
  check_parameters(*root, c, result.loaded.scenario, report);
  check_discrepancy(*root, c, result.targets, report);
  report.stop_if_any();
  for (const std::string& name : c.parameters)
    result.priors.push_back(prior_of(name, result.loaded.scenario));
  return result;
}

}  // namespace pbrsim
