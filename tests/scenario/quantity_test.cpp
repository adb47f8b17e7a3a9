// Numbers with units: what may be written, what it means, and that writing and reading are inverse.
#include "scenario/quantity.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "scenario/digits.hpp"
#include "support/catch.hpp"

using namespace pbrsim;
using namespace pbrsim::yaml;

namespace {

constexpr double not_read = -12345;

double read(std::string_view text, Unit unit) {
  return parse_quantity(text, {unit}).value.value_or(not_read);
}

std::string problem(std::string_view text, const FieldSpec& spec) {
  return parse_quantity(text, spec).problem;
}

}  // namespace

TEST_CASE("durations are days of 365.25 to the year and 12 months to the year") {
  CHECK(read("21 days", Unit::duration) == 21);
  CHECK(read("1 day", Unit::duration) == 1);
  CHECK(read("12 weeks", Unit::duration) == 84);
  CHECK(read("6 months", Unit::duration) == 182.625);
  CHECK(read("1 month", Unit::duration) == 30.4375);
  CHECK(read("1 year", Unit::duration) == 365.25);
  CHECK(read("8 years", Unit::duration) == 2922);
  CHECK(read("-1.5 days", Unit::duration) == -1.5);
  CHECK(read("  12   weeks ", Unit::duration) == 84);
  for (const char* wrong : {"21", "21days", "21 d", "21 dayss", "days", "", "21 days ago",
                            "21 per day", "GBP 21 days", "21 person-days", "1,200 days"})
    CHECK(read(wrong, Unit::duration) == not_read);
}

TEST_CASE("rates are per year whatever they are written per") {
  CHECK(read("0.39 per year", Unit::rate) == 0.39);
  CHECK(read("2 per week", Unit::rate) == 2 * (365.25 / 7));
  CHECK(read("1 per day", Unit::rate) == 365.25);
  CHECK(read("1 per month", Unit::rate) == 12);
  CHECK(read("0.7 per 100 years", Unit::rate) == 0.007);
  CHECK(read("3.4 per 1000 years", Unit::rate) == 0.0034);
  CHECK(read("3.4 per 1000 person-years", Unit::rate) == 0.0034);
  CHECK(read("7e-1 per 100 years", Unit::rate) == 0.7 / 100);
  CHECK(read("1 per 3 years", Unit::rate) == 1.0 / 3);
  CHECK(read("2 per 10 months", Unit::rate) == 0.2 * 12);
  CHECK(read("3.4 per person-year", Unit::rate) == 3.4);
  for (const char* wrong : {"0.39", "0.39 year", "per year", "0.39 per", "0.39 per hour",
                            "1 per 0 years", "1 per -5 years", "1 per nan years",
                            "1 per 1e999 years", "GBP 1 per year", "39% per year", "1 / year"})
    CHECK(read(wrong, Unit::rate) == not_read);
}

TEST_CASE("shares are numbers or percentages") {
  CHECK(read("0.35", Unit::share) == 0.35);
  CHECK(read("35%", Unit::share) == 0.35);
  CHECK(read("35 %", Unit::share) == 0.35);
  CHECK(read("7%", Unit::share) == 0.07);
  CHECK(read("33.3%", Unit::share) == 0.333);
  CHECK(read("5e1%", Unit::share) == 0.5);
  CHECK(read("100%", Unit::share) == 1);
  CHECK(read("35 percent", Unit::share) == not_read);
  CHECK(read("35%", Unit::none) == not_read);
}

