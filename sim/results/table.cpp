#include "results/table.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/error.hpp"

namespace pbrsim {

namespace {

std::string csv_text(std::string_view text) {
  if (text.find_first_of(",\"\n\r") == std::string_view::npos) return std::string(text);
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"') result += '"';
    result += c;
  }
  return result + '"';
}

struct Print {
  std::string operator()(Missing) const { return ""; }
  std::string operator()(Suppressed) const { return std::string(suppressed_mark); }
  std::string operator()(std::string_view text) const { return csv_text(text); }
  std::string operator()(const std::string& text) const { return csv_text(text); }
  std::string operator()(std::int64_t n) const { return std::to_string(n); }
  std::string operator()(Date day) const { return to_iso(day); }
  std::string operator()(bool yes) const { return yes ? "1" : "0"; }
  std::string operator()(double x) const {
    char text[32];
    const auto [end, error] = std::to_chars(text, text + sizeof text, x);
    PBRSIM_ENSURE(error == std::errc());
    return {text, end};
  }
};

/// What is wrong with a value of a column; empty if nothing is.
struct Check {
  const Column& column;

  const char* operator()(Missing) const {
    return column.required() ? "is missing, which it must not be" : "";
  }
  const char* operator()(Suppressed) const {
    return column.disclosure == Disclosure::nothing ? "cannot be suppressed" : "";
  }
  const char* operator()(std::string_view value) const {
    if (column.type != ColumnType::string) return "is not of its column's type";
    // An empty text would read back as a missing value.
    if (value.empty()) return (*this)(Missing{});
    if (value == suppressed_mark) return "would read back as suppressed";
    const auto same = [&](const AllowedValue& a) { return a.value == value; };
    const auto& allowed = column.allowed;
    return allowed.empty() || std::any_of(allowed.begin(), allowed.end(), same)
               ? ""
               : "is not an allowed value";
  }
  const char* operator()(const std::string& value) const {
    return (*this)(std::string_view(value));
  }
  const char* operator()(std::int64_t value) const {
    if (column.type != ColumnType::integer) return "is not of its column's type";
    return range(static_cast<double>(value));
  }
  const char* operator()(double value) const {
    if (column.type != ColumnType::number) return "is not of its column's type";
    return std::isfinite(value) ? range(value) : "is not finite";
  }
  const char* operator()(Date) const {
    return column.type == ColumnType::date ? "" : "is not of its column's type";
  }
  const char* operator()(bool) const {
    return column.type == ColumnType::boolean ? "" : "is not of its column's type";
  }
  const char* range(double value) const {
    if (column.minimum && value < *column.minimum) return "is below its column's minimum";
    if (column.maximum && value > *column.maximum) return "is above its column's maximum";
    return "";
  }
};

}  // namespace

Field number_or_missing(double value) {
  if (std::isfinite(value)) return value;
  return Missing{};
}

std::string csv_row(const std::vector<Field>& fields) {
  std::string line;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) line += ',';
    line += std::visit(Print{}, fields[i]);
  }
  return line += '\n';
}

std::vector<std::string_view> plain_fields(std::string_view row) {
  std::vector<std::string_view> fields;
  for (;;) {
    const std::size_t comma = row.find(',');
    fields.push_back(row.substr(0, comma));
    if (comma == std::string_view::npos) return fields;
    row.remove_prefix(comma + 1);
  }
}

void TableRows::add(const std::vector<Field>& fields) {
  if (leading_.empty()) return add_whole(fields);
  std::vector<Field> whole = leading_;
  whole.insert(whole.end(), fields.begin(), fields.end());
  add_whole(whole);
}

void TableRows::add_whole(const std::vector<Field>& fields) {
  PBRSIM_EXPECT(fields.size() == schema_->columns.size());
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const Column& column = schema_->columns[i];
    const std::string_view problem = std::visit(Check{column}, fields[i]);
    if (!problem.empty())
      throw Fault("table " + schema_->name + ", column " + column.name + ": the value " +
                  std::visit(Print{}, fields[i]) + " " + std::string(problem));
  }
  text_ += csv_row(fields);
}

TableWriter::TableWriter(const std::filesystem::path& folder, TableSchema schema, bool gzip)
    : folder_(folder),
      gzip_(gzip),
      schema_(std::move(schema)),
      file_(path(), gzip ? Compression::gzip : Compression::none) {
  std::vector<Field> header;
  for (const Column& c : schema_.columns)
    header.emplace_back(std::string_view(c.name));
  file_.write(csv_row(header));
}

void TableWriter::rename(std::string name, std::string title) {
  schema_.name = std::move(name);
  schema_.title = std::move(title);
  file_.rename(path());
}

}  // namespace pbrsim
