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

}  // namespace

double look_back(const Contract::Term& term, const JourneyBeliefs& beliefs, double interval) {
  if (abstinence(term.measure)) return std::min(review_window - beliefs.reviews.put_off, interval);
  if (term.measure != Measure::reliably_improved_at_review && !needs(term, Domain::use)) return 0;
  // No improvement possible: whoever has a fall to show has stopped altogether.
  const double improved = beliefs.improved_within > 0 ? beliefs.improved_within : review_window;
  return std::min({improved, review_window, interval});
}

template <class P>
ReviewTerm<P>::ReviewTerm(const Contract::Term& term, const JourneyBeliefs& beliefs,
                          double interval)
    : term_(&term),
      beliefs_(&beliefs),
      look_back_(pbrsim::look_back(term, beliefs, interval)),
      levels_(static_cast<std::size_t>(term.up_to)) {
  reads_use_ = look_back_ > 0;
  if (!reads_use_ && beliefs.reviews.uses != beliefs.reviews.abstinent)
    look_back_ = std::min(review_window, interval);
  if (const auto problem = problem_of(term.measure, beliefs)) {
    problem_ = true;
    concerned_ = problem->at_start;
    resolves_ = 1 - problem->after(interval, true);
    returns_ = problem->after(interval, false);
  }
  if (term.measure == Measure::reliably_improved_at_review && beliefs.improved_within <= 0)
    chance_ = 0;
  if (term.measure == Measure::abstinent_at_review) chance_ = beliefs.no_other_use;
}

template <class P>
void ReviewTerm<P>::begin(const Rows& start) {
  if (levels_ == 0) return;
  now_.assign(levels_ * rows(), Rows::Zero());
  if (look_back_ > 0) kept_ = now_;
  now_[0] = start;
  if (problem_) now_[0] *= concerned_;
}

template <class P>
void ReviewTerm<P>::mark() {
  marked_ = true;
  for (std::size_t i = 0; i < kept_.size(); ++i) {
    kept_[i] = now_[i];
    kept_[i].col(uses).setZero();
  }
}

template <class P>
void ReviewTerm<P>::move(const typename P::Step& step) {
  for (Rows& row : now_)
    row = P::move(row, step);
  if (!marked_) return;
  for (Rows& row : kept_)
    row = P::keep(row, step);
}

template <class P>
void ReviewTerm<P>::scale(const Rows& times) {
  for (auto* state : {&now_, &kept_})
    for (Rows& row : *state)
      row = row.cwiseProduct(times);
}

template <class P>
bool ReviewTerm<P>::needs_others(Domain d, Measure own) const {
  return needs(*term_, d) && term_->measure != own;
}

/// P(no problem in the other domains that must be solved), wellbeing apart.
template <class P>
double ReviewTerm<P>::others_solved(double day) const {
  const JourneyBeliefs& b = *beliefs_;
  const auto solved = [&](Domain d, const ProblemBeliefs& p, Measure own) {
    return needs_others(d, own) ? 1 - p.after(day) : 1.0;
  };
  return solved(Domain::injecting, b.injecting, Measure::stopped_injecting_at_review) *
         solved(Domain::housing, b.housing, Measure::housing_resolved_at_review) *
         solved(Domain::employment, b.unemployed, Measure::found_work_at_review);
}

/// Those of a row whose review is done.
template <class P>
typename P::Rows ReviewTerm<P>::reviewed(const Rows& now, const Rows& kept) const {
  const ReviewHabits& done = beliefs_->reviews;
  if (done.uses == done.abstinent) return done.abstinent * now;
  return done.uses * now + (done.abstinent - done.uses) * kept;
}

/// Those of a row who achieve the outcome as the verifier says, if with that chance no problem is
/// in the way.
template <class P>
typename P::Rows ReviewTerm<P>::succeeded(const Rows& now, const Rows& kept, double solved) const {
  Rows result = reads_use_ ? Rows(beliefs_->reviews.abstinent * kept) : reviewed(now, kept);
  if (term_->measure == Measure::review_done) return result;
  result *= chance_ * solved;
  if (term_->measure == Measure::wellbeing_normal_at_review || needs(*term_, Domain::wellbeing))
    for (int state = 0; state < use_states; ++state)
      result.col(state) *= beliefs_->wellbeing_normal[static_cast<std::size_t>(state)];
  if (misreports()) result += beliefs_->misreported * (reviewed(now, kept) - result);
  return result;
}

template <class P>
void ReviewTerm<P>::change_problems() {
  for (auto* state : {&now_, &kept_})
    for (std::size_t i = 0; i < state->size(); i += 2) {
      const Rows problem = (*state)[i], solved = (*state)[i + 1];
      (*state)[i] = (1 - resolves_) * problem + returns_ * solved;
      (*state)[i + 1] = resolves_ * problem + (1 - returns_) * solved;
    }
}

