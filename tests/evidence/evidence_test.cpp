// The shipped scenarios against their evidence: every parameter that differs from the program's
// default has a mark, and a source unless it is a judgement; every fact about the pilots and every
// row of the parameter block leads to a key that exists or to a reason why not. Prints, per area,
// what differs from the default.
#include <yaml-cpp/yaml.h>

#include <fstream>
#include <iostream>
#include <map>
#include <optional>
#include <set>

#include "scenario/scenario.hpp"
#include "support/catch.hpp"

using namespace pbrsim;

namespace {

struct Value {
  std::string text;
  std::string mark;  // its own, or of the nearest mapping around it
  std::string source;
  std::string note;
};
using Values = std::map<std::string, Value>;

bool is_provenance(const std::string& key) {
  return key == "source" || key == "mark" || key == "note";
}

std::string text_of(const YAML::Node& node, const char* key) {
  return node.IsMap() && node[key] ? node[key].as<std::string>() : "";
}

/// All leaves below a node, by path, with the provenance that covers them.
void flatten(const YAML::Node& node, const std::string& path, Value around, Values& into) {
  if (node.IsMap()) {
    const std::string mark = text_of(node, "mark"), source = text_of(node, "source"),
                      note = text_of(node, "note");
    if (!mark.empty() || !source.empty()) around = {"", mark, source, note};
    if (node["value"]) return flatten(node["value"], path, around, into);
    for (const auto& entry : node) {
      const auto key = entry.first.as<std::string>();
      if (!is_provenance(key))
        flatten(entry.second, path.empty() ? key : path + "." + key, around, into);
    }
    return;
  }
  YAML::Emitter text;
  text << YAML::Flow << node;
  around.text = text.c_str();
  into[path] = around;
}

Values values_of(const std::string& yaml) {
  Values values;
  flatten(YAML::Load(yaml), "", {}, values);
  return values;
}

const Values& pilots() {
  static const Values values =
      values_of(load_scenario(SCENARIOS "/eight_pilots.yaml", {}).resolved_yaml);
  return values;
}

/// The smallest scenario there is: everything at the program's default.
Values defaults() {
  return values_of(load_scenario(SCENARIOS "/../tests/scenario/minimal.yaml", {}).resolved_yaml);
}

std::set<std::string> areas() {
  std::set<std::string> names;
  for (const auto& [path, value] : pilots())
    if (path.rfind("areas.", 0) == 0) names.insert(path.substr(6, path.find('.', 6) - 6));
  return names;
}

/// What hangs off a design's or provider's own name has no default to be compared with.
std::optional<std::string> default_path(const std::string& path, const std::string& area) {
  const std::string start = "areas." + area + ".pathway.";
  if (path.rfind(start, 0) == 0) return "areas.wigan.pathway." + path.substr(start.size());
  return std::nullopt;
}

bool leads_somewhere(const std::string& path) {
  const auto at = pilots().lower_bound(path);
  return at != pilots().end() && (at->first == path || at->first.rfind(path + ".", 0) == 0);
}

bool is_name(const std::string& path) {
  return path == "title" || path == "pbrsim" || path == "legacy" || path == "baseline" ||
         path.rfind("designs.", 0) == 0 || path.find(".label") != std::string::npos ||
         (path.size() > 5 && path.compare(path.size() - 5, 5, ".name") == 0) ||
         path == "run.replications";
}

}  // namespace

TEST_CASE("what differs from the default, area by area, and its provenance") {
  const Values plain = defaults();
  for (const std::string& area : areas()) {
    std::size_t different = 0;
    std::cout << "\n" << area << "\n";
    for (const auto& [path, value] : pilots()) {
      if (path.rfind("areas." + area + ".", 0) != 0 || is_name(path)) continue;
      const auto same_key = default_path(path, area);
      if (same_key) {
        const auto at = plain.find(*same_key);
        if (at != plain.end() && at->second.text == value.text) continue;
      }
      ++different;
      std::cout << "  " << path.substr(7 + area.size()) << " = " << value.text << "  ["
                << value.mark << "]\n";
    }
    CHECK(different > 50);
  }
}

