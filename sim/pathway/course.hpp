/// The clinical course of one person: keeping their processes in step with their state.
///
/// Each function changes one person and nothing else. After any change of state call `update` with
/// what changed, then `find_next`; the caller puts the person back on the calendar.
#pragma once

#include <array>
#include <bit>

#include "pathway/person.hpp"
#include "pathway/rates.hpp"
#include "random/variates.hpp"

namespace pbrsim {

/// Multipliers that a place gives: area and year, provider and practice. One per process.
using LocalFactors = std::array<double, process_count>;
inline constexpr LocalFactors no_local_factors = [] {
  LocalFactors f{};
  f.fill(1.0);
  return f;
}();

/// Integrated hazards by transition: the sum of all E set running under it less what is left of
/// them.
using Integrated = ByTransition<double>;

/// The day on which a clock of this person began. A table, not a branch: this is read at every
/// event.
inline double clock_of(const Person& p, Clock clock) {
  static constexpr double PersonState::*clocks[] = {
      &PersonState::no_clock,    &PersonState::setting_since, &PersonState::presenting_since,
      &PersonState::clean_since, &PersonState::out_since,     &PersonState::seek_since,
      &PersonState::triage_day,  &PersonState::born};
  return p.*clocks[static_cast<std::size_t>(clock)];
}

/// Stops a running process at `now`, keeping what is left of E.
inline void halt(Process& process, const Rates& rates, double now, Integrated& integrated) {
  const double left = process.remaining(rates.hazard(process.hazard), now);
  integrated[static_cast<Transition>(process.tag)] -= left;
  process.stop(left);
}

/// Unit exponentials of people's processes. One block of random bits serves two neighbours, so the
/// last one drawn is kept: processes that start together mostly share it.
class Exponentials {
 public:
  Exponentials() = default;
  explicit Exponentials(const Streams& streams) : streams_(streams) {}

  double operator()(Entity person, std::size_t process, std::uint32_t count) {
    if (count == 0 && process < first_.size() && person.id == first_of_) return first_[process];
    const auto pair = static_cast<std::uint32_t>(process / 2);
    if (pair != pair_ || count != count_ || person.id != person_) {
      uniforms_ = streams_.uniform_pair(person, pair, count);
      person_ = person.id;
      pair_ = pair;
      count_ = count;
    }
    return exponential(process % 2 == 0 ? uniforms_.first : uniforms_.second);
  }

  /// Draws somebody's first exponentials of the first three processes before they are asked for.
  /// Changes nothing but time: random bits come late, and what is done until they are needed does
  /// not wait for them.
  void anticipate(Entity person) {
    const auto [u0, u1] = streams_.uniform_pair(person, 0, 0);
    const double u2 = streams_.uniform(person, 1, 0);
    first_ = {exponential(u0), exponential(u1), exponential(u2)};
    first_of_ = person.id;
  }

 private:
  static constexpr std::uint32_t nobody = ~0u;
  Streams streams_;
  std::uint32_t person_ = nobody, pair_ = 0, count_ = 0;  // whose block of bits was drawn last
  std::pair<double, double> uniforms_;
  std::uint32_t first_of_ = nobody;  // whose exponentials were anticipated
  std::array<double, 3> first_{};
};

/// Brings the processes in `which` into line with the person's state at `now`.
inline void update(Person& p, ProcessMask which, double now, const Rates& rates,
                   const LocalFactors& local, Exponentials& exponentials, Integrated& integrated) {
  const std::size_t context = rates.context(p);
  const RateEntry* entries = rates.entries(context);
  for (ProcessMask rest = which & (rates.live(context) | p.running); rest != 0; rest &= rest - 1) {
    const auto j = static_cast<std::size_t>(std::countr_zero(rest));
    const ProcessMask one = ProcessMask{1} << j;
    const RateEntry& entry = entries[j];
    Process& process = p.process[j];
    const double factor = entry.factor * p.factor[j] * local[j];
    if (factor == 0) {
      if ((p.running & one) != 0) halt(process, rates, now, integrated);
      p.running &= ~one;
      continue;
    }
    const double clock = clock_of(p, entry.clock);
    if ((p.running & one) != 0) {
      if (process.same(entry.hazard, factor, clock)) continue;
      halt(process, rates, now, integrated);
    } else if ((p.known & one) == 0) {
      process.reset();
      p.known |= one;
    }
    const double left = process.drawn() ? process.goal : exponentials(p.entity(), j, process.fired);
    p.due[j] = process.run(entry.hazard, rates.hazard(entry.hazard), factor, clock, now, left);
    process.tag = static_cast<std::uint8_t>(entry.transition);
    integrated[entry.transition] += left;
    p.running |= one;
  }
}

/// Call after any change of a date of the person.
inline void set_next_date(Person& p) {
  p.next_date = std::min({p.review_due, p.claim_due, p.unsettled_until, p.displaced_until});
}

/// Nothing is arranged with the person any more.
inline void clear_dates(Person& p) {
  p.next_date = p.review_due = p.claim_due = p.unsettled_until = p.displaced_until = never;
}

/// Finds what is due next: a process, or a date if that is earlier.
inline void find_next(Person& p) {
  double earliest = never;
  std::size_t which = 0;
  for (ProcessMask rest = p.running; rest != 0; rest &= rest - 1) {
    const auto j = static_cast<std::size_t>(std::countr_zero(rest));
    which = p.due[j] < earliest ? j : which;
    earliest = std::min(p.due[j], earliest);
  }
  p.next = static_cast<ProcessId>(which);
  p.date_is_next = p.next_date < earliest;
  p.next_time = p.date_is_next ? p.next_date : earliest;
}

/// The process that is due fires.
inline Transition fire(Person& p, ProcessId id) {
  Process& process = p.of(id);
  const auto transition = static_cast<Transition>(process.tag);
  process.fire();
  p.running &= ~bit(id);
  return transition;
}

/// All processes stop for good: what is left of every E leaves the integrated hazards.
void leave_for_good(Person& p, double now, const Rates& rates, Integrated& integrated);

}  // namespace pbrsim
