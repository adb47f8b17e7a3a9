#include "engine/calendar.hpp"

#include <algorithm>
#include <cmath>

#include "core/error.hpp"

namespace pbrsim {

namespace {
constexpr double events_per_bucket = 3.0;
constexpr double most_buckets = 4e6;
}  // namespace

Calendar::Calendar(double start, double horizon, double per_day)
    : start_(start), horizon_(horizon) {
  PBRSIM_EXPECT(horizon > start && per_day > 0);
  const double days = horizon - start;
  const double buckets =
      std::clamp(std::ceil(days * per_day / events_per_bucket), 1.0, most_buckets);
  buckets_per_day_ = buckets / days;
  heads_.assign(static_cast<std::size_t>(buckets) + 1, none);
}

void Calendar::insert(const CalendarEntry& entry) {
  std::size_t i = open_.size();
  open_.push_back(entry);
  for (; i > 0 && before(open_[i - 1], entry); --i)
    open_[i] = open_[i - 1];
  open_[i] = entry;
}

void Calendar::open_next_bucket() {
  ++current_;
  std::uint32_t slot = heads_[current_];
  heads_[current_] = none;
  while (slot != none) {
    Node& node = pool_[slot];
    open_.push_back(node.entry);
    const std::uint32_t next = node.next;
    node.next = free_;
    free_ = slot;
    slot = next;
  }
  const auto later = [](const CalendarEntry& a, const CalendarEntry& b) { return before(b, a); };
  if (open_.size() > 1) std::sort(open_.begin(), open_.end(), later);
}

}  // namespace pbrsim
