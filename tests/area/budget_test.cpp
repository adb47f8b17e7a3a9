// Prices set from a budget: the same contract written in pounds is the same to the byte; at legacy
// practice the budget is what is paid, within Monte Carlo error. Alpha 1e-6 a test, two-sided
// normal.
#include "area/budget.hpp"

#include <cmath>
#include <iomanip>
#include <sstream>

#include "support/catch.hpp"
#include "support/tiny_area.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

constexpr double critical_z = 4.9;  // two-sided, alpha 1e-6

TermParameters shared(TermKind kind, double share) {
  TermParameters t;
  t.kind = kind;
  t.share = share;
  return t;
}

/// Both providers of the busy area under a budget; the second has clusters.
Setup with_budgets() {
  Setup s = busy();
  DesignParameters& design = s.add_design("pilot");
  for (const auto& [name, provider] : s.area.providers) {
    ContractParameters c;
    c.budget = 500000;
    c.terms["core"] = shared(TermKind::block, 0.4);
    c.terms["start"] = shared(TermKind::attachment, 0.1);
    c.terms["weeks"] = shared(TermKind::activity, 0.2);
    c.terms["weeks"].price_per_week = ByModality<double>{{2, 1, 1, 5}};
    c.terms["clean"] = shared(TermKind::outcome, 0.2);
    c.terms["clean"].measure = Measure::abstinent_at_review;
    c.terms["exit"] = shared(TermKind::outcome, 0.1);
    c.terms["exit"].measure = Measure::planned_exit;
    c.clusters = {{"simple", {MeasuredBand::very_low, MeasuredBand::low, MeasuredBand::medium}},
                  {"complex", {MeasuredBand::high, MeasuredBand::very_high}}};
    c.terms["exit"].price_ratio = {{"simple", 1}, {"complex", 2.5}};
    design.contracts[name] = c;
  }
  return s;
}

StockPool pool_of(const World& world) {
  StockParameters stock;
  stock.warm_up = 6 * 365.25;
  stock.people = 4000;
  return StockPool(world.area, world.legacy, world.schedule, 1, 0, stock);
}

ContractsByPayee prices(const World& world, const StockPool& pool) {
  return PriceSolver(world.area, world.legacy, world.schedule, pool, 1, 0)
      .priced(world.designs.front());
}

bool same(const std::vector<LedgerEntry>& a, const std::vector<LedgerEntry>& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (a[i].amount != b[i].amount || a[i].paid != b[i].paid || a[i].term != b[i].term ||
        a[i].person != b[i].person || a[i].payee != b[i].payee)
      return false;
  return true;
}

}  // namespace

TEST_CASE("A contract in pounds and the same set from a budget are the same contract") {
  Setup s = with_budgets();
  const World world(s);
  const StockPool pool = pool_of(world);
  const ContractsByPayee solved = prices(world, pool);
  CHECK(has_shares(s.designs.front().contracts));
  CHECK(!has_shares(solved));
  const ContractsByPayee again = prices(world, pool);

  for (const auto& [name, contract] : solved) {
    CHECK(contract.terms.at("core").amount == 200000.0);
    const auto& price = contract.terms.at("exit").price;
    CHECK(price.at("complex") == Approx(2.5 * price.at("simple")).epsilon(1e-4));
    CHECK(price == again.at(name).terms.at("exit").price);
    const auto& weeks = *contract.terms.at("weeks").price_per_week;
    CHECK(weeks[Modality::residential] == Approx(5 * weeks[Modality::reduction]).epsilon(1e-3));
    Problems problems;
    contract.validate(problems);
    CHECK(problems.empty());
    // Whole pence, so that a file can say them.
    for (const auto& [cluster, pounds] : price)
      CHECK(pounds == std::round(pounds * 100) / 100);
  }
  // As a file would say them: pounds and pence.
  Setup from_budget = s, in_pounds = s;
  from_budget.designs.front().contracts = in_pounds.designs.front().contracts = solved;
  int written = 0;
  for (auto& [name, contract] : in_pounds.designs.front().contracts)
    for (auto& [term, t] : contract.terms)
      for (auto& [cluster, pounds] : t.price) {
        std::ostringstream text;
        text << std::fixed << std::setprecision(2) << pounds;
        pounds = std::stod(text.str());
        ++written;
      }
  CHECK(written > 4);
  const World a(from_budget), b(in_pounds);
  const auto ledger = [&](const World& w) { return w.run(3, {}, pool).front().ledger; };
  CHECK(!ledger(a).empty());
  CHECK(same(ledger(a), ledger(b)));
  in_pounds.designs.front().contracts.begin()->second.terms.at("start").price["all"] += 0.01;
  CHECK(!same(ledger(a), ledger(World(in_pounds))));
}

TEST_CASE("At legacy practice each term brings its share of the budget") {
  Setup s = with_budgets();
  const World unpriced(s);
  const StockPool pool = pool_of(unpriced);
  s.designs.front().contracts = prices(unpriced, pool);
  const World world(s);
  constexpr int n = 60;
  const double years = s.contract_months / 12.0;
  double sum = 0, squares = 0, wrong_sum = 0;
  for (std::uint32_t r = 0; r < n; ++r) {
    const History h = world.run(r, {}, pool).front();
    double exits = 0;
    for (const LedgerEntry& e : h.ledger)
      if (world.designs.front().contracts[e.payee].terms()[e.term].name == "exit")
        exits += static_cast<double>(e.amount) / 100 / years;
    sum += exits;
    squares += exits * exits;
    wrong_sum += 1.3 * exits;
  }
  const double mean = sum / n, se = std::sqrt((squares / n - mean * mean) / (n - 1));
  const double target = 2 * 0.1 * 500000;
  // The enlarged area has chance of its own: no more than a third of a replication's here.
  const double own = se * std::sqrt(n) / 3;
  const double z = std::hypot(se, own);
  CHECK(std::abs(mean - target) < critical_z * z);
  CHECK(std::abs(wrong_sum / n - target) > critical_z * z);
}

TEST_CASE("A term that never earns at legacy practice cannot be priced") {
  Setup s = with_budgets();
  auto& terms = s.designs.front().contracts.begin()->second.terms;
  terms["exit"].groups = {Group::non_opiate};  // of whom there are none
  const World world(s);
  CHECK_THROWS_AS(prices(world, pool_of(world)), UserError);
}
