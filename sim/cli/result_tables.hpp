/// The tables of a run on their way into the folder for results.
#pragma once

#include <map>
#include <memory>

#include "results/data_package.hpp"
#include "results/result_folder.hpp"
#include "results/table.hpp"

namespace pbrsim::cli {

class ResultTables {
 public:
  /// Takes the folder; throws where it cannot be had.
  ResultTables(const std::filesystem::path& folder, bool force, bool gzip);

  /// Tables appear in datapackage.json in the order in which they are opened.
  TableWriter& open(TableSchema schema);
  /// Precondition: opened.
  TableWriter& at(const std::string& name) { return *tables_.at(index_.at(name)); }
  const std::filesystem::path& folder() const { return folder_.path(); }
  bool has(const std::string& name) const { return index_.count(name) == 1; }

  /// Puts all tables and datapackage.json on the disk, under temporary names.
  std::vector<FileInfo> finish(DataPackage package);
  /// Gives everything its name, the manifest last. Precondition: finished.
  void publish(const std::string& manifest);

 private:
  ResultFolder folder_;
  bool gzip_;
  std::vector<std::unique_ptr<TableWriter>> tables_;
  std::map<std::string, std::size_t> index_;
  std::unique_ptr<AtomicFile> package_;
};

}  // namespace pbrsim::cli
