/// Files to one tree: reads, parses and merges what `extends` names.
///
/// Any mapping may say `extends: other.yaml` or give a list of files, relative to its own file.
/// Their root mappings are merged in order and the mapping's own keys over them. A file is read
/// once however often it is named; together files may hold most_bytes. Files that cannot be read,
/// that are no mapping or that extend themselves are reported with the chain of files that led
/// there.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "scenario/report.hpp"
#include "scenario/tree.hpp"

namespace pbrsim::yaml {

class Files {
 public:
  explicit Files(Report& report) : report_(&report) {}

  /// The merged tree of a scenario file; nothing after a fatal finding, which has been reported.
  NodePtr load(const std::filesystem::path& file);

 private:
  /// Where and how a file was asked for; place.source is -1 for the scenario itself.
  struct Request {
    Place place;
    std::string path;
    std::string wording;
  };
  /// A file being read, with the name under which messages show it.
  struct Open {
    std::filesystem::path name;
    std::filesystem::path key;
  };

  NodePtr open(const std::filesystem::path& name, const Request& request);
  NodePtr read(const std::filesystem::path& name, const Request& request);
  NodePtr expand(const NodePtr& node, const std::string& path);
  NodePtr expand_children(const Node& node, const std::string& path);
  NodePtr extended(const Entry& extends, const std::string& path);
  NodePtr refuse(const Request& request, const std::string& message);

  Report* report_;
  bool failed_ = false;
  std::size_t bytes_ = 0;   // read
  std::size_t merged_ = 0;  // values put over others
  std::vector<Open> open_;
  std::map<std::filesystem::path, NodePtr> finished_;
};

/// The tree of a file, values with their paths. Throws what is reported where it cannot be read.
NodePtr load_tree(const std::filesystem::path& file, Report& report);

}  // namespace pbrsim::yaml
