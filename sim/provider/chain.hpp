/// The belief chain as matrices: states over time in treatment, and after a planned exit.
///
/// Days; `discount` is a rate per day. A row vector holds the probabilities of the use states of
/// those still in treatment, so its sum is the share still there. With generator Q (leaving lowers
/// the sum), a step of h days multiplies by exp(Qh). A short step is summed as a Taylor series of
/// degree 11, a longer one is two of half its length, and all are kept, as most steps of a journey
/// are alike; probabilities are right to about 1e-13.
///
/// `MeetingStep` also follows clients from a moment within the step at which somebody meets them:
/// with 1_i the projection on use state i, met[i] is the integral over u in (0, h) of
/// exp(Qu) 1_i exp((Q - r)(h - u)). Over two steps a then b: a.met b.all e^(-rb) + a.all b.met.
#pragma once

#include <Eigen/Dense>
#include <vector>

#include "provider/beliefs.hpp"

namespace pbrsim {

using UseRow = Eigen::Matrix<double, 1, use_states>;
using UseColumn = Eigen::Matrix<double, use_states, 1>;
using UseMatrix = Eigen::Matrix<double, use_states, use_states>;
using AbstinentMatrix = Eigen::Matrix2d;  // abstinent, abstinent_12_weeks

inline UseColumn column(const ByUse& values) { return UseColumn{values[0], values[1], values[2]}; }

struct Step {
  bool early = false;
  double days = 0;
  double discount = 1;   // exp(-rh)
  UseMatrix all;         // exp(Qh)
  AbstinentMatrix kept;  // paths that stay abstinent all the time
};

struct MeetingStep : Step {
  std::array<UseMatrix, use_states> met;
  std::array<AbstinentMatrix, 2> met_kept;
};

/// One step and then another. `early` is the first one's.
Step then(const Step& a, const Step& b);
MeetingStep then(const MeetingStep& a, const MeetingStep& b);

/// Instantiated for Step and MeetingStep.
template <class S>
class TreatmentChain {
 public:
  /// Precondition: clients leave in the end, or the discount is above 0.
  TreatmentChain(const JourneyBeliefs& beliefs, double discount);

  UseRow start() const { return start_; }
  double discount() const { return discount_; }
  const StageBeliefs& stage(bool early) const { return early ? beliefs_->early : beliefs_->later; }
  /// (rI - Q)^-1: time spent in each state by those who start in each, discounted at `r`. Over a
  /// step from x to x e^(-rh) exp(Qh) the time spent is the difference of both, times this.
  UseMatrix resolvent(bool early, double r) const;
  /// Valid until the next call.
  const S& step(bool early, double days);

 private:
  S short_step(bool early, double days) const;
  const JourneyBeliefs* beliefs_;
  double discount_;
  UseRow start_;
  std::array<UseMatrix, 2> q_;     // later, early
  std::array<double, 2> longest_;  // days of a short step
  std::vector<S> steps_;
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