template <class P>
typename ReviewTerm<P>::Outcome ReviewTerm<P>::review(double day, bool counts, const Rows& clients,
                                                      const Rows& kept) {
  Outcome outcome;
  marked_ = false;
  if (problem_) {
    change_problems();
    solved_ += resolves_ * (1 - solved_) - returns_ * solved_;
  }
  if (!counts) return outcome;
  outcome.opportunities = concerned_ * reviewed(clients, kept).rowwise().sum();
  const double others = others_solved(day);
  if (levels_ == 0) {
    outcome.achieved =
        concerned_ * succeeded(clients, kept, others * (problem_ ? solved_ : 1)).rowwise().sum();
    return outcome;
  }
  std::array<Rows, 2> paid_once_less{Rows::Zero(), Rows::Zero()};
  for (std::size_t i = 0; i < now_.size(); ++i) {
    const bool solved = i % rows() == rows() - 1;
    const bool nobody = !solved && !misreports();
    const Rows achieved =
        nobody ? Rows(Rows::Zero())
               : succeeded(now_[i], look_back_ > 0 ? kept_[i] : now_[i], solved ? others : 0);
    if (!nobody) outcome.achieved += achieved.rowwise().sum();
    Rows& below = paid_once_less[i % rows()];
    now_[i] += below - achieved;
    below = achieved;
  }
  return outcome;
}

template <class P>
bool ReviewTerm<P>::alike() const {
  return !(problem_ && levels_ == 0) &&
         !needs_others(Domain::injecting, Measure::stopped_injecting_at_review) &&
         !needs_others(Domain::housing, Measure::housing_resolved_at_review) &&
         !needs_others(Domain::employment, Measure::found_work_at_review);
}

/// Of a client in each use state after one review, those who succeed at the next.
template <class P>
typename ReviewTerm<P>::ByState ReviewTerm<P>::succeeded(const Period<P::size>& period,
                                                         double solved) const {
  const auto row = [](const ByState& of, int i) {
    Rows result;
    for (int j = 0; j < use_states; ++j)
      result.col(j).array() = of(i, j);
    return result;
  };
  ByState result;
  for (int i = 0; i < use_states; ++i) {
    const Rows of_state = succeeded(row(period.all, i), row(period.kept, i), solved);
    for (int j = 0; j < use_states; ++j)
      result(i, j) = of_state.col(j).array();
  }
  return result;
}

template <class P>
typename ReviewTerm<P>::Outcome ReviewTerm<P>::for_ever(const Period<P::size>& period,
                                                        const Rows& clients) const
    requires(!std::is_same_v<P, Books>) {
  const Rows now = clients * period.all, kept = clients * period.kept;
  Outcome outcome;
  outcome.opportunities = concerned_ * reviewed(now, kept).rowwise().sum();
  if (levels_ == 0)
    outcome.achieved = succeeded(now, kept, 1).rowwise().sum();
  else
    outcome.achieved = problem_ ? resolved_for_ever(period) : achieved_for_ever(period);
  return outcome;
}

/// With M the period's matrix and A who succeeds in it, those u that a term has paid equally often
/// become u (M - A), and u A have been paid once more; sums over all reviews to come solve
/// U = u + U (M - A) + what comes from those paid once less.
template <class P>
Each<P> ReviewTerm<P>::achieved_for_ever(const Period<P::size>& period) const {
  const ByState succeeds = succeeded(period, 1);
  const ByState sums = inverse(ByState::Identity() - (period.all - succeeds));
  Each<P> achieved = Each<P>::Zero();
  Rows paid = Rows::Zero();
  for (const Rows& level : now_) {
    paid = Rows(level + paid) * sums * succeeds;
    achieved += paid.rowwise().sum();
  }
  return achieved;
}

/// The same where problems resolve (r) and return (q) between reviews: P of those with the problem
/// and S of those without solve the pair P = p + ((1 - r) P + q S) (M - B),
/// S = s + (r P + (1 - q) S) (M - A), B being A with the problem.
template <class P>
Each<P> ReviewTerm<P>::resolved_for_ever(const Period<P::size>& period) const {
  const ByState one = ByState::Identity();
  const ByState solved = succeeded(period, 1), unsolved = succeeded(period, 0);
  const ByState stays = period.all - solved, problem_stays = period.all - unsolved;
  const ByState sums = inverse(one - (1 - resolves_) * problem_stays);
  const ByState through = resolves_ * (sums * stays);  // from those with the problem
  const ByState both =
      inverse(one - (returns_ * (problem_stays * through) + (1 - returns_) * stays));
  Each<P> achieved = Each<P>::Zero();
  Rows paid = Rows::Zero(), paid_unsolved = Rows::Zero();
  for (std::size_t i = 0; i < now_.size(); i += 2) {
    const Rows problem = now_[i] + paid_unsolved;
    const Rows without = Rows(now_[i + 1] + paid + problem * through) * both;
    const Rows with = Rows(problem + returns_ * (without * problem_stays)) * sums;
    paid = Rows(resolves_ * with + (1 - returns_) * without) * solved;
    paid_unsolved = Rows((1 - resolves_) * with + returns_ * without) * unsolved;
    achieved += (paid + paid_unsolved).rowwise().sum();
  }
  return achieved;
}

template class ReviewTerm<Courses<1>>;
template class ReviewTerm<Courses<4>>;
template class ReviewTerm<FirstOf<4>>;
template class ReviewTerm<Books>;

}  // namespace pbrsim
