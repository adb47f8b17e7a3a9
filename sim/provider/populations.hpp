/// Whom a walk follows through the belief chain; for walk.hpp and valuation.cpp alone.
///
/// `Rows` has a row per population: the shares of one journey that are in each use state, with
/// their discount to the moment from which it is valued. `move` takes rows through a step, `keep`
/// those who stay abstinent during it, and `stay` gives the discounted days that they spend in
/// each state between `before` and `after`.
#pragma once

#include "provider/chain.hpp"

namespace pbrsim {

/// Each use state's clients so many times.
template <class Rows>
void multiply(Rows& rows, const ByUse& times) {
  for (std::size_t state = 0; state < times.size(); ++state)
    rows.col(static_cast<Eigen::Index>(state)) *= times[state];
}

/// A journey valued from its triage.
struct NewJourney {
  static constexpr int size = 1;
  using Step = pbrsim::Step;
  using Rows = UseRow;

  static Rows begin(const UseRow& start) { return start; }
  static Rows move(const Rows& x, const Step& s) { return s.discount * x.lazyProduct(s.all); }
  static Rows keep(const Rows& x, const Step& s) {
    Rows next = Rows::Zero();
    next.rightCols<2>() = s.discount * x.rightCols<2>().lazyProduct(s.kept);
    return next;
  }
  static Rows stay(const Rows& before, const Rows& after, const TreatmentChain<Step>& chain,
                   bool early) {
    return (before - after) * chain.resolvent(early, chain.discount());
  }
};

/// Row 0 is a journey without discount; row 1 + 3 early + state its clients as they are met in that
/// state of the stage at any moment until now, valued from the meeting. The last row is empty.
struct Books {
  static constexpr int size = 8;
  using Step = MeetingStep;
  using Rows = Eigen::Matrix<double, size, use_states>;
  static constexpr int row(bool early, int state) { return 1 + use_states * early + state; }

  static Rows begin(const UseRow& start) {
    Rows rows = Rows::Zero();
    rows.row(0) = start;
    return rows;
  }
  static Rows move(const Rows& x, const Step& s) {
    Rows next = x.lazyProduct(s.all);
    discount(next, s.discount);
    for (int state = 0; state < use_states; ++state)
      next.row(row(s.early, state)) += x.row(0) * s.met[static_cast<std::size_t>(state)];
    return next;
  }
  static Rows keep(const Rows& x, const Step& s) {
    Rows next = Rows::Zero();
    next.rightCols<2>() = x.rightCols<2>().lazyProduct(s.kept);
    discount(next, s.discount);
    for (int i = 0; i < 2; ++i)
      next.row(row(s.early, abstinent + i)).rightCols<2>() +=
          x.row(0).rightCols<2>() * s.met_kept[static_cast<std::size_t>(i)];
    return next;
  }
  static Rows stay(const Rows& before, const Rows& after, const TreatmentChain<Step>& chain,
                   bool early) {
    Rows change = before - after;
    const UseRow plain = change.row(0) * chain.resolvent(early, 0);
    for (int state = 0; state < use_states; ++state)
      change(row(early, state), state) += plain[state];
    Rows stay = change * chain.resolvent(early, chain.discount());
    stay.row(0) = plain;
    return stay;
  }

 private:
  /// All but row 0.
  static void discount(Rows& x, double factor) {
    const UseRow plain = x.row(0);
    x *= factor;
    x.row(0) = plain;
  }
};

}  // namespace pbrsim
