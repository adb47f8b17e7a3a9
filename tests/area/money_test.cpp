// Providers' money in a running area: the account recomputed from ledger, panel and calendar; what
// becomes of the clients of a provider that fails; nulls and their controls. Whole pence, whole
// seconds, equal bits: exact, no false alarms.
#include <cmath>
#include <map>
#include <set>

#include "support/catch.hpp"
#include "support/histories.hpp"
#include "support/tiny_area.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

const CellOptions keep_all{.keep_events = true, .keep_reviews = true};

TermParameters block(double amount, int lag) {
  TermParameters t;
  t.kind = TermKind::block;
  t.amount = amount;
  t.lag_months = lag;
  return t;
}

TermParameters outcome(Measure measure, double price, int lag) {
  TermParameters t;
  t.kind = TermKind::outcome;
  t.measure = measure;
  t.price["all"] = price;
  t.lag_months = lag;
  if (measure == Measure::no_representation) t.within_months = 6;
  return t;
}

/// Two providers, north short of money if `lag` is long; nothing differs besides.
Setup base(int lag, double reserves = 56) {
  Setup s = busy();
  s.pathway.help_seeking.hazard[Group::alcohol] = constant_rate(2);
  s.history_months = 13;  // contract years are not calendar years
  s.contract_months = 24;
  s.run_off_months = 9;
  s.service.cash_cost.values = {18, 20, 4, 700};
  for (auto& [name, provider] : s.area.providers) {
    provider.hourly_cost = 35;
    provider.fixed_cost = 40000;
    provider.finances.reserves = 400;
  }
  s.provider("north").finances.reserves = reserves;
  s.provider("south").keyworker_hours = 300;
  s.legacy.behaviour.money = true;
  DesignParameters& d = s.add_design("paid");
  for (const char* name : {"north", "south"}) {
    const bool north = name[0] == 'n';
    const int months = north ? lag : 0;
    d.contracts[name].terms["block"] = block(north ? 150000 : 700000, months);
    d.contracts[name].terms["exit"] = outcome(Measure::planned_exit, 400, months);
    d.contracts[name].terms["stays away"] = outcome(Measure::no_representation, 300, 1);
  }
  return s;
}

/// The same with north alone.
Setup alone(int lag, double reserves = 56) {
  Setup s = base(lag, reserves);
  s.area.providers.erase("south");
  for (auto& d : s.designs)
    d.contracts.erase("south");
  s.provider("north").keyworker_hours = 140;
  return s;
}

std::vector<const Episode*> by_time(const History& h, std::uint32_t person) {
  std::vector<const Episode*> list;
  for (const Episode& e : h.episodes)
    if (e.person == person) list.push_back(&e);
  std::ranges::sort(list, {}, &Episode::triage);
  return list;
}

bool treated_on(const Episode& e, double day) {
  return e.triage < day && (std::isnan(e.end) || e.end > day);
}

/// Nobody is lost, in two places, or in treatment with a provider that is closed.
void check_people(const History& h) {
  const Population& p = h.population;
  CHECK(p.stock + p.arrived == p.living + p.dead + p.moved_away);
  int faults = 0;
  std::set<std::uint32_t> people;
  for (const Episode& e : h.episodes)
    people.insert(e.person);
  for (const std::uint32_t person : people) {
    const auto list = by_time(h, person);
    for (std::size_t i = 0; i < list.size(); ++i) {
      faults += !std::isnan(list[i]->end) && !(list[i]->end > list[i]->triage);
      if (i == 0) continue;
      faults += !(list[i - 1]->end <= list[i]->triage);
      const bool same = list[i]->triage - list[i - 1]->end <= 21;
      faults += list[i]->journey != list[i - 1]->journey + (same ? 0 : 1);
    }
  }
  for (const ProviderFailure& f : h.failures)
    for (const Episode& e : h.episodes) {
      if (e.provider != f.provider) continue;
      faults += treated_on(e, f.day + 1e-6) && e.triage < f.day;
      faults += e.triage >= f.day && e.triage < f.taken_over;
    }
  CHECK(faults == 0);
}

std::int64_t sum_income(const History& h, std::size_t provider) {
  std::int64_t sum = 0;
  for (const ProviderMonth& m : h.books)
    if (m.provider == provider) sum += m.income;
  for (const ProviderFailure& f : h.failures)
    if (f.provider == provider) sum += f.estate;
  return sum;
}

}  // namespace

