/// What a table is: declared once, and used to check rows, to print the codebook and to describe
/// the files in datapackage.json.
///
/// A `TableSchema` names the table, says what one row is, and lists columns, primary key and
/// foreign keys. A `Column` says everything that a reader needs who has only the file: type, unit,
/// range or allowed values with their meaning, and what an empty field means (none may be empty
/// where that is left out). Types are those of the Frictionless Table Schema.
///
/// `Disclosure` says how a column is treated where small numbers are suppressed or rounded.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/enum_array.hpp"

namespace pbrsim {

enum class ColumnType : std::uint8_t { string, integer, number, date, boolean };
template <>
struct EnumNames<ColumnType> {
  static constexpr std::array<std::string_view, 5> values{"string", "integer", "number", "date",
                                                          "boolean"};
};

/// What a column gives away about people.
enum class Disclosure : std::uint8_t {
  nothing,      // keys, dates, codes
  count,        // people or events: small numbers are suppressed, the others rounded
  person_time,  // person-days of one month: small where the people on average are
  with_family,  // a sum that goes with its family: suppressed with it, scaled as it is rounded
};

struct AllowedValue {
  std::string value;
  std::string meaning;
};

struct Column {
  std::string name;
  ColumnType type = ColumnType::string;
  std::string unit;
  std::string description;
  std::vector<AllowedValue> allowed;
  std::optional<double> minimum, maximum;
  std::string missing;    // what an empty field means; empty: there is none
  std::string only_with;  // options with which the table has the column; empty: always
  Disclosure disclosure = Disclosure::nothing;
  std::string family;  // columns that are suppressed together; its own name if left empty

  bool required() const { return missing.empty(); }

  // For declarations: the same column, with more said about it.
  Column in(std::string the_unit) &&;
  Column at_least(double least) &&;
  Column within(double least, double most) &&;
  Column one_of(std::vector<AllowedValue> values) &&;
  Column empty_if(std::string meaning) &&;
  Column only(std::string with_options) &&;
};

Column text(std::string name, std::string description);
Column whole_number(std::string name, std::string description);
Column number(std::string name, std::string description);
Column date(std::string name, std::string description);
/// Written as 1 and 0.
Column yes_or_no(std::string name, std::string description);

/// Columns of this table that name a row of another one, in the order of that table's columns.
struct ForeignKey {
  std::vector<std::string> columns;
  std::string table;
  std::vector<std::string> referenced;
};

struct TableSchema {
  std::string name;  // of the file, without .csv
  std::string title;
  std::string row;   // what one row is, as a sentence
  std::string when;  // when it is written; empty: always
  std::vector<Column> columns;
  std::vector<std::string> primary_key;
  std::vector<ForeignKey> foreign_keys;

  const Column* find(std::string_view column) const;
};

/// The constants of E with a meaning each, in order.
template <class E>
std::vector<AllowedValue> values_of(const EnumArray<E, const char*>& meanings) {
  std::vector<AllowedValue> result;
  for (const E e : all_of<E>())
    result.push_back({std::string(name_of(e)), meanings[e]});
  return result;
}

// The words of the field, with what they mean.
std::vector<AllowedValue> group_values();
std::vector<AllowedValue> band_values();
std::vector<AllowedValue> modality_values();
std::vector<AllowedValue> exit_reason_values();
std::vector<AllowedValue> funder_values();
std::vector<AllowedValue> sex_values();

// Columns that many tables share; `designs` and `areas` hold the rows that they name.
Column design_column();
Column area_column();
Column replication_column();
Column person_column();
/// The table with a column for the draw before the others, which is part of its key.
TableSchema with_draw(TableSchema schema);
ForeignKey to_designs(const std::string& column = "design");
ForeignKey to_areas();

}  // namespace pbrsim
