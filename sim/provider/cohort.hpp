/// Terms that depend on everybody: thresholds, escalators, caps and floors, valued on the cohort.
///
/// What a contract year brings is taken as normal. Journeys begin as a Poisson stream whose rate
/// the provider knows up to the relative standard deviation v, and outcomes are independent: Y
/// achieved of N opportunities have means m, n and Var(Y) = m + (vm)^2; short of a rate p,
/// Var(Y - pN) = m (1 - 2p) + p^2 n + v^2 (m - pn)^2. With s^2 that variance and z = (m - T) / s,
/// T = pn or a count, what exceeds a threshold is (m - T) Phi(z) + s phi(z) on average, what is
/// paid once it is met m Phi(z) + Cov(Y, Y - pN) / s phi(z), where a count T stands half a unit
/// lower; a factor that rises with the success rate is the sum of its steps, each times the
/// probability that the rate reaches it, with binomial variance. One more client is worth the
/// derivative: by what it earns at its price, by each outcome that counts and, where the condition
/// is on a rate, by each opportunity. Caps are those of a normal sum of payments of mean size; terms
/// vary together because journeys do; the contract's cap and floor act on the sum. Steady years: no
/// ratchet, no part of a year gone by. How near that is to the ledger: MODEL.md. Pounds a year.
#pragma once

#include <vector>

#include "provider/valuation.hpp"

namespace pbrsim {

/// What a year brings a term if it were paid at its price for each.
struct CohortYear {
  double achieved = 0, opportunities = 0;
  double income = 0;    // pounds
  double journeys = 0;  // behind it
};

struct TermMargin {
  double expected = 0;         // pounds a year that the term brings
  double per_income = 1;       // multiplies what a client brings at the price
  double per_opportunity = 0;  // pounds
  double per_achieved = 0;     // pounds, besides: by what an outcome does to the others' pay
};

/// By term, for `years` in the order of the contract's terms. `volume_sd` is v.
std::vector<TermMargin> margins_of(const Contract& contract, const std::vector<CohortYear>& years,
                                   double volume_sd = 0);

/// A journey's income with those margins, term by term.
double income_of(const JourneyValue& value, const std::vector<TermMargin>& margins,
                 std::size_t term);
double income_of(const JourneyValue& value, const std::vector<TermMargin>& margins);

}  // namespace pbrsim
