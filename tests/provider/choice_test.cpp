// The practice that a provider chooses. Exact cases against their closed forms, identities to
// rounding, and 500 random contracts: the choice meets the Karush-Kuhn-Tucker conditions, and
// random starts find nothing better, or what they find is counted as a distant optimum.
#include "provider/choice.hpp"

#include <chrono>
#include <cmath>
#include <iostream>
#include <random>

#include "support/catch.hpp"

using namespace pbrsim;

namespace {

constexpr double weeks_per_year = days_per_year / 7;

Timeline timeline() {
  return {Date{std::chrono::year{2012} / 4 / 1}, Date{std::chrono::year{2072} / 4 / 1}};
}

Contract contract_of(const ContractParameters& p, double years = 3) {
  return {p, timeline(), 0, years * days_per_year, false};
}

JourneyBeliefs some_beliefs() {
  JourneyBeliefs b;
  b.abstinent_at_start = 0.1;
  b.early.stops = 0.012;
  b.early.lapse = {0, 0.009, 0.004};
  b.early.completion = {0, 0.002, 0.005};
  b.early.unplanned = {0.006, 0.003, 0.002};
  b.early.modality[Modality::psychosocial] = 1;
  b.later = b.early;
  b.later.stops = 0.005;
  b.relapse = 0.004;
  b.returns_using = 0.003;
  b.injecting = {0.3, 0.0002, 0.002};
  b.wellbeing_normal = {0.2, 0.4, 0.5};
  return b;
}

LeverEffects effects() {
  LeverEffects e;
  e.engagement_drop_out = 0.8;
  e.abstinence_stop = 0.8;
  e.abstinence_start = 0.6;
  e.reintegration_relapse = 0.6;
  e.harm_reduction_injecting = 0.6;
  e.hours_engagement = e.hours_abstinence = 0.15;
  e.hours_reintegration = e.hours_harm_reduction = 0.1;
  return e;
}

/// Two groups in three clusters: very low and low, medium, high and very high.
struct World {
  Prospect prospect;
  ContractParameters offered, legacy;
  Behaviour on{true, true, true, true, true};
  Control control{true, true, true};
  Elasticities elasticity;
  double altruism = 0, legacy_income = 400000, discount = 0.4, risk = 0, audited = 0, years = 3;
  Moves anchor_by_lever;

  explicit World(double hours = 300) {
    prospect.effects = effects();
    prospect.keyworker_hours = hours;
    offered.clusters = {{"easy", {MeasuredBand::very_low, MeasuredBand::low}},
                        {"middle", {MeasuredBand::medium}},
                        {"hard", {MeasuredBand::high, MeasuredBand::very_high}}};
    for (const Group g : {Group::opiate, Group::alcohol})
      for (const auto& [name, bands] : offered.clusters) {
        ClientKind kind;
        kind.group = g;
        kind.bands = bands;
        kind.beliefs = some_beliefs();
        const double hard = static_cast<double>(bands.front());
        for (StageBeliefs* s : {&kind.beliefs.early, &kind.beliefs.later}) {
          s->stops *= g == Group::alcohol ? 2 : 1;
          s->stops /= 1 + 0.2 * hard;
          for (double& rate : s->unplanned)
            rate *= 1 + 0.1 * hard;
        }
        kind.offered = g == Group::opiate ? 1.2 : 2;
        kind.early = {8, 3, 0};
        kind.later = {20, 6, 9};
        kind.lifted = 0.3;
        prospect.kinds.push_back(kind);
      }
  }

