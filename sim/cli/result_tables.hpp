/// The tables of a run on their way into the folder for results.
#pragma once

#include <map>
#include <memory>
#include <optional>

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
  /// A table in files of so many replications each (or draws, the first of which is 1), where one
  /// is not enough: NAME-FIRST-LAST.csv, by numbers of replications; otherwise NAME.csv.
  struct Parts {
    std::int64_t each = 1;
    std::int64_t first = 0;
    std::string of = "replications";
  };
  void open_in_parts(TableSchema schema, Parts parts);
  /// The file for rows of that replication. Replications come in order. Precondition: opened in
  /// parts.
  TableWriter& part(const std::string& name, std::int64_t replication);
  /// Precondition: opened; of one in parts the latest.
  TableWriter& at(const std::string& name) { return *tables_.at(index_.at(name)); }
  const std::filesystem::path& folder() const { return folder_.path(); }
  bool has(const std::string& name) const { return index_.count(name) == 1; }

  /// Puts all tables and datapackage.json on the disk, under temporary names.
  std::vector<FileInfo> finish(DataPackage package);
  /// Gives everything its name, the manifest last. Precondition: finished.
  void publish(const std::string& manifest);

 private:
  struct Parted {
    Parts parts;
    TableSchema schema;
    std::int64_t now = 0;  // number of the part that is open
  };
  void turn_to(Parted& table, std::int64_t part);

  ResultFolder folder_;
  bool gzip_;
  std::vector<std::unique_ptr<TableWriter>> tables_;
  std::vector<std::optional<FileInfo>> finished_;  // by table
  std::map<std::string, std::size_t> index_;
  std::map<std::string, Parted> parted_;
  std::unique_ptr<AtomicFile> package_;
};

}  // namespace pbrsim::cli
