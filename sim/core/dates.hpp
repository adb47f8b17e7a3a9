/// Calendar dates, calendar months and English financial years (1 April to 31 March).
///
/// A `Date` is a whole day. `Timeline` fixes day 0 of a run and knows where its calendar months
/// begin, as days since day 0; contract months and panels follow it.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pbrsim {

using Date = std::chrono::sys_days;

/// "2012-04-01" for a date; the reverse is nothing where the text is not a date that exists.
std::string to_iso(Date date);
std::optional<Date> date_from_iso(std::string_view text);

/// The same day `months` later (earlier if negative); the last of the month where that day is
/// missing.
Date add_months(Date date, int months);

/// "2012-13" for any day from 1 April 2012 to 31 March 2013.
std::string financial_year(Date date);

class Timeline {
 public:
  Timeline() = default;
  /// Both must be the first of a month; end after start.
  Timeline(Date start, Date end);

  Date start() const { return start_; }
  int months() const { return static_cast<int>(month_starts_.size()) - 1; }
  /// Day on which month m begins; m = months() is the end of the run.
  double month_start(int m) const { return month_starts_[static_cast<std::size_t>(m)]; }
  double end() const { return month_starts_.back(); }
  /// The month that holds `day`.
  int month_of(double day) const;
  double day_of(Date date) const { return static_cast<double>((date - start_).count()); }
  Date date_of(double day) const { return start_ + std::chrono::days(static_cast<int>(day)); }
  /// The midnight that begins the day `months` calendar months after `day`.
  double months_after(double day, int months) const {
    return day_of(add_months(date_of(day), months));
  }
  /// First day of month m, as a date.
  Date month_date(int m) const { return add_months(start_, m); }

 private:
  Date start_{};
  std::vector<double> month_starts_{0.0};
};

}  // namespace pbrsim