TEST_CASE("every parameter that is not the default is marked, and sourced or explained") {
  const Values plain = defaults();
  const std::set<std::string> marks{"S", "R-H", "R-M", "R-L", "D", "J"};
  std::size_t checked = 0;
  for (const auto& [path, value] : pilots()) {
    if (is_name(path) || path.find(".designs.") != std::string::npos) continue;
    std::string key = path;
    for (const std::string& area : areas())
      if (const auto same_key = default_path(path, area)) key = *same_key;
    const auto at = plain.find(key);
    if (at != plain.end() && at->second.text == value.text) continue;
    INFO(path << " = " << value.text);
    CHECK(marks.count(value.mark) == 1);
    CHECK((value.mark == "J" ? !(value.note.empty() && value.source.empty())
                             : !value.source.empty()));
    ++checked;
  }
  CHECK(checked > 500);
}

TEST_CASE("contracts, assessment and transition of every area are marked") {
  std::size_t checked = 0;
  for (const auto& [path, value] : pilots()) {
    if (path.find(".designs.pilot.") == std::string::npos) continue;
    if (path.find(".contracts.") == std::string::npos) continue;
    INFO(path);
    CHECK(!value.mark.empty());
    ++checked;
  }
  CHECK(checked > 500);
}

TEST_CASE("each fact about the pilots leads to a key or to a reason") {
  std::set<std::string> sites;
  std::size_t facts = 0;
  for (const YAML::Node& fact : YAML::LoadFile(SCENARIOS "/evidence/pilot_facts.yaml")["facts"]) {
    INFO(fact["fact"].as<std::string>());
    CHECK(fact["source"]);
    CHECK(fact["mark"]);
    CHECK((fact["keys"] || fact["omitted"]));
    if (fact["keys"])
      for (const YAML::Node& key : fact["keys"]) {
        INFO(key.as<std::string>());
        CHECK(leads_somewhere(key.as<std::string>()));
      }
    sites.insert(fact["site"].as<std::string>());
    ++facts;
  }
  CHECK(facts >= 25);
  for (const std::string& area : areas()) {
    INFO(area);
    CHECK(sites.count(area) == 1);
  }
}

TEST_CASE("each row of the parameter block is used or unused for a reason") {
  std::size_t rows = 0;
  for (const YAML::Node& row :
       YAML::LoadFile(SCENARIOS "/evidence/parameter_block.yaml")["parameters"]) {
    INFO(row["parameter"].as<std::string>());
    CHECK(row["value"]);
    CHECK((row["keys"] || row["unused"]));
    if (row["keys"])
      for (const YAML::Node& key : row["keys"]) {
        INFO(key.as<std::string>());
        CHECK(leads_somewhere(key.as<std::string>()));
      }
    ++rows;
  }
  CHECK(rows >= 17);
}

TEST_CASE("the checks catch a key that leads nowhere") {
  CHECK_FALSE(leads_somewhere("areas.wigan.pathway.completion.rat"));
  CHECK(leads_somewhere("areas.wigan.pathway.completion.rate"));
}

TEST_CASE("Priors of behaviour are as they were written down before the first comparison") {
  // What may change is what a value says of itself. A digest of paths and values (FNV-1a); whoever
  // changes a prior changes results that were published with it, and says so in CHANGELOG.md.
  const Values values = values_of([] {
    std::ifstream file(SCENARIOS "/evidence/behaviour.yaml");
    return std::string(std::istreambuf_iterator<char>(file), {});
  }());
  std::uint64_t digest = 14695981039346656037u;
  for (const auto& [path, value] : values)
    for (const char c : path + "=" + value.text + "\n")
      digest = (digest ^ static_cast<unsigned char>(c)) * 1099511628211u;
  CHECK(values.size() > 30);
  CHECK(digest == 3510970691845452515u);
}
