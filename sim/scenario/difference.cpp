#include "scenario/difference.hpp"

#include <map>

#include "core/error.hpp"
#include "scenario/assemble.hpp"
#include "scenario/parse.hpp"
#include "scenario/print.hpp"

namespace pbrsim {

namespace {

using namespace yaml;

struct Value {
  std::string path;
  std::string text;
};

NodePtr without_provenance(const NodePtr& node) {
  Node result = *node;
  result.provenance = {};
  for (Entry& entry : result.entries)
    entry.value = without_provenance(entry.value);
  for (NodePtr& item : result.items)
    item = without_provenance(item);
  return finish(std::move(result));
}

/// A draw of its own is named after where it stands, which tells nothing.
NodePtr without_own_draw(const NodePtr& node, const std::string& path) {
  if (node->kind != Kind::distribution) return node;
  Node result = *node;
  std::erase_if(result.entries,
                [&](const Entry& e) { return e.key == "draw" && path.ends_with(e.value->text); });
  return finish(std::move(result));
}

void collect(const NodePtr& node, const std::string& path, std::vector<Value>& values) {
  if (node->kind == Kind::mapping && !node->entries.empty()) {
    for (const Entry& entry : node->entries)
      collect(entry.value, join_path(path, entry.key), values);
  } else {
    values.push_back({path, print_inline(*without_own_draw(node, path))});
  }
}

/// Every value of the complete scenario, those that areas share under each area.
std::vector<Value> values_of(const LoadedScenario& loaded) {
  Report report;
  const int source = report.add_file("the complete scenario");
  const NodePtr tree = parse(loaded.resolved_yaml, source, report);
  PBRSIM_ENSURE(tree);
  Node root = *share_out(with_paths(tree, ""), report);
  std::erase_if(root.entries,
                [](const Entry& e) { return e.key == "pathway" || e.key == "designs"; });
  std::vector<Value> values;
  collect(without_provenance(finish(std::move(root))), "", values);
  return values;
}

std::vector<ScenarioDifference> compare(const std::vector<Value>& a, const std::vector<Value>& b) {
  std::map<std::string, std::string> in_a, in_b;
  for (const Value& v : a)
    in_a[v.path] = v.text;
  for (const Value& v : b)
    in_b[v.path] = v.text;
  std::vector<ScenarioDifference> result;
  for (const Value& v : a) {
    const auto other = in_b.find(v.path);
    const std::string text = other == in_b.end() ? "" : other->second;
    if (text != v.text) result.push_back({v.path, v.text, text});
  }
  for (const Value& v : b)
    if (!in_a.contains(v.path)) result.push_back({v.path, "", v.text});
  return result;
}

/// The path behind areas.NAME, or "" elsewhere.
std::string behind_area(const std::string& path) {
  if (!path.starts_with("areas.")) return "";
  const std::size_t dot = path.find('.', 6);
  return dot == std::string::npos ? "" : path.substr(dot + 1);
}

std::string key_of(const ScenarioDifference& d) {
  return behind_area(d.path) + '\n' + d.a + '\n' + d.b;
}

}  // namespace

std::vector<ScenarioDifference> differences(const LoadedScenario& a, const LoadedScenario& b) {
  std::vector<ScenarioDifference> all = compare(values_of(a), values_of(b));
  const bool same_areas = a.scenario.areas == b.scenario.areas;
  if (!same_areas || a.scenario.areas.size() < 2) return all;
  std::map<std::string, std::size_t> count;
  for (const ScenarioDifference& d : all)
    if (!behind_area(d.path).empty()) ++count[key_of(d)];
  std::vector<ScenarioDifference> result;
  std::map<std::string, bool> said;
  for (ScenarioDifference& d : all) {
    const auto found = count.find(key_of(d));
    const bool everywhere = found != count.end() && found->second == a.scenario.areas.size();
    if (everywhere && said[key_of(d)]) continue;
    if (everywhere) {
      said[key_of(d)] = true;
      d.path = "areas.*." + behind_area(d.path);
    }
    result.push_back(std::move(d));
  }
  return result;
}

}  // namespace pbrsim
