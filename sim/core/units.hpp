/// Units: one internal unit per quantity, stated here once.
///
/// Time is days as `double` since the scenario's start; hazards are per day inside and per year of
/// 365.25 days in files. Person-time is accrued in whole seconds (`Seconds`), keyworker hours in
/// whole millionths (`MicroHours`) and money in whole pence (`Pence`), so that sums of them are
/// exact and do not depend on the order of adding.
#pragma once

#include <cmath>
#include <cstdint>

namespace pbrsim {

inline constexpr double days_per_week = 7.0;
inline constexpr double days_per_year = 365.25;
inline constexpr double days_per_month = days_per_year / 12.0;
inline constexpr double seconds_per_day = 86400.0;

using Seconds = std::int64_t;
using Pence = std::int64_t;
using MicroHours = std::int64_t;

/// Whole seconds since the start, rounded down; `day` must not be negative.
inline Seconds to_seconds(double day) { return static_cast<Seconds>(day * seconds_per_day); }
inline double to_days(Seconds seconds) { return static_cast<double>(seconds) / seconds_per_day; }

inline Pence to_pence(double pounds) { return std::llround(pounds * 100.0); }
inline double to_pounds(Pence pence) { return static_cast<double>(pence) / 100.0; }

inline MicroHours to_micro_hours(double hours) { return std::llround(hours * 1e6); }
inline double to_hours(MicroHours micro) { return static_cast<double>(micro) / 1e6; }

}  // namespace pbrsim