TEST_CASE("Every month's account follows from ledger, panel and calendar") {
  Setup s = alone(1);
  s.designs.front().transition.months = 5;
  s.designs.front().transition.provider_cost = 1234.56;
  s.provider("north").finances.reserves = 10;  // overdrawn at times
  s.provider("north").finances.months_beyond_limit = 1000;
  const World world(s);
  const ProviderParameters& p = s.provider("north");
  const History h = world.run(0).front();
  const Timeline& timeline = world.schedule.timeline;
  REQUIRE(h.failures.empty());
  REQUIRE(static_cast<int>(h.books.size()) == s.contract_months + s.run_off_months);
  Pence cash = h.books.front().opening, transition = 0, interest = 0;
  int frozen = 0;
  for (std::size_t i = 0; i < h.books.size(); ++i) {
    const ProviderMonth& m = h.books[i];
    CHECK(m.month == s.history_months + static_cast<int>(i));
    const double begin = timeline.month_start(m.month), end = timeline.month_start(m.month + 1);
    Pence income = 0;
    for (const LedgerEntry& e : h.ledger)
      if (e.paid >= begin && e.paid < end) income += e.amount;
    CHECK(m.income == income);
    CHECK(m.opening == cash);
    CHECK(m.opening + m.income - m.costs.sum() - m.interest == m.closing);
    cash = m.closing;
    if (begin >= world.schedule.contract_end) {
      CHECK(m.costs.sum() + m.interest == 0);
      continue;
    }
    CHECK(m.costs.staff ==
          to_pence(140 * (1 - m.frozen_posts) * p.hourly_cost * (end - begin) / 7));
    CHECK(m.costs.fixed == to_pence(p.fixed_cost / 12));
    double clients = 0;
    for (const auto& entry : h.panel.time(m.month))
      if (const Setting setting = class_of(entry.index).setting; in_treatment(setting))
        clients += to_days(entry.value) / 7 * s.service.cash_cost[modality_of(setting)];
    CHECK(std::abs(m.costs.clients - to_pence(clients)) <= 1);  // sums in another order
    const Pence before = m.opening + m.income - m.costs.sum();
    CHECK(m.interest == (before < 0 ? std::llround(0.08 / 12 * static_cast<double>(-before)) : 0));
    const Pence limit = static_cast<Pence>(std::llround(
        static_cast<double>(h.books.front().opening) * p.finances.overdraft / p.finances.reserves));
    const bool freezes = static_cast<double>(m.opening + m.income) <
                         -p.finances.freezes_at * static_cast<double>(limit);
    CHECK(m.frozen_posts == (freezes ? p.finances.frozen_posts : 0));
    transition += m.costs.transition;
    interest += m.interest;
    frozen += freezes;
  }
  CHECK(transition == 123456);
  CHECK(interest > 0);
  CHECK(frozen > 0);
  CHECK(frozen < s.contract_months);
}

TEST_CASE("A provider that is paid late fails if its reserves are small, and only then") {
  for (const double reserves : {28.0, 560.0}) {
    INFO(reserves);
    Setup s = base(12, reserves);
    s.add_design("money off").behaviour.money = false;
    s.designs.back().contracts = s.designs.front().contracts;
    const World world(s);
    const StockPool pool(world.area, world.legacy, world.schedule, 1, 0, {15 * 365.25, 4000});
    const auto h = world.run(0, keep_all, pool);
    CHECK(h[1].books.empty());
    CHECK(h[1].failures.empty());
    CHECK(h[0].books.size() > 20);
    if (reserves > 100) {
      // A provider with enough lives as if money were no matter.
      CHECK(h[0].failures.empty());
      CHECK(difference(h[0], h[1]) == "");
      continue;
    }
    REQUIRE_FALSE(h[0].failures.empty());
    CHECK(difference(h[0], h[1]) != "");
    const double failed = h[0].failures.front().day;
    CHECK(failed > world.schedule.go_live + 60);
    CHECK(failed < world.schedule.contract_end);
    // Nothing differs before money first tells: posts frozen.
    double first = failed;
    for (const ProviderMonth& m : h[0].books)
      if (m.frozen_posts > 0) first = std::min(first, world.schedule.timeline.month_start(m.month));
    CHECK(first < failed);
    CHECK(difference_before(h[0], h[1], world.schedule.timeline.month_of(first), first) == "");
  }
}

