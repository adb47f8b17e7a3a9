#include "scenario/provenance.hpp"

#include <algorithm>

namespace pbrsim::yaml {

namespace {

constexpr std::array<std::string_view, 6> marks{"S", "R-H", "R-M", "R-L", "D", "J"};

bool is_provenance(const Entry& entry) {
  return std::find(provenance_keys.begin(), provenance_keys.end(), entry.key) !=
         provenance_keys.end();
}

std::string text_of(const Entry& entry, const std::string& path, Report& report) {
  const std::string full = join_path(path, entry.key);
  if (entry.value->kind != Kind::scalar) {
    report.add(entry.place, full, "must be one text; it says where values come from");
    return "";
  }
  const std::string& text = entry.value->text;
  if (entry.key == "mark" && std::find(marks.begin(), marks.end(), text) == marks.end())
    report.add(entry.place, full, "is " + quote(text) + "; must be one of S, R-H, R-M, R-L, D, J");
  return text;
}

}  // namespace

Node settle_mapping(Node mapping, const std::string& path, Report& report) {
  for (const Entry& entry : mapping.entries) {
    if (!is_provenance(entry)) continue;
    const std::string text = text_of(entry, path, report);
    if (entry.key == "source") mapping.provenance.source = text;
    if (entry.key == "mark") mapping.provenance.mark = text;
    if (entry.key == "note") mapping.provenance.note = text;
  }
  std::erase_if(mapping.entries, is_provenance);
  if (mapping.entries.size() != 1 || mapping.entries[0].key != "value") return mapping;
  const NodePtr value = mapping.entries[0].value;
  if (value->kind == Kind::mapping) return mapping;
  Node result = *value;
  if (!mapping.provenance.empty()) result.provenance = mapping.provenance;
  return result;
}

}  // namespace pbrsim::yaml