  /// Calls `use(problem, levers, flow, D)`.
  template <class Use>
  void with(Use use) const {
    const Contract contract = contract_of(offered, years), before = contract_of(legacy, years);
    const LeverSet levers(contract, prospect.base, on, control);
    const IncomeFlow flow(prospect, levers, {&contract, audited}, 0, discount, risk);
    const IncomeFlow old(prospect, levers, {&before, 0}, 0, discount, risk);
    const Curvature d = curvature(prospect, levers, elasticity, legacy_income, altruism);
    const ChoiceProblem problem(levers, flow, old, d,
                                anchor_by_lever.size() ? anchor_by_lever : levers.none());
    use(problem, levers, flow, d.own);
  }
  Moves chosen() const {
    Moves result;
    with([&](const ChoiceProblem& p, const LeverSet& l, const IncomeFlow&, const Moves&) {
      result = p.choose(l.none()).moves;
      CHECK(p.residual(result, p.at(result).gradient) < 0.01);
    });
    return result;
  }
};

TermParameters& add(ContractParameters& c, const std::string& name, TermKind kind, double price) {
  TermParameters& t = c.terms[name];
  t.kind = kind;
  if (kind == TermKind::activity)
    t.price_per_week = ByModality<double>::filled(price);
  else
    t.price = {{"all", price}};
  return t;
}

TermParameters& add(ContractParameters& c, const std::string& name, Measure m, double price) {
  TermParameters& t = add(c, name, TermKind::outcome, price);
  t.measure = m;
  if (m == Measure::no_representation) t.within_months = 12;
  return t;
}

void pilot(ContractParameters& c) {
  add(c, "start", TermKind::attachment, 100);
  add(c, "clean", Measure::abstinent_presenting_at_review, 300).up_to = 2;
  add(c, "exit", Measure::planned_exit, 800);
  add(c, "away", Measure::no_representation, 900);
}

/// A random contract of up to four terms, with conditions now and then.
ContractParameters random_contract(std::mt19937& rng, const ContractParameters& like) {
  std::uniform_real_distribution<double> u(0, 1);
  ContractParameters c;
  c.clusters = like.clusters;
  constexpr Measure measures[] = {Measure::abstinent_presenting_at_review,
                                  Measure::reliably_improved_at_review,
                                  Measure::stopped_injecting_at_review,
                                  Measure::wellbeing_normal_at_review,
                                  Measure::planned_exit,
                                  Measure::no_representation};
  const int terms = 1 + static_cast<int>(4 * u(rng));
  for (int i = 0; i < terms; ++i) {
    const Measure m = measures[static_cast<std::size_t>(6 * u(rng))];
    TermParameters& t = add(c, "t" + std::to_string(i), m, 1000 * u(rng));
    for (const auto& [name, bands] : c.clusters)
      t.price[name] = 1500 * u(rng);
    t.lag_months = static_cast<int>(12 * u(rng));
    if (u(rng) < 0.3) t.up_to = 1 + static_cast<int>(3 * u(rng));
    if (u(rng) < 0.2) {
      Threshold condition;
      condition.count = 100 * u(rng);
      t.threshold = condition;
    }
    if (u(rng) < 0.2) t.cap = 200000 * u(rng);
  }
  if (u(rng) < 0.4) add(c, "weeks", TermKind::activity, 60 * u(rng));
  return c;
}

}  // namespace

TEST_CASE("Levers and practice are the same numbers") {
  ContractParameters c;
  c.clusters = {{"a", {MeasuredBand::very_low, MeasuredBand::high}},
                {"b", {MeasuredBand::low, MeasuredBand::medium, MeasuredBand::very_high}}};
  Practice base;
  base.engagement[MeasuredBand::high] = 0.5;
  base.reporting = 0.02;
  const LeverSet levers(contract_of(c), base, {true, true, true, true, true}, {true, true, false});
  CHECK(levers.size() == 13);
  for (int i = 0; i < levers.size(); ++i)
    CHECK(levers.index(levers.lever(i), by_cluster(levers.lever(i)) ? i / 5 : 0) == i);
  CHECK(levers.practice(levers.none()) == base);
  Moves x = levers.none();
  x[levers.index(Lever::engagement, 0)] = 0.25;
  x[levers.index(Lever::discharge, 0)] = -0.5;
  const Practice moved = levers.practice(x);
  CHECK(moved.engagement[MeasuredBand::high] == 0.75);
  CHECK(moved.engagement[MeasuredBand::very_low] == 1.25);
  CHECK(moved.engagement[MeasuredBand::low] == 1);
  CHECK(moved.discharge == -0.5);
  CHECK(levers.range(levers.index(Lever::engagement, 0)).low == -0.5);  // the band that has least
  CHECK(levers.range(levers.index(Lever::selection, 1)).high == 0);
  CHECK(levers.range(levers.index(Lever::selection, 1)).free);
  CHECK(!levers.range(levers.index(Lever::reporting, 0)).free);  // somebody else verifies
}

TEST_CASE("Nobody moves whose contract stays or pays nothing for clients") {
  World w;
  pilot(w.offered);
  CHECK(w.chosen().norm() > 0.1);  // the control
  World same = w;
  same.legacy = same.offered;
  CHECK(same.chosen().norm() == 0);
  World block = w;
  block.offered.terms.clear();
  block.offered.terms["block"].kind = TermKind::block;
  block.offered.terms["block"].amount = 1e6;
  CHECK(block.chosen().norm() == 0);
  World off = w;
  off.on = {};
  CHECK(off.chosen().norm() == 0);
}

