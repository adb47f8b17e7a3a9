#include "engine/calendar.hpp"

#include <algorithm>
#include <cmath>

#include "core/error.hpp"

namespace pbrsim {

namespace {
constexpr double events_per_bucket = 8.0;
constexpr double most_buckets = 4e6;
}  // namespace

Calendar::Calendar(double start, double horizon, double per_day)
    : start_(start), horizon_(horizon) {
  PBRSIM_EXPECT(horizon > start && per_day > 0);
  const double days = horizon - start;
  const double buckets = std::clamp(std::ceil(days * per_day / events_per_bucket), 1.0, most_buckets);
  buckets_per_day_ = buckets / days;
  heads_.assign(static_cast<std::size_t>(buckets) + 1, none);
}

void Calendar::push(const CalendarEntry& entry) {
  std::size_t i = heap_.size();
  heap_.push_back(entry);
  while (i > 0) {
    const std::size_t parent = (i - 1) / 2;
    if (!before(entry, heap_[parent])) break;
    heap_[i] = heap_[parent];
    i = parent;
  }
  heap_[i] = entry;
}

void Calendar::pop() {
  const CalendarEntry last = heap_.back();
  heap_.pop_back();
  const std::size_t n = heap_.size();
  if (n == 0) return;
  std::size_t i = 0;
  for (std::size_t child = 1; child < n; child = 2 * i + 1) {
    if (child + 1 < n && before(heap_[child + 1], heap_[child])) ++child;
    if (!before(heap_[child], last)) break;
    heap_[i] = heap_[child];
    i = child;
  }
  heap_[i] = last;
}

void Calendar::open_next_bucket() {
  ++current_;
  std::uint32_t slot = heads_[current_];
  heads_[current_] = none;
  while (slot != none) {
    Node& node = pool_[slot];
    push(node.entry);
    const std::uint32_t next = node.next;
    node.next = free_;
    free_ = slot;
    slot = next;
  }
}

}  // namespace pbrsim
