/// What one planned exit or one triage brings under a term at price 1; for walk.hpp and
/// variants.hpp alone.
///
/// `discount` is a rate per day (a year in `worths_of_terms`), from the exit or triage to the close
/// of its window.
#pragma once

#include <optional>
#include <vector>

#include "provider/valuation.hpp"

namespace pbrsim {

struct ExitWorth {
  double paid = 0;     // claw-backs taken off
  double success = 0;  // outcomes, discounted to the exit
  double chance = 0;   // opportunities, discounted to the exit
};
/// Precondition: the term pays for exits, or claws back.
ExitWorth worth_of_exit(const Contract::Term& term, const JourneyBeliefs& beliefs, double discount);

/// Proven offences of a client from an exit to the end of the contract year, whose end may come at
/// any time: half a year on average.
double offences_after_exit(const JourneyBeliefs& beliefs, bool uses);

/// What a triage decides: the chance of an outcome, and how long it waits.
struct TriageWorth {
  double achieved = 0, waits = 0;
};
/// Nothing if the term does not look at triages.
std::optional<TriageWorth> worth_of_triage(const Contract::Term& term,
                                           const JourneyBeliefs& beliefs);

/// Of a term that clients can earn: what does not depend on what happens in treatment.
struct TermWorth {
  double lag = 1;  // discount from what is earned to its payment
  ExitWorth exit;  // all 0 if no exit decides on the term
  std::optional<TriageWorth> begun;
  double until_closed = 1;  // discount over the wait of `begun`
};
/// By term of the contract.
using TermWorths = std::vector<TermWorth>;
TermWorths worths_of_terms(const ContractPlan& plan, const JourneyBeliefs& beliefs,
                           double discount);

/// Whether the worths of all terms are the same under both.
bool worths_alike(const JourneyBeliefs& a, const JourneyBeliefs& b);

}  // namespace pbrsim
