/// Histories compared to the bit, and their episodes made by hand.
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

/// A person's one episode: referred 10 days before its start, assessed 5, recorded as it was.
Episode only_episode(std::uint32_t person, double start, double end, ExitReason reason);

}  // namespace pbrsim::test
