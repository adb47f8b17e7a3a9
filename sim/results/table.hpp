/// Rows of a table as CSV, checked against its schema as they are made.
///
/// RFC 4180 with LF line ends, UTF-8, a header row. Numbers are the shortest text that reads back
/// to the same double; a missing value is an empty field, a suppressed one `*`.
///
/// A row that its schema does not allow (number of fields, type, range, allowed values, a missing
/// value where there may be none) is a fault of the program and throws one. Keys are not checked
/// here, because rows are made in parallel: a test reads tables back.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/dates.hpp"
#include "results/file.hpp"
#include "results/schema.hpp"

namespace pbrsim {

struct Missing {};
struct Suppressed {};
inline constexpr std::string_view suppressed_mark = "*";

using Field = std::variant<Missing, Suppressed, std::string_view, std::string, std::int64_t, double,
                           Date, bool>;

/// A number, or missing where it is not one.
Field number_or_missing(double value);

/// One row as CSV text, line end included.
std::string csv_row(const std::vector<Field>& fields);

/// The fields of a row, without its line end, none of which holds a comma, a quote or a line end;
/// they point into the row.
std::vector<std::string_view> plain_fields(std::string_view row);

/// Rows in the making. The schema must outlive it. `leading` begins every row.
class TableRows {
 public:
  explicit TableRows(const TableSchema& schema, std::vector<Field> leading = {})
      : schema_(&schema), leading_(std::move(leading)) {}
  void add(const std::vector<Field>& fields);
  const TableSchema& schema() const { return *schema_; }
  const std::string& text() const { return text_; }
  std::string take() { return std::move(text_); }

 private:
  void add_whole(const std::vector<Field>& fields);

  const TableSchema* schema_;
  std::vector<Field> leading_;
  std::string text_;
};

/// A file of a table in the making: NAME.csv or NAME.csv.gz in a folder.
class TableWriter {
 public:
  TableWriter(const std::filesystem::path& folder, TableSchema schema, bool gzip);
  void rows(const TableRows& rows) { rows_text(rows.text()); }
  /// Text that a `TableRows` of the same schema has made.
  void rows_text(std::string_view csv) { file_.write(csv); }
  /// Another name and title for the same table. Precondition: not finished.
  void rename(std::string name, std::string title);
  FileInfo finish() { return file_.finish(); }
  FileInfo commit() { return file_.commit(); }
  AtomicFile& file() { return file_; }
  const TableSchema& schema() const { return schema_; }

 private:
  std::filesystem::path path() const {
    return folder_ / (schema_.name + (gzip_ ? ".csv.gz" : ".csv"));
  }

  std::filesystem::path folder_;
  bool gzip_;
  TableSchema schema_;
  AtomicFile file_;
};

}  // namespace pbrsim