TEST_CASE("A contract that money does not reach is as it was") {
  Setup s = base(1);
  s.legacy.behaviour.money = false;
  for (DesignParameters& d : s.designs)
    d.behaviour.money = false;
  Setup t = s;
  t.provider("north").finances.reserves = 0;
  t.provider("north").finances.overdraft = 0;
  t.provider("north").finances.months_beyond_limit = 0;
  t.designs.front().transition.provider_cost = 1e6;
  const World plain(s), poor(t);
  CHECK(difference(plain.run(0, keep_all).front(), poor.run(0, keep_all).front()) == "");
  t.designs.front().behaviour.money = true;
  const World works(t);
  CHECK(difference(plain.run(0, keep_all).front(), works.run(0, keep_all).front()) != "");
}

TEST_CASE("What a provider chooses depends on its reserves where they are short, and only there") {
  const auto target = [](double reserves, double overdraft, bool money) {
    Setup s = base(10, reserves);
    s.provider("north").finances.overdraft = overdraft;
    s.provider("north").finances.foresight = 120;
    s.legacy.contracts["north"].terms["block"] = block(500000, 0);
    DesignParameters& d = s.designs.front();
    d.behaviour.money = money;
    d.behaviour.effort = true;
    auto& terms = d.contracts["north"].terms;
    terms["start"].kind = TermKind::attachment;
    terms["start"].price["all"] = 300;
    terms["stays away"].price["all"] = 6000;
    terms["stays away"].lag_months = 10;
    const auto h = World(s).run(0);
    std::vector<double> all;
    for (const ProviderQuarter& q : h.front().quarters)
      if (q.provider == 0 && q.month == s.history_months)
        for (const auto* efforts : {&q.target.engagement, &q.target.abstinence,
                                    &q.target.reintegration, &q.target.harm_reduction})
          all.insert(all.end(), efforts->values.begin(), efforts->values.end());
    REQUIRE_FALSE(all.empty());
    return all;
  };
  const auto rich = target(2000, 28, true), richer = target(4000, 28, true),
             poor = target(20, 1, true), none = target(20, 1, false);
  CHECK(rich == richer);
  CHECK(rich == none);
  CHECK(poor != rich);
}

TEST_CASE("Clients of a provider that fails go on elsewhere, and nobody gets lost") {
  Setup s = base(12, 28);
  s.provider("north").finances.takeover = 100;
  const World world(s);
  const StockPool pool(world.area, world.legacy, world.schedule, 1, 0, {15 * 365.25, 4000});
  std::int64_t moved = 0, continued = 0, transfers = 0, to_closed = 0;
  for (std::uint32_t r = 0; r < 3; ++r) {
    const History h = world.run(r, keep_all, pool).front();
    REQUIRE_FALSE(h.failures.empty());
    check_people(h);
    const double day = h.failures.front().day;
    for (const Episode& e : h.episodes) {
      if (e.end != day || e.provider != 0) continue;
      CHECK(e.reason == ExitReason::transferred);
      ++moved;
      const auto list = by_time(h, e.person);
      const auto own = std::ranges::find(list, &e);
      if (own + 1 == list.end() || (*(own + 1))->triage > day + 21) continue;
      CHECK((*(own + 1))->provider == 1);
      CHECK((*(own + 1))->continues_journey);
      ++continued;
    }
    // Nobody asks to go to a provider that is closed.
    for (const ClinicalEvent& e : h.events) {
      if (e.transition != Transition::transfer || e.provider != 1) continue;
      ++transfers;
      for (const ProviderFailure& f : h.failures)
        to_closed += e.day > f.day && e.day < f.taken_over;
    }
    // The ledger's sum is the funders' spend and the payees' income.
    for (std::size_t provider = 0; provider < 2; ++provider) {
      Pence paid = 0;
      for (const LedgerEntry& e : h.ledger)
        if (e.payee == provider && e.paid < world.schedule.timeline.end()) paid += e.amount;
      CHECK(sum_income(h, provider) == paid);
    }
    CHECK(h.failures.front().estate > 0);
  }
  CHECK(moved > 60);
  CHECK(continued > 5);
  CHECK(transfers > 50);
  CHECK(to_closed == 0);
}

