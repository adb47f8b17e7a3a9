// Providers respond to their contracts. Nulls are exact: a response that is switched off, has no
// pace, or meets an unchanged contract leaves every number of the history as it was. Control: the
// same world with the response on, where what is paid for moves by more than five standard errors
// of the paired difference.
#include <cmath>

#include "area/outlook.hpp"
#include "support/catch.hpp"
#include "support/histories.hpp"
#include "support/statistics.hpp"
#include "support/tiny_area.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

constexpr Behaviour all_levers{.effort = true,
                               .discharge = true,
                               .selection = true,
                               .coding = true,
                               .reporting = true,
                               .learning = true,
                               .readiness = true};

/// A block before; then pounds for abstinence at reviews and for planned exits.
Setup paid_by_results() {
  Setup s = busy();
  s.history_months = 30;
  s.provider("north").keyworker_hours *= 4;  // effort is not to cost places
  s.provider("south").keyworker_hours *= 4;
  s.response.elasticity.abstinence = s.response.elasticity.discharge = 0.6;
  s.response.adjustment = 0.6;
  s.response.ready_at_start = 0.8;
  for (const auto& [name, provider] : s.area.providers) {
    TermParameters block;
    block.kind = TermKind::block;
    block.amount = 200000;
    s.legacy.contracts[name].terms["block"] = block;
  }
  DesignParameters& design = s.add_design("results");
  design.behaviour = all_levers;
  for (const auto& [name, provider] : s.area.providers) {
    ContractParameters& c = design.contracts[name];
    c.terms.clear();
    c.clusters = {{"easy", {MeasuredBand::very_low, MeasuredBand::low}},
                  {"hard", {MeasuredBand::medium, MeasuredBand::high, MeasuredBand::very_high}}};
    TermParameters clean;
    clean.kind = TermKind::outcome;
    clean.measure = Measure::abstinent_presenting_at_review;
    clean.price = {{"all", 500}};
    c.terms["clean"] = clean;
    TermParameters exit = clean;
    exit.measure = Measure::planned_exit;
    exit.price = {{"easy", 600}, {"hard", 900}};
    c.terms["exit"] = exit;
  }
  return s;
}

void check_same(const Setup& a, const Setup& b) {
  const World one(a), other(b);
  for (std::uint32_t r = 0; r < 2; ++r)
    CHECK(difference(one.run(r).front(), other.run(r).front()) == "");
}

}  // namespace

TEST_CASE("A response that is off, has no pace or no reason changes nothing") {
  const Setup on = paid_by_results();
  Setup off = on;
  off.designs.front().behaviour = {};
  {
    const World one(on), other(off);
    CHECK(difference(one.run(0).front(), other.run(0).front()) != "");  // the control
  }
  SECTION("no pace") {
    Setup still = on;
    still.response.adjustment = 0;
    check_same(still, off);
  }
  SECTION("nobody ready") {
    Setup still = on;
    still.response.ready_at_start = 0;
    still.response.readiness_time = 1e300;
    check_same(still, off);
  }
  SECTION("the contract stays") {
    Setup same_contract = on;
    same_contract.designs.front().contracts = same_contract.legacy.contracts;
    Setup quiet = same_contract;
    quiet.designs.front().behaviour = {};
    check_same(same_contract, quiet);
  }
  SECTION("results were paid for before") {
    Setup before = on;
    before.legacy.contracts = before.designs.front().contracts;
    Setup quiet = before;
    quiet.designs.front().behaviour = {};
    check_same(before, quiet);
  }
}

TEST_CASE("Providers move towards their target, a share of the way each quarter") {
  Setup s = paid_by_results();
  s.designs.front().behaviour.readiness = false;
  const World world(s);
  const History h = world.run(0).front();
  const std::size_t providers = world.area.providers.size();
  REQUIRE(h.quarters.size() == providers * 8);
  Practice before = world.designs.front().practice.front();
  for (std::size_t q = 0; q < 8; ++q) {
    const ProviderQuarter& now = h.quarters[q * providers];
    CHECK(now.month == world.schedule.go_live_month + static_cast<int>(3 * q));
    for (const MeasuredBand b : all_of<MeasuredBand>()) {
      const double expected =
          before.abstinence[b] + 0.6 * (now.target.abstinence[b] - before.abstinence[b]);
      CHECK(now.practice.abstinence[b] == Approx(expected).epsilon(1e-12));
      CHECK(now.target.abstinence[b] > 1);
      CHECK(now.target.abstinence[b] <= 10);
    }
    before = now.practice;
    CHECK(now.caseload > 0);
    CHECK(now.committed > 0);
  }
}

