// Dates by hand-made examples and by going day by day over 400 years with the Gregorian rule
// written out. Exact.
#include "core/dates.hpp"

#include <cmath>
#include <limits>

#include "core/error.hpp"
#include "support/catch.hpp"

using namespace pbrsim;

namespace {

Date date(const char* iso) { return date_from_iso(iso).value(); }

bool leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

int length_of_month(int year, int month) {
  const int days[] = {31, leap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return days[month - 1];
}

std::string two_digits(int n) { return (n < 10 ? "-0" : "-") + std::to_string(n); }

}  // namespace

TEST_CASE("ISO dates are written and read back, day by day over four centuries") {
  Date day = date("1800-01-01");
  int wrong = 0, days = 0;
  for (int year = 1800; year < 2200; ++year)
    for (int month = 1; month <= 12; ++month)
      for (int d = 1; d <= length_of_month(year, month); ++d, day += std::chrono::days(1), ++days) {
        const std::string text = std::to_string(year) + two_digits(month) + two_digits(d);
        wrong += to_iso(day) != text || date_from_iso(text) != day;
      }
  CHECK(wrong == 0);
  CHECK(days == 146097);  // a cycle of the calendar
}

TEST_CASE("What is no date is refused") {
  for (const char* text :
       {"2013-02-29", "1900-02-29", "2012-04-31", "2012-13-01", "2012-00-10", "2012-01-00",
        "2012-1-01", "12-01-01", "2012/01/01", "2012-01-1x", "2012-01-011", "", "-012-01-01",
        " 2012-1-1", "2012-01-32", "20120101"}) {
    INFO(text);
    CHECK(!date_from_iso(text));
  }
  for (const char* text : {"2012-02-29", "2000-02-29", "2400-02-29"})
    CHECK(date_from_iso(text));
}

TEST_CASE("Months are added by the calendar") {
  struct Case {
    const char* from;
    int months;
    const char* to;
  };
  const Case cases[] = {{"2012-01-31", 1, "2012-02-29"},   {"2013-01-31", 1, "2013-02-28"},
                        {"2012-03-31", -1, "2012-02-29"},  {"2012-02-29", 12, "2013-02-28"},
                        {"2012-02-29", 48, "2016-02-29"},  {"2012-08-31", 1, "2012-09-30"},
                        {"2012-12-15", 1, "2013-01-15"},   {"2012-01-15", -1, "2011-12-15"},
                        {"2012-05-31", 0, "2012-05-31"},   {"2012-10-31", 6, "2013-04-30"},
                        {"2012-04-01", -96, "2004-04-01"}, {"2012-11-30", 3, "2013-02-28"}};
  for (const Case& c : cases) {
    INFO(c.from << " and " << c.months);
    CHECK(to_iso(add_months(date(c.from), c.months)) == c.to);
  }
}

TEST_CASE("Financial years run from 1 April to 31 March") {
  CHECK(financial_year(date("2012-04-01")) == "2012-13");
  CHECK(financial_year(date("2012-03-31")) == "2011-12");
  CHECK(financial_year(date("2013-01-01")) == "2012-13");
  CHECK(financial_year(date("1999-12-31")) == "1999-00");
  CHECK(financial_year(date("2010-02-28")) == "2009-10");
}

TEST_CASE("A timeline knows its months") {
  const Timeline t(date("2011-11-01"), date("2013-04-01"));
  CHECK(t.months() == 17);
  CHECK(t.end() == 517);  // 30 + 31 + 366 + 31 + 28 + 31
  int year = 2011, month = 11;
  double begins = 0;
  for (int m = 0; m < t.months(); ++m) {
    const int length = length_of_month(year, month);
    CHECK(t.month_start(m) == begins);
    CHECK(t.month_of(begins) == m);
    CHECK(t.month_of(begins + length - 1e-9) == m);
    CHECK(t.day_of(t.month_date(m)) == begins);
    begins += length;
    if (++month == 13) month = 1, ++year;
  }
  CHECK(t.month_start(17) == t.end());
  CHECK(t.day_of(date("2012-02-29")) == 120);
  CHECK(to_iso(t.date_of(120.999)) == "2012-02-29");
  CHECK(to_iso(t.date_of(121)) == "2012-03-01");
}

TEST_CASE("A long timeline finds the month of its first and last moments, and of days outside") {
  const Timeline t(date("1896-03-01"), date("2104-04-01"));
  for (int m = 0; m < t.months(); ++m) {
    REQUIRE(t.month_of(t.month_start(m)) == m);
    REQUIRE(t.month_of(std::nextafter(t.month_start(m + 1), 0.0)) == m);
  }
  CHECK(t.month_of(-1e-9) == -1);
  CHECK(t.month_of(t.end()) == t.months());
  CHECK(t.month_of(std::numeric_limits<double>::infinity()) == t.months());
}

TEST_CASE("A timeline that does not begin and end with a month is a fault") {
  CHECK_THROWS_AS(Timeline(date("2012-04-02"), date("2013-04-01")), Fault);
  CHECK_THROWS_AS(Timeline(date("2012-04-01"), date("2013-04-30")), Fault);
  CHECK_THROWS_AS(Timeline(date("2012-04-01"), date("2012-04-01")), Fault);
}
