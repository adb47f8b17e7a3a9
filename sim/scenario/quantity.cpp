#include "scenario/quantity.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "core/units.hpp"
#include "scenario/digits.hpp"
#include "scenario/report.hpp"

namespace pbrsim::yaml {

namespace {

/// How a unit is written round its number, and what it is called.
struct Wording {
  const char* before;
  const char* after;
  const char* noun;
  const char* example;
};

Wording wording_of(Unit unit) {
  switch (unit) {
    case Unit::none: return {"", "", "a plain number", "1.5"};
    case Unit::share: return {"", "", "a share", "0.35"};
    case Unit::duration: return {"", " days", "a duration", "6 months"};
    case Unit::rate: return {"", " per year", "a rate", "0.39 per year"};
    case Unit::days_of_use: return {"", " days", "days of use", "13 days"};
    case Unit::hours: return {"", " hours", "hours", "2 hours"};
    case Unit::hours_per_week:
      return {"", " hours per week", "hours per week", "37 hours per week"};
    case Unit::gbp: return {"GBP ", "", "an amount of money", "GBP 120"};
    case Unit::gbp_per_week: return {"GBP ", " per week", "money per week", "GBP 55 per week"};
    case Unit::gbp_per_year: return {"GBP ", " per year", "money per year", "GBP 900 per year"};
    case Unit::gbp_per_hour: return {"GBP ", " per hour", "money per hour", "GBP 30 per hour"};
    case Unit::people_per_year: return {"", " per year", "people per year", "120 per year"};
    case Unit::qaly_per_year: return {"", "", "a plain number", "0.68"};
    case Unit::of_key: return {"", "", "a number in the unit of the key", "1.5"};
  }
  return {};
}

bool needs_unit(Unit unit) {
  const Wording w = wording_of(unit);
  return *w.before != '\0' || *w.after != '\0';
}

/// The number as it would have to be written, or an example where that says nothing.
std::string example_with(std::string_view number, Unit unit) {
  const Wording w = wording_of(unit);
  return needs_unit(unit) ? w.before + std::string(number) + w.after : w.example;
}

using Words = std::vector<std::string_view>;

/// What a text is made of: GBP or not, the digits of a number, the words after it.
struct Quantity {
  bool money = false;
  std::string digits;
  Words words;
};

Words split_words(std::string_view text) {
  constexpr std::string_view blank = " \t\r\n";
  Words words;
  for (std::size_t at = text.find_first_not_of(blank); at < text.size();) {
    const std::size_t end = std::min(text.find_first_of(blank, at), text.size());
    words.push_back(text.substr(at, end - at));
    at = text.find_first_not_of(blank, end);
  }
  return words;
}

Quantity split(std::string_view text) {
  Quantity q;
  Words words = split_words(text);
  if (!words.empty() && words[0] == "GBP") {
    q.money = true;
    words.erase(words.begin());
  }
  if (words.empty()) return q;
  std::string_view number = words[0];
  q.words.assign(words.begin() + 1, words.end());
  if (number.ends_with('%') && q.words.empty()) {
    number.remove_suffix(1);
    q.words.emplace_back("%");
  }
  q.digits = q.money ? without_commas(number) : std::string(number);
  return q;
}

/// Days in one of the word, which may be plural.
std::optional<double> days_in(std::string_view word) {
  if (word.ends_with('s')) word.remove_suffix(1);
  if (word == "day") return 1.0;
  if (word == "week") return days_per_week;
  if (word == "month") return days_per_month;
  if (word == "year") return days_per_year;
  return std::nullopt;
}

/// `number` per word, as so much per `days` days. Exact where the word means as many days.
std::optional<double> per_time(double number, std::string_view word, double days) {
  const auto given = days_in(word);
  if (!given) return std::nullopt;
  return number * (days / *given);
}

std::optional<double> as_rate(double number, const Words& words) {
  if (words.size() < 2 || words.size() > 3 || words[0] != "per") return std::nullopt;
  std::string_view time = words.back();
  if (time.starts_with("person-")) time.remove_prefix(7);
  if (words.size() == 2) return per_time(number, time, days_per_year);
  const auto many = parse_number(words[1]);
  if (!many || !(*many > 0) || !std::isfinite(*many)) return std::nullopt;
  return per_time(number / *many, time, days_per_year);
}

std::optional<double> as_per(double number, const Words& words, double days) {
  if (words.size() != 2 || words[0] != "per") return std::nullopt;
  return per_time(number, words[1], days);
}

bool is_hour(std::string_view word) { return word == "hour" || word == "hours"; }

std::optional<double> as_hours_per_week(double number, const Words& words) {
  if (words.size() != 3 || !is_hour(words[0])) return std::nullopt;
  return as_per(number, {words[1], words[2]}, days_per_week);
}

/// Zeros in "10", "100", …; 0 for anything else.
std::size_t zeros_in(std::string_view text) {
  const bool power = text.size() > 1 && text.size() < 8 && text[0] == '1' &&
                     text.find_first_not_of('0', 1) == std::string_view::npos;
  return power ? text.size() - 1 : 0;
}

/// Moves a percent sign or "per 1000" into the exponent of the number, so that 33.3% is the double
/// nearest to 0.333. Other numbers stay as they are.
Quantity shift(Quantity q, Unit unit) {
  std::size_t zeros = 0;
  if (q.digits.find_first_of("eE") != std::string::npos) return q;
  if (unit == Unit::share && q.words == Words{"%"}) {
    zeros = 2;
    q.words.clear();
  } else if (unit == Unit::rate && q.words.size() == 3 && zeros_in(q.words[1]) > 0) {
    zeros = zeros_in(q.words[1]);
    q.words.erase(q.words.begin() + 1);
  }
  if (zeros > 0) q.digits += "e-" + std::to_string(zeros);
  return q;
}

std::optional<double> as_share(double number, const Words& words) {
  if (words.empty()) return number;
  return words == Words{"%"} ? std::optional(number / 100.0) : std::nullopt;
}

std::optional<double> only_if(bool fits, double number) {
  return fits ? std::optional(number) : std::nullopt;
}

/// The number in the field's own unit; nothing where the words do not fit the unit.
std::optional<double> convert(double n, const Quantity& q, Unit unit) {
  const Words& words = q.words;
  const bool wants_money = *wording_of(unit).before != '\0';
  if (q.money != wants_money) return std::nullopt;
  switch (unit) {
    case Unit::none:
    case Unit::qaly_per_year:
    case Unit::of_key:
    case Unit::gbp: return only_if(words.empty(), n);
    case Unit::share: return as_share(n, words);
    case Unit::duration:
      return words.size() == 1 && days_in(words[0]) ? std::optional(n * *days_in(words[0]))
                                                    : std::nullopt;
    case Unit::rate: return as_rate(n, words);
    case Unit::days_of_use:
      return only_if(words.size() == 1 && (words[0] == "day" || words[0] == "days"), n);
    case Unit::hours: return only_if(words.size() == 1 && is_hour(words[0]), n);
    case Unit::hours_per_week: return as_hours_per_week(n, words);
    case Unit::gbp_per_week: return as_per(n, words, days_per_week);
    case Unit::gbp_per_year:
    case Unit::people_per_year: return as_per(n, words, days_per_year);
    case Unit::gbp_per_hour: return only_if(words == Words{"per", "hour"}, n);
  }
  return std::nullopt;
}

/// A bare number with each unit that it may have been meant in.
std::string durations_of(const std::string& digits) {
  const std::string s = digits == "1" ? "" : "s";
  return quote(digits + " year" + s) + ", " + quote(digits + " month" + s) + ", " +
         quote(digits + " week" + s) + " or " + quote(digits + " day" + s);
}

/// "6" of "6 months" and "24" of "2 years", for keys that count months.
std::optional<std::string> months_in(std::string_view text) {
  const Quantity q = split(text);
  const auto number = parse_number(q.digits);
  const auto days = q.words.size() == 1 ? days_in(q.words[0]) : std::nullopt;
  if (!number || !days) return std::nullopt;
  const double months = *number * (*days / days_per_month);
  if (!(months >= 1 && months <= 1000) || months != std::floor(months)) return std::nullopt;
  return shortest(months);
}

template <class T>
Outcome<T> fault(std::string_view text, const std::string& message) {
  return {std::nullopt, "is " + quote(text) + message};
}

}  // namespace

Outcome<double> parse_quantity(std::string_view text, const FieldSpec& spec) {
  const Quantity said = split(text);
  const Quantity q = shift(said, spec.unit);
  const auto number = parse_number(q.digits);
  const std::string must_be = std::string("; must be ") + wording_of(spec.unit).noun + ", like ";
  if (!number) return fault<double>(text, must_be + quote(example_of(spec.unit)));
  if (!std::isfinite(*number)) return fault<double>(text, "; must be a finite number");
  const bool percent_of_number = spec.unit == Unit::none && q.words == Words{"%"};
  const std::string better =
      quote(percent_of_number ? shortest(*number / 100) : example_with(said.digits, spec.unit));
  if (needs_unit(spec.unit) && !q.money && q.words.empty())
    return fault<double>(text,
                         " without a unit; write it like " +
                             (spec.unit == Unit::duration ? durations_of(said.digits) : better));
  const auto value = convert(*number, q, spec.unit);
  if (!value || !std::isfinite(*value)) return fault<double>(text, must_be + better);
  if (*value < spec.min || *value > spec.max) {
    const bool percent = spec.unit == Unit::share && q.words.empty() && said.words.empty() &&
                         *value >= 100 * spec.min && *value <= 100 * spec.max;
    return fault<double>(text,
                         "; must be " + range_of(spec) +
                             (percent ? "; did you mean " + quote(said.digits + "%") + "?" : ""));
  }
  return {value, ""};
}

Outcome<int> parse_whole(std::string_view text, const FieldSpec& spec) {
  if (!parse_number(text)) {
    const std::string like = quote(months_in(text).value_or("20"));
    return fault<int>(text, "; must be a whole number, like " + like);
  }
  const Outcome<double> number = parse_quantity(text, spec);
  if (!number.value) return {std::nullopt, number.problem};
  const double value = *number.value;
  if (value != std::floor(value) || std::abs(value) > 2147483647.0)
    return fault<int>(text, "; must be a whole number");
  return {static_cast<int>(value), ""};
}

Outcome<bool> parse_truth(std::string_view text) {
  for (const char* word : {"true", "True", "TRUE", "yes", "on"})
    if (text == word) return {true, ""};
  for (const char* word : {"false", "False", "FALSE", "no", "off"})
    if (text == word) return {false, ""};
  return fault<bool>(text, "; must be true or false");
}

namespace {

/// "2 years" or "6 months" where that is exact and days would have a fraction; years in any case.
std::optional<std::string> in_calendar_units(double days) {
  const auto whole = [&](const char* noun, double each) -> std::optional<std::string> {
    const double number = days / each;
    if (!(number >= 1) || number != std::floor(number) || number * each != days)
      return std::nullopt;
    return shortest(number) + ' ' + noun + (number == 1 ? "" : "s");
  };
  if (const auto years = whole("year", days_per_year)) return years;
  return days == std::floor(days) ? std::nullopt : whole("month", days_per_month);
}

}  // namespace

std::string format_quantity(double value, Unit unit) {
  if (unit == Unit::duration)
    if (const auto text = in_calendar_units(value)) return *text;
  const Wording w = wording_of(unit);
  std::string after = w.after;
  for (const char* plural : {" days", " hours"})
    if (value == 1 && after.starts_with(plural))
      after.erase(std::string_view(plural).size() - 1, 1);
  return w.before + shortest(value) + after;
}

std::string range_of(const FieldSpec& spec) {
  const std::string low = format_quantity(spec.min, spec.unit);
  const std::string high = format_quantity(spec.max, spec.unit);
  if (std::isfinite(spec.min) && std::isfinite(spec.max)) return "between " + low + " and " + high;
  return std::isfinite(spec.min) ? "at least " + low : "at most " + high;
}

std::string example_of(Unit unit) { return wording_of(unit).example; }

std::string noun_of(Unit unit) { return wording_of(unit).noun; }

}  // namespace pbrsim::yaml
