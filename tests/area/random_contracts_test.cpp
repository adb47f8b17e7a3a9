// 1,000 random contracts in running areas whose providers have little to live on, so that some
// fail, and some of their successors: whose money it is, to the penny, and where the people are.
// Whole pence and whole people: exact, no false alarms.
#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <tuple>

#include "support/catch.hpp"
#include "support/random_contracts.hpp"
#include "support/tiny_area.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

constexpr int areas = 25, designs_in_each = 20;

TermParameters random_block(Dice& dice) {
  TermParameters block = term(TermKind::block);
  block.amount = 20000.0 * (1 + dice(12));
  block.lag_months = dice(6);
  return block;
}

ContractParameters random_terms(Dice& dice) {
  ContractParameters c = random_contract(dice);
  if (dice.often(1)) {
    c.terms["taken back"] = outcome(Measure::planned_exit, 50.0 * (1 + dice(10)));
    c.terms["taken back"].claw_back = ClawBack{6 + dice(18), 0.01 * (1 + dice(99))};
  }
  if (dice.often(3)) return c;
  c.terms["block"] = random_block(dice);
  if (c.cap) *c.cap += *c.terms["block"].amount;
  return c;
}

Setup random_area(Dice& dice) {
  Setup s = busy();
  s.history_months = 13;  // contract years are not calendar years
  s.contract_months = 24;
  s.run_off_months = 12;
  s.service.cash_cost.values = {18, 20, 4, 700};
  s.provider("north").keyworker_hours = 50;
  s.provider("south").keyworker_hours = 90;
  for (auto& [name, provider] : s.area.providers) {
    provider.hourly_cost = 20;
    provider.fixed_cost = 10000;
    provider.finances.reserves = 20 + dice(200);
    provider.finances.overdraft = dice(60);
    provider.finances.months_beyond_limit = dice(3);
    provider.finances.takeover = 10 + dice(60);
    provider.finances.successor_reserves = 20 + dice(100);
  }
  s.legacy.behaviour.money = true;
  for (int i = 0; i < designs_in_each; ++i) {
    DesignParameters& d = s.add_design("design " + std::to_string(i));
    for (const char* name : {"north", "south"}) {
      d.contracts[name] = random_terms(dice);
      REQUIRE(faults(d.contracts[name]).empty());
      if (dice.often(2)) d.successor[name].terms["block"] = random_block(dice);
    }
  }
  return s;
}

std::vector<ProviderFailure> failures_of(const History& h, std::size_t provider) {
  std::vector<ProviderFailure> list;
  std::ranges::copy_if(h.failures, std::back_inserter(list),
                       [&](const ProviderFailure& f) { return f.provider == provider; });
  return list;
}

/// Whose contract it is, this one or the one that follows.
std::size_t owner(const DesignModel& design, std::size_t contract) {
  const auto& of = design.contracts_of;
  const auto holds = [&](const auto& list) { return std::ranges::count(list, contract) > 0; };
  return static_cast<std::size_t>(std::ranges::find_if(of, holds) - of.begin());
}

/// A provider's payments within the run by whom they reach.
struct Shares {
  std::map<int, Pence> holders, estates;
  Pence nobody = 0;  // what waits for a successor that comes too late
  Pence sum() const {
    Pence result = nobody;
    for (const auto* part : {&holders, &estates})
      for (const auto& [holder, amount] : *part)
        result += amount;
    return result;
  }
  friend bool operator==(const Shares&, const Shares&) = default;
};

/// As the ledger has it. What was settled before a holder failed, and is due later, is its
/// estate's.
Shares from_ledger(const World& world, const DesignModel& design, const History& h,
                   std::size_t provider) {
  const Timeline& timeline = world.schedule.timeline;
  const auto failed = failures_of(h, provider);
  Shares result;
  for (const ProviderFailure& f : failed)
    result.estates[f.holder] = 0;
  for (const LedgerEntry& e : h.ledger) {
    if (owner(design, e.payee) != provider || e.paid >= timeline.end()) continue;
    const auto holder = static_cast<std::size_t>(
        std::ranges::count_if(failed, [&](auto& f) { return f.day <= e.accrued; }));
    const double due = timeline.month_start(timeline.month_of(e.paid));
    if (holder < failed.size() && due > failed[holder].day)
      result.estates[static_cast<int>(holder)] += e.amount;
    else if (holder > 0 && failed[holder - 1].taken_over >= timeline.end())
      result.nobody += e.amount;
    else
      result.holders[static_cast<int>(holder)] += e.amount;
  }
  return result;
}

/// As the books have it; what waits for nobody stands in none and is left at 0.
Shares from_books(const History& h, std::size_t provider) {
  Shares result;
  for (const ProviderMonth& m : h.books)
    if (m.provider == provider && m.income != 0) result.holders[m.holder] += m.income;
  for (const ProviderFailure& f : failures_of(h, provider))
    result.estates[f.holder] += f.estate;
  return result;
}

