/// A process that fires when its integrated hazard reaches a unit exponential.
///
/// Random time change (Kurtz 1980; modified next-reaction method, Anderson 2007,
/// doi:10.1063/1.2799998): a process fires for the (k+1)-th time when the integral of its hazard
/// since its k-th firing reaches E(k), a unit exponential that depends on k alone. What is left of
/// E when the process stops is kept and used when it runs again, under whatever hazard and clock
/// then hold.
///
///     hazard at day t = factor * base.rate(t - clock)
///
/// run() tells the day of the firing (infinity: never at this hazard); the caller keeps it, since
/// the days of many processes are looked through together. While a process runs, `goal` is that day
/// under a constant hazard, else the value of the base integral at which it fires. While it is
/// stopped, `goal` is what is left of E, or `not_drawn` before E(fired) was asked for. The caller
/// draws E: this header knows no random numbers. A new Process holds nothing until reset() or
/// run(), so that people can be made cheaply. Days since the scenario's start.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>

#include "engine/hazard.hpp"

namespace pbrsim {

using HazardId = std::uint16_t;           // index into the caller's list of hazards
inline constexpr HazardId no_hazard = 0;  // entry 0 of that list: never fires, process stopped
inline constexpr double never = std::numeric_limits<double>::infinity();
inline constexpr double not_drawn = -1.0;

struct Process {
  double goal;
  double clock;
  double factor;
  std::uint32_t fired;  // k: the number of earlier firings
  HazardId hazard;
  std::uint8_t tag;  // the caller's own mark of what a firing means

  bool running() const { return hazard != no_hazard; }
  bool drawn() const { return goal != not_drawn; }

  /// Would running under this hazard change anything? Bitwise: E is re-scaled only if so.
  bool same(HazardId id, double new_factor, double new_clock) const {
    return hazard == id && factor == new_factor && clock == new_clock;
  }

  /// What is left of E at `now`. Precondition: running under `base`.
  double remaining(const Hazard& base, double now) const {
    if (base.is_constant()) return factor * base.constant_rate() * std::max(0.0, goal - now);
    return std::max(0.0, factor * (goal - base.cumulative(now - clock)));
  }

  /// Runs from `now` under a hazard until it has used up `left` of E, which is on the day returned.
  /// Precondition: factor > 0.
  double run(HazardId id, const Hazard& base, double new_factor, double new_clock, double now,
             double left) {
    hazard = id;
    factor = new_factor;
    clock = new_clock;
    if (base.is_constant()) {
      goal = now + left * base.constant_scale() / factor;
      return goal;
    }
    goal = base.cumulative(now - clock) + left / factor;
    return std::max(now, clock + base.age_at(goal));
  }

  /// Stops with `left` of E kept.
  void stop(double left) {
    hazard = no_hazard;
    goal = left;
  }

  /// As it is before it ever ran.
  void reset() {
    fired = 0;
    stop(not_drawn);
  }

  /// Fires: E is used up, the next one not drawn yet.
  void fire() {
    ++fired;
    stop(not_drawn);
  }
};

}  // namespace pbrsim
