#include "provider/chain.hpp"

#include <unsupported/Eigen/MatrixFunctions>

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

/// exp(Qh) of the abstinent states alone, between which there is one way.
UseMatrix kept_abstinent(const UseMatrix& q, double h) {
  const double first = q(abstinent, abstinent);
  const double second = q(abstinent_12_weeks, abstinent_12_weeks);
  const double difference = (second - first) * h;
  const double stays = std::exp(first * h);
  UseMatrix kept = UseMatrix::Zero();
  kept(abstinent, abstinent) = stays;
  kept(abstinent_12_weeks, abstinent_12_weeks) = std::exp(second * h);
  kept(abstinent, abstinent_12_weeks) =
      q(abstinent, abstinent_12_weeks) * h * stays *
      (std::abs(difference) < 1e-8 ? 1 + difference / 2 : std::expm1(difference) / difference);
  return kept;
}

}  // namespace

TreatmentChain::TreatmentChain(const JourneyBeliefs& beliefs, double discount)
    : beliefs_(&beliefs), discount_(discount) {
  start_ << 1 - beliefs.abstinent_at_start, beliefs.abstinent_at_start, 0;
  for (const bool early : {false, true}) {
    q_[early] = generator(stage(early));
    const UseMatrix drain = discount * UseMatrix::Identity() - q_[early];
    PBRSIM_EXPECT(drain.determinant() > 0);
    resolvent_[early] = drain.inverse();
  }
  steps_.reserve(16);
}

UseRow TreatmentChain::occupancy(const UseRow& x, const UseRow& x_after, const Step& step) const {
  return (x - std::exp(-discount_ * step.days) * x_after) * resolvent_[step.early];
}

const TreatmentChain::Step& TreatmentChain::step(bool early, double days) {
  for (const Step& s : steps_)
    if (s.early == early && s.days == days) return s;
  constexpr std::size_t most_kept = 64;
  if (steps_.size() >= most_kept) steps_.clear();
  const UseMatrix scaled = q_[early] * days;
  steps_.push_back({early, days, scaled.exp(), kept_abstinent(q_[early], days)});
  return steps_.back();
}

AfterExit::AfterExit(const JourneyBeliefs& beliefs, double discount)
    : beliefs_(&beliefs), discount_(discount) {}

double AfterExit::reached(double discount, double days) const {
  enum { clean, relapsed, back };
  const JourneyBeliefs& b = *beliefs_;
  if (days <= 0) return 0;
  Eigen::Matrix3d q = Eigen::Matrix3d::Zero();
  q(clean, relapsed) = b.relapse;
  q(clean, back) = b.returns_abstinent;
  q(relapsed, clean) = b.remission;
  q(relapsed, back) = b.returns_using;
  for (const int i : {clean, relapsed})
    q(i, i) = -q.row(i).sum() - b.out_of_reach - discount;
  const Eigen::Matrix3d scaled = q * days;
  const Eigen::Matrix3d grown = scaled.exp();
  return grown(clean, back);
}

}  // namespace pbrsim
