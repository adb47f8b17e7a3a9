/// The hazards of the pathway written a second time, for people whose lives were put together again
/// from recorded events, and integrated by quadrature.
///
/// Follows section 3 and 4 of sim/MODEL.md and the parameters' own descriptions; uses neither the
/// simulator's rates nor its hazards, clocks or integrals. What only the person knows (complexity,
/// frailty, propensities) comes from the birth of the person with that key. For runs without
/// measurement error, aftercare, age and journey covariates, year effects, and with assessment at
/// referral by the provider.
#pragma once

#include <functional>
#include <vector>

#include "support/lives.hpp"
#include "support/tiny_area.hpp"

namespace pbrsim::test {

/// Everything that a hazard reads, on a stretch of time that lies in one contract year.
struct State {
  const Person* person = nullptr;  // as born
  Stretch now;
  Band band = Band::unassessed;
  CameFrom came_from = CameFrom::unplanned_exit;
  double presenting_since = 0, out_since = 0, seek_since = 0, triage = 0;
  double exit_relapse = 1;
  bool design_in_force = false;  // the new one
  int year = 0;                  // contract years since go-live, rounded down
};

/// What a test may get wrong on purpose.
struct Mistakes {
  double drop_out_shape = 0;  // added to it
  double relapse_shape = 0;
  bool ignore_design = false;  // as if the legacy practice went on
  bool ignore_frailty = false;
  bool ignore_covariates = false;
  double completion_begins = 0;  // days added to the minimum time abstinent
  double poisoning_weeks = 0;    // days added to the end of the first weeks
  double abstinence_rate = 1;    // multiplies it
};

/// A firing or the end of watching, in integrated time since the one before.
struct Piece {
  double integrated = 0;
  bool fires = false;
};

struct Integral {
  std::vector<Piece> pieces;                               // people one after the other
  std::vector<double> fired, expected;                     // by person
  double to_go_live = 0, to_contract_end = 0, to_end = 0;  // sums over people
};

/// `waiting`: also on the waiting list; otherwise that time is left out.
Integral integrate(Transition transition, const std::vector<Life>& lives, const World& world,
                   std::uint32_t replication, bool waiting, const Mistakes& mistakes = {});

}  // namespace pbrsim::test
