/// Numbers with units as files write them: "21 days", "0.39 per year", "GBP 55 per week", "35%".
///
/// Reading converts to the unit in which the field is kept (durations in days, rates per year,
/// money per week, hour or year as the field says); writing gives that unit and the shortest digits
/// that read back as the same double.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/fields.hpp"

namespace pbrsim::yaml {

/// A value, or what is wrong with the text it was to be read from.
template <class T>
struct Outcome {
  std::optional<T> value;
  std::string problem;
};

/// The number within the field's range, or a problem that shows how to write it.
Outcome<double> parse_quantity(std::string_view text, const FieldSpec& spec);
Outcome<int> parse_whole(std::string_view text, const FieldSpec& spec);
/// true, yes, on; false, no, off.
Outcome<bool> parse_truth(std::string_view text);

/// parse_quantity(format_quantity(v, u), {u}) is v, bit for bit, for every finite v.
std::string format_quantity(double value, Unit unit);

/// How a value of the unit may be written: "12 per year".
std::string example_of(Unit unit);

/// How files may write a number of the unit, as a regular expression (ECMA 262) for the whole text.
/// A text that it matches is read, unless the value is out of range.
std::string pattern_of(Unit unit);
/// What the unit is called: "a rate".
std::string noun_of(Unit unit);

/// "between 0 and 1", "at least 3 days": the field's range in words.
std::string range_of(const FieldSpec& spec);

}  // namespace pbrsim::yaml