TEST_CASE("The gradient is the slope of J") {
  World w;
  w.control = {true, true, true};
  w.prospect.keyworker_hours *= 0.3;  // places bind
  std::mt19937 rng(5);
  std::uniform_real_distribution<double> u(-0.4, 0.4);
  for (int contract = 0; contract < 10; ++contract) {
    w.altruism = contract % 2 == 0 ? 0 : 3;
    w.offered = random_contract(rng, w.offered);
    w.with([&](const ChoiceProblem& p, const LeverSet& l, const IncomeFlow&, const Moves& d) {
      Moves x = l.none();
      for (int i = 0; i < x.size(); ++i)
        x[i] = std::clamp(u(rng), l.range(i).low + 0.01, l.range(i).high - 0.01);
      const Moves gradient = p.at(x).gradient;
      for (int i = 0; i < x.size(); ++i) {
        if (!l.range(i).free || d[i] <= 0) continue;
        INFO("contract " << contract << ", " << name_of(l.lever(i)) << " " << i);
        Moves more = x, less = x;
        more[i] += 1e-4;
        less[i] -= 1e-4;
        const double slope = (p.at(more).value - p.at(less).value) / 2e-4;
        CHECK(gradient[i] == Approx(slope).epsilon(1e-3).margin(1e-3 * d[i]));
      }
    });
  }
}

TEST_CASE("One lever, one price: the choice is the closed form") {
  SECTION("coding, linear") {
    World w;
    w.on = {};
    w.on.coding = true;
    w.elasticity.coding = 0.05;
    add(w.offered, "start", TermKind::attachment, 100);
    w.offered.terms["start"].price = {{"easy", 100}, {"middle", 160}, {"hard", 400}};
    w.with([&](const ChoiceProblem& p, const LeverSet& l, const IncomeFlow& flow, const Moves& d) {
      double slope = 0;  // paid half a month on; a client of the highest cluster cannot rise
      for (const ClientKind& k : w.prospect.kinds)
        slope += k.offered * k.lifted *
                 (k.bands.front() == MeasuredBand::very_low ? 60
                  : k.bands.front() == MeasuredBand::medium ? 240
                                                            : 0);
      slope *= std::exp(-w.discount / 24) * flow.admitted(flow.flow(l.none()));
      const int u = l.index(Lever::coding, 0);
      CHECK(p.choose(l.none()).moves[u] == Approx(slope / d[u]).epsilon(1e-5));
      CHECK(slope / d[u] < l.range(u).high);
    });
  }
  SECTION("engagement, exponential stay") {
    World w(1e7);
    w.on = {};
    w.on.effort = true;
    w.years = 50;
    w.discount = 0.5;
    const double leaves = 0.01, pounds = 30;
    w.prospect.effects = {};
    w.prospect.effects.engagement_drop_out = 0.8;
    w.prospect.kinds.resize(1);
    ClientKind& k = w.prospect.kinds.front();
    k.beliefs = {};
    for (StageBeliefs* s : {&k.beliefs.early, &k.beliefs.later}) {
      s->unplanned = {leaves, leaves, leaves};
      s->modality[Modality::psychosocial] = 1;
    }
    k.early = k.later = {};
    add(w.offered, "weeks", TermKind::activity, pounds);
    w.with([&](const ChoiceProblem& p, const LeverSet& l, const IncomeFlow&, const Moves& d) {
      const int e1 = l.index(Lever::engagement, 0);
      const double r = w.discount / days_per_year;
      const auto slope = [&](double x) {  // of the income flow, by the move
        const double rate = leaves * std::exp(-0.8 * (std::exp(-1.0) - std::exp(-1 - x)));
        return k.offered * pounds / 7 * std::exp(-w.discount / 24) * rate * 0.8 * std::exp(-1 - x) /
               ((r + rate) * (r + rate));
      };
      double low = 0, high = 9;
      for (int i = 0; i < 200; ++i) {
        const double x = (low + high) / 2;
        (slope(x) > d[e1] * x ? low : high) = x;
      }
      const Choice c = p.choose(l.none());
      CHECK(c.moves[e1] == Approx(low).margin(1e-3));
      CHECK(low > 0.05);
      CHECK(c.moves[l.index(Lever::abstinence, 0)] == 0);
    });
  }
}

