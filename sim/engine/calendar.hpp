/// The event calendar: who is due next.
///
/// An entry is (time, id, stamp). Total order: by time, ties by id. An id has at most one valid
/// entry: the caller raises the stamp that it keeps for the id to cancel what it scheduled before
/// and skips entries whose stamp is old when they come up. Entries at or after the horizon are
/// dropped: they cannot happen in this run.
///
/// A bucket (calendar) queue over the fixed span of the run, in four stages. The span is cut into
/// epochs and the current epoch into narrow buckets. An entry waits unsorted in its epoch, then in
/// the list of its bucket, then in the small array `near_` of the bucket that comes next, where the
/// caller can see it and fetch what it will need, and at last in the sorted array `open_`. Adding
/// and taking are O(1) on average, and what is touched often stays small enough for the nearest
/// cache; what an epoch holds has left it long since and is asked for, entry by entry, while the
/// epoch before goes on. Copyable: a copy goes on independently. Days since the scenario's start.
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
    if (bucket > next_) {
      put(entry, head_of(bucket));
    } else if (bucket > current_) {
      near_.push_back(entry);
    } else {
      insert(entry);
    }
  }

  /// The earliest entry if it is before `until`; else one not before `until`, time infinity when
  /// none was met. While it looks it calls coming(id) for each entry of the bucket after those it
  /// opens, as known then.
  template <class Coming>
  const CalendarEntry& top(double until, Coming coming) {
    if (open_.empty()) open_until(bucket_of(std::min(until, horizon_)), coming);
    return open_.empty() ? end_ : open_.back();
  }
  const CalendarEntry& top(double until) {
    return top(until, [](std::uint32_t) {});
  }

  /// Removes the entry that top() returned.
  void pop() { open_.pop_back(); }

 private:
  static constexpr std::uint32_t none = 0;  // the pool begins with a node that is in no list
  static constexpr std::size_t buckets_per_epoch = 1024;
  struct Node {
    CalendarEntry entry;
    std::uint32_t next;
  };

  std::size_t bucket_of(double time) const {
    return static_cast<std::size_t>(static_cast<std::int64_t>((time - start_) * buckets_per_day_));
  }
  static bool before(const CalendarEntry& a, const CalendarEntry& b) {
    return a.time < b.time || (a.time == b.time && a.id < b.id);
  }
  void insert(const CalendarEntry& entry) {
    std::size_t i = open_.size();
    open_.push_back(entry);
    for (; i > 0 && before(open_[i - 1], entry); --i)
      open_[i] = open_[i - 1];
    open_[i] = entry;
  }
  /// The list of a bucket, or of its epoch if that is a later one. Chosen without a branch, which
  /// could not be foretold and would wait for a time that is reckoned long.
  std::size_t head_of(std::size_t bucket) const {
    const std::size_t in_epoch = bucket % buckets_per_epoch;
    const std::size_t epoch = buckets_per_epoch + bucket / buckets_per_epoch;
    const std::size_t later = -static_cast<std::size_t>(bucket >= epoch_end_);
    return in_epoch ^ ((in_epoch ^ epoch) & later);
  }
  void put(const CalendarEntry& entry, std::size_t list) {
    std::uint32_t slot = free_;
    if (slot != none) {
      free_ = pool_[slot].next;
    } else {
      slot = static_cast<std::uint32_t>(pool_.size());
      pool_.emplace_back();
    }
    pool_[slot] = {entry, heads_[list]};
    heads_[list] = slot;
  }
  template <class Coming>
  void open_until(std::size_t last, Coming coming) {
    while (open_.empty() && current_ < last) {
      open_near();
      current_ = next_;
      gather_next(last, coming);
    }
  }
  /// Finds the next bucket with something in it, of this epoch or else the first of the next, looks
  /// no further than `last`, and moves what it holds to `near_`.
  template <class Coming>
  void gather_next(std::size_t last, Coming coming) {
    do
      if (++next_ == epoch_end_) open_epoch();
    while (heads_[next_ % buckets_per_epoch] == none && next_ < last && next_ + 1 < epoch_end_);
    std::uint32_t& head = heads_[next_ % buckets_per_epoch];
    for (std::uint32_t slot = head; slot != none;) {
      Node& node = pool_[slot];
      coming(node.entry.id);
      near_.push_back(node.entry);
      const std::uint32_t after = node.next;
      node.next = free_;
      free_ = slot;
      slot = after;
    }
    head = none;
  }
  /// Precondition: open_ is empty.
  void open_near();
  void open_epoch();
  void fetch_ahead();

  double start_ = 0;
  double horizon_ = 0;
  double buckets_per_day_ = 0;
  std::size_t current_ = 0;           // the last bucket opened, counted from the start of the run
  std::size_t next_ = 0;              // all buckets up to this one stand in open_ or near_
  std::size_t epoch_end_ = 0;         // first bucket of the next epoch
  std::vector<CalendarEntry> open_;   // of the buckets opened, earliest last
  std::vector<CalendarEntry> near_;   // of the buckets after `current_` up to `next_`, unsorted
  std::vector<std::uint32_t> heads_;  // lists in the pool: the current epoch's buckets, then epochs
  std::vector<Node> pool_;
  std::uint32_t free_ = none;
  std::uint32_t ahead_ = none;  // node of the next epoch that was asked for last
  CalendarEntry end_;
};

}  // namespace pbrsim
