/// A journey followed from triage on, collecting what it earns; for valuation.cpp alone.
///
/// Time is the age of the journey in days. A walk is a value: a copy goes on by itself.
#pragma once

#include "provider/review_terms.hpp"
#include "provider/valuation.hpp"

namespace pbrsim {

class Walk {
 public:
  /// The plan, the beliefs and the chain must outlive it. `chain` discounts a year at `outlook`'s
  /// rate to the day on which something is earned; from there to payment it is `later` a year.
  Walk(const ContractPlan& plan, const JourneyBeliefs& beliefs, TreatmentChain& chain, Group group,
       Band band, const Outlook& outlook, double later);

  double age() const { return age_; }
  const UseRow& clients() const { return clients_; }
  const JourneyValue& value() const { return value_; }
  /// Whether anybody is left and the contract goes on.
  bool goes_on() const;
  /// The next age at which something changes course: stage, review, look-back, a term's dates.
  double next() const;
  /// Precondition: `to` is at most next().
  void go(double to);
  void go_to_the_end();

  /// Goes on with the clients of one use state, valued as of now.
  void restart_with(int state);

 private:
  struct Term {
    const ContractPlan::Term* plan;
    const Contract::Term* term;
    double price = 0;         // pounds
    double per_exit = 0;      // pounds that a planned exit brings, claw-backs taken off
    double exit_success = 0;  // outcomes that it brings, discounted to the exit
    double exit_chance = 0;   // opportunities, discounted to the exit
    double lag = 1;           // discount for payment after it is earned
  };
  struct AtReview {
    std::size_t term;
    ReviewTerm state;
  };

  Term compile(const ContractPlan::Term& planned, Group group, Band band) const;
  void value_exit(Term& term) const;
  double solved_at_exit(const Contract::Term& term) const;
  void at_triage();
  void move(double to);
  void flow(const UseRow& stay, bool early);
  void review();
  void mark();
  double factor(const Term& term, double age) const;
  double discounted(double age) const { return std::exp(-discount_ * (age - origin_)); }
  JourneyValue::OfTerm& of(const Term& term) { return value_.terms[term.plan->index]; }

  const ContractPlan* plan_;
  const JourneyBeliefs* beliefs_;
  TreatmentChain* chain_;
  Outlook outlook_;
  double discount_, later_;  // per day
  double end_;               // age at which the contract ends
  std::vector<Term> terms_;
  std::vector<AtReview> reviews_;
  UseRow clients_;
  double age_ = 0, origin_ = 0;
  double review_due_, last_review_ = 0;
  JourneyValue value_;
};

}  // namespace pbrsim
