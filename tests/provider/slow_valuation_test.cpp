// The valuation against the same expectations summed the long way (slow_valuation.hpp): new
// journeys under every kind of term, dated and for ever, and clients on the books state by state.
// Exact but for rounding: 1e-9.
#include "slow_valuation.hpp"

#include <cmath>

#include "core/units.hpp"
#include "support/catch.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

JourneyBeliefs beliefs(double speed) {
  JourneyBeliefs b;
  b.abstinent_at_start = 0.15;
  b.early.stops = 0.012 * speed;
  b.early.lapse = {0, 0.009, 0.004};
  b.early.completion = {0, 0.002 * speed, 0.005 * speed};
  b.early.unplanned = {0.008 * speed, 0.004 * speed, 0.003};
  b.early.other_exit = {0.0003, 0.0002, 0.0002};
  b.early.transfer = 0.0004;
  b.early.modality[Modality::maintenance] = 0.6;
  b.early.modality[Modality::psychosocial] = 0.4;
  b.later = b.early;
  b.later.stops = 0.006 * speed;
  b.later.completion = {0, 0.004 * speed, 0.008 * speed};
  b.later.unplanned = {0.004 * speed, 0.002 * speed, 0.001};
  b.relapse = 0.004;
  b.remission = 0.001;
  b.returns_using = 0.003;
  b.returns_abstinent = 0.0002;
  b.out_of_reach = 0.0002;
  b.no_other_use = 0.8;
  b.improved_within = 17;
  b.settled_at_exit = 0.93;
  b.injecting = {0.3, 0.0005, 0.003};
  b.housing = {0.5, 0.001, 0.004};
  b.unemployed = {0.7, 0.002, 0.001};
  b.wellbeing_normal = {0.2, 0.6, 0.7};
  b.offender = 0.4;
  b.proven_per_day = 0.002;
  b.dies_or_moves = 0.0001;
  b.mean_wait = 12;
  b.vaccination = 0.3;
  b.misreported = 0.05;
  return b;
}

TermParameters of(TermKind kind) {
  TermParameters t;
  t.kind = kind;
  if (kind == TermKind::activity)
    t.price_per_week = ByModality<double>{{40, 50, 60, 70}};
  else
    t.price = {{"easy", 100}, {"hard", 170}};
  return t;
}

TermParameters outcome(Measure m, int up_to = 0, std::vector<Domain> domains = {}) {
  TermParameters t = of(is_process(m) ? TermKind::process : TermKind::outcome);
  t.measure = m;
  if (up_to > 0) t.up_to = up_to;
  t.requires_all = std::move(domains);
  return t;
}

TermParameters away(int months) {
  TermParameters t = outcome(Measure::no_representation);
  t.within_months = months;
  return t;
}

ContractParameters every_term() {
  using M = Measure;
  using D = Domain;
  ContractParameters c;
  c.clusters = {{"easy", {MeasuredBand::very_low, MeasuredBand::low, MeasuredBand::medium}},
                {"hard", {MeasuredBand::high, MeasuredBand::very_high}}};
  c.terms["start"] = of(TermKind::attachment);
  c.terms["start, back"] = of(TermKind::attachment);
  c.terms["start, back"].claw_back = ClawBack{10, 0.6};
  c.terms["start, back"].until_month = 14;
  c.terms["weeks"] = of(TermKind::activity);
  c.terms["weeks, phased"] = of(TermKind::activity);
  c.terms["clean"] = outcome(M::abstinent_presenting_at_review);
  c.terms["clean once"] = outcome(M::abstinent_presenting_at_review, 1);
  c.terms["clean three times, phased"] = outcome(M::abstinent_at_review, 3);
  c.terms["better"] = outcome(M::reliably_improved_at_review);
  c.terms["better twice"] = outcome(M::reliably_improved_at_review, 2);
  c.terms["injecting"] = outcome(M::stopped_injecting_at_review);
  c.terms["home once"] = outcome(M::housing_resolved_at_review, 1);
  c.terms["home, clean"] = outcome(M::housing_resolved_at_review, 0, {D::use, D::employment});
  c.terms["work twice, well"] = outcome(M::found_work_at_review, 2, {D::wellbeing, D::injecting});
  c.terms["well"] = outcome(M::wellbeing_normal_at_review);
  c.terms["all"] = outcome(M::abstinent_presenting_at_review, 0,
                           {D::use, D::injecting, D::housing, D::employment, D::wellbeing});
  c.terms["all once, as told"] = outcome(M::abstinent_presenting_at_review, 1,
                                         {D::use, D::injecting, D::housing, D::employment});
  c.terms["all once, as told"].verified_by = Verifier::provider;
  c.terms["work, as told"] = outcome(M::found_work_at_review);
  c.terms["work, as told"].verified_by = Verifier::provider;
  c.terms["exit"] = outcome(M::planned_exit);
  c.terms["exit, solved, as told"] =
      outcome(M::planned_exit, 0, {D::use, D::housing, D::wellbeing});
  c.terms["exit, solved, as told"].verified_by = Verifier::provider;
  c.terms["exit, back"] = outcome(M::planned_exit);
  c.terms["exit, back"].claw_back = ClawBack{12, 1};
  c.terms["away, phased"] = away(12);
  c.terms["away, back"] = away(6);
  c.terms["away, back"].claw_back = ClawBack{12, 0.5};
  c.terms["no offence"] = outcome(M::no_proven_offence);
  c.terms["no offence"].within_months = 9;
  c.terms["in time"] = outcome(M::started_in_time);
  c.terms["in time"].within = 21;
  c.terms["vaccinated"] = outcome(M::vaccination_offered);
  c.terms["reviews"] = outcome(M::review_done);
  c.terms["two reviews"] = outcome(M::review_done, 2);
  for (auto& [name, term] : c.terms)
    if (name.ends_with("phased")) {
      term.phase_in = {{0, 0.5}, {7, 0}, {20, 1.5}};
      term.from_month = 3;
      term.until_month = 30;
      term.lag_months = 4;
    }
  return c;
}

