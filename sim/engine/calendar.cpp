#include "engine/calendar.hpp"

#include <cmath>

#include "core/error.hpp"

namespace pbrsim {

namespace {
constexpr double events_per_bucket = 3.0;
constexpr double most_buckets = 4e7;
}  // namespace

Calendar::Calendar(double start, double horizon, double per_day)
    : start_(start),
      horizon_(horizon),
      epoch_end_(buckets_per_epoch),
      heads_(buckets_per_epoch, none) {
  PBRSIM_EXPECT(horizon > start && per_day > 0);
  const double days = horizon - start;
  const double buckets =
      std::clamp(std::ceil(days * per_day / events_per_bucket), 1.0, most_buckets);
  buckets_per_day_ = buckets / days;
  later_.resize(static_cast<std::size_t>(buckets) / buckets_per_epoch + 1);
}

void Calendar::insert(const CalendarEntry& entry) {
  std::size_t i = open_.size();
  open_.push_back(entry);
  for (; i > 0 && before(open_[i - 1], entry); --i)
    open_[i] = open_[i - 1];
  open_[i] = entry;
}

void Calendar::put(const CalendarEntry& entry, std::size_t bucket) {
  std::uint32_t slot = free_;
  if (slot != none) {
    free_ = pool_[slot].next;
  } else {
    slot = static_cast<std::uint32_t>(pool_.size());
    pool_.emplace_back();
  }
  std::uint32_t& head = heads_[bucket % buckets_per_epoch];
  pool_[slot] = {entry, head};
  head = slot;
}

void Calendar::open_next_bucket() {
  ++current_;
  if (current_ == epoch_end_) open_epoch(current_ / buckets_per_epoch);
  std::uint32_t slot = heads_[current_ % buckets_per_epoch];
  heads_[current_ % buckets_per_epoch] = none;
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

void Calendar::open_epoch(std::size_t epoch) {
  epoch_end_ += buckets_per_epoch;
  const std::vector<CalendarEntry> entries = std::move(later_[epoch]);
  later_[epoch] = {};
  for (const CalendarEntry& entry : entries)
    put(entry, bucket_of(entry.time));
}

}  // namespace pbrsim
