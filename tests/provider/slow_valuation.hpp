/// Valuation the long way: one term at a time, review by review, each step by the library's matrix
/// exponential of states and time spent in them together. Knows nothing of valuation.cpp's plans,
/// resolvents or series, and is some hundred times slower.
#pragma once

#include "provider/valuation.hpp"

namespace pbrsim::test {

/// The value of a journey from `age` days on, of those who are then in `state` (-1: all, with what
/// the triage brings), as seen from there. Only OfTerm is filled.
JourneyValue slow_value(const Contract& contract, const JourneyBeliefs& beliefs, Group group,
                        Band band, const Outlook& outlook, double age = 0, int state = -1);

/// The share of journeys that are in `state` at `age`.
double slow_share(const JourneyBeliefs& beliefs, double age, int state);

/// Age beyond which next to nobody is left (1e-13).
double slow_horizon(const JourneyBeliefs& beliefs);

}  // namespace pbrsim::test
