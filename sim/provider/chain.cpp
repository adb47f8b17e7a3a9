#include "provider/chain.hpp"

#include <cmath>

#include "core/error.hpp"

namespace pbrsim {

namespace {

UseMatrix generator(const StageBeliefs& s) {
  UseMatrix q = UseMatrix::Zero();
  q(uses, abstinent) = s.stops;
  q(abstinent, uses) = s.lapse[abstinent];
  q(abstinent_12_weeks, uses) = s.lapse[abstinent_12_weeks];
  q(abstinent, abstinent_12_weeks) = 1 / twelve_weeks;
  for (int i = 0; i < use_states; ++i) {
    const auto state = static_cast<std::size_t>(i);
    q(i, i) = -q.row(i).sum() - s.completion[state] - s.unplanned[state] - s.other_exit[state] -
              s.transfer;
  }
  return q;
}

/// exp(a) by its series to degree 11, in powers of a^3 (Paterson & Stockmeyer,
/// doi:10.1137/0202007). The diagonal is at most 1/5 in size, so the error is below 4e-14.
template <class Matrix>
Matrix short_exponential(const Matrix& a) {
  const Matrix one = Matrix::Identity(), a2 = a * a, a3 = a2 * a;
  const auto three = [&](double first, double second, double third) -> Matrix {
    return (1 / first) * one + (1 / second) * a + (1 / third) * a2;
  };
  const Matrix sixth = three(720, 5040, 40320) + a3 * three(362880, 3628800, 39916800);
  const Matrix third = three(6, 24, 120) + a3 * sixth;
  return three(1, 1, 2) + a3 * third;
}
constexpr double short_enough = 1.0 / 5;

AbstinentMatrix among_abstinent(const UseMatrix& q) { return q.bottomRightCorner<2, 2>(); }

/// Gauss-Legendre on (0, 1) with four nodes, exact to degree 7 (Abramowitz & Stegun 25.4.30).
struct Node {
  double at, weight;
};
constexpr std::array<Node, 4> nodes{{{0.0694318442029737, 0.1739274225687269},
                                     {0.3300094782075719, 0.3260725774312731},
                                     {0.6699905217924281, 0.3260725774312731},
                                     {0.9305681557970263, 0.1739274225687269}}};

template <class Matrix>
auto meetings(const Matrix& q, double discount, double days) {
  constexpr auto states = static_cast<std::size_t>(Matrix::RowsAtCompileTime);
  std::array<Matrix, nodes.size()> grown;
  for (std::size_t i = 0; i < nodes.size(); ++i)
    grown[i] = short_exponential<Matrix>(q * (nodes[i].at * days));
  std::array<Matrix, states> met;
  met.fill(Matrix::Zero());
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const std::size_t rest = nodes.size() - 1 - i;
    const double weight = days * nodes[i].weight * std::exp(-discount * nodes[rest].at * days);
    for (std::size_t state = 0; state < states; ++state) {
      const auto at = static_cast<Eigen::Index>(state);
      met[state] += weight * grown[i].col(at) * grown[rest].row(at);
    }
  }
  return met;
}

}  // namespace

Step then(const Step& a, const Step& b) {
  return {a.early, a.days + b.days, a.discount * b.discount, a.all * b.all, a.kept * b.kept};
}

MeetingStep then(const MeetingStep& a, const MeetingStep& b) {
  MeetingStep both{then(static_cast<const Step&>(a), static_cast<const Step&>(b)), {}, {}};
  const UseMatrix all = b.discount * b.all;
  const AbstinentMatrix kept = b.discount * b.kept;
  for (std::size_t i = 0; i < both.met.size(); ++i)
    both.met[i] = a.met[i] * all + a.all * b.met[i];
  for (std::size_t i = 0; i < both.met_kept.size(); ++i)
    both.met_kept[i] = a.met_kept[i] * kept + a.kept * b.met_kept[i];
  return both;
}

template <class S>
TreatmentChain<S>::TreatmentChain(const JourneyBeliefs& beliefs, double discount)
    : beliefs_(&beliefs), discount_(discount) {
  start_ << 1 - beliefs.abstinent_at_start, beliefs.abstinent_at_start, 0;
  for (const bool early : {false, true}) {
    q_[early] = generator(stage(early));
    const double fastest = -q_[early].diagonal().minCoeff();
    longest_[early] = short_enough / fastest;
  }
  steps_.reserve(32);
}

template <class S>
UseMatrix TreatmentChain<S>::resolvent(bool early, double r) const {
  const UseMatrix drain = r * UseMatrix::Identity() - q_[early];
  PBRSIM_EXPECT(drain.determinant() > 0);
  return drain.inverse();
}

template <class S>
S TreatmentChain<S>::short_step(bool early, double days) const {
  S step;
  step.early = early;
  step.days = days;
  step.discount = std::exp(-discount_ * days);
  step.all = short_exponential<UseMatrix>(q_[early] * days);
  step.kept = short_exponential<AbstinentMatrix>(among_abstinent(q_[early]) * days);
  if constexpr (std::is_same_v<S, MeetingStep>) {
    step.met = meetings(q_[early], discount_, days);
    step.met_kept = meetings(among_abstinent(q_[early]), discount_, days);
  }
  return step;
}

template <class S>
const S& TreatmentChain<S>::step(bool early, double days) {
  for (auto s = steps_.rbegin(); s != steps_.rend(); ++s)  // halves come first
    if (s->days == days && s->early == early) return *s;
  S made;
  if (days <= longest_[early]) {
    made = short_step(early, days);
  } else {
    const S half = step(early, days / 2);
    made = then(half, half);
  }
  constexpr std::size_t most_kept = 64;
  if (steps_.size() >= most_kept) steps_.clear();
  steps_.push_back(made);
  return steps_.back();
}

template class TreatmentChain<Step>;
template class TreatmentChain<MeetingStep>;

AfterExit::AfterExit(const JourneyBeliefs& beliefs, double discount)
    : beliefs_(&beliefs), discount_(discount) {}

/// The integral of exp(At) b over the days, b the rates of coming back from either state and A the
/// rest: with eigenvalues m + d and m - d of A and E(x) the integral of exp(xt), it is
/// E(m - d) b + (E(m + d) - E(m - d)) / 2d (A - (m - d)) b.
double AfterExit::reached(double discount, double days) const {
  const JourneyBeliefs& b = *beliefs_;
  if (days <= 0) return 0;
  const double clean = -(b.relapse + b.returns_abstinent + b.out_of_reach + discount);
  const double relapsed = -(b.remission + b.returns_using + b.out_of_reach + discount);
  const double m = (clean + relapsed) / 2, half = (clean - relapsed) / 2;
  const double d = std::max(std::sqrt(half * half + b.relapse * b.remission), 1e-6 / days);
  const auto integral = [days](double x) {
    return std::abs(x * days) < 1e-12 ? days : std::expm1(x * days) / x;
  };
  const double slow = integral(m + d), fast = integral(m - d);
  return fast * b.returns_abstinent +
         (slow - fast) / (2 * d) *
             ((clean - (m - d)) * b.returns_abstinent + b.relapse * b.returns_using);
}

}  // namespace pbrsim
