#include "scenario/evidence.hpp"

#include <array>
#include <cstdio>
#include <map>
#include <tuple>

#include "scenario/files.hpp"
#include "scenario/parse.hpp"
#include "scenario/print.hpp"
#include "scenario/reader.hpp"

namespace pbrsim {

namespace {

std::size_t count_values(const yaml::Node& node) {
  std::size_t count = node.items.empty();
  for (const yaml::NodePtr& item : node.items)
    count += count_values(*item);
  return count;
}

constexpr std::size_t most_shown = 50;  // values of a list

std::string shown(const yaml::Node& node) {
  const std::size_t values = node.kind == yaml::Kind::sequence ? count_values(node) : 1;
  if (values > most_shown)
    return std::to_string(values) + " values in " + std::to_string(node.items.size()) + " rows";
  yaml::Node alone = node;
  alone.provenance = {};
  return yaml::print_inline(alone);
}

void flatten(const yaml::Node& node, yaml::Provenance around, std::vector<EvidenceRow>& rows) {
  if (!node.provenance.mark.empty() || !node.provenance.source.empty()) around = node.provenance;
  if (node.kind == yaml::Kind::mapping) {
    for (const yaml::Entry& entry : node.entries)
      flatten(*entry.value, around, rows);
    return;
  }
  if (node.kind == yaml::Kind::null || (node.kind == yaml::Kind::sequence && node.items.empty()))
    return;
  rows.push_back({node.path, shown(node), node.kind == yaml::Kind::distribution ? node.text : "",
                  around.mark, around.source, around.note});
}

constexpr std::string_view of_areas = "areas.";

/// The path within an area; empty if it is in none.
std::string_view within_area(std::string_view path) {
  if (path.substr(0, of_areas.size()) != of_areas) return {};
  const std::size_t dot = path.find('.', of_areas.size());
  return dot == path.npos ? std::string_view() : path.substr(dot + 1);
}

/// What all areas have alike stands once, where the first of them has it.
std::vector<EvidenceRow> said_once(std::vector<EvidenceRow> rows, std::size_t areas) {
  const auto key = [](const EvidenceRow& row) {
    return std::tuple(std::string(within_area(row.path)), row.value, row.mark, row.source,
                      row.note);
  };
  std::map<decltype(key(rows[0])), std::size_t> alike;
  for (const EvidenceRow& row : rows)
    if (!within_area(row.path).empty()) ++alike[key(row)];
  std::vector<EvidenceRow> result;
  for (EvidenceRow& row : rows) {
    const std::string within(within_area(row.path));
    if (!within.empty() && areas > 1) {
      std::size_t& times = alike[key(row)];
      if (times == 0) continue;
      if (times == areas) {
        times = 0;
        row.path = std::string(of_areas) + "*." + within;
      }
    }
    result.push_back(std::move(row));
  }
  return result;
}

std::string four_digits(double value) {
  std::array<char, 32> text;
  std::snprintf(text.data(), text.size(), "%.4g", value);
  return text.data();
}

/// Adds to the distributions of what a posterior has columns for where they stand without draws.
void add_fitted(std::vector<EvidenceRow>& rows, const Scenario& scenario) {
  const auto& posterior = scenario.sampling.posterior;
  if (!posterior) return;
  std::map<std::string, double> means, by_path;
  for (std::size_t c = 0; c < posterior->columns.size(); ++c)
    means[posterior->columns[c]] = posterior->mean(c);
  for (const Uncertain& u : scenario.uncertain)
    if (const auto mean = means.find(u.draw); mean != means.end()) by_path[u.path] = mean->second;
  for (EvidenceRow& row : rows)
    if (const auto at = by_path.find(row.path); at != by_path.end())
      row.value += "; posterior mean " + four_digits(at->second);
}

struct TargetsFile {
  int version = 1;
  std::map<std::string, TargetParameters> targets;

  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("pbrsim_targets", self.version, spec::number(1, 1).must().sure(), "format version");
    visit("targets", self.targets, spec::any.must(), "by name");
  }
  void validate(Problems&) const {}
};

}  // namespace

std::vector<EvidenceRow> evidence_of(const LoadedScenario& loaded) {
  yaml::Report report;
  const int source = report.add_file("the complete scenario", loaded.resolved_yaml);
  const yaml::NodePtr root =
      yaml::with_paths(yaml::parse(loaded.resolved_yaml, source, report), "");
  std::vector<EvidenceRow> rows;
  flatten(*root, {}, rows);
  add_fitted(rows, loaded.scenario);
  return said_once(std::move(rows), loaded.scenario.areas.size());
}

bool stands_below(const EvidenceRow& row, std::string_view path) {
  if (yaml::is_at_or_below(row.path, path)) return true;
  const std::string_view within = within_area(row.path), asked = within_area(path);
  if (within.empty()) return false;
  if (asked.empty()) return yaml::is_at_or_below(within, path);
  return row.path.substr(of_areas.size(), 2) == "*." && yaml::is_at_or_below(within, asked);
}

std::vector<Target> load_targets(const std::filesystem::path& file) {
  yaml::Report report;
  const yaml::NodePtr root = yaml::load_tree(file, report);
  yaml::Reader reader(report);
  const TargetsFile read = reader.read(*root, TargetsFile(), FieldSpec{});
  std::vector<Target> targets;
  if (const yaml::Node* all = root->find("targets"); all != nullptr)
    for (const yaml::Entry& entry : all->entries) {
      const yaml::Provenance& from = entry.value->provenance;
      if (from.mark.empty() || (from.source.empty() && from.mark != "J"))
        report.add(*entry.value, "has no " + std::string(from.mark.empty() ? "mark" : "source") +
                                     "; a target says where it was published (mark: S, source: …)");
      const auto found = read.targets.find(entry.key);
      if (found != read.targets.end())
        targets.push_back({entry.key, found->second, from.mark, from.source, from.note});
    }
  report.stop_if_any();
  return targets;
}

}  // namespace pbrsim
