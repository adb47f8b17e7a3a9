// Numbers as a policy reader sees them.
#include <cmath>

#include "analysis/report.hpp"
#include "support/catch.hpp"

using namespace pbrsim;

TEST_CASE("numbers are rounded and separated for people") {
  CHECK(display(1234567, Display::count) == "1,234,567");
  CHECK(display(9.96, Display::count) == "10.0");
  CHECK(display(0.3456, Display::percent) == "34.6%");
  CHECK(display(1234567, Display::pounds) == "£1.23m");
  CHECK(display(-25300, Display::pounds) == "−£25k");
  CHECK(display(950, Display::pounds) == "£950");
  CHECK(display(-0.00001, Display::days) == "0.0");
  CHECK(display(std::nan(""), Display::count) == "–");
}

TEST_CASE("numbers that add up share their unit") {
  const Estimate small = estimate({250000}), large = estimate({-2000000});
  CHECK(display_difference(small, Display::pounds) == "+£250k");
  CHECK(display_difference(small, Display::pounds, largest_of(large)) == "+£0.25m");
  CHECK(display_difference(estimate({}), Display::pounds, 1) == "–");
}

TEST_CASE("the report shows each design and the paired difference") {
  Outcomes outcomes({"x"}, {"block", "pilot"});
  for (const double n : {100.0, 120.0}) {
    Sums block, pilot;
    block[Quantity::years] = pilot[Quantity::years] = 2;
    block[Quantity::new_journeys] = n;
    pilot[Quantity::new_journeys] = n - 5;
    outcomes.add({{block, pilot}});
  }
  const std::string text = report(outcomes, 0, {"Block contract", "By results"}, {"X"});
  CHECK(text.find("pilot = By results") != std::string::npos);
  CHECK(text.find("block = Block contract (baseline)") != std::string::npos);
  const std::size_t line = text.find("New treatment journeys");
  REQUIRE(line != std::string::npos);
  const std::string row = text.substr(line, text.find('\n', line) - line);
  CHECK(row.find("110") != std::string::npos);
  CHECK(row.find("105") != std::string::npos);
  CHECK(row.find("−5.0  [−5.0, −5.0]") != std::string::npos);
}

TEST_CASE("failures of providers have a row where money is at work, and only there") {
  for (const double kept : {0.0, 4.0}) {
    Outcomes outcomes({"x"}, {"block", "pilot"});
    Sums block, pilot;
    block[Quantity::years] = pilot[Quantity::years] = 2;
    pilot[Quantity::accounts] = kept;
    pilot[Quantity::providers_failed] = 1;
    outcomes.add({{block, pilot}});
    const std::string text = report(outcomes, 0, {"Block contract", "By results"}, {"X"});
    const std::size_t line = text.find("Providers that fail");
    CHECK((line != std::string::npos) == (kept > 0));
    if (kept > 0)
      CHECK(text.substr(line, text.find('\n', line) - line).find("25.0%") != std::string::npos);
  }
}
