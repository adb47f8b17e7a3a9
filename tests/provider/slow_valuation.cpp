#include "slow_valuation.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <unsupported/Eigen/MatrixFunctions>

#include "core/units.hpp"

namespace pbrsim::test {

namespace {

using Matrix6 = Eigen::Matrix<double, 6, 6>;

UseMatrix rates(const JourneyBeliefs& b, bool early) {
  const StageBeliefs& s = early ? b.early : b.later;
  UseMatrix q;
  q << 0, s.stops, 0,                           //
      s.lapse[abstinent], 0, 1 / twelve_weeks,  //
      s.lapse[abstinent_12_weeks], 0, 0;
  for (int i = 0; i < use_states; ++i) {
    const auto k = static_cast<std::size_t>(i);
    q(i, i) = -(q.row(i).sum() + s.completion[k] + s.unplanned[k] + s.other_exit[k] + s.transfer);
  }
  return q;
}

UseMatrix without_use(UseMatrix q) {
  q.row(uses).setZero();
  q.col(uses).setZero();
  return q;
}

double come_back(const JourneyBeliefs& b, double discount, double days) {
  if (days <= 0) return 0;
  Eigen::Matrix3d q = Eigen::Matrix3d::Zero();
  q << -(b.relapse + b.returns_abstinent + b.out_of_reach + discount), b.relapse,
      b.returns_abstinent,  //
      b.remission, -(b.remission + b.returns_using + b.out_of_reach + discount), b.returns_using, 0,
      0, 0;
  const Eigen::Matrix3d grown = (q * days).exp();
  return grown(0, 2);
}

bool is_review(const Contract::Term& t) {
  return (t.kind == TermKind::outcome || t.kind == TermKind::process) &&
         (at_review(t.measure) || t.measure == Measure::review_done);
}

class SlowTerm {
 public:
  SlowTerm(const Contract& contract, const Contract::Term& term, const JourneyBeliefs& beliefs,
           Group group, Band band, const Outlook& outlook)
      : c_(contract), t_(term), b_(beliefs), o_(outlook), r_(outlook.discount / days_per_year) {
    price_ = t_.group_factor[group];
    if (t_.kind != TermKind::activity) price_ *= to_pounds(t_.price[contract.cluster_of(band)]);
    lag_ = std::exp(-r_ * days_per_month * (0.5 + t_.lag_months));
    end_ = o_.for_ever ? 1e9 : c_.ends() - o_.triage;
    const Measure m = t_.measure;
    if (is_review(t_)) {
      if (m == Measure::stopped_injecting_at_review) own_ = &b_.injecting;
      if (m == Measure::housing_resolved_at_review) own_ = &b_.housing;
      if (m == Measure::found_work_at_review) own_ = &b_.unemployed;
      if (m == Measure::abstinent_at_review || m == Measure::abstinent_presenting_at_review)
        window_ = 28;
      else if (m == Measure::reliably_improved_at_review || needs(Domain::use))
        window_ = std::min(28.0, b_.improved_within);
      window_ = std::min(window_, o_.review_interval);
    }
    levels_ = t_.up_to > 0 ? static_cast<std::size_t>(t_.up_to) : 1;
    const UseRow start{1 - b_.abstinent_at_start, b_.abstinent_at_start, 0};
    all_ = start;
    rows_.assign(2 * levels_, UseRow::Zero());
    rows_[own_ ? 1 : 0] = (own_ ? own_->at_start : 1) * start;  // solved, then not
    kept_.assign(rows_.size(), UseRow::Zero());
  }

  JourneyValue::OfTerm value(double from, int state) {
    origin_ = from;
    if (from == 0 && state < 0) at_triage();
    for (double age = 0; age < end_ + (t_.claw_back ? 4e4 : 0) && all_.sum() > 1e-14;) {
      double to = stop_after(age);
      if (age < from) to = std::min(to, from);
      step(age, to);
      age = to;
      if (age == from) keep_only(state);
    }
    sum_.achieved *= lag_;
    sum_.opportunities *= lag_;
    return sum_;
  }