TEST_CASE("A lever fully adjusted to its standard contract reaches its elasticity") {
  // Places in plenty, no discount to speak of: the contract pays a tenth of legacy income on weeks.
  const double altruism = GENERATE(0, 2);
  World w(1e7);
  w.altruism = altruism;
  w.on = {};
  w.on.effort = true;
  w.years = 60;
  w.discount = 1e-6;
  w.elasticity.engagement = 0.13;
  w.offered.clusters.clear();
  for (ClientKind& k : w.prospect.kinds) {
    k.bands = {MeasuredBand::medium};
    k.early = k.later = {};
  }
  double weeks = 0;
  for (const ClientKind& k : w.prospect.kinds)
    weeks += k.offered * course_means(k.beliefs).total_weeks();
  for (auto* e : {&w.prospect.effects.hours_engagement})
    *e = 0;
  add(w.offered, "weeks", TermKind::activity, 0.1 * w.legacy_income / weeks_per_year / weeks);
  // The other levers are left at their norm.
  w.elasticity.abstinence = w.elasticity.reintegration = w.elasticity.harm_reduction = 1e-6;
  w.with([&](const ChoiceProblem& p, const LeverSet& l, const IncomeFlow&, const Moves&) {
    const double x = p.choose(l.none()).moves[l.index(Lever::engagement, 0)];
    CHECK(0.8 * (std::exp(-1.0) - std::exp(-1 - x)) == Approx(0.13).epsilon(1e-3));
  });
}

TEST_CASE("Altruism bends the norm as benefit bends, and moves nobody by itself") {
  World w;
  w.altruism = 3;
  pilot(w.offered);
  World same = w;
  same.legacy = same.offered;
  CHECK(same.chosen().norm() == 0);
  World without = w;
  without.altruism = 0;
  CHECK((w.chosen() - without.chosen()).norm() > 0.01);

  // Discharging sooner leaves less time to become abstinent: not concave, and projected.
  const Contract offered = contract_of(w.offered);
  const LeverSet all(offered, w.prospect.base, w.on, w.control);
  const Bends a = curvature(w.prospect, all, w.elasticity, w.legacy_income, 3).altruism;
  CHECK(a.eigenvalues().real().minCoeff() > -1e-9 * a.norm());
  const Bends twice = curvature(w.prospect, all, w.elasticity, w.legacy_income, 6).altruism;
  CHECK((twice - 2 * a).norm() < 1e-9 * a.norm());

  // Abstinence effort alone, places for all: against second differences of what it brings.
  World one(1e7);
  one.prospect.kinds.resize(1);
  one.offered = {};
  one.on = {};
  one.on.effort = true;
  const ClientKind& kind = one.prospect.kinds.front();
  const Contract contract = contract_of(one.offered);
  const LeverSet levers(contract, one.prospect.base, one.on, one.control);
  const Curvature c = curvature(one.prospect, levers, one.elasticity, one.legacy_income, 3);
  const int e2 = levers.index(Lever::abstinence, 0);
  const auto weeks = [&](double by) {
    Moves x = levers.none();
    x[e2] = by;
    const JourneyBeliefs b = one.prospect.beliefs(kind, levers.practice(x));
    const CourseMeans means = course_means(b);
    return means.abstinent_weeks +
           means.planned * (1 - std::exp(-b.relapse * days_per_year)) / b.relapse / 7;
  };
  const double h = 0.02, bend = -(weeks(h) - 2 * weeks(0) + weeks(-h)) / (h * h);
  REQUIRE(bend > 0);
  // Its own, and what projecting the three efforts together adds.
  CHECK(c.altruism(e2, e2) >= 3 * kind.offered * bend * (1 - 0.01));
  CHECK(c.altruism(e2, e2) < 3 * kind.offered * bend * 1.5);
  CHECK(c.altruism.eigenvalues().real().minCoeff() > -1e-9 * c.altruism.norm());
  CHECK(c.altruism(e2, levers.index(Lever::engagement, 0)) != 0);
  CHECK(c.altruism(levers.index(Lever::selection, 0), e2) == 0);
  CHECK(curvature(one.prospect, levers, one.elasticity, one.legacy_income).altruism.size() == 0);
}

