/// What evaluators ask for beyond episodes and reviews, as plain structs.
///
/// Days since the scenario's start.
#pragma once

#include <cstdint>

#include "record/vocabulary.hpp"

namespace pbrsim {

/// Someone who was assessed and left the way to treatment without a start, or was still on it when
/// the run ended. Those who do start are in the episodes.
struct Unstarted {
  std::uint32_t person = 0;
  Group group = Group::opiate;
  Band band = Band::unassessed;
  Sex sex = Sex::male;
  bool recorded = false;  // is there a record of the assessment?
  bool open = false;      // on the way when the run ended
  float age = 0;          // years at assessment
  double referred = 0;
  double assessed = 0;
};

struct ProvenOffence {
  double proven = 0;  // the day on which it is
  std::uint32_t person = 0;
};

/// With a criminal-justice drug worker, on arrest.
struct DrugContact {
  double day = 0;
  std::uint32_t person = 0;
};

/// Acquisitive offences to be expected a day, proven or not, from `since` to the person's next one.
struct OffendingSpell {
  double since = 0;
  std::uint32_t person = 0;
  double per_day = 0;
};

}  // namespace pbrsim
