/// datapackage.json: the files of a run described for programs.
///
/// A Frictionless Data Package (https://specs.frictionlessdata.io, version 1) with a Table Schema
/// per table. Beyond the standard, fields carry `unit`, `categories` (the meaning of allowed
/// values, as in version 2) and `missingMeans`, tables `rowMeans`. No date and no machine stand in
/// it: the same tables give the same text.
#pragma once

#include <string>
#include <vector>

#include "results/file.hpp"
#include "results/schema.hpp"

namespace pbrsim {

struct Resource {
  TableSchema schema;
  FileInfo file;
  bool gzip = false;
};

struct DataPackage {
  std::string title;
  std::string description;
  std::string program_version;
  bool suppressed = false;  // `*` may stand for a value
  std::vector<Resource> resources;
};

std::string to_json(const DataPackage& package);

}  // namespace pbrsim