TEST_CASE("money needs GBP and may part thousands with commas") {
  CHECK(read("GBP 120", Unit::gbp) == 120);
  CHECK(read("GBP 1,200", Unit::gbp) == 1200);
  CHECK(read("GBP 12,345,678.90", Unit::gbp) == 12345678.90);
  CHECK(read("GBP -1,200", Unit::gbp) == -1200);
  CHECK(read("GBP 55 per week", Unit::gbp_per_week) == 55);
  CHECK(read("GBP 1 per day", Unit::gbp_per_week) == 7);
  CHECK(read("GBP 1 per year", Unit::gbp_per_week) == 7 / 365.25);
  CHECK(read("GBP 900 per year", Unit::gbp_per_year) == 900);
  CHECK(read("GBP 10 per month", Unit::gbp_per_year) == 120);
  CHECK(read("GBP 30 per hour", Unit::gbp_per_hour) == 30);
  for (const char* wrong :
       {"120", "GBP", "GBP120", "EUR 120", "120 GBP", "GBP 12,00", "GBP 1,2000", "GBP ,200",
        "GBP 1234,567", "GBP 1,200,", "GBP 1.5,000", "GBP 5 per week"})
    CHECK(read(wrong, Unit::gbp) == not_read);
  CHECK(read("GBP 30 per week", Unit::gbp_per_hour) == not_read);
  CHECK(read("GBP 30 per hour", Unit::gbp_per_week) == not_read);
}

TEST_CASE("hours, people, days of use, plain numbers") {
  CHECK(read("2 hours", Unit::hours) == 2);
  CHECK(read("37 hours per week", Unit::hours_per_week) == 37);
  CHECK(read("1 hour per day", Unit::hours_per_week) == 7);
  CHECK(read("37 hours", Unit::hours_per_week) == not_read);
  CHECK(read("37 per week", Unit::hours_per_week) == not_read);
  CHECK(read("120 per year", Unit::people_per_year) == 120);
  CHECK(read("10 per month", Unit::people_per_year) == 120);
  CHECK(read("13 days", Unit::days_of_use) == 13);
  CHECK(read("2 weeks", Unit::days_of_use) == not_read);
  CHECK(read("0.867", Unit::qaly_per_year) == 0.867);
  CHECK(read("+1.5e-3", Unit::none) == 0.0015);
  CHECK(read("012", Unit::none) == 12);
  CHECK(read("1.5 days", Unit::none) == not_read);
}

TEST_CASE("what is no finite number is refused") {
  for (const char* text : {"nan", ".nan", "NaN", "-nan", "inf", ".inf", "-.inf", "+.INF",
                           "infinity", "1e999", "-1e999"})
    CHECK(problem(text, spec::any) == "is \"" + std::string(text) + "\"; must be a finite number");
  for (const char* text : {"", "x", "1x", "0x1F", "--1", "+-1", "1e", "1 2", "1_000", "1,5", "١"})
    CHECK(read(text, Unit::none) == not_read);
}

TEST_CASE("problems say how to write it") {
  CHECK(problem("12", spec::rate) == "is \"12\" without a unit; write it like \"12 per year\"");
  CHECK(problem("12", spec::duration) ==
        "is \"12\" without a unit; write it like \"12 years\", \"12 months\", \"12 weeks\" or \"12 "
        "days\"");
  CHECK(problem("12", spec::gbp) == "is \"12\" without a unit; write it like \"GBP 12\"");
  CHECK(problem("12", spec::hours_per_week) ==
        "is \"12\" without a unit; write it like \"12 hours per week\"");
  CHECK(problem("12 days", spec::rate) == "is \"12 days\"; must be a rate, like \"12 per year\"");
  CHECK(problem("GBP 5", spec::gbp_per_week) ==
        "is \"GBP 5\"; must be money per week, like \"GBP 5 per week\"");
  CHECK(problem("much", spec::duration) == "is \"much\"; must be a duration, like \"6 months\"");
  CHECK(problem("12 days", spec::share) == "is \"12 days\"; must be a share, like \"0.35\"");
  CHECK(problem("40", spec::share) == "is \"40\"; must be between 0 and 1; did you mean \"40%\"?");
  CHECK(problem("140%", spec::multiplier) == "is \"140%\"; must be a plain number, like \"1.4\"");
  CHECK(problem("140", spec::share) == "is \"140\"; must be between 0 and 1");
  CHECK(problem("140%", spec::share) == "is \"140%\"; must be between 0 and 1");
  CHECK(problem("40", spec::number(0, 10)) == "is \"40\"; must be between 0 and 10");
}