void drop_zeros(std::map<int, Pence>& of) {
  std::erase_if(of, [](const auto& entry) { return entry.second == 0; });
}

/// Breaks in a provider's accounts: months that do not add up or do not follow from each other.
int breaks(const History& h, std::size_t provider) {
  int result = 0;
  const ProviderMonth* before = nullptr;
  for (const ProviderMonth& m : h.books) {
    if (m.provider != provider) continue;
    result += m.opening + m.income - m.costs.sum() - m.interest != m.closing;
    if (before != nullptr && before->holder == m.holder)
      result += m.month != before->month + 1 || m.opening != before->closing;
    before = &m;
  }
  return result;
}

/// Faults in where people are: two places at once, or treated where the doors are closed.
int misplaced(const History& h) {
  int faults = 0;
  std::map<std::uint32_t, std::vector<const Episode*>> lives;
  for (const Episode& e : h.episodes) {
    lives[e.person].push_back(&e);
    for (const ProviderFailure& f : h.failures)
      if (e.provider == f.provider && e.triage < f.taken_over)
        faults += e.triage >= f.day || std::isnan(e.end) || e.end > f.day;
  }
  for (auto& [person, list] : lives) {
    std::ranges::sort(list, {}, &Episode::triage);
    for (std::size_t i = 1; i < list.size(); ++i)
      faults += !(list[i - 1]->end <= list[i]->triage);
  }
  return faults;
}

/// Claw-backs, and where they fall.
struct TakenBack {
  int all = 0, next_year = 0, after_the_end = 0, from_a_successor = 0, more_than_paid = 0;
};

void count_claw_backs(const World& world, const DesignModel& design, const History& h,
                      TakenBack& n) {
  struct Paid {
    Pence net = 0;
    double last = 0;
  };
  std::map<std::tuple<int, int, std::uint32_t>, Paid> paid;
  for (const LedgerEntry& e : h.ledger) {
    const Contract& contract = design.contracts[e.payee];
    if (e.person == no_person) continue;
    Paid& p = paid[{e.payee, e.term, e.person}];
    p.net += e.amount;
    n.more_than_paid += p.net < 0;
    if (e.amount > 0) p.last = e.accrued;
    if (e.amount >= 0 || !contract.terms()[e.term].claw_back) continue;
    ++n.all;
    n.next_year += contract.contract_year(e.accrued) > contract.contract_year(p.last);
    n.after_the_end += e.accrued >= world.schedule.contract_end;
    n.from_a_successor += std::ranges::any_of(h.failures, [&](const ProviderFailure& f) {
      return f.provider == owner(design, e.payee) && p.last < f.day && f.day <= e.accrued;
    });
  }
}

}  // namespace

TEST_CASE("Under 1,000 random contracts no penny and nobody is lost, whoever fails") {
  int contracts = 0, failed = 0, failed_again = 0, run_through = 0, too_late = 0;
  TakenBack taken_back;
  for (std::uint32_t area = 0; area < areas; ++area) {
    Dice dice(area);
    const World world(random_area(dice));
    const auto histories = world.run(area);
    for (std::size_t d = 0; d < histories.size(); ++d) {
      const History& h = histories[d];
      const DesignModel& design = world.designs[d];
      INFO("area " << area << ", design " << d);
      const Population& p = h.population;
      CHECK(p.stock + p.arrived == p.living + p.dead + p.moved_away);
      CHECK(misplaced(h) == 0);
      Pence spend = 0, later = 0, received = 0;
      for (const LedgerEntry& e : h.ledger)
        (e.paid < world.schedule.timeline.end() ? spend : later) += e.amount;
      for (std::size_t provider = 0; provider < 2; ++provider, ++contracts) {
        CHECK(breaks(h, provider) == 0);
        Shares books = from_books(h, provider), ledger = from_ledger(world, design, h, provider);
        books.nobody = ledger.nobody;
        for (Shares* shares : {&books, &ledger}) {
          drop_zeros(shares->holders);
          drop_zeros(shares->estates);
        }
        CHECK(books == ledger);
        received += books.sum();
        const auto failures = failures_of(h, provider);
        failed += !failures.empty();
        failed_again += failures.size() > 1;
        run_through += failures.empty();
        too_late +=
            !failures.empty() && failures.back().taken_over >= world.schedule.timeline.end();
      }
      CHECK(received == spend);
      count_claw_backs(world, design, h, taken_back);
    }
  }
  CHECK(taken_back.more_than_paid == 0);
  // The trials did reach what they are to test.
  CHECK(contracts == 1000);
  CHECK(failed > 300);
  CHECK(failed_again > 100);
  CHECK(run_through > 100);
  CHECK(too_late > 0);
  CHECK(taken_back.all > 100);
  CHECK(taken_back.next_year > 100);
  CHECK(taken_back.after_the_end > 100);
  CHECK(taken_back.from_a_successor > 100);
}
