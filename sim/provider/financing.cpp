#include "provider/financing.hpp"

#include "core/units.hpp"

namespace pbrsim {

Financing::Financing(const Means& means, const Prospect& prospect, const LeverSet& levers,
                     const Terms& offered, double day)
    : means_(means), flow_(prospect, levers, offered, day, means.discount(), 0) {}

double Financing::balance(const Moves& x) const {
  return means_.at_hand + weekly(flow_.flow(x)) * means_.foresight / days_per_week;
}

}  // namespace pbrsim
