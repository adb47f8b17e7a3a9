#include "support/read_back.hpp"

#include <zlib.h>

#include <charconv>
#include <set>
#include <stdexcept>

#include "core/dates.hpp"

namespace pbrsim::test {

namespace {

constexpr std::size_t enough = 5;

std::size_t index_of(const Table& table, const std::string& column) {
  for (std::size_t i = 0; i < table.header.size(); ++i)
    if (table.header[i] == column) return i;
  throw std::runtime_error(table.schema.name + " has no column " + column);
}

template <class T>
bool reads_as(const std::string& text, T& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

std::string wrong_number(const Column& c, double value) {
  if (c.minimum && value < *c.minimum) return "below the minimum";
  if (c.maximum && value > *c.maximum) return "above the maximum";
  return "";
}

std::string wrong_text(const Column& c, const std::string& text) {
  if (c.allowed.empty()) return "";
  for (const AllowedValue& a : c.allowed)
    if (a.value == text) return "";
  return "not an allowed value";
}

std::string wrong(const Column& c, const std::string& text, bool suppressed) {
  if (text.empty()) return c.required() ? "missing" : "";
  if (suppressed && text == "*")
    return c.disclosure == Disclosure::nothing ? "suppressed, which it cannot be" : "";
  switch (c.type) {
    case ColumnType::string: return wrong_text(c, text);
    case ColumnType::date: return date_from_iso(text) ? "" : "not a date";
    case ColumnType::boolean: return text == "0" || text == "1" ? "" : "not 0 or 1";
    case ColumnType::integer: {
      std::int64_t n = 0;
      return reads_as(text, n) ? wrong_number(c, static_cast<double>(n)) : "not an integer";
    }
    case ColumnType::number: break;
  }
  double x = 0;
  return reads_as(text, x) ? wrong_number(c, x) : "not a number";
}

Record part(const Table& table, std::size_t row, const std::vector<std::string>& columns) {
  Record result;
  for (const std::string& column : columns)
    result.push_back(table.at(row, column));
  return result;
}

bool any_empty(const Record& record) {
  for (const std::string& text : record)
    if (text.empty()) return true;
  return false;
}

void check_keys(const Table& table, const std::map<std::string, Table>& all,
                std::vector<std::string>& found) {
  std::set<Record> keys;
  for (std::size_t r = 0; r < table.rows.size() && found.size() < enough; ++r)
    if (!keys.insert(part(table, r, table.schema.primary_key)).second)
      found.push_back(table.schema.name + " row " + std::to_string(r) + ": key not unique");
  for (const ForeignKey& key : table.schema.foreign_keys) {
    const auto other = all.find(key.table);
    if (other == all.end()) {
      found.push_back(table.schema.name + ": no table " + key.table);
      continue;
    }
    std::set<Record> targets;
    for (std::size_t r = 0; r < other->second.rows.size(); ++r)
      targets.insert(part(other->second, r, key.referenced));
    for (std::size_t r = 0; r < table.rows.size() && found.size() < enough; ++r) {
      const Record reference = part(table, r, key.columns);
      if (!any_empty(reference) && targets.count(reference) == 0)
        found.push_back(table.schema.name + " row " + std::to_string(r) + ": no such row in " +
                        key.table);
    }
  }
}

}  // namespace

std::string content(const std::filesystem::path& file) {
  gzFile in = gzopen(file.c_str(), "rb");  // reads what is not gzip as it is
  if (in == nullptr) throw std::runtime_error(file.string() + " cannot be opened");
  std::string text;
  char buffer[1 << 16];
  int n = 0;
  while ((n = gzread(in, buffer, sizeof buffer)) > 0)
    text.append(buffer, static_cast<std::size_t>(n));
  if (gzclose(in) != Z_OK || n < 0) throw std::runtime_error(file.string() + " is not whole");
  return text;
}

const std::string& Table::at(std::size_t row, const std::string& column) const {
  return rows[row][index_of(*this, column)];
}

std::vector<Record> parse_csv(const std::string& text) {
  std::vector<Record> records;
  std::size_t at = 0;
  while (at < text.size()) {
    Record record;
    for (bool more = true; more;) {
      std::string field;
      if (at < text.size() && text[at] == '"') {
        for (++at; at < text.size() && (text[at] != '"' || text.substr(at, 2) == "\"\""); ++at) {
          if (text[at] == '"') ++at;
          field += text[at];
        }
        ++at;
      } else {
        while (at < text.size() && text[at] != ',' && text[at] != '\n')
          field += text[at++];
      }
      record.push_back(field);
      if (at >= text.size()) throw std::runtime_error("the last line has no end");
      more = text[at++] == ',';
    }
    records.push_back(std::move(record));
  }
  return records;
}

Table read_table(const std::filesystem::path& file, const TableSchema& schema) {
  Table table{schema, {}, parse_csv(content(file))};
  if (table.rows.empty()) throw std::runtime_error(file.string() + " has no header");
  table.header = table.rows.front();
  table.rows.erase(table.rows.begin());
  return table;
}

std::vector<std::string> problems(const Table& table, const std::map<std::string, Table>& all,
                                  bool suppressed) {
  std::vector<std::string> found;
  Record names;
  for (const Column& c : table.schema.columns)
    names.push_back(c.name);
  if (names != table.header) return {table.schema.name + ": other columns than declared"};
  for (std::size_t r = 0; r < table.rows.size() && found.size() < enough; ++r) {
    if (table.rows[r].size() != names.size())
      return {table.schema.name + " row " + std::to_string(r) + ": wrong number of fields"};
    for (std::size_t c = 0; c < names.size(); ++c) {
      const std::string what = wrong(table.schema.columns[c], table.rows[r][c], suppressed);
      if (!what.empty())
        found.push_back(table.schema.name + " row " + std::to_string(r) + ", " + names[c] + " = " +
                        table.rows[r][c] + ": " + what);
    }
  }
  check_keys(table, all, found);
  return found;
}

}  // namespace pbrsim::test
