/// The belief chain as matrices: states over time in treatment, and after a planned exit.
///
/// Days; `discount` is a rate per day. A row vector holds the probabilities of the use states of
/// those still in treatment, so its sum is the share still there. With generator Q (leaving lowers
/// the sum), a step of h days multiplies by exp(Qh), and the discounted time spent in each state
/// during it is (x - e^(-rh) x exp(Qh)) (rI - Q)^-1.
#pragma once

#include <Eigen/Dense>
#include <vector>

#include "provider/beliefs.hpp"

namespace pbrsim {

using UseRow = Eigen::Matrix<double, 1, use_states>;
using UseColumn = Eigen::Matrix<double, use_states, 1>;
using UseMatrix = Eigen::Matrix<double, use_states, use_states>;

inline UseColumn column(const ByUse& values) { return UseColumn{values[0], values[1], values[2]}; }

class TreatmentChain {
 public:
  struct Step {
    bool early;
    double days;
    UseMatrix all;   // exp(Qh)
    UseMatrix kept;  // paths that stay abstinent all the time
  };

  /// Precondition: clients leave in the end, or the discount is above 0.
  TreatmentChain(const JourneyBeliefs& beliefs, double discount);

  UseRow start() const { return start_; }
  const StageBeliefs& stage(bool early) const { return early ? beliefs_->early : beliefs_->later; }
  /// Discounted time in each state during a step from `x`, as seen from its beginning.
  UseRow occupancy(const UseRow& x, const UseRow& x_after, const Step& step) const;
  /// Kept, as most steps of a journey are alike; valid until the next call.
  const Step& step(bool early, double days);

 private:
  const JourneyBeliefs* beliefs_;
  double discount_;
  UseRow start_;
  std::array<UseMatrix, 2> q_, resolvent_;  // later, early
  std::vector<Step> steps_;
};

/// Returns after a planned exit at day 0.
class AfterExit {
 public:
  AfterExit(const JourneyBeliefs& beliefs, double discount);
  /// The probability of having come back by then.
  double returned(double days) const { return reached(0, days); }
  /// The integral of e^(-rt) over the day of coming back, in (from, to].
  double returned_between(double from, double to) const {
    return to > from ? reached(discount_, to) - reached(discount_, from) : 0;
  }

 private:
  double reached(double discount, double days) const;
  const JourneyBeliefs* beliefs_;
  double discount_;
};

}  // namespace pbrsim
