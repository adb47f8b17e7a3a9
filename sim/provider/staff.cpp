#include "provider/staff.hpp"

#include <cmath>

#include "core/units.hpp"

namespace pbrsim {

Staffing steady_staffing(const StaffParameters& p, double turnover) {
  const double hiring = days_per_year / p.hiring_lag, trained = days_per_year / p.training;
  const double vacant = turnover / (turnover + hiring);
  return {vacant, vacant * hiring / (turnover + trained)};
}

Staffing step(const Staffing& from, const StaffParameters& p, double turnover, double years) {
  const double hiring = days_per_year / p.hiring_lag, trained = days_per_year / p.training;
  const Staffing end = steady_staffing(p, turnover);
  const double fills = turnover + hiring, matures = turnover + trained;
  const double vacant = from.vacant - end.vacant, recruits = from.recruits - end.recruits;
  const double filled = std::exp(-fills * years), matured = std::exp(-matures * years);
  // (e^-fills t - e^-matures t) / (matures - fills), also where the two are equal
  const double gap = (matures - fills) * years;
  const double both = gap == 0 ? years * filled : matured * std::expm1(gap) / (matures - fills);
  return {end.vacant + vacant * filled, end.recruits + recruits * matured + hiring * vacant * both};
}

double hours_share(const Staffing& staffing, const StaffParameters& p) {
  return 1 - staffing.vacant - (1 - p.productivity) * staffing.recruits;
}

}  // namespace pbrsim