const Timeline timeline{Date{std::chrono::year{2012} / 4 / 1},
                        Date{std::chrono::year{2020} / 4 / 1}};

Contract contract() {
  return Contract(every_term(), timeline, 0, timeline.day_of(Date{std::chrono::year{2015} / 4 / 1}),
                  true);
}

void compare(const JourneyValue& fast, const JourneyValue& slow, const Contract& c) {
  REQUIRE(fast.terms.size() == c.terms().size());
  for (std::size_t t = 0; t < c.terms().size(); ++t) {
    INFO(c.terms()[t].name);
    CHECK(fast.terms[t].income == Approx(slow.terms[t].income).epsilon(1e-9).margin(1e-10));
    CHECK(fast.terms[t].achieved == Approx(slow.terms[t].achieved).epsilon(1e-9).margin(1e-12));
    CHECK(fast.terms[t].opportunities ==
          Approx(slow.terms[t].opportunities).epsilon(1e-9).margin(1e-12));
  }
}

}  // namespace

TEST_CASE("A new journey's value is the sum over its reviews and exits, to 1e-9") {
  const Contract c = contract();
  const ContractPlan plan(c);
  const Outlook outlooks[] = {{0, 0.4, 84, false},  {33, 0.1, 84, false}, {700.25, 0.4, 70, false},
                              {1001, 0, 28, false}, {0, 0.4, 20, false},  {-50, 0.2, 91, false},
                              {0, 0.4, 84, true},   {0, 0, 60, true}};
  for (const double speed : {0.4, 1.0, 3.0})
    for (const Outlook& o : outlooks) {
      INFO("speed " << speed << ", triage " << o.triage << ", interval " << o.review_interval);
      compare(value_of_journey(plan, beliefs(speed), Group::opiate, Band::high, o),
              slow_value(c, beliefs(speed), Group::opiate, Band::high, o), c);
    }
}

namespace {

/// Gauss-Legendre with four nodes on pieces between moments at which some look-back begins.
template <class Add>
void integrate(double from, double to, Add add) {
  constexpr double node[] = {-0.8611363115940526, -0.3399810435848563, 0.3399810435848563,
                             0.8611363115940526};
  constexpr double weight[] = {0.3478548451374538, 0.6521451548625461, 0.6521451548625461,
                               0.3478548451374538};
  constexpr double cuts[] = {0, 28, 56, 84 - 17, 84};
  for (double start = from; start < to; start += 84)
    for (std::size_t piece = 0; piece + 1 < std::size(cuts); ++piece) {
      const double half = (cuts[piece + 1] - cuts[piece]) / 2;
      for (std::size_t i = 0; i < std::size(node); ++i)
        add(start + cuts[piece] + half * (1 + node[i]), half * weight[i]);
    }
}

}  // namespace

TEST_CASE("Clients on the books are worth what the rest of their journeys brings, to 1e-6") {
  const Contract c = contract();
  const JourneyBeliefs b = beliefs(4);
  const Outlook o{0, 0.4, 84, true};
  const BookValue books = value_of_books(ContractPlan(c), b, Group::opiate, Band::low, o);
  for (const bool early : {true, false})
    for (const int state : {early ? uses : abstinent, abstinent_12_weeks}) {
      double days = 0;
      JourneyValue sum;
      integrate(early ? 0 : 84, early ? 84 : slow_horizon(b), [&](double age, double weight) {
        days += weight * slow_share(b, age, state);
        sum.add(slow_value(c, b, Group::opiate, Band::low, o, age, state), weight);
      });
      const auto& of = books.states[static_cast<std::size_t>((early ? 0 : use_states) + state)];
      INFO(early << state);
      CHECK(of.clients == Approx(days).epsilon(1e-6));
      for (std::size_t t = 0; t < c.terms().size(); ++t) {
        INFO(c.terms()[t].name);
        CHECK(of.clients * of.value.terms[t].income ==
              Approx(sum.terms[t].income).epsilon(1e-6).margin(1e-6));
      }
    }
}

TEST_CASE("Clients met at an age are worth what the rest of their journeys brings, to 1e-9") {
  const Contract c = contract();
  const JourneyBeliefs b = beliefs(1);
  const ByUse met{2, 0.5, 3};
  for (const double age : {42.0, 60.0, 126.0})
    for (const double day : {0.0, 400.0}) {
      INFO(age << ' ' << day);
      const Outlook now{day, 0.4, 84, false}, triage{day - age, 0.4, 84, false};
      JourneyValue slow;
      for (int state = 0; state < use_states; ++state)
        slow.add(slow_value(c, b, Group::opiate, Band::high, triage, age, state),
                 met[static_cast<std::size_t>(state)] / slow_share(b, age, state));
      compare(value_of_clients(ContractPlan(c), b, Group::opiate, Band::high, now, age, met), slow,
              c);
    }
}
