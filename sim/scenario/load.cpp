#include <set>

#include "core/error.hpp"
#include "scenario/assemble.hpp"
#include "scenario/files.hpp"
#include "scenario/parse.hpp"
#include "scenario/posterior.hpp"
#include "scenario/reader.hpp"
#include "scenario/resolve.hpp"
#include "scenario/sample.hpp"
#include "scenario/scenario.hpp"
#include "scenario/source_text.hpp"

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

/// The complete text is a scenario file itself and has to keep to what one may hold.
void check_resolved(const std::string& text, yaml::Report& report) {
  const yaml::SourceText source = yaml::check_text(text);
  const int number = report.add_file("the complete scenario", text);
  const bool too_long = text.size() > yaml::most_bytes;
  if (too_long || !source.fault.message.empty())
    report.add({number, source.fault.line, source.fault.column}, "",
               too_long ? "is larger than 10 MB; run some areas apart" : source.fault.message);
  else
    yaml::parse(text, number, report);
  report.stop_if_any();
}

/// The tree that is read.
yaml::NodePtr complete(yaml::NodePtr root, yaml::Report& report) {
  if (!root) report.stop_if_any();
  PBRSIM_ENSURE(root);
  root = yaml::share_out(yaml::with_paths(root, ""), report);
  if (!root) report.stop_if_any();
  PBRSIM_ENSURE(root);
  return root;
}

Scenario read(const yaml::Node& root, const Sample& sample, yaml::Report& report) {
  yaml::check_names(root, report);
  report.set_areas(yaml::keys_of(root, "areas").size());
  yaml::Reader reader(report, sample);
  Scenario scenario = reader.read(root, Scenario(), FieldSpec{});
  report.stop_if_any();
  scenario.designs = yaml::keys_of(root, "designs");
  scenario.areas = yaml::keys_of(root, "areas");
  scenario.uncertain = reader.uncertain();
  yaml::check_sampling(root, scenario, report);
  report.stop_if_any();
  name_defaults(scenario);
  return scenario;
}

/// Adds what stands for the unknowns of a posterior that the sample has no value of: the mean of
/// their column. Whether there were any.
bool take_means(const PosteriorParameters& posterior, Sample& sample) {
  const std::size_t before = sample.values.size();
  for (std::size_t c = 0; c < posterior.columns.size(); ++c)
    sample.values.emplace(posterior.columns[c], posterior.mean(c));
  return sample.values.size() > before;
}

Scenario read_at(const yaml::Node& root, Sample sample, yaml::Report& report) {
  Scenario scenario = read(root, sample, report);
  const auto& posterior = scenario.sampling.posterior;
  return posterior && take_means(*posterior, sample) ? read(root, sample, report) : scenario;
}

LoadedScenario load(yaml::NodePtr tree, yaml::Report& report) {
  const yaml::NodePtr root = complete(std::move(tree), report);
  Scenario scenario = read_at(*root, {}, report);
  std::string text = yaml::resolved_text(scenario, *root);
  check_resolved(text, report);
  return {std::move(scenario), std::move(text)};
}

}  // namespace

LoadedScenario load_scenario(const std::filesystem::path& file,
                             const std::vector<Override>& overrides) {
  yaml::Report report;
  yaml::Files files(report);
  yaml::NodePtr root = files.load(file);
  if (root) root = yaml::apply(overrides, root, report);
  if (root) root = yaml::with_posterior(root, report);
  return load(std::move(root), report);
}

LoadedScenario load_scenario_text(const std::string& text, const std::string& name) {
  yaml::Report report;
  return load(yaml::parse(text, report.add_file(name, text), report), report);
}

std::vector<std::string> names_of_draws(const Scenario& scenario) {
  std::set<std::string> names;
  for (const Uncertain& u : scenario.uncertain)
    names.insert(u.draw);
  return {names.begin(), names.end()};
}

double value_in(const Sample& sample, const std::string& draw, const Distribution& distribution) {
  if (const auto value = sample.values.find(draw); value != sample.values.end())
    return value->second;
  const auto drawn = sample.quantiles.find(draw);
  return drawn == sample.quantiles.end() ? mean(distribution)
                                         : quantile(distribution, drawn->second);
}

Scenario at_sample(const LoadedScenario& loaded, const Sample& sample) {
  yaml::Report report;
  const std::string& text = loaded.resolved_yaml;
  const int source = report.add_file("the complete scenario", text);
  return read_at(*complete(yaml::parse(text, source, report), report), sample, report);
}

}  // namespace pbrsim