TEST_CASE("Where there is no other provider clients wait for the successor") {
  Setup s = alone(12, 28);
  s.provider("north").finances.takeover = 17;
  const World world(s);
  const StockPool pool(world.area, world.legacy, world.schedule, 1, 0, {15 * 365.25, 4000});
  const History h = world.run(0, keep_all, pool).front();
  REQUIRE_FALSE(h.failures.empty());
  check_people(h);
  const ProviderFailure& f = h.failures.front();
  CHECK(f.taken_over == f.day + 17);
  // They come before those who were waiting already.
  std::set<std::uint32_t> left;
  std::int64_t back = 0, others = 0;
  for (const Episode& e : h.episodes)
    if (e.end == f.day && e.reason == ExitReason::transferred) left.insert(e.person);
  for (const Episode& e : h.episodes)
    if (e.triage == f.taken_over) ++(left.contains(e.person) ? back : others);
  CHECK(left.size() > 40);
  CHECK(back > static_cast<std::int64_t>(left.size()) / 2);
  CHECK(back > others);
  // The successor's books.
  const auto fresh = std::ranges::find_if(h.books, [](auto& m) { return m.holder == 1; });
  REQUIRE(fresh != h.books.end());
  CHECK(world.schedule.timeline.month_of(f.taken_over) == fresh->month);
  CHECK(fresh->opening > 0);
  Pence paid = 0;
  for (const LedgerEntry& e : h.ledger)
    if (e.paid < world.schedule.timeline.end()) paid += e.amount;
  CHECK(sum_income(h, 0) == paid);
}

TEST_CASE("A successor begins with legacy practice") {
  Setup s = alone(12, 28);
  s.designs.front().practice["north"].engagement = ByBand<double>::filled(2);
  const World world(s);
  const StockPool pool(world.area, world.legacy, world.schedule, 1, 0, {15 * 365.25, 4000});
  const History h = world.run(0, {}, pool).front();
  REQUIRE_FALSE(h.failures.empty());
  int before = 0, after = 0;
  for (const ProviderQuarter& q : h.quarters) {
    const double day = world.schedule.timeline.month_start(q.month);
    const bool legacy = q.practice == s.legacy_practice;
    CHECK(legacy == (day > h.failures.front().taken_over));
    (legacy ? after : before) += 1;
  }
  CHECK(before > 0);
  CHECK(after > 0);
}

TEST_CASE("A successor finds its own way from where the design begins") {
  Setup s = alone(12, 28);
  s.service.cash_cost = {};  // that more clients come in for those who leave is to cost nothing
  s.response.elasticity.discharge = 0.3;
  s.response.adjustment = 0.2;
  s.legacy.contracts["north"].terms["block"] = block(150000, 0);
  s.designs.front().behaviour.discharge = true;
  const World world(s);
  const StockPool pool(world.area, world.legacy, world.schedule, 1, 0, {15 * 365.25, 4000});
  const History h = world.run(0, {}, pool).front();
  REQUIRE_FALSE(h.failures.empty());
  const double taken_over = h.failures.front().taken_over;
  double before = 0, after = 0;  // the last stance of the first holder, the first of its successor
  for (const ProviderQuarter& q : h.quarters) {
    const double day = world.schedule.timeline.month_start(q.month);
    const double moved = std::abs(q.practice.discharge - s.legacy_practice.discharge);
    if (day < h.failures.front().day) before = moved;
    if (day > taken_over && after == 0) after = moved;
  }
  CHECK(after > 0);
  CHECK(before > 1.3 * after);
}

TEST_CASE("A failure unsettles clients for twelve weeks, and no longer") {
  std::int64_t lost[3][2] = {}, soon_after = 0;
  const double shocks[] = {0, 1, 4};
  for (int i = 0; i < 3; ++i) {
    Setup s = alone(12, 28);
    s.provider("north").finances.transfer_shock = shocks[i];
    const World world(s);
    const StockPool pool(world.area, world.legacy, world.schedule, 1, 0, {15 * 365.25, 4000});
    for (std::uint32_t r = 0; r < 4; ++r) {
      const History h = world.run(r, {}, pool).front();
      REQUIRE_FALSE(h.failures.empty());
      const double day = h.failures.front().day;
      std::set<std::uint32_t> displaced;
      for (const Episode& e : h.episodes)
        if (e.end == day) displaced.insert(e.person);
      for (const Episode& e : h.episodes) {
        const bool drops = e.reason == ExitReason::dropped_out || e.reason == ExitReason::declined;
        if (!drops || e.end <= day || !displaced.contains(e.person)) continue;
        soon_after += i == 0 && e.end >= day + 84 && e.end < day + 105;
        if (e.end < day + 84) ++lost[i][0];
        if (e.end >= day + 84 && e.end < day + 168) ++lost[i][1];
      }
    }
  }
  CHECK(lost[0][0] == 0);
  CHECK(lost[0][1] > 10);
  CHECK(soon_after > 2);
  CHECK(lost[1][0] > 10);
  CHECK(lost[2][0] > 1.5 * static_cast<double>(lost[1][0]));
}

