/// What a state is worth and costs, as area/economics.hpp says it, for cells and for persons alike.
#pragma once

#include "area/economics.hpp"
#include "record/panel.hpp"

namespace pbrsim {

/// QALYs a year in the state.
double utility(const AccrualClass& state, const EconomicsParameters& economics);
/// Pounds a year in the state for the NHS; and for prisons.
double nhs_cost(const AccrualClass& state, const EconomicsParameters& economics);
double custody_cost(const AccrualClass& state, const EconomicsParameters& economics);

struct DiscountFactors {
  double costs, qalys;
};
/// By months since go-live, taken at the middle of the month.
DiscountFactors discount_factors(int month, const EconomicsParameters& economics);

}  // namespace pbrsim
