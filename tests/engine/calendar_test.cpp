// The calendar against a sorted container, under random load: order, ties by id, old stamps,
// copies, horizon. Exact.
#include "engine/calendar.hpp"

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <boost/random/uniform_real_distribution.hpp>
#include <map>
#include <vector>

#include "core/error.hpp"
#include "support/catch.hpp"

using namespace pbrsim;

namespace {

/// Both side by side: the calendar and a multimap of the same entries by (time, id).
struct Pair {
  Calendar calendar;
  std::multimap<std::pair<double, std::uint32_t>, std::uint32_t> reference;

  void add(const CalendarEntry& e, double horizon) {
    calendar.add(e);
    if (e.time < horizon) reference.insert({{e.time, e.id}, e.stamp});
  }
  /// Takes the earliest from both; false when both are empty, a failure when they differ.
  bool take(double horizon) {
    const CalendarEntry top = calendar.top(horizon);
    if (reference.empty()) {
      CHECK(top.time == std::numeric_limits<double>::infinity());
      return false;
    }
    const auto first = reference.begin();
    REQUIRE(top.time == first->first.first);
    REQUIRE(top.id == first->first.second);
    now = top.time;
    calendar.pop();
    // Entries of one (time, id) may come in any order: at most one of them is valid.
    for (auto at = first; at != reference.end() && at->first == first->first; ++at)
      if (at->second == top.stamp) {
        reference.erase(at);
        return true;
      }
    FAIL("a stamp that was never added");
    return false;
  }
  double now = 0;
};

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  double real(double from, double to) {
    return boost::random::uniform_real_distribution<>(from, to)(engine_);
  }
  std::uint32_t whole(std::uint32_t to) {
    return boost::random::uniform_int_distribution<std::uint32_t>(0, to)(engine_);
  }

 private:
  boost::random::mt19937_64 engine_;
};

/// A next time: near, far, at once, in whole days (ties), beyond the horizon or never.
double next_time(Dice& dice, double now, double horizon) {
  switch (dice.whole(6)) {
    case 0: return now;
    case 1: return std::ceil(now + dice.real(0, 30));
    case 2: return now + dice.real(0, 1e-6);
    case 3: return now + dice.real(0, 2 * horizon);
    case 4:
      return dice.whole(10) == 0 ? std::numeric_limits<double>::infinity()
                                 : std::nextafter(horizon, 0.0);
    default: return now + dice.real(0, 60);
  }
}

}  // namespace

TEST_CASE("Entries come in the order of time, ties by id, whatever the width of a bucket") {
  for (const double per_day : {1e-4, 0.3, 20.0, 1e5}) {
    const double start = -100, horizon = 400;
    Dice dice(5);
    Pair pair{Calendar(start, horizon, per_day), {}};
    pair.now = start;
    std::uint32_t stamp = 0;
    for (int i = 0; i < 500; ++i)
      pair.add({dice.real(start, 1.2 * horizon), dice.whole(200), ++stamp}, horizon);
    int taken = 0;
    while (pair.take(horizon)) {
      ++taken;
      for (std::uint32_t k = dice.whole(2); k > 0 && taken < 20000; --k)
        pair.add({next_time(dice, pair.now, horizon), dice.whole(200), ++stamp}, horizon);
    }
    INFO(per_day);
    CHECK(taken > 400);
  }
}

TEST_CASE("Many entries at one moment come by id") {
  Calendar calendar(0, 100, 1);
  for (std::uint32_t id = 500; id-- > 0;)
    calendar.add({42.5, (id * 37) % 500, 0});
  for (std::uint32_t id = 0; id < 500; ++id) {
    REQUIRE(calendar.top(100).id == id);
    calendar.pop();
  }
}

TEST_CASE("With stamps, only the latest entry of each id counts") {
  // A model of the caller: each id has one valid time; rescheduling raises the stamp and leaves the
  // old entry.
  Dice dice(9);
  const double horizon = 300;
  Calendar calendar(0, horizon, 3);
  std::map<std::uint32_t, std::pair<double, std::uint32_t>> valid;
  std::vector<std::uint32_t> stamps(50, 0);
  const auto schedule = [&](std::uint32_t id, double time) {
    calendar.add({time, id, ++stamps[id]});
    valid.erase(id);
    if (time < horizon) valid[id] = {time, stamps[id]};
  };
  for (std::uint32_t id = 0; id < 50; ++id)
    schedule(id, dice.real(0, horizon));
  int handled = 0, skipped = 0;
  for (;;) {
    const CalendarEntry top = calendar.top(horizon);
    if (!(top.time < horizon)) break;
    calendar.pop();
    if (stamps[top.id] != top.stamp) {
      ++skipped;
      continue;
    }
    ++handled;
    // It is the earliest of all that are valid.
    for (const auto& [id, entry] : valid)
      REQUIRE(std::pair(top.time, top.id) <= std::pair(entry.first, id));
    REQUIRE(valid.at(top.id).first == top.time);
    schedule(top.id, top.time + dice.real(0, 20));
    schedule(dice.whole(49), top.time + dice.real(0, 100));
  }
  CHECK(valid.empty());
  CHECK(handled > 300);
  CHECK(skipped > 100);
}

TEST_CASE("What is added after a look ahead still comes in order") {
  Calendar calendar(0, 1000, 0.1);
  calendar.add({500, 1, 0});
  CHECK(calendar.top(100).time >= 100);
  calendar.add({101, 2, 0});
  calendar.add({400, 3, 0});
  for (const std::uint32_t id : {2u, 3u, 1u}) {
    REQUIRE(calendar.top(1000).id == id);
    calendar.pop();
  }
  CHECK(calendar.top(1000).time == std::numeric_limits<double>::infinity());
}

TEST_CASE("A copy goes on independently") {
  Dice dice(3);
  const double horizon = 500;
  Pair pair{Calendar(0, horizon, 2), {}};
  for (std::uint32_t i = 0; i < 300; ++i)
    pair.add({dice.real(0, horizon), i, i}, horizon);
  for (int i = 0; i < 100; ++i)
    pair.take(horizon);
  Pair copy = pair;
  Dice left(10), right(20);
  for (int i = 0; i < 400; ++i) {
    pair.add({next_time(left, pair.now, horizon), left.whole(300),
              1000u + static_cast<std::uint32_t>(i)},
             horizon);
    copy.add({next_time(right, copy.now, horizon), right.whole(300),
              5000u + static_cast<std::uint32_t>(i)},
             horizon);
    pair.take(horizon);
    copy.take(horizon);
  }
  while (pair.take(horizon)) {
  }
  while (copy.take(horizon)) {
  }
}

TEST_CASE("Nothing comes at or after the horizon") {
  Calendar calendar(0, 100, 1);
  calendar.add({100, 1, 0});
  calendar.add({1e300, 2, 0});
  calendar.add({std::numeric_limits<double>::infinity(), 3, 0});
  calendar.add({std::nextafter(100.0, 0.0), 4, 0});
  CHECK(calendar.top(100).id == 4);
  calendar.pop();
  CHECK(calendar.top(100).time == std::numeric_limits<double>::infinity());
  CHECK_THROWS_AS(Calendar(10, 10, 1), Fault);
  CHECK_THROWS_AS(Calendar(0, 10, 0), Fault);
}
