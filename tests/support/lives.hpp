/// People's lives put together again from recorded clinical events alone.
///
/// For runs without anybody giving up, refusing, being turned away or leaving aftercare: those
/// moves are no clinical events. Days since the scenario's start.
#pragma once

#include <cstdint>
#include <vector>

#include "area/history.hpp"

namespace pbrsim::test {

/// A time in which nothing about a person changes.
struct Stretch {
  double from = 0;
  double to = 0;
  Setting setting = Setting::community;
  bool presenting = true, other = false;
  bool injecting = false, housing_problem = false, employed = false;
  std::uint8_t provider = 0;            // while in treatment
  std::vector<Transition> began;        // all that happened at `from`, in order
  Transition ended = Transition::none;  // what ended it; none at the end of the run
};

struct Life {
  std::uint32_t key = 0;
  double first = 0;  // first referral
  bool died = false;
  std::vector<Stretch> stretches;  // of positive length, one after the other
  double last() const { return stretches.empty() ? first : stretches.back().to; }
};

/// In the order of the keys; `end` is the end of the run.
std::vector<Life> lives_of(const History& history, double end);

/// The stretch that holds `day`, or null where the life does not.
const Stretch* at(const Life& life, double day);

}  // namespace pbrsim::test
