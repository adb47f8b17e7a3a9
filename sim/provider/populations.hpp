/// Whom a walk follows through the belief chain; for walk.hpp and valuation.cpp alone.
///
/// `Rows` has a row per population: the shares of one journey that are in each use state, with
/// their discount to the moment from which it is valued. `move` takes rows through a step, `keep`
/// those who stay abstinent during it, and `stay` gives the discounted days that they spend in
/// each state between `before` and `after`; `happens` counts what happens in days at given rates.
#pragma once

#include "provider/chain.hpp"

namespace pbrsim {

/// The first of n journeys alone, as far as reviews follow it.
template <int n>
struct FirstOf {
  static constexpr int size = 1;
  using Step = CourseStep<n>;
  using Rows = UseRow;

  static Rows move(const Rows& x, const Step& s) {
    Rows next;
    for (int j = 0; j < use_states; ++j)
      next[j] =
          s.discount * (x[0] * s.all(0, j)[0] + x[1] * s.all(1, j)[0] + x[2] * s.all(2, j)[0]);
    return next;
  }
  static Rows keep(const Rows& x, const Step& s) {
    Rows next = Rows::Zero();
    for (int j = 0; j < 2; ++j)
      next[abstinent + j] =
          s.discount * (x[abstinent] * s.kept(0, j)[0] + x[abstinent_12_weeks] * s.kept(1, j)[0]);
    return next;
  }
};

/// n journeys valued from their triage, that differ in their course through treatment.
template <int n>
struct Courses {
  static constexpr int size = n;
  using First = std::conditional_t<n == 1, Courses, FirstOf<n>>;
  using Step = CourseStep<n>;
  using Chain = TreatmentChain<Step>;
  using Rows = Eigen::Matrix<double, n, use_states>;

  static Rows begin(const UseRow& start) { return start.template replicate<n, 1>(); }
  static Rows move(const Rows& x, const Step& s) {
    Rows next;
    for (int j = 0; j < use_states; ++j)
      next.col(j).array() =
          s.discount * (x.col(0).array() * s.all(0, j) + x.col(1).array() * s.all(1, j) +
                        x.col(2).array() * s.all(2, j));
    return next;
  }
  static Rows keep(const Rows& x, const Step& s) {
    Rows next;
    next.col(uses).setZero();
    for (int j = 0; j < 2; ++j)
      next.col(abstinent + j).array() =
          s.discount * (x.col(abstinent).array() * s.kept(0, j) +
                        x.col(abstinent_12_weeks).array() * s.kept(1, j));
    return next;
  }
  static Rows stay(const Rows& before, const Rows& after, Chain& chain, bool early) {
    const auto& each = chain.resolvents(early);
    const Rows x = before - after;
    Rows days;
    for (int j = 0; j < use_states; ++j)
      days.col(j).array() = x.col(0).array() * each(0, j) + x.col(1).array() * each(1, j) +
                            x.col(2).array() * each(2, j);
    return days;
  }
  /// What happens at those rates in those days.
  static Eigen::Matrix<double, n, 1> happens(const Rows& days, const Rows& rates) {
    return days.cwiseProduct(rates).rowwise().sum();
  }
};

/// Row 0 is a journey without discount; row 1 + 3 early + state its clients as they are met in that
/// state of the stage at any moment until now, valued from the meeting. The last row is empty.
struct Books {
  static constexpr int size = 8;
  using First = Books;  // nothing is followed beside them
  using Step = MeetingStep;
  using Chain = TreatmentChain<Step>;
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
  static Rows stay(const Rows& before, const Rows& after, const Chain& chain, bool early) {
    Rows change = before - after;
    const UseRow plain = change.row(0) * chain.resolvent(early, 0);
    for (int state = 0; state < use_states; ++state)
      change(row(early, state), state) += plain[state];
    Rows stay = change * chain.resolvent(early, chain.discount());
    stay.row(0) = plain;
    return stay;
  }
  static Eigen::Matrix<double, size, 1> happens(const Rows& days, const UseRow& rates) {
    return days * rates.transpose();
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
