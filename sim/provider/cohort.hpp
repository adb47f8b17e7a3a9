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
/// is on a rate, by each opportunity. Caps are those of a normal sum of payments of mean size;
/// terms vary together because journeys do; the contract's cap and floor act on the sum. Offences
/// fewer than a baseline b of the clients are what exceeds 0 of bN - Y, both Poisson. How near that
/// is to the ledger: MODEL.md. Pounds a year.
///
/// Without a horizon years are steady. With one, the year that goes on is what it has brought by
/// now and its rest, then come whole years, discounted; where a threshold is a ratchet it rises by
/// what is expected beyond it, so that success now makes the years after it poorer (the ratchet
/// effect: Weitzman 1980, doi:10.2307/3003414). All is a mean of the years by weight. What an
/// escalator has seen by now is left out of account.
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

/// The time for which a provider weighs up what it does.
struct Horizon {
  YearSoFar so_far;
  double rest = 1;      // of the contract year, above 0
  int years_after = 0;  // whole ones that follow
  double discount = 0;  // per year
};

/// From the beginning of a month of the contract to its end, with nothing done by now.
Horizon horizon_from(const Contract& contract, int month, double discount);

struct TermMargin {
  double expected = 0;         // pounds a year that the term brings
  double per_income = 1;       // multiplies what a client brings at the price
  double per_opportunity = 0;  // pounds
  double per_achieved = 0;     // pounds, besides: by what an outcome does to the others' pay
  double per_pound = 1;        // of a pound more at its price, with the outcomes that come with it
};

/// By term, for `years` in the order of the contract's terms. `volume_sd` is v.
std::vector<TermMargin> margins_of(const Contract& contract, const std::vector<CohortYear>& years,
                                   double volume_sd = 0, const Horizon& horizon = {});

/// A journey's income with those margins, term by term.
double income_of(const JourneyValue& value, const std::vector<TermMargin>& margins,
                 std::size_t term);
double income_of(const JourneyValue& value, const std::vector<TermMargin>& margins);

}  // namespace pbrsim
