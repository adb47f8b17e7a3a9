/// What a contract makes a client worth to a provider: expected discounted income of a journey.
///
/// The provider follows the belief chain (beliefs.hpp, chain.hpp) from triage through the journey's
/// reviews to its exit, and the windows after a planned exit to their close; what a later return
/// brings is another journey's. Income is discounted to the day of triage from the day of payment,
/// which is on average half a month and the term's lag after it is earned. A term earns while it is
/// in force: to the end of the contract, windows to their close; claw-backs go on.
///
/// Exact where beliefs are true: attachment, activity, reviews (first n times included), planned
/// exits, windows, claw-backs, processes. `requires_all` multiplies probabilities as if domains
/// were independent. What is paid for fewer offences is the baseline for each contract year in
/// which a client is treated, less the offences from triage to the end of the last of them, as if
/// contract years began at any time. Thresholds, caps, floors and escalators depend on everybody:
/// cohort.hpp; here such terms are valued at their price as if they were plain. Blocks and floors
/// are no part of a client's worth. Pounds, days, weeks.
#pragma once

#include <boost/container/small_vector.hpp>
#include <optional>
#include <vector>

#include "provider/chain.hpp"
#include "provider/parameters.hpp"
#include "tariff/contract.hpp"

namespace pbrsim {

/// Days from the exit or the triage to the close of the term's window; 0 where it has none.
double settled_after(const Contract::Term& term);

/// A contract laid out for valuation: made once, used for every client.
struct ContractPlan {
  struct Term {
    struct InForce {
      bool in_dates = false;
      double factor = 0;  // by phase; that of a window is the one at its close
    };
    std::size_t index = 0;  // in Contract::terms()
    bool claws_back_triage = false;
    bool by_exit = false;  // exits decide on it
    /// On the day of the review, exit or triage: by_span[i] before breaks[i], the last after all.
    std::vector<InForce> by_span;
  };

  explicit ContractPlan(const Contract& contract);
  std::size_t span(double day) const;

  const Contract* contract;
  std::vector<Term> terms;     // those that a client can earn
  std::vector<double> breaks;  // days on which some term begins, ends or changes its factor
  bool reaches_on = false;     // some claw-back follows clients who stay beyond the contract
  bool tells_stock = false;    // some term is for journeys begun before the contract, or under it
};

/// When a journey begins, and how its income is discounted.
struct Outlook {
  double triage = 0;            // day
  double discount = 0;          // per year: time preference + 1 / believed life of the contract
  double review_interval = 84;  // 0: no reviews
  /// As if every term stood for ever, before phases.
  bool for_ever = false;
  /// Of a journey for ever whose reviews do not become alike: so many are followed, what later ones
  /// bring falls off as it did between the last two. 0: all are. 2 or more, and undiscounted.
  int most_reviews = 0;
  /// Whether the journey began under the contract; by the day of its triage if not said.
  std::optional<bool> begun_under_it = std::nullopt;
};

struct JourneyValue {
  struct OfTerm {
    double income = 0;         // pounds, discounted
    double achieved = 0;       // outcomes that count, discounted as their payment is
    double opportunities = 0;  // as the contract counts them for rates, discounted likewise
  };
  using Terms = boost::container::small_vector<OfTerm, 12>;
  Terms terms;                                    // as in the contract
  ByModality<double> weeks{};                     // in treatment under the contract, discounted
  double abstinent_weeks = 0, planned_exits = 0;  // discounted

  double income() const;
  double total_weeks() const;
  JourneyValue& add(const JourneyValue& other, double times);
};

/// Income of a journey that begins on the outlook's day.
JourneyValue value_of_journey(const ContractPlan& plan, const JourneyBeliefs& beliefs, Group group,
                              Band band, const Outlook& outlook);

/// Income to come of clients on the books on the outlook's day, `age` days after their triage, so
/// many in each use state: each is like the journeys that are then in that state.
JourneyValue value_of_clients(const ContractPlan& plan, const JourneyBeliefs& beliefs, Group group,
                              Band band, const Outlook& outlook, double age, const ByUse& clients);

/// Clients on the books in a steady state, by belief state: how many per journey begun a day, and
/// what one of them is still worth.
struct BookValue {
  struct OfState {
    double clients = 0;  // days that a journey spends in the state
    JourneyValue value;  // of one client met in it
  };
  /// Early, then later; within each by use state.
  std::array<OfState, 2 * use_states> states;
  /// Per journey begun a day, what is earned but not yet due: windows that are still open, payments
  /// that wait for their day; their discount, summed over the wait.
  JourneyValue owed;
};

/// As if every term stood for ever, from one walk with every meeting in it (populations.hpp). With
/// the discount r a day, the value of a new journey + r (sum of clients *
/// value + owed) is the income of a journey without discount: new journeys and those on the books
/// together are worth the flow of income. Precondition: discount above 0.
BookValue value_of_books(const ContractPlan& plan, const JourneyBeliefs& beliefs, Group group,
                         Band band, const Outlook& outlook);

}  // namespace pbrsim