 private:
  bool needs(Domain d) const { return (t_.requires_all & bit(d)) != 0; }
  bool in_dates(double age) const {
    const double day = o_.triage + age + 1e-7;
    return o_.for_ever || (day >= t_.begins && day < t_.ends);
  }
  double factor(double age) const {
    double result = 1;
    for (const PhaseStep& step : t_.phase_in)
      if (o_.triage + age + settled_after(t_) + 1e-7 >=
          c_.months_after(c_.begins(), step.from_month))
        result = step.factor;
    return o_.for_ever ? 1 : result;
  }
  double stop_after(double age) const {
    std::vector<double> stops{twelve_weeks, age + 40};
    if (is_review(t_)) {
      const double review = (std::floor(age / o_.review_interval + 1e-9) + 1) * o_.review_interval;
      stops.insert(stops.end(), {review, review - window_});
    }
    if (!o_.for_ever) {
      stops.insert(stops.end(), {end_, t_.begins - o_.triage, t_.ends - o_.triage});
      for (const PhaseStep& step : t_.phase_in)
        stops.push_back(c_.months_after(c_.begins(), step.from_month) - settled_after(t_) -
                        o_.triage);
    }
    double next = 1e18;
    for (const double stop : stops)
      if (stop > age + 1e-8) next = std::min(next, stop);
    return next;
  }
  void keep_only(int state) {
    if (state < 0) return;
    const auto keep = [state](UseRow& row) {
      const double here = row[state];
      row.setZero();
      row[state] = here;
    };
    keep(all_);
    std::ranges::for_each(rows_, keep);
    std::ranges::for_each(kept_, keep);
  }

  void step(double from, double to) {
    const double h = to - from;
    const bool early = from < twelve_weeks - 1e-8;
    if (is_review(t_) && std::abs(phase_of(from) - (o_.review_interval - window_)) < 1e-7) mark();
    const UseMatrix q = rates(b_, early);
    Matrix6 both = Matrix6::Zero();
    both.topLeftCorner<3, 3>() = q - r_ * UseMatrix::Identity();
    both.topRightCorner<3, 3>() = UseMatrix::Identity();
    const Matrix6 grown = (both * h).exp();
    if (from >= origin_)
      flow(all_ * grown.topRightCorner<3, 3>() * std::exp(-r_ * (from - origin_)), from, early);
    const UseMatrix plain = (q * h).exp(), kept = (without_use(q) * h).exp();
    all_ = (all_ * plain).eval();
    for (UseRow& row : rows_)
      row = (row * plain).eval();
    for (UseRow& row : kept_)
      row = (row * kept).eval();
    if (is_review(t_) && to < end_ && phase_of(to) < 1e-7) review(to);
  }
  /// Days since the last review.
  double phase_of(double age) const {
    const double phase = std::fmod(age + 1e-8, o_.review_interval) - 1e-8;
    return std::max(0.0, phase);
  }
  void mark() {
    kept_ = rows_;
    for (UseRow& row : kept_)
      row[uses] = 0;
  }

  void flow(const UseRow& days, double age, bool early) {
    const StageBeliefs& s = early ? b_.early : b_.later;
    const bool clawed = t_.kind == TermKind::attachment && t_.claw_back;
    const double at = clawed ? 0 : age;
    if (!in_dates(at)) return;
    const double completed = days.dot(column(s.completion).transpose());
    if (t_.kind == TermKind::activity) {
      for (const Modality m : all_of<Modality>())
        sum_.income += days.sum() / 7 * s.modality[m] * to_pounds(t_.price_per_week[m]) * price_ *
                       lag_ * factor(age);
      return;
    }
    const bool exit = t_.outcome(Measure::planned_exit),
               away = t_.outcome(Measure::no_representation);
    if (!exit && !away && !clawed) return;
    double solved = 1, waits = 0;
    if (exit || away) {
      if (needs(Domain::use)) solved *= b_.settled_at_exit;
      if (needs(Domain::injecting)) solved *= 1 - b_.injecting.after(84);
      if (needs(Domain::housing)) solved *= 1 - b_.housing.after(84);
      if (needs(Domain::employment)) solved *= 1 - b_.unemployed.after(84);
      if (needs(Domain::wellbeing)) solved *= b_.wellbeing_normal[abstinent_12_weeks];
      if (t_.requires_all && t_.verified_by == Verifier::provider)
        solved = 1 - (1 - solved) * (1 - b_.misreported);
      waits = exit ? 21 : t_.window_months * days_per_month;
    }
    const double closes = std::exp(-r_ * waits);
    double pounds = 0;
    if (exit || away) {
      const double stands = solved * (1 - come_back(b_, 0, waits)) * closes;
      pounds += stands;
      sum_.achieved += completed * stands;
      sum_.opportunities += away ? completed * closes
                                 : completed + days.dot(column(s.unplanned).transpose()) +
                                       days.dot(column(s.other_exit).transpose());
    }
    if (t_.claw_back) {
      const double first = std::max(waits, 21.0),
                   last = t_.claw_back->within_months * days_per_month;
      if (last > first)
        pounds -=
            solved * t_.claw_back->share * (come_back(b_, r_, last) - come_back(b_, r_, first));
    }
    sum_.income += completed * pounds * price_ * lag_ * factor(at);
  }

