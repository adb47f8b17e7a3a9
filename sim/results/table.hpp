/// A table: its columns declared once, its rows as CSV.
///
/// RFC 4180 with LF line ends, UTF-8, a header row. Numbers are the shortest text that reads back
/// to the same double; a missing value is an empty field.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "results/file.hpp"

namespace pbrsim {

enum class ColumnType : std::uint8_t { text, whole_number, number, date };

struct Column {
  std::string name;
  ColumnType type;
  std::string unit;
  std::string description;
};

struct Missing {};
using Field = std::variant<Missing, std::string_view, std::string, std::int64_t, double>;

/// A number, or missing where it is not one.
Field number_or_missing(double value);

/// One row as CSV text, line end included.
std::string csv_row(const std::vector<Field>& fields);

/// A CSV file in the making.
class TableWriter {
 public:
  TableWriter(const std::filesystem::path& file, const std::vector<Column>& columns);
  void row(const std::vector<Field>& fields);
  void rows(std::string_view csv) { file_.write(csv); }
  void commit() { file_.commit(); }

 private:
  AtomicFile file_;
  std::size_t columns_;
};

}  // namespace pbrsim
