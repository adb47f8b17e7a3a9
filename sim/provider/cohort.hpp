/// Terms that depend on everybody: thresholds, escalators, caps and floors, valued on the cohort.
///
/// The number achieved in a contract year is taken as normal with the Poisson variance, Y ~ N(m,
/// m); with z = (m - T) / s what exceeds a threshold T is (m - T) Phi(z) + s phi(z) on average,
/// what is paid once it is met m Phi(z) + s phi(z); a factor that rises with the success rate is
/// averaged by Gauss-Hermite quadrature with the binomial variance. One more client is worth the
/// derivative: by each outcome achieved and, where the threshold is a rate, by each opportunity.
/// Caps are those of income of mean size; the contract's cap and floor act on the sum. Steady
/// years: no ratchet, no part of a year gone by. Pounds a year.
#pragma once

#include <vector>

#include "provider/valuation.hpp"

namespace pbrsim {

/// What a year brings a term if it were paid at its price for each.
struct CohortYear {
  double achieved = 0, opportunities = 0;
  double income = 0;    // pounds
  double journeys = 0;  // behind it, where nothing is counted as achieved
};

struct TermMargin {
  double expected = 0;         // pounds a year that the term brings
  double per_income = 1;       // multiplies what a client brings at the price
  double per_opportunity = 0;  // pounds
};

/// By term, for `years` in the order of the contract's terms.
std::vector<TermMargin> margins_of(const Contract& contract, const std::vector<CohortYear>& years);

/// A journey's income with those margins, term by term.
double income_of(const JourneyValue& value, const std::vector<TermMargin>& margins,
                 std::size_t term);
double income_of(const JourneyValue& value, const std::vector<TermMargin>& margins);

}  // namespace pbrsim