TEST_CASE("What is paid for rises") {
  const Setup on = paid_by_results();
  Setup off = on;
  off.designs.front().behaviour = {};
  const World one(on), other(off);
  std::vector<double> clean;
  for (std::uint32_t r = 0; r < 16; ++r) {
    const History a = one.run(r).front(), b = other.run(r).front();
    const auto share = [&](const History& h) {
      return static_cast<double>(total(h, Count::abstinent_presenting)) /
             static_cast<double>(total(h, Count::reviews));
    };
    clean.push_back(share(a) - share(b));
  }
  const Mean m = mean_of(clean);
  INFO(m.mean << " +- " << m.se);
  CHECK(m.mean > 5 * m.se);
}

TEST_CASE("Providers who look ahead revise before go-live, and not before they begin to look") {
  Setup ahead = paid_by_results();
  ahead.response.anticipated_quarters = 2;
  Setup blind = ahead;
  ahead.designs.front().behaviour.anticipation = true;
  const World one(ahead), other(blind);
  const int go_live = one.schedule.go_live_month;
  CHECK(one.designs.front().first_action == one.schedule.timeline.month_start(go_live - 6));
  const History a = one.run(0).front(), b = other.run(0).front();
  CHECK(difference(a, b) != "");
  for (int month = 0; month < go_live - 6; ++month)
    for (const Count c : all_of<Count>())
      CHECK(total(a, c, month, month + 1) == total(b, c, month, month + 1));
  CHECK(b.quarters.front().month == go_live);
  REQUIRE(a.quarters.front().month == go_live - 6);
  CHECK(a.quarters.front().practice.discharge != 0);
  // Exits before go-live earn nothing, those after it do: it pays to wait.
  CHECK(a.quarters.front().target.discharge < b.quarters.front().target.discharge);

  // Nobody to respond, nothing to respond to: as if there were no looking ahead.
  for (Setup* s : {&ahead, &blind}) {
    s->designs.front().contracts = s->legacy.contracts;
    s->designs.front().behaviour.learning = false;
  }
  const World same(ahead), still_blind(blind);
  const History c = same.run(0).front(), d = still_blind.run(0).front();
  for (const Count n : all_of<Count>())
    CHECK(total(c, n) == total(d, n));
}

TEST_CASE("Providers who reckon with a threshold that rises by success make less of it") {
  Setup blind = paid_by_results();
  for (auto& [payee, contract] : blind.designs.front().contracts)
    for (auto& [name, term] : contract.terms)
      if (term.kind == TermKind::outcome) {
        term.threshold = Threshold{};
        term.threshold->rate = 0.05;
        term.threshold->ratchet = 0.8;
      }
  Setup sees = blind, fixed = blind;
  sees.designs.front().behaviour.year_progress = true;
  for (auto& [payee, contract] : fixed.designs.front().contracts)
    for (auto& [name, term] : contract.terms)
      if (term.threshold) term.threshold->ratchet = 0;
  const auto first_target = [](const Setup& s) {
    return World(s).run(0).front().quarters.front().target;
  };
  const Practice a = first_target(sees), b = first_target(blind);
  CHECK(b.discharge == first_target(fixed).discharge);
  CHECK(std::abs(b.discharge) > 0.02);
  CHECK(std::abs(a.discharge) < 0.9 * std::abs(b.discharge));
}

TEST_CASE("What is paid by the year so far changes what providers do in its last quarter") {
  Setup blind = paid_by_results(), sees = blind;
  sees.designs.front().behaviour.year_progress = true;
  check_same(blind, sees);  // nothing here depends on the year
  for (Setup* s : {&blind, &sees})
    for (auto& [payee, contract] : s->designs.front().contracts)
      contract.cap = 20000;
  CHECK(difference(World(sees).run(0).front(), World(blind).run(0).front()) != "");
}

