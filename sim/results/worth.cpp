#include "results/worth.hpp"

#include <cmath>

namespace pbrsim {

namespace {

double discount(double rate, double years) { return std::pow(1.0 + rate, -years); }

}  // namespace

double utility(const AccrualClass& c, const EconomicsParameters& e) {
  if (!c.uses_presenting && !c.uses_other) return e.utility_abstinent;
  if (in_treatment(c.setting)) return c.injecting ? e.utility_treated_injecting : e.utility_treated;
  return c.injecting ? e.utility_untreated_injecting : e.utility_untreated;
}

double nhs_cost(const AccrualClass& c, const EconomicsParameters& e) {
  return c.uses_presenting || c.uses_other ? e.nhs_using : e.nhs_abstinent;
}

double custody_cost(const AccrualClass& c, const EconomicsParameters& e) {
  return c.setting == Setting::custody ? e.custody : 0;
}

DiscountFactors discount_factors(int month, const EconomicsParameters& e) {
  const double years = (month + 0.5) / 12.0;
  return {discount(e.discount_costs, years), discount(e.discount_qalys, years)};
}

}  // namespace pbrsim
