/// A journey followed from triage on: what happens to its populations, and what that is worth; for
/// valuation.cpp and variants.cpp alone.
///
/// Time is the age of the journey in days. What flows between two moments at which a term's factor
/// or the stage changes needs only the rows at both (chain.hpp), so reviews alone make short steps;
/// of journeys without end, reviews that are alike are summed in closed form (review_terms.hpp).
/// Prices and what follows an exit come in at the end, in `value`: one walk serves all bands, and
/// all beliefs that do not differ on what happens in treatment.
#pragma once

#include "provider/review_terms.hpp"
#include "provider/valuation.hpp"
#include "provider/worth.hpp"

namespace pbrsim {

template <class P>
class Walk {
 public:
  using Rows = typename P::Rows;
  using Chain = typename P::Chain;

  /// A term of the plan whose reviews would find something else in a journey of the first course
  /// if these were the beliefs.
  struct Told {
    std::size_t term;  // index in ContractPlan::terms
    const JourneyBeliefs* beliefs;
  };

  /// The plan, the beliefs and the chain must outlive it; the beliefs are those on problems, other
  /// use and reports that reviews meet with. `beside`: what reviews tell from them; not for Books.
  Walk(const ContractPlan& plan, const JourneyBeliefs& beliefs, Chain& chain, Group group,
       const Outlook& outlook, const std::vector<Told>& beside = {});
  /// Goes on to `age`, and from there with so many clients in each use state, valued as of then.
  void meet(double age, const ByUse& clients);
  void go_to_the_end();

  /// Days that clients of the first population spend under the contract.
  double days(bool early, int state) const { return stay_[early](0, state); }
  /// What a population of that band and those beliefs brings, from earning to payment and to the
  /// close of windows discounted at `later` a year, `exits` likewise; `triage`: with what its
  /// triage brings.
  JourneyValue value(int population, const JourneyBeliefs& beliefs, const TermWorths& worths,
                     Band band, double later, bool triage) const;
  /// Its terms alone.
  JourneyValue::Terms terms(int population, const JourneyBeliefs& beliefs, const TermWorths& worths,
                            Band band, double later, bool triage) const;
  /// What the term of `beside[i]` brings there; nothing if it brings nothing to anybody.
  JourneyValue::OfTerm value_beside(std::size_t i, const TermWorths& worths, Band band) const;

 private:
  struct Term {
    const ContractPlan::Term* plan;
    const Contract::Term* term;
    bool believes = false;           // what is coded as planned, be it true or not
    Each<P> paid = Each<P>::Zero();  // units times factor: outcomes, exits, pounds of activity
    Each<P> achieved = Each<P>::Zero(), opportunities = Each<P>::Zero();
  };
  template <class Q>
  struct AtReview {
    std::size_t term;
    std::size_t window;
    ReviewTerm<Q> state;
    typename ReviewTerm<Q>::Outcome last{}, before{};  // of the last two reviews
  };
  using First = typename P::First;
  struct Beside {
    AtReview<First> at_review;
    Each<First> paid = Each<First>::Zero(), achieved = Each<First>::Zero(),
                opportunities = Each<First>::Zero();
  };
  /// The days that reviews look back on.
  struct Window {
    double days;
    double marked_at;  // age at which those of the next review begin
    bool open = false;
    Rows kept = Rows::Zero();  // clients abstinent since then
  };

  void add_terms();
  void add_reviews(const std::vector<Told>& beside);
  template <class Q>
  AtReview<Q> at_review(std::size_t term, const JourneyBeliefs& beliefs, double interval);
  double next() const;
  bool goes_on() const;
  void go(double to);
  void move(double to);
  void settle();
  void settle_term(Term& term, const Rows& stay, const Each<P>& completed, const Each<P>& exits);
  void review();
  template <class Q, class Sums>
  void review(AtReview<Q>& r, Sums& sums);
  void mark();
  bool reviews_alike() const;
  void review_for_ever();
  void go_on_in_proportion();
  template <class Q, class Sums>
  void go_on_in_proportion(const AtReview<Q>& r, const Each<Q>& rest, Sums& sums);
  const ContractPlan::Term::InForce& in_force(const Term& term) const;
  double price(const Contract::Term& term, Band band) const;
  JourneyValue::OfTerm value_of(const Term& term, int population, const JourneyBeliefs& beliefs,
                                const TermWorths& worths, Band band, double later,
                                bool triage) const;
  JourneyValue::OfTerm fewer_offences(const Term& term, int population,
                                      const JourneyBeliefs& beliefs, double later,
                                      bool triage) const;

  const ContractPlan* plan_;
  const JourneyBeliefs* beliefs_;
  Chain* chain_;
  Group group_;
  Outlook outlook_;
  double end_;                     // age at which the contract ends
  std::size_t span_, first_span_;  // between which of the plan's breaks
  boost::container::small_vector<Term, 8> terms_;
  std::vector<AtReview<P>> reviews_;
  std::vector<std::optional<Beside>> beside_;  // none where the term matters to nobody
  boost::container::small_vector<Window, 2> windows_;
  Rows clients_, settled_;                                // now, and when the flow was last settled
  std::array<Rows, 2> stay_{Rows::Zero(), Rows::Zero()};  // later, early
  double age_ = 0;
  double review_due_, last_review_ = 0;
  int reviews_met_ = 0;
  Each<P> met_ = Each<P>::Zero(), last_met_ = Each<P>::Zero();  // clients at the last two
};

extern template class Walk<Courses<1>>;
extern template class Walk<Courses<4>>;
extern template class Walk<Books>;

}  // namespace pbrsim
