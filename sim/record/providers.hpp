/// A provider quarter by quarter: what it does, what it aims at, and how it stands; and its books.
///
/// A quarter's state is taken on the first day of each quarter of the contract, after the provider
/// has revised its practice; what flows is that of the quarter that begins there. Hours a week,
/// clients, whole pence. Money is 0 throughout where the design's `behaviour.money` is off.
#pragma once

#include <cstdint>

#include "core/units.hpp"
#include "record/practice.hpp"

namespace pbrsim {

struct ProviderQuarter {
  std::uint8_t provider = 0;
  int month = 0;  // of the run's timeline
  Practice practice, target;
  double hours = 0;      // keyworker hours a week that it has
  double committed = 0;  // of them, taken by clients
  std::int32_t caseload = 0, queue = 0;
  Pence cash = 0;           // with that day's payments; below 0 where it is overdrawn, 0 while it is closed
  double frozen_posts = 0;  // share of keyworker hours
  // In the quarter.
  Pence income = 0, costs = 0, interest = 0;
  std::int32_t failed = 0, taken_over = 0;
};

struct MonthCosts {
  Pence staff = 0, fixed = 0, clients = 0, transition = 0;
  Pence sum() const { return staff + fixed + clients + transition; }
};

/// One month in the books of one holder of a provider's contract: the provider of the scenario (0),
/// or the first, second … successor. closing = opening + income - costs - interest. Income is what
/// was paid to it in the month, whenever it was earned. A holder that fails on the first of a month
/// has no costs in it, and its successor may have a row for the same month.
struct ProviderMonth {
  std::uint8_t provider = 0;
  int holder = 0;
  int month = 0;  // of the run's timeline
  double frozen_posts = 0;
  Pence opening = 0, income = 0;
  MonthCosts costs;
  Pence interest = 0;
  Pence closing = 0;
};

/// A holder that failed. What it was still owed on that day goes to its estate when it falls due.
struct ProviderFailure {
  std::uint8_t provider = 0;
  int holder = 0;
  double day = 0, taken_over = 0;  // the latter may lie beyond the end of the run
  Pence cash = 0;                  // of its creditors to bear, where below 0
  Pence estate = 0;                // due after the failure and within the run
};

}  // namespace pbrsim
