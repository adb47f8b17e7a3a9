#include "scenario/resolve.hpp"

#include <algorithm>

#include "scenario/print.hpp"
#include "scenario/writer.hpp"

namespace pbrsim::yaml {

namespace {

Node without(const Node& node, std::string_view key) {
  Node result = node;
  std::erase_if(result.entries, [&](const Entry& e) { return e.key == key; });
  return result;
}

NodePtr empty_mapping() {
  Node node;
  node.kind = Kind::mapping;
  return finish(std::move(node));
}

/// The pathway of all areas if it is the same everywhere, otherwise nothing.
NodePtr common_pathway(const Node& areas) {
  NodePtr common;
  for (const Entry& area : areas.entries) {
    const NodePtr pathway = area.value->find_shared("pathway");
    if (common && print(*common) != print(*pathway)) return nullptr;
    common = pathway;
  }
  return common;
}

/// Areas in the order of the file, without their pathway if it stands at the top.
NodePtr arrange_areas(const Node& areas, const std::vector<std::string>& order, bool with_pathway) {
  Node result = areas;
  result.entries.clear();
  for (const std::string& id : order) {
    const NodePtr area = areas.find_shared(id);
    result.entries.push_back({id, {}, with_pathway ? area : finish(without(*area, "pathway"))});
  }
  return finish(std::move(result));
}

NodePtr list_designs(const std::vector<std::string>& names) {
  Node result;
  result.kind = Kind::mapping;
  for (const std::string& name : names)
    result.entries.push_back({name, {}, empty_mapping()});
  return finish(std::move(result));
}

}  // namespace

std::string resolved_text(const Scenario& scenario, const Node& written) {
  const NodePtr full = write(scenario, &written, FieldSpec{});
  const Node areas = *full->find("areas");
  const NodePtr pathway = common_pathway(areas);
  Node root = without(*full, "areas");
  root.entries.insert(root.entries.begin(), {"pbrsim", {}, finish(scalar_node("1"))});
  if (pathway) root.entries.push_back({"pathway", {}, pathway});
  root.entries.push_back({"designs", {}, list_designs(scenario.designs)});
  root.entries.push_back({"areas", {}, arrange_areas(areas, scenario.areas, !pathway)});
  return print(root);
}

}  // namespace pbrsim::yaml
