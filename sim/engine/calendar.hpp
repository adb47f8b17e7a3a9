/// The event calendar: who is due next.
///
/// An entry is (time, id, stamp). Total order: by time, ties by id. An id has at most one valid
/// entry: the caller raises the stamp that it keeps for the id to cancel what it scheduled before
/// and skips entries whose stamp is old when they come up. Entries at or after the horizon are
/// dropped: they cannot happen in this run.
///
/// A two-level bucket (calendar) queue over the fixed span of the run. The span is cut into epochs
/// and the current epoch into narrow buckets: entries of later epochs wait unsorted in their epoch,
/// those of the current one in their bucket, those of the current bucket in a small sorted array.
/// Adding and taking are O(1) on average, and what is touched often stays small enough for the
/// nearest cache. Copyable: a copy goes on independently. Days since the scenario's start.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

namespace pbrsim {

struct CalendarEntry {
  double time = std::numeric_limits<double>::infinity();
  std::uint32_t id = 0;
  std::uint32_t stamp = 0;
};

class Calendar {
 public:
  Calendar() = default;
  /// Events in [start, horizon); `per_day` is a guess of their rate that sets the width of a
  /// bucket.
  Calendar(double start, double horizon, double per_day);

  /// Precondition: not before the entry taken last.
  void add(const CalendarEntry& entry) {
    if (!(entry.time < horizon_)) return;
    const std::size_t bucket = bucket_of(entry.time);
    if (bucket <= current_)
      insert(entry);
    else if (bucket < epoch_end_)
      put(entry, bucket);
    else
      later_[bucket / buckets_per_epoch].push_back(entry);
  }

  /// The earliest entry; time infinity when there is none before `until` (or the horizon). Looks no
  /// further than `until`, so that entries added later still find their bucket unopened.
  const CalendarEntry& top(double until) {
    const std::size_t last = bucket_of(std::min(until, horizon_));
    while (open_.empty()) {
      if (current_ >= last) return end_;
      open_next_bucket();
    }
    return open_.back();
  }

  /// Removes the entry that top() returned.
  void pop() { open_.pop_back(); }

  /// The bucket that top() opened last.
  std::size_t open_bucket() const { return current_; }
  /// Ids in the bucket after it, as known now; for prefetching.
  template <class Visit>
  void visit_next_bucket(Visit visit) const {
    if (current_ + 1 >= epoch_end_) return;
    for (std::uint32_t slot = heads_[(current_ + 1) % buckets_per_epoch]; slot != none;
         slot = pool_[slot].next)
      visit(pool_[slot].entry.id);
  }

 private:
  static constexpr std::uint32_t none = ~std::uint32_t{0};
  static constexpr std::size_t buckets_per_epoch = 1024;
  struct Node {
    CalendarEntry entry;
    std::uint32_t next;
  };

  std::size_t bucket_of(double time) const {
    return static_cast<std::size_t>((time - start_) * buckets_per_day_);
  }
  static bool before(const CalendarEntry& a, const CalendarEntry& b) {
    return a.time < b.time || (a.time == b.time && a.id < b.id);
  }
  void insert(const CalendarEntry& entry);
  void put(const CalendarEntry& entry, std::size_t bucket);
  void open_next_bucket();
  void open_epoch(std::size_t epoch);

  double start_ = 0;
  double horizon_ = 0;
  double buckets_per_day_ = 0;
  std::size_t current_ = 0;           // the open bucket, counted from the start of the run
  std::size_t epoch_end_ = 0;         // first bucket of the next epoch
  std::vector<CalendarEntry> open_;   // the current bucket, earliest last
  std::vector<std::uint32_t> heads_;  // the current epoch's buckets: lists in the pool
  std::vector<Node> pool_;
  std::uint32_t free_ = none;
  std::vector<std::vector<CalendarEntry>> later_;  // by epoch
  CalendarEntry end_;
};

}  // namespace pbrsim
