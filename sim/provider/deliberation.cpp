#include "provider/deliberation.hpp"

namespace pbrsim {

Choice Deliberation::choose(const Moves& from, const Bends& bends) const {
  const IncomeFlow now(prospect, *levers, offered, day, discount, risk);
  const IncomeFlow before(prospect, *levers, legacy, day, discount, risk);
  return ChoiceProblem(*levers, now, before, curvature, anchor).choose(from, bends);
}

}  // namespace pbrsim
