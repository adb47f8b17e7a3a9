#include "results/table.hpp"

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
  std::string operator()(std::string_view text) const { return csv_text(text); }
  std::string operator()(const std::string& text) const { return csv_text(text); }
  std::string operator()(std::int64_t n) const { return std::to_string(n); }
  std::string operator()(double x) const {
    char text[32];
    const auto [end, error] = std::to_chars(text, text + sizeof text, x);
    PBRSIM_ENSURE(error == std::errc());
    return {text, end};
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

TableWriter::TableWriter(const std::filesystem::path& file, const std::vector<Column>& columns)
    : file_(file), columns_(columns.size()) {
  std::vector<Field> header;
  for (const Column& c : columns)
    header.emplace_back(c.name);
  file_.write(csv_row(header));
}

void TableWriter::row(const std::vector<Field>& fields) {
  PBRSIM_EXPECT(fields.size() == columns_);
  file_.write(csv_row(fields));
}

}  // namespace pbrsim
