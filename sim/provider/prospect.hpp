/// What a provider expects of a contract if it changes its practice: the flow of income.
///
/// Pi(x) = phi(x) sum_k Lambda_k A(sigma) V_k(x) + r sum_k n_k V_k(x) - rho / 2 Var(x), pounds a
/// week, x the moves of its levers: new journeys (Lambda offered a week, of which a share A is
/// accepted and a share phi gets a place), the clients on its books by stage and use (n) whose
/// income to come counts at the discount r a week, and the variance of a year's income over the
/// year. At unchanged practice and in a steady state both together are the undiscounted flow of
/// income (valuation.hpp). Blocks and floors do not depend on practice and are left out.
///
/// Places are Erlang-A with patience equal to stay: R clients wanted at a time, N places, z =
/// (R - N) / sqrt(R), phi = 1 - ((R - N) Phi(z) + sqrt(R) phi(z)) / R. A client on the books is met
/// in the midst of the first 12 weeks, or six weeks after them. Terms that depend on everybody
/// bring what margins_of() expects, and what practice changes besides counts as another pound does
/// there.
///
/// What cannot be valued by the chain: a client's wait, the effect of effort on other use.
#pragma once

#include <array>
#include <boost/container/small_vector.hpp>
#include <vector>

#include "provider/cohort.hpp"
#include "provider/levers.hpp"
#include "provider/response.hpp"
#include "provider/variants.hpp"

namespace pbrsim {

/// Clients of one group whose bands have the same prices in every contract that is compared.
struct ClientKind {
  Group group = Group::opiate;
  std::vector<MeasuredBand> bands;
  JourneyBeliefs beliefs;  // under the practice with which the provider begins
  double offered = 0;      // journeys a week
  ByUse early{}, later{};  // clients on the books
  ByUse stock{};           // of the later ones, those whose journey began before the contract
  /// Share that a unit more of coding lifts to the band above the highest of its own.
  double lifted = 0;
  Band band() const { return static_cast<Band>(bands.front()); }
};

/// Days of a journey by stage and use, and what happens in them: of one that is left to run.
struct CourseMeans {
  ByModality<double> weeks{};
  double abstinent_weeks = 0;
  double stops = 0, planned = 0, unplanned = 0;
  double total_weeks() const;
  CourseMeans& add(const CourseMeans& other, double times);
  CourseMeans& scale(double by);
};
CourseMeans course_means(const JourneyBeliefs& beliefs);
std::array<CourseMeans, BeliefVariants::courses> course_means(const BeliefVariants& variants,
                                                              BeliefVariants::Chain& undiscounted);

/// What pushing clients off drugs or medication does to those who use or are prescribed (pressure()
/// in practice.hpp): a share `declined` of unplanned exits declines to continue, exp(declines)
/// times as many per unit of pressure. Pressure sets in softly, as x^2 / (x + 0.05), so that J has
/// slopes at legacy practice; that fewer people come back by themselves is left out.
struct PressureBeliefs {
  Practice legacy;
  double declined = 0, declines = 0;
  /// Unplanned exits under that practice, times those under the legacy practice.
  double pushed(const Practice& practice, MeasuredBand band) const;
};

/// A provider's clients and means, whatever its contract.
struct Prospect {
  std::vector<ClientKind> kinds;
  Practice base;  // practice with which it begins
  LeverEffects effects;
  ServiceParameters service;
  double keyworker_hours = 0;  // a week
  bool effort_takes_time = true;
  PressureBeliefs pressure;
  double review_interval = 84;

