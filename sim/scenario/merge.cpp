#include "scenario/merge.hpp"

#include <algorithm>
#include <map>
#include <string_view>

namespace pbrsim::yaml {

namespace {

bool sets_values(const Node& mapping) {
  return std::any_of(mapping.entries.begin(), mapping.entries.end(),
                     [](const Entry& e) { return e.value->kind != Kind::mapping; });
}

void merge_entries(Node& result, const std::vector<Entry>& over) {
  std::map<std::string, std::size_t, std::less<>> index;
  for (std::size_t i = 0; i < result.entries.size(); ++i)
    index[result.entries[i].key] = i;
  for (const Entry& entry : over) {
    const auto found = index.find(entry.key);
    if (found == index.end()) {
      result.entries.push_back(entry);
      continue;
    }
    Entry& mine = result.entries[found->second];
    const bool removed = entry.value->kind == Kind::null;
    // The key was there before, whoever says it again.
    mine = {entry.key, mine.place, removed ? nullptr : merge(mine.value, entry.value)};
  }
  std::erase_if(result.entries, [](const Entry& e) { return !e.value; });
}

NodePtr merge_mappings(const Node& base, const Node& over) {
  Node result = base;
  if (sets_values(over)) {
    result.place = over.place;
    result.path = over.path;
    result.provenance = over.provenance;
  } else if (!over.provenance.empty()) {
    result.provenance = over.provenance;
  }
  merge_entries(result, over.entries);
  return finish(std::move(result));
}

}  // namespace

NodePtr merge(const NodePtr& base, const NodePtr& over) {
  if (!base || over->kind != Kind::mapping || over->under) return over;
  if (base->kind == Kind::mapping) return merge_mappings(*base, *over);
  if (!is_single(*base)) return over;
  Node result = *over;
  result.under = base;
  return finish(std::move(result));
}

NodePtr nest(const std::vector<std::string>& keys, const NodePtr& leaf, const Place& place) {
  NodePtr result = leaf;
  for (auto key = keys.rbegin(); key != keys.rend(); ++key) {
    Node mapping;
    mapping.kind = Kind::mapping;
    mapping.place = place;
    mapping.entries.push_back({*key, place, result});
    result = finish(std::move(mapping));
  }
  return result;
}

}  // namespace pbrsim::yaml
