/// A service with a queue and keyworker hours: a provider's places, or an assessment service.
///
/// First come, first served by (effective date, person), strict head of line: while the head does
/// not fit, nobody behind it is taken. A client fits when the hours committed plus its own are at
/// most the hours there are. If hours fall below what is committed nobody is ejected; intake stops.
/// Hours are whole millionths, so sums are exact. Entries of people who left the queue are dropped
/// when they come up (their `stamp` is old) or when the head is asked for.
#pragma once

#include <cstdint>
#include <vector>

#include "core/units.hpp"

namespace pbrsim {

struct QueueEntry {
  double date = 0;  // referral date less any head start, days since the scenario's start
  std::uint32_t key = 0;
  std::uint32_t slot = 0;
  std::uint32_t ticket = 0;
};

class Service {
 public:
  MicroHours hours = 0;      // a week
  MicroHours committed = 0;  // of them

  bool fits(MicroHours more) const { return committed + more <= hours; }
  bool queue_empty() const { return queue_.empty(); }
  void join(const QueueEntry& entry);
  /// Precondition: not empty.
  const QueueEntry& head() const { return queue_.front(); }
  void drop_head();

 private:
  std::vector<QueueEntry> queue_;  // binary heap, earliest first
};

}  // namespace pbrsim