  /// What a practice does to clients of a band.
  PracticeEffects effects_of(const Practice& practice, MeasuredBand band) const;
  /// The journey of a kind under a practice; `before`: what that with which it begins does.
  JourneyBeliefs beliefs(const ClientKind& kind, const Practice& practice,
                         const PracticeEffects& before) const;
  JourneyBeliefs beliefs(const ClientKind& kind, const Practice& practice) const {
    return beliefs(kind, practice, effects_of(base, kind.bands.front()));
  }
  /// Keyworker hours that a journey of that course takes.
  double hours(const ClientKind& kind, const CourseMeans& course, const Practice& practice) const;
};

/// What does not change while a design lasts: the clients without their numbers, and what the
/// provider can do.
struct ProviderOutlook {
  Prospect prospect;
  Prospect before;  // under the legacy design
  LeverSet levers;
  bool same_contract = false;  // as under the legacy design
};

/// The share of clients who get a place (phi): `wanted` at a time would take `hours` of the
/// keyworker hours a week that there are.
double admitted(double wanted, double hours, double keyworker_hours);

/// The parts of an income flow that add up over kinds of clients.
struct Flow {
  enum Part : int { fresh, booked, achieved, opportunities, income, parts };
  /// By term of the contract: pounds a week of new journeys if all got a place, pounds
  /// of clients on the books, and in a steady state, a week if all got a place, what is achieved,
  /// the opportunities for it, and pounds.
  boost::container::small_vector<std::array<double, parts>, 12> of_terms;
  double wanted = 0;     // clients at a time
  double hours = 0;      // hours a week that they would take
  double cash = 0;       // pounds a week that they would cost in cash
  double penalties = 0;  // pounds a week that misreporting is likely to cost, if all got a place
  explicit Flow(std::size_t terms);
  Flow& add(const Flow& other, double times);
};

/// What of a design besides the contract bears on what it brings.
struct Terms {
  const Contract* contract = nullptr;
  /// Pounds that misreporting one outcome or complexity too high is likely to cost.
  double audited = 0;
  Horizon horizon = {};
};

class IncomeFlow {
 public:
  /// The prospect, the levers and the contract must outlive it. `day`: now; `discount` a year;
  /// `risk`: what a squared pound of a year's standard deviation counts, per pound.
  IncomeFlow(const Prospect& prospect, const LeverSet& levers, const Terms& terms, double day,
             double discount, double risk);

  /// Whether anything that it pays depends on clients.
  bool depends_on_practice() const { return !plan_.terms.empty() || audited_ != 0; }
  Flow flow(const Moves& x) const;
  struct Tangent {
    Flow here;
    std::vector<Flow> slopes;  // by lever: what a unit more of it changes; 0 where not free
  };
  /// By forward differences of a millionth, whose error is of that size.
  Tangent tangent(const Moves& x) const;
  /// Pounds a week.
  double income(const Flow& flow) const;
  /// Pounds a week: prescribing, tests, premises of the clients who get a place.
  double cash_costs(const Flow& flow) const { return admitted(flow) * flow.cash; }
  double admitted(const Flow& flow) const {
    return pbrsim::admitted(flow.wanted, flow.hours, prospect_->keyworker_hours);
  }

 private:
  struct KindFlow {
    Flow started;  // of one journey a week that is accepted
    Flow on_books;
  };
  /// Where the levers stand, and there with each of a kind's moved a little.
  struct Points;
  Points around(const ClientKind& kind, const Moves& x) const;
  std::vector<KindFlow> flows(const ClientKind& kind, const Points& points) const;
  void add_places(const ClientKind& kind, const Points& points, BeliefVariants::Chain& chain,
                  std::vector<KindFlow>& flows) const;
  void add_journeys(const ClientKind& kind, const Points& points, BeliefVariants::Chain& chain,
                    const VariantWorths& worths, std::vector<KindFlow>& flows) const;
  void add_steady_year(const ClientKind& kind, const Points& points, BeliefVariants::Chain& chain,
                       std::vector<KindFlow>& flows) const;
  void add_books(const ClientKind& kind, const Points& points, BeliefVariants::Chain& chain,
                 const VariantWorths& worths, std::vector<KindFlow>& flows) const;
  std::size_t terms() const { return contract_->terms().size(); }

  const Prospect* prospect_;
  const LeverSet* levers_;
  const Contract* contract_;
  double audited_, risk_;
  Horizon horizon_;
  ContractPlan plan_;
  Outlook outlook_;
  double a_day_;         // discount
  bool steady_ = false;  // terms that depend on everybody, or risk, ask for the steady state
};

}  // namespace pbrsim
