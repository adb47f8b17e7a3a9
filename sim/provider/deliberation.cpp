#include "provider/deliberation.hpp"

namespace pbrsim {

namespace {

template <class Use>
auto with_problem(const Deliberation& d, double stakes, Use use) {
  const IncomeFlow now(d.prospect, d.levers, d.offered, d.day, d.discount, d.risk);
  const IncomeFlow before(d.prospect, d.levers, d.legacy, d.day, d.discount, d.risk);
  return use(ChoiceProblem(d.levers, now, before, d.curvature, d.anchor, stakes));
}

}  // namespace

Choice Deliberation::choose(const Moves& from, const Bends& bends) const {
  return with_problem(*this, 1, [&](const ChoiceProblem& p) {
    if (!means) return p.choose(from, bends);
    return p.choose_within({*means, prospect, levers, offered, day}, from, bends);
  });
}

Choice Deliberation::choose_at(double stakes, const Moves& from) const {
  return with_problem(*this, stakes, [&](const ChoiceProblem& p) { return p.choose(from); });
}

double Deliberation::worth(const Moves& moves) const {
  return with_problem(*this, 1, [&](const ChoiceProblem& p) { return p.at(moves).value; });
}

}  // namespace pbrsim
