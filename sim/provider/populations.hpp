/// Whom a walk follows through the belief chain; for walk.hpp and valuation.cpp alone.
///
/// `Rows` has a row per population: the shares of one journey that are in each use state, with
/// their discount to the moment from which it is valued. `move` takes rows through a step, `keep`
/// those who stay abstinent during it, and `stay` gives the discounted days that they spend in
/// each state between `before` and `after`; `happens` counts what happens in days at given rates.
#pragma once

#include "provider/chain.hpp"

namespace pbrsim {

/// From one review to the next, once all periods are alike.
template <int n>
struct Period {
  /// Everybody in treatment; those who stay abstinent for the days that the next looks back on.
  /// Discounted.
  Matrices<n, use_states> all, kept;

  Period<1> first() const {
    Period<1> one;
    for (std::size_t i = 0; i < all.entries.size(); ++i) {
      one.all.entries[i][0] = all.entries[i][0];
      one.kept.entries[i][0] = kept.entries[i][0];
    }
    return one;
  }
};

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
  static Rows move(const Rows& x, const Step& s) { return s.discount * (x * s.all); }
  static Rows keep(const Rows& x, const Step& s) {
    Rows next;
    next.col(uses).setZero();
    for (int j = 0; j < 2; ++j)
      next.col(abstinent + j).array() =
          s.discount * (x.col(abstinent).array() * s.kept(0, j) +
                        x.col(abstinent_12_weeks).array() * s.kept(1, j));
    return next;
  }
  /// Of the later stage.
  static Period<n> period(Chain& chain, double days, double look_back) {
    const double before = days - look_back;
    Period<n> result{Matrices<n, use_states>::Identity(), {}};
    double discount = 1;
    if (before > 0) {
      const Step& step = chain.step(false, before);
      result.all = step.all;
      discount = step.discount;
    }
    result.kept = result.all;
    if (look_back > 0) {
      const Step& step = chain.step(false, look_back);
      Matrices<n, use_states> kept = Matrices<n, use_states>::Identity();
      kept(uses, uses).setZero();
      for (int i = 0; i < 2; ++i)
        for (int j = 0; j < 2; ++j)
          kept(abstinent + i, abstinent + j) = step.kept(i, j);
      result.kept = result.all * kept;
      result.all = result.all * step.all;
      discount *= step.discount;
    }
    result.all = discount * result.all;
    result.kept = discount * result.kept;
    return result;
  }
  static Rows stay(const Rows& before, const Rows& after, Chain& chain, bool early) {
    return Rows(before - after) * chain.resolvents(early);
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