TEST_CASE("ranges hold after conversion, ends included") {
  CHECK(parse_quantity("100%", spec::share).value == 1.0);
  CHECK(parse_quantity("80 years", spec::duration).value == 29220.0);
  CHECK(problem("101%", spec::share) == "is \"101%\"; must be between 0 and 1");
  CHECK(problem("-1 days", spec::duration) ==
        "is \"-1 days\"; must be between 0 days and 120 years");
  CHECK(problem("2", {Unit::none, spec::unbounded * -1, 1}) == "is \"2\"; must be at most 1");
  CHECK(problem("0 hours", {Unit::hours, 1}) == "is \"0 hours\"; must be at least 1 hour");
  CHECK(problem("1e307 per day", {Unit::rate}) != "");
}

TEST_CASE("whole numbers and truth values") {
  CHECK(parse_whole("20", spec::any).value == 20);
  CHECK(parse_whole("2e3", spec::any).value == 2000);
  CHECK(parse_whole("2.5", spec::any).problem == "is \"2.5\"; must be a whole number");
  CHECK(parse_whole("3e9", spec::any).problem == "is \"3e9\"; must be a whole number");
  CHECK(parse_whole("two", spec::any).problem == "is \"two\"; must be a whole number, like \"20\"");
  const auto example = [](const char* text) { return parse_whole(text, spec::any).problem; };
  CHECK(example("6 months") == "is \"6 months\"; must be a whole number, like \"6\"");
  CHECK(example("2 years") == "is \"2 years\"; must be a whole number, like \"24\"");
  CHECK(example("6 weeks") == "is \"6 weeks\"; must be a whole number, like \"20\"");
  CHECK(example("1e300 years") == "is \"1e300 years\"; must be a whole number, like \"20\"");
  for (const char* text : {"true", "yes", "on", "True"})
    CHECK(parse_truth(text).value == true);
  for (const char* text : {"false", "no", "off", "FALSE"})
    CHECK(parse_truth(text).value == false);
  for (const char* text : {"1", "y", "", "tru"})
    CHECK(!parse_truth(text).value);
}

TEST_CASE("what is written reads back as the same double, in every unit") {
  std::uint64_t state = 42;
  for (int i = 0; i < 20000; ++i) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    const double wild = std::bit_cast<double>(state);
    const double tame = static_cast<double>(state >> 40) / 1000.0;
    for (const double value : {wild, tame, -tame, std::floor(tame)}) {
      if (!std::isfinite(value)) continue;
      const auto unit = static_cast<Unit>(i % 13);
      const auto back = parse_quantity(format_quantity(value, unit), {unit}).value;
      REQUIRE(back);
      REQUIRE(std::bit_cast<std::uint64_t>(*back) == std::bit_cast<std::uint64_t>(value));
    }
  }
}

TEST_CASE("numbers are written in the shortest form that people use") {
  CHECK(shortest(0) == "0");
  CHECK(shortest(0.1) == "0.1");
  CHECK(shortest(100000) == "100000");
  CHECK(shortest(9007199254740991.0) == "9007199254740991");
  CHECK(shortest(1.0 / 3) == "0.3333333333333333");
  CHECK(shortest(1e-9) == "1e-09");
  CHECK(shortest(std::numeric_limits<double>::max()) == "1.7976931348623157e+308");
  CHECK(format_quantity(1, Unit::hours_per_week) == "1 hour per week");
  CHECK(format_quantity(1, Unit::duration) == "1 day");
  CHECK(format_quantity(84, Unit::duration) == "84 days");
  CHECK(format_quantity(730.5, Unit::duration) == "2 years");
  CHECK(format_quantity(1461, Unit::duration) == "4 years");
  CHECK(format_quantity(365.25, Unit::duration) == "1 year");
  CHECK(format_quantity(182.625, Unit::duration) == "6 months");
  CHECK(format_quantity(487, Unit::duration) == "487 days");  // as well 16 months
  CHECK(format_quantity(730.4, Unit::duration) == "730.4 days");
  CHECK(format_quantity(-365.25, Unit::duration) == "-365.25 days");
  CHECK(format_quantity(730.5, Unit::days_of_use) == "730.5 days");
  CHECK(format_quantity(500000, Unit::gbp_per_year) == "GBP 500000 per year");
}