TEST_CASE("Money has no unit and providers no size") {
  World w;
  pilot(w.offered);
  w.risk = 0.5 / w.legacy_income;
  const Moves x = w.chosen();
  REQUIRE(x.norm() > 0.1);
  SECTION("pounds or pence") {
    World pence = w;
    for (auto& [name, t] : pence.offered.terms)
      for (auto& [cluster, price] : t.price)
        price *= 100;
    pence.legacy_income *= 100;
    pence.risk /= 100;
    CHECK((pence.chosen() - x).norm() < 2e-5);
  }
  SECTION("a provider of twice the size, away from the limit of places") {
    World one(1e7), two(2e7);
    pilot(one.offered);
    two.offered = one.offered;
    two.legacy_income *= 2;
    for (ClientKind& k : two.prospect.kinds) {
      k.offered *= 2;
      for (ByUse* use : {&k.early, &k.later})
        for (double& n : *use)
          n *= 2;
    }
    CHECK((two.chosen() - one.chosen()).norm() < 2e-5);
    CHECK(one.chosen().norm() > 0.1);
  }
}

namespace {

/// A little every week, much for who stays away for a year: who is discharged sooner brings less
/// for now.
World paid_late() {
  World w(600);
  w.on = {.effort = true, .discharge = true};
  w.prospect.service.cash_cost.values = {18, 20, 4, 700};
  add(w.offered, "weeks", TermKind::activity, 150);
  add(w.offered, "away", Measure::no_representation, 20000);
  return w;
}

struct Financed {
  Choice wanted, chosen;
  double norm = 0, least = 0, balance = 0;  // of the norm, asked for, reached
  double worth = 0,
         worth_on_the_way = 0;   // J; of the point on the way to `wanted` that can be paid
  double worth_nearby = -1e300;  // the best of random points near by that can be paid
};

/// With so much in hand that the norm is `above` 0 by that part of what the choice would take.
Financed financed(const World& w, double above) {
  Financed f;
  w.with([&](const ChoiceProblem& p, const LeverSet& l, const IncomeFlow&, const Moves&) {
    const Contract contract = contract_of(w.offered, w.years);
    const auto with = [&](double at_hand) {
      return Financing({100, at_hand}, w.prospect, l, {&contract, w.audited}, 0);
    };
    f.wanted = p.choose(l.none());
    const double norm = with(0).balance(l.none()), there = with(0).balance(f.wanted.moves);
    REQUIRE(there < norm - 100);
    const Financing financing = with(-norm + above * (norm - there));
    f.chosen = p.choose_within(financing, l.none());
    f.norm = financing.balance(l.none());
    f.least = std::min(0.0, f.norm);
    f.balance = financing.balance(f.chosen.moves);
    f.worth = p.at(f.chosen.moves).value;
    double low = 0, high = 1;
    while (high - low > 1e-6)
      (financing.balance((low + high) / 2 * f.wanted.moves) < f.least ? high : low) =
          (low + high) / 2;
    f.worth_on_the_way = p.at(low * f.wanted.moves).value;
    std::mt19937 rng(7);
    std::normal_distribution<double> some(0, 0.05);
    for (int i = 0; i < 300; ++i) {
      Moves x = f.chosen.moves;
      for (int j = 0; j < x.size(); ++j)
        if (l.range(j).free) x[j] = std::clamp(x[j] + some(rng), l.range(j).low, l.range(j).high);
      if (financing.balance(x) >= f.balance)
        f.worth_nearby = std::max(f.worth_nearby, p.at(x).value);
    }
  });
  return f;
}

}  // namespace

TEST_CASE("A provider chooses the best that it can finance until it is paid") {
  const World w = paid_late();
  const Financed rich = financed(w, 1.001), tight = financed(w, 0.4), none = financed(w, 0),
                 short_of = financed(w, -3);
  CHECK(rich.chosen.moves == rich.wanted.moves);
  CHECK(rich.chosen.cash_worth == 0);
  for (const Financed* f : {&tight, &none, &short_of}) {
    CHECK(f->chosen.cash_worth > 0);
    CHECK(f->chosen.residual < 0.02);
    CHECK(f->balance >= f->least);
    CHECK(f->worth >= f->worth_on_the_way);
    CHECK(f->worth >= f->worth_nearby);
  }
  // No more is kept back than need be.
  CHECK(tight.balance < 0.1 * tight.norm);
  CHECK((tight.chosen.moves - tight.wanted.moves).norm() <
        (none.chosen.moves - none.wanted.moves).norm());
  CHECK((none.chosen.moves - short_of.chosen.moves).norm() < 1e-3);

  World pence = w;
  pence.offered.terms["away"].price["all"] *= 100;
  for (double& price : pence.offered.terms["weeks"].price_per_week->values)
    price *= 100;
  for (double& cost : pence.prospect.service.cash_cost.values)
    cost *= 100;
  pence.legacy_income *= 100;
  CHECK((financed(pence, 0.4).chosen.moves - tight.chosen.moves).norm() < 1e-3);
}

