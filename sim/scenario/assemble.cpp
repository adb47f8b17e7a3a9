#include "scenario/assemble.hpp"

#include <algorithm>
#include <map>

#include "random/streams.hpp"
#include "scenario/checks.hpp"
#include "scenario/merge.hpp"
#include "scenario/parse.hpp"
#include "scenario/source_text.hpp"

namespace pbrsim::yaml {

namespace {

constexpr std::size_t longest_path = 50;
constexpr std::size_t most_areas = 1000;
constexpr std::size_t most_designs = 100;

std::vector<std::string> split_path(std::string_view path) {
  std::vector<std::string> keys(1);
  for (const char c : path) {
    if (c == '.')
      keys.emplace_back();
    else
      keys.back() += c;
  }
  return keys;
}

bool says_extends(const Node& node) {
  for (const Entry& entry : node.entries)
    if (entry.key == "extends" || says_extends(*entry.value)) return true;
  for (const NodePtr& item : node.items)
    if (says_extends(*item)) return true;
  return false;
}

/// The value of an override as a tree; nothing if it is no good.
NodePtr snippet_of(const Override& override, int source, Report& report) {
  const SourceText text = check_text(override.value);
  if (!text.fault.message.empty()) {
    report.add({source, 1, 1}, override.path, text.fault.message);
    return nullptr;
  }
  const NodePtr value = parse(text.text, source, report);
  if (value && says_extends(*value)) {
    report.add({source, 1, 1}, override.path, "extends files; that has to stand in a file");
    return nullptr;
  }
  return value;
}

Node mapping_at(const Node& like) {
  Node result;
  result.kind = Kind::mapping;
  result.place = like.place;
  result.path = like.path;
  return result;
}

void put(Node& mapping, const std::string& key, const Place& place, const NodePtr& value) {
  for (Entry& entry : mapping.entries)
    if (entry.key == key) {
      entry.value = value;
      return;
    }
  mapping.entries.push_back({key, place, value});
}

/// The top level's designs under those of an area. Designs that only the area has are reported.
NodePtr merge_designs(const Node& top, const Node& area, Report& report) {
  const NodePtr own = area.find_shared("designs");
  if (own && own->kind != Kind::mapping) return own;
  Node result = mapping_at(own ? *own : area);
  if (!own) result.path = join_path(area.path, "designs");
  result.provenance = own && !own->provenance.empty() ? own->provenance : top.provenance;
  std::vector<std::string_view> known;
  for (const Entry& design : top.entries) {
    const NodePtr mine = own ? own->find_shared(design.key) : nullptr;
    put(result, design.key, design.place, mine ? merge(design.value, mine) : design.value);
    known.push_back(design.key);
  }
  for (const Entry& entry : own ? own->entries : std::vector<Entry>())
    if (!top.find(entry.key))
      report.add(entry.place, entry.value->path,
                 "is not a design of the scenario; name it in designs at the top level" +
                     suggest(entry.key, known, "there are"));
  return finish(std::move(result));
}

/// The design with the scenario's behaviour under its own.
NodePtr with_behaviour(const NodePtr& design, const NodePtr& behaviour) {
  if (!behaviour) return design;
  const NodePtr own = design->find_shared("behaviour");
  if (own && own->kind != Kind::mapping) return design;
  Node result = *design;
  put(result, "behaviour", behaviour->place, own ? merge(behaviour, own) : behaviour);
  return finish(std::move(result));
}

/// The design with the legacy practice under that of each provider.
NodePtr with_practice(const NodePtr& design, const NodePtr& legacy_practice) {
  const NodePtr practice = design->find_shared("practice");
  if (!legacy_practice || !practice || practice->kind != Kind::mapping) return design;
  Node by_provider = *practice;
  for (Entry& provider : by_provider.entries)
    if (provider.value->kind == Kind::mapping)
      provider.value = merge(legacy_practice, provider.value);
  Node result = *design;
  put(result, "practice", practice->place, finish(std::move(by_provider)));
  return finish(std::move(result));
}

NodePtr complete_area(const NodePtr& area, const NodePtr& pathway, const Node& designs,
                      const NodePtr& legacy_practice, const NodePtr& behaviour, Report& report) {
  if (area->kind != Kind::mapping) return area;
  Node result = *area;
  const NodePtr own = area->find_shared("pathway");
  put(result, "pathway", area->place, own ? merge(pathway, own) : pathway);
  NodePtr own_designs = merge_designs(designs, *area, report);
  if (own_designs->kind == Kind::mapping) {
    Node completed = *own_designs;
    for (Entry& design : completed.entries)
      if (design.value->kind == Kind::mapping)
        design.value = with_practice(with_behaviour(design.value, behaviour), legacy_practice);
    own_designs = finish(std::move(completed));
  }
  put(result, "designs", area->place, own_designs);
  return finish(std::move(result));
}

/// The mapping of that name at the top level, or an empty one in its place.
NodePtr top_mapping(const Node& root, const std::string& name) {
  const NodePtr given = root.find_shared(name);
  if (given) return given;
  Node empty = mapping_at(root);
  empty.path = name;
  return finish(std::move(empty));
}

void check_version(const Node& root, Report& report) {
  const Node* version = root.find("pbrsim");
  if (!version)
    report.add(root.place, "pbrsim", "is missing; begin the file with \"pbrsim: 1\"");
  else if (version->text != "1")
    report.add(*version,
               "is " + quote(version->text) + "; this program reads version 1 of the format");
}

/// Names under `kind` ("areas"): there are some and they are identifiers.
void check_identifiers(const Node& root, const std::string& kind, Report& report) {
  const Node* mapping = root.find(kind);
  if (!mapping || mapping->kind != Kind::mapping) return;
  if (mapping->entries.empty()) report.add(*mapping, "is empty; add at least one");
  for (const Entry& entry : mapping->entries)
    if (!is_identifier(entry.key)) report.add(entry.place, entry.value->path, bad_name);
}

/// The designs of the top level are read area by area, so that nothing else says if there are none.
void check_designs(const Node& root, Report& report) {
  const Node* designs = root.find("designs");
  if (!designs)
    report.add(root.place, "designs", "is missing (designs by name); add it");
  else if (designs->kind != Kind::mapping)
    report.add(*designs, "must be a mapping of designs by name");
}

void check_area_keys(const Node& root, Report& report) {
  const Node* areas = root.find("areas");
  if (!areas) return;
  std::map<std::uint32_t, std::string> known;
  for (const Entry& entry : areas->entries) {
    const auto [first, fresh] = known.emplace(area_key(entry.key), entry.key);
    if (!fresh)
      report.add(entry.place, entry.value->path,
                 "would draw the same random numbers as " + first->second + "; rename one of them");
  }
}

void check_design_name(const Node& root, const char* field, Report& report) {
  const Node* name = root.find(field);
  const Node* designs = root.find("designs");
  if (!name || !designs || name->kind != Kind::scalar || designs->find(name->text)) return;
  std::vector<std::string_view> known;
  for (const Entry& entry : designs->entries)
    known.push_back(entry.key);
  report.add(*name, "is " + quote(name->text) + ", which is not a design of the scenario" +
                        suggest(name->text, known, "there are"));
}

/// Every design is read in every area.
bool check_extent(const Node& areas, const Node& designs, Report& report) {
  const auto check = [&](const Node& node, const char* what, std::size_t most) {
    if (node.entries.size() <= most) return true;
    report.add(node, "holds more than " + std::to_string(most) + " " + what + "; run them apart");
    return false;
  };
  const bool both = check(areas, "areas", most_areas) && check(designs, "designs", most_designs);
  if (both && areas.entries.size() * designs.size > most_nodes)
    report.add(areas, too_many_values + "areas times designs; run some areas apart");
  return both && areas.entries.size() * designs.size <= most_nodes;
}

}  // namespace

NodePtr apply(const std::vector<Override>& overrides, NodePtr root, Report& report) {
  for (const Override& override : overrides) {
    const int source = report.add_option("--set " + override.path);
    const std::vector<std::string> keys = split_path(override.path);
    const bool whole =
        keys.size() <= longest_path &&
        std::none_of(keys.begin(), keys.end(), [](const auto& k) { return k.empty(); });
    if (!whole)
      report.add({source, 1, 1}, override.path, "is no path; write it like run.replications=100");
    const NodePtr value = whole ? snippet_of(override, source, report) : nullptr;
    if (value) root = merge(root, nest(keys, value, {source, 1, 1}));
  }
  return root;
}

NodePtr share_out(const NodePtr& root, Report& report) {
  const NodePtr areas = root->find_shared("areas");
  if (!areas || areas->kind != Kind::mapping) return root;
  const NodePtr pathway = top_mapping(*root, "pathway");
  const NodePtr designs = top_mapping(*root, "designs");
  const NodePtr practice = root->find_shared("legacy_practice");
  const NodePtr behaviour = root->find_shared("behaviour");
  if (!check_extent(*areas, *designs, report)) return nullptr;
  Node complete = *areas;
  for (Entry& area : complete.entries)
    area.value = complete_area(area.value, pathway, *designs, practice, behaviour, report);
  Node result = *root;
  put(result, "areas", areas->place, finish(std::move(complete)));
  return finish(std::move(result));
}

void check_names(const Node& root, Report& report) {
  check_version(root, report);
  check_designs(root, report);
  check_identifiers(root, "designs", report);
  check_identifiers(root, "areas", report);
  check_area_keys(root, report);
  check_design_name(root, "legacy", report);
  check_design_name(root, "baseline", report);
}

std::vector<std::string> keys_of(const Node& root, std::string_view name) {
  std::vector<std::string> keys;
  const Node* mapping = root.find(name);
  if (!mapping) return keys;
  for (const Entry& entry : mapping->entries)
    keys.push_back(entry.key);
  return keys;
}

}  // namespace pbrsim::yaml