TEST_CASE("Quarters tell of cash, income, failure and takeover") {
  const World world(base(12, 28));
  const History h = world.run(0).front();
  REQUIRE_FALSE(h.failures.empty());
  Pence income[2] = {}, costs[2] = {};
  std::int64_t failed = 0, taken_over = 0;
  for (const ProviderQuarter& q : h.quarters) {
    income[q.provider] += q.income;
    costs[q.provider] += q.costs;
    failed += q.failed;
    taken_over += q.taken_over;
    const double day = world.schedule.timeline.month_start(q.month);
    const bool closed = std::ranges::any_of(h.failures, [&](auto& f) {
      return f.provider == q.provider && f.day <= day && f.taken_over > day;
    });
    if (closed) CHECK(q.cash == 0);
    for (const ProviderMonth& m : h.books)
      if (m.provider == q.provider && m.month == q.month && !closed)
        CHECK(m.opening + m.income == q.cash);
  }
  for (const ProviderMonth& m : h.books) {
    if (world.schedule.timeline.month_start(m.month) >= world.schedule.contract_end) continue;
    income[m.provider] -= m.income;
    costs[m.provider] -= m.costs.sum();
  }
  CHECK(income[0] == 0);
  CHECK(income[1] == 0);
  CHECK(costs[0] == 0);
  CHECK(costs[1] == 0);
  CHECK(failed == static_cast<std::int64_t>(h.failures.size()));
  CHECK(taken_over > 0);
}

TEST_CASE("A contract that follows keeps the account going; without one it only runs off") {
  Setup s = base(1, 560);
  const World plain(s);
  for (const char* name : {"north", "south"})
    s.designs.front().successor[name].terms["block"] = block(1, 0);
  const World followed(s);
  const History a = plain.run(0).front(), b = followed.run(0).front();
  Pence spent[2] = {};
  const auto add = [&](const History& h, Pence& sum) {
    for (const ProviderMonth& m : h.books)
      if (plain.schedule.timeline.month_start(m.month) >= plain.schedule.contract_end)
        sum += m.costs.sum();
  };
  add(a, spent[0]);
  add(b, spent[1]);
  CHECK(spent[0] == 0);
  CHECK(spent[1] > 100000);
  CHECK(a.failures.empty());
}

TEST_CASE("Shocks are the same under every design, and none if they multiply by 1") {
  Setup s = base(1, 560);
  s.add_design("copy").contracts = s.designs.front().contracts;
  const World quiet(s);
  const auto before = quiet.run(0, keep_all);
  Shock shock;
  shock.begins = add_months(s.start, 6);
  shock.months = 9;
  s.area.shocks = {shock};
  const World none(s);
  CHECK(difference(before[0], none.run(0, keep_all)[0]) == "");
  s.area.shocks[0].capacity = 0.5;
  const World cut(s);
  const auto after = cut.run(0, keep_all);
  const double day = cut.schedule.timeline.month_start(6);
  CHECK(difference_before(before[0], after[0], 6, day) == "");
  CHECK(difference(before[0], after[0]) != "");
  CHECK(difference(after[0], after[1]) == "");
}

TEST_CASE("A shock multiplies hours with their cost, fixed cost and inflow while it lasts") {
  Setup s = alone(0, 560);
  s.designs.front().transition.months = 3;
  s.designs.front().transition.capacity_loss = 0.25;  // lost hours are paid for all the same
  Shock shock;
  shock.begins = add_months(s.start, s.history_months);
  shock.months = 6;
  shock.capacity = 0.8;
  shock.fixed_cost = 1.5;
  Shock stop;
  stop.begins = add_months(s.start, 4);
  stop.months = 2;
  stop.inflow = 0;
  s.area.shocks = {shock, stop};
  const World world(s);
  const History h = world.run(0).front();
  for (int m = 0; m < 12; ++m) {
    INFO(m);
    CHECK((total(h, Count::new_people, m, m + 1) == 0) == (m == 4 || m == 5));
  }
  const double factor[] = {0.8 * 0.75, 0.8, 1, 1};
  for (int quarter = 0; quarter < 4; ++quarter)
    CHECK(h.quarters[static_cast<std::size_t>(quarter)].hours == Approx(140 * factor[quarter]));
  for (std::size_t m = 0; m < 12; ++m) {
    const double days =
        world.schedule.timeline.month_start(s.history_months + static_cast<int>(m) + 1) -
        world.schedule.timeline.month_start(s.history_months + static_cast<int>(m));
    CHECK(h.books[m].costs.staff == to_pence(140 * (m < 6 ? 0.8 : 1) * 35 * days / 7));
    CHECK(h.books[m].costs.fixed == to_pence(40000 * (m < 6 ? 1.5 : 1) / 12));
  }
}
