/// What a provider weighs up when it revises its practice, as one value.
///
/// Its clients, what the contract that it responds to and the legacy contract make of them, and its
/// norm. Units as in choice.hpp: pounds a week, days, discount a year. Whoever has it can ask for
/// the choice again, from elsewhere or with other stakes, and gets what the provider would do. The
/// contracts must outlive it.
#pragma once

#include "provider/choice.hpp"

namespace pbrsim {

struct Deliberation {
  Prospect prospect;
  LeverSet levers;
  Terms offered, legacy;
  double day = 0;
  double discount = 0;
  double risk = 0;
  Curvature curvature;
  Moves anchor;
  std::optional<Means> means;  // none: it need not finance anything

  /// From the practice that it was heading for; `bends` as in ChoiceProblem::choose.
  Choice choose(const Moves& from, const Bends& bends = {}) const;
  /// The choice if the contract offered paid so many times what it pays, whatever the means.
  Choice choose_at(double stakes, const Moves& from) const;
  /// J, pounds a week.
  double worth(const Moves& moves) const;
};

}  // namespace pbrsim
