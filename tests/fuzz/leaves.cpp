#include "fuzz/leaves.hpp"

#include <yaml-cpp/yaml.h>

namespace pbrsim::fuzz {

namespace {

using Steps = std::vector<std::string>;

void collect(const YAML::Node& node, const std::string& path, Leaves& leaves) {
  const auto below = [&](const std::string& key) { return path.empty() ? key : path + "." + key; };
  const std::string tag = node.Tag().starts_with("!") && node.Tag() != "!" ? node.Tag() + " " : "";
  if (node.IsMap()) {
    if (!node["value"]) leaves[path] = tag + "mapping";
    for (const auto& entry : node) {
      const std::string key = entry.first.Scalar();
      collect(entry.second, key == "value" ? path : below(key), leaves);
    }
  } else if (node.IsSequence()) {
    leaves[path] = tag + "list";
    for (std::size_t i = 0; i < node.size(); ++i)
      collect(node[i], below(std::to_string(i)), leaves);
  } else {
    leaves[path] = tag + (node.IsNull() ? "nothing" : "= " + node.Scalar());
  }
}

Steps steps_of(const std::string& path) {
  Steps steps(1);
  for (const char c : path) {
    if (c == '.')
      steps.emplace_back();
    else
      steps.back() += c;
  }
  return steps;
}

bool in_order(const Steps& some, const Steps& all) {
  std::size_t at = 0;
  for (const std::string& step : all)
    if (at < some.size() && (some[at] == step || some[at] == "all")) ++at;
  return at == some.size();
}

bool is_provenance(const std::string& step) {
  return step == "source" || step == "mark" || step == "note";
}

}  // namespace

Leaves leaves_of(const std::string& yaml) {
  Leaves leaves;
  collect(YAML::Load(yaml), "", leaves);
  return leaves;
}

std::vector<std::string> changed(const Leaves& a, const Leaves& b) {
  std::vector<std::string> paths;
  for (const auto& [path, value] : a)
    if (const auto other = b.find(path); other == b.end() || other->second != value)
      paths.push_back(path);
  for (const auto& [path, value] : b)
    if (!a.contains(path)) paths.push_back(path);
  return paths;
}

bool may_change(const std::string& written, const std::string& complete) {
  Steps from = steps_of(written);
  const Steps to = steps_of(complete);
  if (written == "legacy" && complete == "baseline") return true;
  // A value that is new in a mapping takes the mapping's provenance with it; a kind brings its keys
  // and a file all of its own.
  if (from.back() == "kind" || is_provenance(to.back())) from.pop_back();
  if (from.empty()) return true;
  for (std::size_t i = 0; i < from.size(); ++i)
    if (from[i] == "extends") from.resize(i);
  if (in_order(from, to)) return true;
  if (!from.empty() && from[0] == "legacy_practice") from[0] = "practice";
  return in_order(from, to);
}

}  // namespace pbrsim::fuzz
