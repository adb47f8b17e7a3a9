#include "engine/calendar.hpp"

#include <cmath>
#include <utility>

#include "core/error.hpp"
#include "core/prefetch.hpp"

namespace pbrsim {

namespace {
constexpr double events_per_bucket = 3.0;
constexpr double most_buckets = 4e7;
constexpr std::size_t most_inserted = 16;  // in place; more are left to the library
}  // namespace

Calendar::Calendar(double start, double horizon, double per_day)
    : start_(start), horizon_(horizon), epoch_end_(buckets_per_epoch) {
  PBRSIM_EXPECT(horizon > start && per_day > 0);
  const double days = horizon - start;
  const double buckets =
      std::clamp(std::ceil(days * per_day / events_per_bucket), 1.0, most_buckets);
  buckets_per_day_ = buckets / days;
  const std::size_t epochs = static_cast<std::size_t>(buckets) / buckets_per_epoch + 1;
  heads_.assign(buckets_per_epoch + epochs, none);
  pool_.push_back({{}, none});
}

void Calendar::open_near() {
  fetch_ahead();
  if (near_.size() <= most_inserted) {
    for (const CalendarEntry& entry : near_)
      insert(entry);
  } else {
    std::sort(near_.begin(), near_.end(),
              [](const CalendarEntry& a, const CalendarEntry& b) { return before(b, a); });
    open_.swap(near_);
  }
  near_.clear();
}

void Calendar::open_epoch() {
  const std::size_t epoch = buckets_per_epoch + epoch_end_ / buckets_per_epoch;
  epoch_end_ += buckets_per_epoch;
  if (epoch >= heads_.size()) return;
  for (std::uint32_t slot = std::exchange(heads_[epoch], none); slot != none;) {
    Node& node = pool_[slot];
    std::uint32_t& head = heads_[bucket_of(node.entry.time) % buckets_per_epoch];
    const std::uint32_t after = std::exchange(node.next, head);
    head = std::exchange(slot, after);
  }
  ahead_ = epoch + 1 < heads_.size() ? heads_[epoch + 1] : none;
}

/// Asks for one more node of the next epoch's list. One a bucket: where the list goes on stands in
/// the node that was asked for before, and must not be waited for.
void Calendar::fetch_ahead() {
  ahead_ = pool_[ahead_].next;
  prefetch(&pool_[ahead_], sizeof(Node));
}

}  // namespace pbrsim
