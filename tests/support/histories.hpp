/// Are two histories the same to the bit?
#pragma once

#include <string>

#include "area/history.hpp"

namespace pbrsim::test {

/// The first difference in words; empty where every output is the same, bit by bit.
std::string difference(const History& a, const History& b);

/// The same for what lies before the month `month` that begins on `day`: the panel's months,
/// episodes ended, reviews, events and payments. What later happens to those people (`next_triage`,
/// `reopened`, `died`) is compared as far as it lies before `day`. Proven offences are compared by
/// group, not by band.
std::string difference_before(const History& a, const History& b, int month, double day);

}  // namespace pbrsim::test