TEST_CASE("Clients choose the provider that more of them complete with, if they choose by it") {
  Setup s = paid_by_results();
  s.designs.front().behaviour = {};
  // North discharges sooner from the first day of the run.
  DesignParameters& d = s.designs.front();
  d.practice["north"] = s.legacy_practice;
  d.practice["north"].discharge = 2;
  Setup indifferent = s, choosing = s;
  for (Setup* on : {&indifferent, &choosing})
    on->designs.front().behaviour.client_choice = true;
  choosing.response.choice_by_success = 40;
  check_same(s, indifferent);
  const auto north = [](const History& h) {
    std::size_t starts = 0;
    for (const Episode& e : h.episodes)
      if (e.provider == 0 && e.referred > 42 * 30.5) ++starts;
    return static_cast<double>(starts);
  };
  const World one(choosing), other(s);
  std::vector<double> more;
  for (std::uint32_t r = 0; r < 12; ++r)
    more.push_back(north(one.run(r).front()) - north(other.run(r).front()));
  const Mean m = mean_of(more);
  INFO(m.mean << " +- " << m.se);
  CHECK(m.mean > 5 * m.se);
}

TEST_CASE("What other areas have seen counts once it is known, if it is shared") {
  Setup alone = paid_by_results();
  alone.response.prior_events = 1e6;  // its own records tell it nothing
  alone.response.shared_learning.planned_exit = {2e6, 1e6};
  alone.response.shared_learning.known_after = 300;
  Setup shared = alone, late = alone;
  for (Setup* s : {&shared, &late})
    s->designs.front().behaviour.shared_learning = true;
  late.response.shared_learning.known_after = 1e6;
  check_same(alone, late);
  const History a = World(shared).run(0).front(), b = World(alone).run(0).front();
  const std::size_t providers = shared.area.providers.size();
  for (std::size_t q = 0; q < 4; ++q)
    CHECK(a.quarters[q * providers].target.discharge == b.quarters[q * providers].target.discharge);
  CHECK(std::abs(a.quarters[4 * providers].target.discharge -
                 b.quarters[4 * providers].target.discharge) > 1e-3);
}

TEST_CASE("Records correct beliefs by what was seen, practice apart") {
  ProviderRecords records;
  ByGroup<CourseMeans> means{};
  means[Group::opiate].weeks[Modality::maintenance] = 50;
  means[Group::opiate].stops = 0.5;
  means[Group::opiate].planned = 0.2;
  means[Group::opiate].unplanned = 0.7;
  for (int i = 0; i < 100; ++i) {
    records.treat(Group::opiate, 50LL * 7 * 86400);  // one journey's time
    records.see(Group::opiate, Learnt::abstinence);
  }
  records.settle(means);
  const ByLearnt<double> r = records.ratios(Group::opiate, 10);
  CHECK(r[Learnt::abstinence] == Approx((10 + 100) / (10 + 50.0)));
  CHECK(r[Learnt::planned_exit] == Approx(10 / (10 + 20.0)));
  CHECK(records.ratios(Group::alcohol, 10)[Learnt::abstinence] == 1);
  ByLearnt<PooledEvidence> pooled;
  pooled[Learnt::abstinence] = {30, 40};
  CHECK(records.ratios(Group::opiate, 10, pooled)[Learnt::abstinence] ==
        Approx((10 + 100 + 30) / (10 + 50.0 + 40)));
  // Practice that doubles the rate explains twice the events.
  means[Group::opiate].stops = 1;
  for (int i = 0; i < 100; ++i) {
    records.treat(Group::opiate, 50LL * 7 * 86400);
    records.see(Group::opiate, Learnt::abstinence);
  }
  records.settle(means);
  CHECK(records.ratios(Group::opiate, 10)[Learnt::abstinence] == Approx((10 + 200) / (10 + 150.0)));

  records.begin_month();
  records.offer(Group::alcohol, Band::low);
  CHECK(records.offered_a_week(Group::alcohol, {MeasuredBand::low}, 24) == 0);
  records.begin_month();
  CHECK(records.offered_a_week(Group::alcohol, {MeasuredBand::low}, 24) ==
        Approx(7 / days_per_month));
}

