/// The belief chain as matrices: states over time in treatment, and after a planned exit.
///
/// Days; `discount` is a rate per day. A row vector holds the probabilities of the use states of
/// those still in treatment, so its sum is the share still there. With generator Q (leaving lowers
/// the sum), a step of h days multiplies by exp(Qh). A short step is summed as a Taylor series of
/// degree 11, a longer one is made of two: whole weeks and the rest, weeks by powers of two. All
/// are kept, as most steps of a journey are alike; probabilities are right to about 1e-13.
///
/// `MeetingStep` also follows clients from a moment within the step at which somebody meets them:
/// with 1_i the projection on use state i, met[i] is the integral over u in (0, h) of
/// exp(Qu) 1_i exp((Q - r)(h - u)). Over two steps a then b: a.met b.all e^(-rb) + a.all b.met.
#pragma once

#include <optional>
#include <type_traits>
#include <vector>

#include "provider/beliefs.hpp"
#include "provider/matrices.hpp"

namespace pbrsim {

using UseRow = Eigen::Matrix<double, 1, use_states>;
using UseColumn = Eigen::Matrix<double, use_states, 1>;
using UseMatrix = Eigen::Matrix<double, use_states, use_states>;
using AbstinentMatrix = Eigen::Matrix2d;  // abstinent, abstinent_12_weeks

inline UseColumn column(const ByUse& values) { return UseColumn{values[0], values[1], values[2]}; }

/// Of n journeys that differ in their course, but not in when things happen.
template <int n>
struct CourseStep {
  static constexpr int courses = n;
  bool early = false;
  double days = 0;
  double discount = 1;          // exp(-rh)
  Matrices<n, use_states> all;  // exp(Qh)
  Matrices<n, 2> kept;          // paths that stay abstinent all the time
};

struct MeetingStep {
  static constexpr int courses = 1;
  bool early = false;
  double days = 0;
  double discount = 1;
  UseMatrix all;
  AbstinentMatrix kept;
  std::array<UseMatrix, use_states> met;
  std::array<AbstinentMatrix, 2> met_kept;
};

/// Instantiated for CourseStep<1>, CourseStep<4> and MeetingStep.
template <class S>
class TreatmentChain {
 public:
  static constexpr std::size_t courses = S::courses;
  using Beliefs = std::array<const JourneyBeliefs*, courses>;
  /// A row per course.
  using ByCourse = Eigen::Matrix<double, S::courses, use_states>;

  /// Preconditions: clients leave in the end, or the discount is above 0; all start alike.
  TreatmentChain(const Beliefs& beliefs, double discount);
  TreatmentChain(const JourneyBeliefs& beliefs, double discount) requires(courses == 1)
      : TreatmentChain(Beliefs{&beliefs}, discount) {}
  /// The same clients at another discount; steps that were made need not be made again.
  TreatmentChain discounted(double discount) const
      requires(std::is_same_v<S, CourseStep<S::courses>>);

  UseRow start() const { return start_; }
  double discount() const { return discount_; }
  const StageBeliefs& stage(bool early, std::size_t course = 0) const {
    return early ? beliefs_[course]->early : beliefs_[course]->later;
  }
  const ByCourse& completion(bool early) const { return completion_[early]; }
  /// All but transfers.
  const ByCourse& exits(bool early) const { return exits_[early]; }
  /// Unplanned ones that are coded as planned.
  const ByCourse& coded(bool early) const { return coded_[early]; }
  /// (rI - Q)^-1: time spent in each state by those who start in each, discounted at `r`. Over a
  /// step from x to x e^(-rh) exp(Qh) the time spent is the difference of both, times this. Of the
  /// first course.
  UseMatrix resolvent(bool early, double r) const;
  /// At its own discount, of all courses.
  const Matrices<S::courses, use_states>& resolvents(bool early);
  /// Valid until the next call.
  const S& step(bool early, double days);

 private:
  Beliefs beliefs_;
  double discount_;
  UseRow start_;
  std::array<std::array<UseMatrix, courses>, 2> q_;  // later, early
  std::array<ByCourse, 2> completion_, exits_, coded_;
  std::array<double, 2> longest_;  // days of a short step
  std::array<std::optional<Matrices<S::courses, use_states>>, 2> resolvents_;
  std::vector<double> lengths_;  // days of steps_; of early ones less than 0
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
