#include "cli/result_tables.hpp"

#include "analysis/decomposition_tables.hpp"
#include "analysis/explanation_tables.hpp"
#include "analysis/tables.hpp"

namespace pbrsim::cli {

namespace {

/// All names that results go by, so that what a former run left can be told from other files.
std::vector<std::string> names_of_results() {
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
  return names;
}

}  // namespace

ResultTables::ResultTables(const std::filesystem::path& folder, bool force, bool gzip)
    : folder_(folder, force), gzip_(gzip) {}

TableWriter& ResultTables::open(TableSchema schema) {
  index_.emplace(schema.name, tables_.size());
  tables_.push_back(std::make_unique<TableWriter>(folder_.path(), std::move(schema), gzip_));
  return *tables_.back();
}

std::vector<FileInfo> ResultTables::finish(DataPackage package) {
  std::vector<FileInfo> files;
  for (const auto& table : tables_) {
    files.push_back(table->finish());
    package.resources.push_back({table->schema(), files.back(), gzip_});
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
  folder_.publish(files, names_of_results());
}

}  // namespace pbrsim::cli