TEST_CASE("Clients whose next modality is not offered are believed to leave") {
  const Setup s = busy();
  const World world(s);
  const ClientMixes mixes =
      sample_clients(world.area.pathway, world.area.births, world.area.factors, 0, 2000);
  JourneyPlace all, some;
  all.modality[Modality::maintenance] = some.modality[Modality::maintenance] = 1;
  some.offers[Modality::reduction] = false;
  const auto believed = [&](const JourneyPlace& place) {
    return mean_beliefs(world.area.pathway, Group::opiate,
                        mixes[Group::opiate][MeasuredBand::medium], place);
  };
  const JourneyBeliefs stay = believed(all), go = believed(some);
  CHECK(go.later.transfer > 1.5 * stay.later.transfer);
  CHECK(course_means(go).total_weeks() < course_means(stay).total_weeks());
  CHECK(go.later.modality[Modality::reduction] == 0);
  CHECK(stay.later.modality[Modality::reduction] > 0);
}

TEST_CASE("Beliefs know of coverage, claims, coding and dates under the designs that have them") {
  Setup s = busy();
  s.pathway.reviews.coverage = {0.5, 0.6, 0.7, 0.9};
  s.pathway.reviews.put_off = 5;
  s.pathway.verification = {0.8, 0.9, 28, 0.3};
  s.pathway.pressure = {1.5, 0};
  s.pathway.drop_out.declined_share = 0.1;
  const auto believed = [&](Verifier by, bool on) {
    Setup own = s;
    DesignParameters& d = own.add_design("paid");
    d.behaviour.effort = true;
    d.verification.by = by;
    for (bool* mechanism : {&d.behaviour.review_coverage, &d.behaviour.review_dates,
                            &d.behaviour.verification, &d.behaviour.pressure})
      *mechanism = on;
    TermParameters term;
    term.kind = TermKind::outcome;
    term.measure = Measure::abstinent_presenting_at_review;
    term.price["all"] = 100;
    d.contracts["north"].terms["clean"] = term;
    return World(own).designs.front().outlooks.front();
  };
  const ProviderOutlook blind = believed(Verifier::assessor, false),
                        assessed = believed(Verifier::assessor, true),
                        coded = believed(Verifier::provider, true);
  const auto beliefs = [](const ProviderOutlook& o) { return o.prospect.kinds.front().beliefs; };
  CHECK(beliefs(blind).reviews.uses == 1);
  CHECK(beliefs(blind).reviews.abstinent == 1);
  CHECK(beliefs(blind).reviews.put_off == 0);
  CHECK(beliefs(blind).coded == 0);
  CHECK(blind.prospect.pressure.declines == 0);
  CHECK(beliefs(assessed).reviews.uses == 0.7);
  CHECK(beliefs(assessed).reviews.abstinent == 0.9);
  CHECK(beliefs(assessed).reviews.put_off == 5);
  CHECK(beliefs(assessed).coded == 0);
  CHECK(beliefs(coded).coded == 0.3);
  CHECK(assessed.prospect.pressure.declines == 1.5);
  CHECK(beliefs(assessed).later.completion[1] < 0.8 * beliefs(blind).later.completion[1]);
  CHECK(beliefs(coded).later.completion[1] == beliefs(blind).later.completion[1]);
  // Records of the years before are held against what was to be expected then.
  CHECK(assessed.before.kinds.front().beliefs.later.completion[1] ==
        beliefs(blind).later.completion[1]);

  Practice pushes = assessed.prospect.base;
  for (double& effort : pushes.abstinence.values)
    effort += 0.5;
  const auto leave = [&](const ProviderOutlook& o, const Practice& practice) {
    return o.prospect.beliefs(o.prospect.kinds.front(), practice).later.unplanned[uses];
  };
  const double soft = 0.5 * 0.5 / 0.55;
  CHECK(leave(blind, pushes) == leave(blind, blind.prospect.base));
  CHECK(leave(assessed, pushes) ==
        Approx((1 + 0.1 * std::expm1(1.5 * soft)) * leave(assessed, assessed.prospect.base)));
}
