/// Tables read back from their files and held against their schemas.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "results/schema.hpp"

namespace pbrsim::test {

/// Of a file, unpacked if it is gzip.
std::string content(const std::filesystem::path& file);

/// One field: its text, and whether it is a missing value (empty) or a suppressed one.
using Record = std::vector<std::string>;

struct Table {
  TableSchema schema;
  Record header;
  std::vector<Record> rows;
  const std::string& at(std::size_t row, const std::string& column) const;
};

/// RFC 4180; throws std::runtime_error where the text is not that.
std::vector<Record> parse_csv(const std::string& text);
Table read_table(const std::filesystem::path& file, const TableSchema& schema);

/// What is wrong: columns, types, ranges, allowed values, missing values, the primary key, and
/// foreign keys into the other tables. At most a few of each kind.
std::vector<std::string> problems(const Table& table, const std::map<std::string, Table>& all,
                                  bool suppressed);

}  // namespace pbrsim::test
