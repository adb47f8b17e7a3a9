/// The transitions of the pathway, as they are counted and as their integrated hazards are summed.
///
/// Numbers in comments are those of the transition table in sim/MODEL.md. Admission (6) follows
/// from hours coming free, not from a hazard of its own.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "core/enum_array.hpp"

namespace pbrsim {

enum class Transition : std::uint8_t {
  none,
  help_seeking,     // 1
  remission,        // 2
  relapse,          // 3
  assessment,       // 4
  gives_up,         // 5
  admission,        // 6
  abstinence,       // 7, presenting
  lapse,            // 8, presenting
  unplanned_exit,   // 9
  planned_exit,     // 10
  transfer,         // 11
  death_poisoning,  // 12
  death_other,      // 12
  custody,          // 13
  release,          // 13 and back
  modality_change,
  other_use_stops,   // 2 and 7, other use
  other_use_starts,  // 3 and 8, other use
  aftercare_ends,
  injecting_begins,
  injecting_ends,
  housing_problem_begins,
  housing_problem_ends,
  job_begins,
  job_ends,
  moves_away,        // out of the area, for good
  keyworker_leaves,  // that of a client in treatment
};
template <>
struct EnumNames<Transition> {
  static constexpr std::array<std::string_view, 28> values{"none",
                                                           "help_seeking",
                                                           "remission",
                                                           "relapse",
                                                           "assessment",
                                                           "gives_up",
                                                           "admission",
                                                           "abstinence",
                                                           "lapse",
                                                           "unplanned_exit",
                                                           "planned_exit",
                                                           "transfer",
                                                           "death_poisoning",
                                                           "death_other",
                                                           "custody",
                                                           "release",
                                                           "modality_change",
                                                           "other_use_stops",
                                                           "other_use_starts",
                                                           "aftercare_ends",
                                                           "injecting_begins",
                                                           "injecting_ends",
                                                           "housing_problem_begins",
                                                           "housing_problem_ends",
                                                           "job_begins",
                                                           "job_ends",
                                                           "moves_away",
                                                           "keyworker_leaves"};
};
template <class T>
using ByTransition = EnumArray<Transition, T>;

}  // namespace pbrsim
