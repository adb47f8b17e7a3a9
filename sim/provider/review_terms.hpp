/// What a term pays at reviews, followed along a walk.
///
/// A client counts as abstinent at a review who was abstinent `look_back` days before and all days
/// since. A term that pays a journey at most n times follows its own clients by how often it has
/// paid and, for problems that may be resolved, by whether the problem is there; others share
/// those of the walk. The first n payments are exact, so long as reviews do not come closer than
/// the look-back: then the interval stands for it. Reviews that are not done pay nothing and are no
/// opportunities. A review that waits for abstinence counts as one that looks back on so many days
/// less (relapse on those days is left out).
#pragma once

#include <boost/container/small_vector.hpp>
#include <optional>

#include "provider/populations.hpp"
#include "tariff/contract.hpp"

namespace pbrsim {

/// Days without use that an outcome needs; 0 if it does not read use.
double look_back(const Contract::Term& term, const JourneyBeliefs& beliefs, double interval);

/// Sums over the clients of each population.
template <class P>
using Each = Eigen::Matrix<double, P::size, 1>;

template <class P>
class ReviewTerm {
 public:
  using Rows = typename P::Rows;

  ReviewTerm(const Contract::Term& term, const JourneyBeliefs& beliefs, double interval);

  double look_back() const { return look_back_; }
  void begin(const Rows& start);
  /// The days that the review looks back on begin now.
  void mark();
  void move(const typename P::Step& step);
  /// Each use state's clients so many times.
  void scale(const Rows& times);
  struct Outcome {
    Each<P> achieved = Each<P>::Zero(), opportunities = Each<P>::Zero();
  };
  /// A review `day` days after triage, an interval after the one before; `counts`: the term is in
  /// its dates. Of all `clients` in treatment `kept` have been abstinent since the mark.
  Outcome review(double day, bool counts, const Rows& clients, const Rows& kept);

  /// Whether each review finds what the one before it found, but for who is there.
  bool alike() const;
  /// All reviews from now on, a review having just been, in closed form: what a term finds in all
  /// together is a geometric series of the period's matrices. `clients`: all in treatment, summed
  /// over this review and those to come. Precondition: alike().
  Outcome for_ever(const Period<P::size>& period, const Rows& clients) const
      requires(!std::is_same_v<P, Books>);

 private:
  using ByState = Matrices<P::size, use_states>;  // what becomes of clients in each use state
  Rows reviewed(const Rows& now, const Rows& kept) const;
  Rows succeeded(const Rows& now, const Rows& kept, double solved) const;
  void change_problems();
  double others_solved(double day) const;
  bool needs_others(Domain d, Measure own) const;
  ByState succeeded(const Period<P::size>& period, double solved) const;
  Each<P> achieved_for_ever(const Period<P::size>& period) const;
  Each<P> resolved_for_ever(const Period<P::size>& period) const;
  bool misreports() const {
    return term_->verified_by == Verifier::provider && beliefs_->misreported > 0;
  }
  std::size_t rows() const { return problem_ ? 2 : 1; }

  const Contract::Term* term_;
  const JourneyBeliefs* beliefs_;
  bool problem_ = false;  // it pays for resolving one
  bool reads_use_ = false;
  double look_back_ = 0;  // days; where the term does not read use, those that decide on a review
  double concerned_ = 1;  // share of clients who had the problem
  double solved_ = 0;     // P(it is resolved) of theirs
  double resolves_ = 0, returns_ = 0;  // P(a problem is gone, a solved one is back) at the next
  double chance_ = 1;       // of those without use, who achieve it but for problems and wellbeing
  std::size_t levels_ = 0;  // payments before it stops paying; 0: never
  boost::container::small_vector<Rows, 4> now_;   // by payments, then problem, solved; or all
  boost::container::small_vector<Rows, 4> kept_;  // of them, abstinent since the mark
  bool marked_ = false;
};

extern template class ReviewTerm<Courses<1>>;
extern template class ReviewTerm<Courses<4>>;
extern template class ReviewTerm<FirstOf<4>>;
extern template class ReviewTerm<Books>;

}  // namespace pbrsim
