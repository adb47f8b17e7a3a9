/// A provider quarter by quarter: what it does, what it aims at, and how it stands.
///
/// Taken on the first day of each quarter of the contract, after the provider has revised its
/// practice. Hours a week, clients.
#pragma once

#include <cstdint>

#include "record/practice.hpp"

namespace pbrsim {

struct ProviderQuarter {
  std::uint8_t provider = 0;
  int month = 0;  // of the run's timeline
  Practice practice, target;
  double hours = 0;      // keyworker hours a week that it has
  double committed = 0;  // of them, taken by clients
  std::int32_t caseload = 0, queue = 0;
};

}  // namespace pbrsim