  void review(double age) {
    if (own_) {
      const double interval = o_.review_interval;
      const double resolves = 1 - own_->after(interval, true),
                   returns = own_->after(interval, false);
      for (auto* list : {&rows_, &kept_})
        for (std::size_t i = 0; i < list->size(); i += 2) {
          const UseRow solved = (*list)[i], problem = (*list)[i + 1];
          (*list)[i] = solved + resolves * problem - returns * solved;
          (*list)[i + 1] = problem - resolves * problem + returns * solved;
        }
    }
    if (!in_dates(age)) return;
    const double discount = std::exp(-r_ * (age - origin_));
    double achieved = 0;
    std::vector<UseRow> paid;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      paid.push_back(succeeded(i, age));
      achieved += paid.back().sum();
    }
    if (t_.up_to > 0)
      for (std::size_t i = 0; i < rows_.size(); ++i)
        rows_[i] += (i >= 2 ? paid[i - 2] : UseRow(UseRow::Zero())) - paid[i];
    if (age <= origin_) return;
    sum_.income += achieved * discount * price_ * lag_ * factor(age);
    sum_.achieved += achieved * discount;
    sum_.opportunities += all_.sum() * (own_ ? own_->at_start : 1) * discount;
  }
  UseRow succeeded(std::size_t i, double age) const {
    if (t_.measure == Measure::review_done) return rows_[i];
    UseRow result = window_ > 0 ? kept_[i] : rows_[i];
    if (i % 2 == 1) result.setZero();
    if (t_.measure == Measure::abstinent_at_review) result *= b_.no_other_use;
    if (needs(Domain::injecting) && own_ != &b_.injecting) result *= 1 - b_.injecting.after(age);
    if (needs(Domain::housing) && own_ != &b_.housing) result *= 1 - b_.housing.after(age);
    if (needs(Domain::employment) && own_ != &b_.unemployed) result *= 1 - b_.unemployed.after(age);
    if (t_.measure == Measure::wellbeing_normal_at_review || needs(Domain::wellbeing))
      result = result.cwiseProduct(column(b_.wellbeing_normal).transpose());
    if (t_.verified_by == Verifier::provider) result += b_.misreported * (rows_[i] - result);
    return result;
  }

  void at_triage() {
    double achieved = 0, waits = 0;
    if (t_.kind == TermKind::attachment)
      achieved = 1;
    else if (t_.kind != TermKind::outcome && t_.kind != TermKind::process)
      return;
    else if (t_.measure == Measure::started_in_time)
      achieved = b_.mean_wait > 0 ? 1 - std::exp(-t_.within_days / b_.mean_wait) : 1;
    else if (t_.measure == Measure::vaccination_offered)
      achieved = b_.vaccination;
    else if (t_.measure == Measure::no_proven_offence) {
      waits = t_.window_months * days_per_month;
      achieved = std::exp(-b_.dies_or_moves * waits) *
                 (1 - b_.offender + b_.offender * std::exp(-b_.proven_per_day * waits));
    } else
      return;
    if (!in_dates(0)) return;
    const double closes = std::exp(-r_ * waits);
    sum_ = {achieved * closes * price_ * lag_ * factor(0), achieved * closes, closes};
  }

  const Contract& c_;
  const Contract::Term& t_;
  const JourneyBeliefs& b_;
  const Outlook& o_;
  double r_, price_ = 0, lag_ = 1, end_ = 0, window_ = 0, origin_ = 0;
  const ProblemBeliefs* own_ = nullptr;
  std::size_t levels_ = 1;
  UseRow all_;
  std::vector<UseRow> rows_, kept_;
  JourneyValue::OfTerm sum_;
};

}  // namespace

JourneyValue slow_value(const Contract& contract, const JourneyBeliefs& beliefs, Group group,
                        Band band, const Outlook& outlook, double age, int state) {
  JourneyValue value;
  for (const Contract::Term& t : contract.terms()) {
    const bool valued = t.kind != TermKind::block && t.kind != TermKind::floor &&
                        !t.outcome(Measure::fewer_offences) && t.group_factor[group] != 0;
    value.terms.push_back(
        valued ? SlowTerm(contract, t, beliefs, group, band, outlook).value(age, state)
               : JourneyValue::OfTerm{});
  }
  return value;
}

double slow_share(const JourneyBeliefs& beliefs, double age, int state) {
  UseRow x{1 - beliefs.abstinent_at_start, beliefs.abstinent_at_start, 0};
  x = (x * (rates(beliefs, true) * std::min(age, twelve_weeks)).exp()).eval();
  if (age > twelve_weeks) x = (x * (rates(beliefs, false) * (age - twelve_weeks)).exp()).eval();
  return x[state];
}

double slow_horizon(const JourneyBeliefs& beliefs) {
  double age = 0;
  while (slow_share(beliefs, age, 0) + slow_share(beliefs, age, 1) + slow_share(beliefs, age, 2) >
         1e-13)
    age += 84;
  return age;
}

}  // namespace pbrsim::test
