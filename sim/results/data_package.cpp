#include "results/data_package.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "results/table.hpp"

namespace pbrsim {

namespace {

using Json = nlohmann::ordered_json;

Json constraints(const Column& c) {
  Json json = Json::object();
  if (c.required()) json["required"] = true;
  const auto bound = [&](double x) {
    return c.type == ColumnType::integer ? Json(static_cast<std::int64_t>(x)) : Json(x);
  };
  if (c.minimum) json["minimum"] = bound(*c.minimum);
  if (c.maximum) json["maximum"] = bound(*c.maximum);
  for (const AllowedValue& a : c.allowed)
    json["enum"].push_back(a.value);
  return json;
}

Json field(const Column& c, bool suppressed) {
  Json json{{"name", c.name}, {"type", name_of(c.type)}};
  if (c.type == ColumnType::date) json["format"] = "default";  // ISO 8601
  if (c.type == ColumnType::boolean) {
    json["trueValues"] = {"1"};
    json["falseValues"] = {"0"};
  }
  json["description"] = c.description;
  if (!c.unit.empty()) json["unit"] = c.unit;
  if (!c.missing.empty()) json["missingMeans"] = c.missing;
  Json limits = constraints(c);
  // A suppressed value counts as missing.
  if (suppressed && c.disclosure != Disclosure::nothing) limits.erase("required");
  if (!limits.empty()) json["constraints"] = limits;
  for (const AllowedValue& a : c.allowed)
    json["categories"].push_back({{"value", a.value}, {"label", a.meaning}});
  return json;
}

Json table_schema(const TableSchema& table, const DataPackage& package) {
  Json json{{"fields", Json::array()}, {"missingValues", {""}}};
  if (package.suppressed) json["missingValues"].push_back(suppressed_mark);
  for (const Column& c : table.columns)
    json["fields"].push_back(field(c, package.suppressed));
  json["primaryKey"] = table.primary_key;
  const auto present = [&](const std::string& name) {
    return std::any_of(package.resources.begin(), package.resources.end(),
                       [&](const Resource& r) { return r.schema.name == name; });
  };
  for (const ForeignKey& key : table.foreign_keys) {
    if (!present(key.table)) continue;
    json["foreignKeys"].push_back(
        {{"fields", key.columns},
         // The standard's word for the table itself is the empty one.
         {"reference",
          {{"resource", key.table == table.name ? "" : key.table}, {"fields", key.referenced}}}});
  }
  return json;
}

Json resource(const Resource& r, const DataPackage& package) {
  Json json{
      {"name", r.schema.name},   {"path", r.file.name},      {"profile", "tabular-data-resource"},
      {"title", r.schema.title}, {"rowMeans", r.schema.row}, {"format", "csv"},
      {"mediatype", "text/csv"}, {"encoding", "utf-8"}};
  if (r.gzip) json["compression"] = "gz";
  json["bytes"] = r.file.bytes;
  json["hash"] = "sha256:" + r.file.sha256;
  json["dialect"] = {{"delimiter", ","},
                     {"lineTerminator", "\n"},
                     {"quoteChar", "\""},
                     {"doubleQuote", true},
                     {"header", true}};
  json["schema"] = table_schema(r.schema, package);
  return json;
}

}  // namespace

std::string to_json(const DataPackage& package) {
  Json json{{"profile", "data-package"},
            {"name", "pbrsim-results"},
            {"title", package.title},
            {"description", package.description},
            {"sources", {{{"title", "pbrsim " + package.program_version}}}},
            {"resources", Json::array()}};
  for (const Resource& r : package.resources)
    json["resources"].push_back(resource(r, package));
  return json.dump(2) + "\n";
}

}  // namespace pbrsim
