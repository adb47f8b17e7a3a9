#include "core/error.hpp"
#include "scenario/assemble.hpp"
#include "scenario/files.hpp"
#include "scenario/reader.hpp"
#include "scenario/resolve.hpp"
#include "scenario/scenario.hpp"

namespace pbrsim {

namespace {

/// Puts in what follows from the names alone.
void name_defaults(Scenario& scenario) {
  if (scenario.baseline.empty()) scenario.baseline = scenario.legacy;
  for (auto& [id, area] : scenario.by_area) {
    if (area.area.name.empty()) area.area.name = id;
    for (auto& [name, design] : area.designs)
      if (design.label.empty()) design.label = name;
  }
}

}  // namespace

LoadedScenario load_scenario(const std::filesystem::path& file,
                             const std::vector<Override>& overrides) {
  yaml::Report report;
  yaml::Files files(report);
  yaml::NodePtr root = files.load(file);
  if (root) root = yaml::apply(overrides, root, report);
  if (!root) report.stop_if_any();
  PBRSIM_ENSURE(root);
  root = yaml::share_out(yaml::with_paths(root, ""), report);
  yaml::check_names(*root, report);
  Scenario scenario = yaml::Reader(report).read(*root, Scenario(), FieldSpec{});
  report.stop_if_any();
  scenario.designs = yaml::keys_of(*root, "designs");
  scenario.areas = yaml::keys_of(*root, "areas");
  name_defaults(scenario);
  std::string text = yaml::resolved_text(scenario, *root);
  return {std::move(scenario), std::move(text)};
}

}  // namespace pbrsim
