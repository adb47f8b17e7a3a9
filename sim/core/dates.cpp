#include "core/dates.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>

#include "core/error.hpp"

namespace pbrsim {

namespace {

constexpr double mean_month = 365.2425 / 12;

std::chrono::year_month_day civil(Date date) { return std::chrono::year_month_day{date}; }

std::optional<int> whole_number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

std::string to_iso(Date date) {
  const auto ymd = civil(date);
  char text[16];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(ymd.year()),
                static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()));
  return text;
}

std::optional<Date> date_from_iso(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = whole_number(text.substr(0, 4));
  const auto month = whole_number(text.substr(5, 2));
  const auto day = whole_number(text.substr(8, 2));
  if (!year || !month || !day || *year < 0 || *month < 1 || *day < 1) return std::nullopt;
  const std::chrono::year_month_day ymd{std::chrono::year{*year},
                                        std::chrono::month{static_cast<unsigned>(*month)},
                                        std::chrono::day{static_cast<unsigned>(*day)}};
  if (!ymd.ok()) return std::nullopt;
  return Date{ymd};
}

Date add_months(Date date, int months) {
  const auto ymd = civil(date);
  const auto shifted =
      std::chrono::year_month{ymd.year(), ymd.month()} + std::chrono::months{months};
  const std::chrono::year_month_day_last last{shifted.year(),
                                              std::chrono::month_day_last{shifted.month()}};
  const auto day = std::min(ymd.day(), last.day());
  return Date{std::chrono::year_month_day{shifted.year(), shifted.month(), day}};
}

std::string financial_year(Date date) {
  const auto ymd = civil(date);
  const int first = static_cast<int>(ymd.year()) - (static_cast<unsigned>(ymd.month()) < 4 ? 1 : 0);
  char text[16];
  std::snprintf(text, sizeof text, "%04d-%02d", first, (first + 1) % 100);
  return text;
}

Timeline::Timeline(Date start, Date end) : start_(start) {
  PBRSIM_EXPECT(start < end);
  PBRSIM_EXPECT(static_cast<unsigned>(civil(start).day()) == 1);
  PBRSIM_EXPECT(static_cast<unsigned>(civil(end).day()) == 1);
  for (Date month = add_months(start, 1); month <= end; month = add_months(month, 1))
    month_starts_.push_back(static_cast<double>((month - start).count()));
}

// From a guess by the mean length of a month, which is hardly ever off by more than one.
int Timeline::month_of(double day) const {
  if (day < 0) return -1;
  int m = static_cast<int>(std::min(day / mean_month, static_cast<double>(months())));
  while (m > 0 && month_start(m) > day)
    --m;
  while (m < months() && month_start(m + 1) <= day)
    ++m;
  return m;
}

}  // namespace pbrsim
