/// Keyworkers as a mean field: posts that are vacant, and recruits who do not yet give full hours.
///
/// With turnover m, mean hiring lag L and mean training T, shares of all posts move by
///
///     v' = m (1 - v) - v / L,    r' = v / L - m r - r / T
///
/// (v vacant, r recruits), and the hours there are by 1 - v - (1 - q) r, q a recruit's
/// productivity. Rates per year, times in years. Deterministic: chance is in which clients lose
/// their keyworker.
#pragma once

#include "pathway/parameters.hpp"

namespace pbrsim {

struct Staffing {
  double vacant = 0;
  double recruits = 0;
  friend bool operator==(const Staffing&, const Staffing&) = default;
};

/// Where `step` leads in the long run.
Staffing steady_staffing(const StaffParameters& parameters, double turnover);

/// After `years` at this turnover; exact.
Staffing step(const Staffing& from, const StaffParameters& parameters, double turnover,
              double years);

/// Hours against those of full posts of experienced staff.
double hours_share(const Staffing& staffing, const StaffParameters& parameters);

}  // namespace pbrsim
