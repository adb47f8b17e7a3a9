#include "provider/review_terms.hpp"

#include <algorithm>

namespace pbrsim {

namespace {

std::optional<ProblemBeliefs> problem_of(Measure m, const JourneyBeliefs& beliefs) {
  if (m == Measure::stopped_injecting_at_review) return beliefs.injecting;
  if (m == Measure::housing_resolved_at_review) return beliefs.housing;
  if (m == Measure::found_work_at_review) return beliefs.unemployed;
  return std::nullopt;
}

bool needs(const Contract::Term& term, Domain d) { return (term.requires_all & bit(d)) != 0; }

bool abstinence(Measure m) {
  return m == Measure::abstinent_presenting_at_review || m == Measure::abstinent_at_review;
}

double window_of(const Contract::Term& term, const JourneyBeliefs& beliefs) {
  if (abstinence(term.measure)) return review_window;
  // No improvement possible: whoever has a fall to show has stopped altogether.
  const double improved = beliefs.improved_within > 0 ? beliefs.improved_within : review_window;
  return std::min(improved, review_window);
}

UseRow abstinent_part(const UseRow& row) {
  UseRow result = row;
  result[uses] = 0;
  return result;
}

}  // namespace

ReviewTerm::ReviewTerm(const Contract::Term& term, const JourneyBeliefs& beliefs, double interval)
    : term_(&term),
      beliefs_(&beliefs),
      problem_(problem_of(term.measure, beliefs)),
      reads_use_(abstinence(term.measure) || needs(term, Domain::use) ||
                 term.measure == Measure::reliably_improved_at_review),
      window_(std::min(window_of(term, beliefs), interval)),
      levels_(term.up_to > 0 ? static_cast<std::size_t>(term.up_to) : 1) {}

void ReviewTerm::begin(const UseRow& start) {
  now_.assign(levels_ * rows(), UseRow::Zero());
  kept_.assign(now_.size(), UseRow::Zero());
  now_[0] = problem_ ? start * problem_->at_start : start;
  all_ = start;
}

void ReviewTerm::mark() {
  marked_ = true;
  for (std::size_t i = 0; i < now_.size(); ++i)
    kept_[i] = abstinent_part(now_[i]);
}

void ReviewTerm::move(const TreatmentChain::Step& step) {
  all_ = (all_ * step.all).eval();
  for (std::size_t i = 0; i < now_.size(); ++i) {
    now_[i] = (now_[i] * step.all).eval();
    if (reads_use_ && marked_) kept_[i] = (kept_[i] * step.kept).eval();
  }
}

void ReviewTerm::keep_only(int state) {
  const auto keep = [state](UseRow& row) {
    const double value = row[state];
    row.setZero();
    row[state] = value;
  };
  std::ranges::for_each(now_, keep);
  std::ranges::for_each(kept_, keep);
  keep(all_);
}

/// P(no problem in the other domains that must be solved), wellbeing apart.
double ReviewTerm::others_solved(double day) const {
  const JourneyBeliefs& b = *beliefs_;
  const auto solved = [&](Domain d, const ProblemBeliefs& p, Measure own) {
    return needs(*term_, d) && term_->measure != own ? 1 - p.after(day) : 1.0;
  };
  return solved(Domain::injecting, b.injecting, Measure::stopped_injecting_at_review) *
         solved(Domain::housing, b.housing, Measure::housing_resolved_at_review) *
         solved(Domain::employment, b.unemployed, Measure::found_work_at_review);
}

/// Those of a row who achieve the outcome as the verifier says.
UseRow ReviewTerm::succeeded(std::size_t row, double day) const {
  UseRow result = reads_use_ ? kept_[row] : now_[row];
  if (term_->measure == Measure::review_done) return result;
  const bool solved = row % rows() == rows() - 1;
  if (!solved) result.setZero();
  result *= others_solved(day);
  if (term_->measure == Measure::abstinent_at_review) result *= beliefs_->no_other_use;
  if (term_->measure == Measure::reliably_improved_at_review && beliefs_->improved_within <= 0)
    result.setZero();
  if (term_->measure == Measure::wellbeing_normal_at_review || needs(*term_, Domain::wellbeing))
    result = result.cwiseProduct(column(beliefs_->wellbeing_normal).transpose());
  if (term_->verified_by == Verifier::provider)
    result += beliefs_->misreported * (now_[row] - result);
  return result;
}

void ReviewTerm::change_problems(double days) {
  const double resolves = 1 - problem_->after(days, true);
  const double returns = problem_->after(days, false);
  for (std::vector<UseRow>* state : {&now_, &kept_})
    for (std::size_t i = 0; i < state->size(); i += 2) {
      const UseRow problem = (*state)[i], solved = (*state)[i + 1];
      (*state)[i] = (1 - resolves) * problem + returns * solved;
      (*state)[i + 1] = resolves * problem + (1 - returns) * solved;
    }
}

ReviewTerm::Outcome ReviewTerm::review(double day, double since, bool payable) {
  Outcome outcome;
  if (problem_) change_problems(since);
  marked_ = false;
  if (!payable) return outcome;
  std::array<UseRow, 2> paid_once_less{UseRow::Zero(), UseRow::Zero()};
  for (std::size_t row = 0; row < now_.size(); ++row) {
    const UseRow achieved = succeeded(row, day);
    outcome.achieved += achieved.sum();
    if (term_->up_to == 0) continue;
    UseRow& below = paid_once_less[row % rows()];
    now_[row] += below - achieved;
    below = achieved;
  }
  outcome.opportunities = all_.sum() * (problem_ ? problem_->at_start : 1);
  return outcome;
}

}  // namespace pbrsim
