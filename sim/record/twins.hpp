/// What became of each person of an area since the designs parted, as stretches of time in one
/// state.
#pragma once

#include <cstdint>
#include <vector>

#include "record/vocabulary.hpp"

namespace pbrsim {

/// Someone who was in the area when the designs parted, or arrived later. Days since the scenario's
/// start.
struct Twin {
  std::uint32_t person = 0;
  Group group = Group::opiate;
  Band band = Band::unassessed;  // as measured before the designs parted
  Sex sex = Sex::male;
  double born = 0;
  double begins = 0;  // the day on which the designs parted, or of arrival
};

/// From `since` to the person's next one: the class of person-time (record/panel.hpp) and the
/// offences to be expected a day, proven or not. The last of a person who died or left has no
/// class.
struct Spell {
  double since = 0;
  std::uint32_t person = 0;
  std::uint16_t accrual = 0;  // 65535: none
  double offences_per_day = 0;
};

}  // namespace pbrsim
