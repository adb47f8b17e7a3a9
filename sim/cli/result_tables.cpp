#include "cli/result_tables.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/decomposition_tables.hpp"
#include "analysis/explanation_tables.hpp"
#include "analysis/tables.hpp"

namespace pbrsim::cli {

namespace {

const std::string panel_table = "panel";  // the one that may be in parts

/// Whether a file is a part of a table: NAME-000000-000999.csv.
bool is_part(std::string_view file, const std::string& table) {
  if (file.substr(0, table.size()) != table) return false;
  file.remove_prefix(table.size());
  const std::size_t ending = file.find('.');
  if (ending == file.npos || (file.substr(ending) != ".csv" && file.substr(ending) != ".csv.gz"))
    return false;
  const std::string_view range = file.substr(0, ending);
  return std::count(range.begin(), range.end(), '-') == 2 && range.front() == '-' &&
         range.find_first_not_of("-0123456789") == range.npos;
}

/// All names that results go by, so that what a former run left can be told from other files.
std::vector<std::string> names_of_results(const std::filesystem::path& folder) {
  std::vector<std::string> names{"datapackage.json", "manifest.json"};
  std::vector<TableSchema> tables = all_tables(true);
  for (const TableSchema& schema : tables_asked_for())
    tables.push_back(schema);
  for (const TableSchema& schema : explanation_tables())
    tables.push_back(schema);
  for (const TableSchema& schema : decomposition_tables())
    tables.push_back(schema);
  for (const TableSchema& schema : tables)
    for (const char* ending : {".csv", ".csv.gz"})
      names.push_back(schema.name + ending);
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored))
    if (is_part(entry.path().filename().string(), panel_table))
      names.push_back(entry.path().filename().string());
  return names;
}

}  // namespace

ResultTables::ResultTables(const std::filesystem::path& folder, bool force, bool gzip)
    : folder_(folder, force), gzip_(gzip) {}

TableWriter& ResultTables::open(TableSchema schema) {
  index_[schema.name] = tables_.size();
  tables_.push_back(std::make_unique<TableWriter>(folder_.path(), std::move(schema), gzip_));
  finished_.emplace_back();
  return *tables_.back();
}

void ResultTables::open_in_parts(TableSchema schema, Parts parts) {
  open(schema);
  const std::string name = schema.name;
  parted_[name] = {std::move(parts), std::move(schema)};
}

TableWriter& ResultTables::part(const std::string& name, std::int64_t replication) {
  Parted& table = parted_.at(name);
  const std::int64_t part = (replication - table.parts.first) / table.parts.each;
  if (part != table.now) turn_to(table, part);
  return at(name);
}

void ResultTables::turn_to(Parted& table, std::int64_t part) {
  const auto called = [&](std::int64_t p) {
    const std::int64_t first = table.parts.first + p * table.parts.each;
    const std::int64_t last = first + table.parts.each - 1;
    TableSchema schema = table.schema;
    schema.name += fmt::format("-{:06}-{:06}", first, last);
    schema.title += fmt::format(", {} {} to {}", table.parts.of, first, last);
    return schema;
  };
  const std::size_t before = index_.at(table.schema.name);
  const TableSchema schema = called(table.now);
  if (table.now == 0) tables_[before]->rename(schema.name, schema.title);
  finished_[before] = tables_[before]->finish();
  table.now = part;
  open(called(part));
  index_[table.schema.name] = tables_.size() - 1;
}

std::vector<FileInfo> ResultTables::finish(DataPackage package) {
  std::vector<FileInfo> files;
  for (std::size_t t = 0; t < tables_.size(); ++t) {
    files.push_back(finished_[t] ? *finished_[t] : tables_[t]->finish());
    package.resources.push_back({tables_[t]->schema(), files.back(), gzip_});
  }
  package_ = std::make_unique<AtomicFile>(folder_.path() / "datapackage.json");
  package_->write(to_json(package));
  files.push_back(package_->finish());
  return files;
}

void ResultTables::publish(const std::string& manifest) {
  AtomicFile seal(folder_.path() / "manifest.json");
  seal.write(manifest);
  seal.finish();
  std::vector<AtomicFile*> files;
  for (const auto& table : tables_)
    files.push_back(&table->file());
  files.push_back(package_.get());
  files.push_back(&seal);
  folder_.publish(files, names_of_results(folder_.path()));
}

}  // namespace pbrsim::cli