TEST_CASE("Pressure that makes clients leave is weighed where pushing is paid for") {
  World w;
  add(w.offered, "clean", Measure::abstinent_presenting_at_review, 500);
  const Moves unaware = w.chosen();
  w.prospect.pressure = {w.prospect.base, 0.05, 0};
  CHECK(w.chosen() == unaware);
  w.prospect.pressure.declines = 3;
  const Moves aware = w.chosen();
  w.with([&](const ChoiceProblem&, const LeverSet& l, const IncomeFlow&, const Moves&) {
    for (int cluster = 0; cluster < l.clusters(); ++cluster) {
      const int i = l.index(Lever::abstinence, cluster);
      CHECK(unaware[i] > 0.1);
      CHECK(aware[i] > 0);
      CHECK(aware[i] < 0.97 * unaware[i]);
    }
  });
}

TEST_CASE("The paid volume of an outcome never falls with its price") {
  World w;
  w.on.selection = false;  // volume per client accepted
  add(w.offered, "exit", Measure::planned_exit, 0);
  double before = -1, first = 0, last = 0;
  for (const double price : {0.0, 100.0, 300.0, 900.0, 2000.0, 4000.0}) {
    w.offered.terms["exit"].price = {{"all", price}};
    const Moves x = w.chosen();
    World counted = w;  // pounds of the flow at a price of 1 are the believed volume
    counted.offered.terms["exit"].price = {{"all", 1}};
    counted.with([&](const ChoiceProblem&, const LeverSet&, const IncomeFlow& f, const Moves&) {
      const double volume = f.income(f.flow(x));
      CHECK(volume >= before - 1e-9);
      if (before < 0) first = volume;
      last = before = volume;
    });
  }
  CHECK(last > 1.05 * first);
}

TEST_CASE("Choices under 500 random contracts are optima", "[random]") {
  std::mt19937 rng(20121);
  std::uniform_real_distribution<double> u(0, 1);
  int distant = 0, moved = 0, stuck = 0, early = 0;
  for (int i = 0; i < 500; ++i) {
    World w(150 + 600 * u(rng));
    if (u(rng) < 0.3) pilot(w.legacy);
    w.offered = random_contract(rng, w.offered);
    w.with([&](const ChoiceProblem& p, const LeverSet& l, const IncomeFlow&, const Moves&) {
      const Choice c = p.choose(l.none());
      moved += c.moves.norm() > 1e-3;
      const ChoiceProblem::Point there = p.at(c.moves);
      stuck += p.residual(c.moves, there.gradient) > 0.01;
      // Steps that start again there, with nothing known of bends, go no farther than that.
      early += (p.choose(c.moves).moves - c.moves).cwiseAbs().maxCoeff() > 5e-3;
      const double at = there.value;
      CHECK(at >= p.at(l.none()).value);
      bool better = false;
      for (int start = 0; start < 200; ++start) {
        Moves x = l.none();
        for (int j = 0; j < x.size(); ++j)
          if (l.range(j).free) {
            const double low = std::max(-2.0, l.range(j).low),
                         high = std::min(2.0, l.range(j).high);
            x[j] = low + (high - low) * u(rng);
          }
        better |= p.at(x).value > at + 1e-6;
      }
      distant += better;
    });
  }
  INFO("moved " << moved << ", stuck " << stuck << ", stopped early " << early
                << ", with a distant optimum " << distant);
  CHECK(moved > 400);
  CHECK(stuck == 0);
  CHECK(early == 0);
  CHECK(distant < 10);
}

TEST_CASE("Timing of one revision", "[.][bench]") {
  World w;
  pilot(w.offered);
  w.with([&](const ChoiceProblem& p, const LeverSet& l, const IncomeFlow&, const Moves&) {
    const Choice first = p.choose(l.none());
    std::cout << first.iterations << " iterations at first\n";
    const auto begin = std::chrono::steady_clock::now();
    const Choice c = p.choose(0.4 * first.moves, first.bends);
    std::cout << std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin)
                     .count()
              << " ms, " << c.iterations << " iterations, residual " << c.residual << '\n'
              << c.moves.transpose() << '\n';
  });
}
