#include "provider/chain.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "core/error.hpp"
#include "core/units.hpp"

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

/// first + second a + third b.
template <int n, int k>
Matrices<n, k> sum_of(double first, double second, const Matrices<n, k>& a, double third,
                      const Matrices<n, k>& b) {
  Matrices<n, k> sum;
  for (int i = 0; i < k; ++i)
    for (int j = 0; j < k; ++j)
      sum(i, j) = ((i == j ? first : 0) + second * a(i, j)) + third * b(i, j);
  return sum;
}

template <int k>
Eigen::Matrix<double, k, k> sum_of(double first, double second,
                                   const Eigen::Matrix<double, k, k>& a, double third,
                                   const Eigen::Matrix<double, k, k>& b) {
  return first * Eigen::Matrix<double, k, k>::Identity() + second * a + third * b;
}

/// Each generator's last k states.
template <int k, std::size_t n>
Matrices<static_cast<int>(n), k> side_by_side(const std::array<UseMatrix, n>& q, double days) {
  constexpr int first = use_states - k;
  Matrices<static_cast<int>(n), k> all;
  for (std::size_t course = 0; course < n; ++course)
    for (int i = 0; i < k; ++i)
      for (int j = 0; j < k; ++j)
        all(i, j)[static_cast<Eigen::Index>(course)] = q[course](first + i, first + j) * days;
  return all;
}

/// exp(a) by its series to degree 11, in powers of a^3 (Paterson & Stockmeyer,
/// doi:10.1137/0202007). The diagonal is at most 1/5 in size, so the error is below 4e-14.
template <class Matrix>
Matrix short_exponential(const Matrix& a) {
  const Matrix a2 = a * a, a3 = a2 * a;
  const auto three = [&](double first, double second, double third) {
    return sum_of(1 / first, 1 / second, a, 1 / third, a2);
  };
  const Matrix sixth = three(720, 5040, 40320) + a3 * three(362880, 3628800, 39916800);
  const Matrix third = three(6, 24, 120) + a3 * sixth;
  return three(1, 1, 2) + a3 * third;
}
constexpr double short_enough = 1.0 / 5;
constexpr std::size_t most_kept = 64;  // steps of a chain

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

template <int n>
void shorten(CourseStep<n>& step, const std::array<UseMatrix, static_cast<std::size_t>(n)>& q,
             double /*discount*/) {
  step.all = short_exponential(side_by_side<use_states>(q, step.days));
  step.kept = short_exponential(side_by_side<2>(q, step.days));
}

void shorten(MeetingStep& step, const std::array<UseMatrix, 1>& q, double discount) {
  step.all = short_exponential<UseMatrix>(q[0] * step.days);
  step.kept = short_exponential<AbstinentMatrix>(among_abstinent(q[0]) * step.days);
  step.met = meetings(q[0], discount, step.days);
  step.met_kept = meetings(among_abstinent(q[0]), discount, step.days);
}

template <int n>
CourseStep<n> joined(const CourseStep<n>& a, const CourseStep<n>& b) {
  return {a.early, a.days + b.days, 1, a.all * b.all, a.kept * b.kept};
}

MeetingStep joined(const MeetingStep& a, const MeetingStep& b) {
  MeetingStep both{a.early, a.days + b.days, 1, a.all * b.all, a.kept * b.kept, {}, {}};
  const UseMatrix all = b.discount * b.all;
  const AbstinentMatrix kept = b.discount * b.kept;
  for (std::size_t i = 0; i < both.met.size(); ++i)
    both.met[i] = a.met[i] * all + a.all * b.met[i];
  for (std::size_t i = 0; i < both.met_kept.size(); ++i)
    both.met_kept[i] = a.met_kept[i] * kept + a.kept * b.met_kept[i];
  return both;
}

/// Days of the first of the two steps that a longer one is made of.
double first_of(double days) {
  if (days <= days_per_week) return days / 2;
  const auto weeks = static_cast<unsigned>(days / days_per_week);
  if (weeks * days_per_week < days) return weeks * days_per_week;
  return std::bit_ceil(weeks) / 2 * days_per_week;
}

}  // namespace

template <class S>
TreatmentChain<S>::TreatmentChain(const Beliefs& beliefs, double discount)
    : beliefs_(beliefs), discount_(discount) {
  const double abstinent_at_start = beliefs[0]->abstinent_at_start;
  start_ << 1 - abstinent_at_start, abstinent_at_start, 0;
  for (const bool early : {false, true}) {
    double fastest = 0;
    for (std::size_t c = 0; c < courses; ++c) {
      const StageBeliefs& s = stage(early, c);
      q_[early][c] = generator(s);
      fastest = std::max(fastest, -q_[early][c].diagonal().minCoeff());
      const auto row = static_cast<Eigen::Index>(c);
      completion_[early].row(row) = column(s.completion).transpose();
      exits_[early].row(row) =
          (column(s.completion) + column(s.unplanned) + column(s.other_exit)).transpose();
      coded_[early].row(row) = beliefs[c]->coded * column(s.unplanned).transpose();
      coded_[early](row, uses) = 0;
    }
    longest_[early] = short_enough / fastest;
  }
  steps_.reserve(32);
}

template <class S>
UseMatrix TreatmentChain<S>::resolvent(bool early, double r) const {
  const UseMatrix drain = r * UseMatrix::Identity() - q_[early][0];
  PBRSIM_EXPECT(drain.determinant() > 0);
  return drain.inverse();
}

template <class S>
const Matrices<S::courses, use_states>& TreatmentChain<S>::resolvents(bool early) {
  auto& kept = resolvents_[early];
  if (kept) return *kept;
  auto drain = side_by_side<use_states>(q_[early], -1);
  for (int i = 0; i < use_states; ++i)
    drain(i, i) += discount_;
  return kept.emplace(inverse(drain));
}

template <class S>
TreatmentChain<S> TreatmentChain<S>::discounted(double discount) const
    requires(std::is_same_v<S, CourseStep<S::courses>>) {
  TreatmentChain other = *this;
  other.discount_ = discount;
  other.resolvents_ = {};
  for (S& s : other.steps_)
    s.discount = std::exp(-discount * s.days);
  other.steps_.reserve(most_kept);
  return other;
}

template <class S>
const S& TreatmentChain<S>::step(bool early, double days) {
  const double length = early ? -days : days;
  const auto kept = std::ranges::find(lengths_, length);
  if (kept != lengths_.end()) return steps_[static_cast<std::size_t>(kept - lengths_.begin())];
  S made;
  if (days <= longest_[early]) {
    made.early = early;
    made.days = days;
    shorten(made, q_[early], discount_);
  } else {
    const double first = first_of(days);
    const S before = step(early, first);
    made = joined(before, step(early, days - first));
  }
  made.discount = std::exp(-discount_ * days);
  if (steps_.size() >= most_kept) {
    steps_.clear();
    lengths_.clear();
  }
  lengths_.push_back(length);
  steps_.push_back(made);
  return steps_.back();
}

template class TreatmentChain<CourseStep<1>>;
template class TreatmentChain<CourseStep<4>>;
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
