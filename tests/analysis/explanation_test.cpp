// Explanations of a small area where everything goes on at once.
#include "analysis/explanation.hpp"

#include <cmath>

#include "area/learnt.hpp"
#include "support/catch.hpp"
#include "support/terms.hpp"
#include "support/tiny_area.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

Setup paid_by(ContractParameters contract) {
  Setup s = busy();
  s.provider("north").hourly_cost = 20;
  s.provider("north").fixed_cost = 12000;
  s.service.cash_cost = ByModality<double>::filled(10);
  s.add_design("paid").contracts["north"] = std::move(contract);
  return s;
}

ProviderExplanation explained(const ContractParameters& contract) {
  const World world(paid_by(contract));
  return explain_provider(world.area, world.designs.front(), world.schedule, 0);
}

ContractParameters exits(double price) {
  ContractParameters c;
  c.terms["block"].amount = 24000;
  c.terms["exit"] = outcome(Measure::planned_exit, price);
  return c;
}

}  // namespace

TEST_CASE("An explanation adds up") {
  const ProviderExplanation e = explained(exits(1000));
  CHECK(e.provider == "north");
  CHECK(e.unconditional == 24000);
  CHECK(e.pays_for_clients());
  REQUIRE(e.clients.size() == 2);  // opiate and alcohol, one cluster
  for (const ExplainedClient& c : e.clients) {
    CHECK(c.by_term[0] == 0);
    CHECK(c.by_term[1] == Approx(c.income));
    CHECK(c.income > 20);
    CHECK(c.planned_exits > 0.05);
    CHECK(c.planned_exits < 0.9);
    CHECK(c.income < 1000 * c.planned_exits);  // discounted, and only if there is no return
    CHECK(c.cash_cost > 50);
    CHECK(c.margin() == Approx(c.income - c.cash_cost - c.keyworker_cost));
    CHECK(c.journeys_a_year > 1);
  }
}

TEST_CASE("Income is in proportion to the price, and an unpaid client brings nothing") {
  const ProviderExplanation one = explained(exits(1000)), two = explained(exits(2000)),
                            none = explained(exits(0));
  CHECK_FALSE(none.pays_for_clients());
  for (std::size_t i = 0; i < one.clients.size(); ++i) {
    CHECK(two.clients[i].income == Approx(2 * one.clients[i].income));
    CHECK(two.clients[i].cash_cost == one.clients[i].cash_cost);
    CHECK(none.clients[i].income == 0);
    CHECK(ProviderExplanation::parked(none.clients[i]));
  }
}

TEST_CASE("Levers bring what is paid for") {
  const ProviderExplanation for_exits = explained(exits(1000));
  ContractParameters abstinence;
  abstinence.terms["clean"] = outcome(Measure::abstinent_presenting_at_review, 1000);
  const ProviderExplanation for_abstinence = explained(abstinence);
  for (std::size_t i = 0; i < for_exits.clients.size(); ++i) {
    const ExplainedClient &exit = for_exits.clients[i], &clean = for_abstinence.clients[i];
    CHECK(exit.lever_income[ExplainedLever::discharge] > 10);
    CHECK(clean.lever_income[ExplainedLever::discharge] < -1);  // who leaves has no further review
    CHECK(clean.lever_income[ExplainedLever::abstinence] > 50);
    CHECK(clean.lever_income[ExplainedLever::engagement] > 5);
    CHECK(clean.lever_cost[ExplainedLever::abstinence] > 0);
    CHECK_FALSE(ProviderExplanation::parked(clean));
  }
}

TEST_CASE("Cash comes a month after it is earned, a window later for outcomes") {
  ContractParameters c = exits(0);
  const ProviderExplanation block = explained(c);
  REQUIRE(block.cash.size() == 24);
  CHECK(block.cash[0].income == 0);
  CHECK(block.cash[1].income == Approx(2000));
  CHECK(block.cash[23].income == Approx(2000));
  // Staff and the fixed cost, and some cash for clients.
  CHECK(block.cash[0].cost > 80 * 20 * 52 / 12 + 1000);
  CHECK(block.runway == -1);
  c.terms["away"] = outcome(Measure::no_representation, 1e6);
  c.terms["away"].within_months = 6;
  c.terms["away"].lag_months = 2;
  const ProviderExplanation paid = explained(c);
  CHECK(paid.cash[8].income == Approx(2000));
  CHECK(paid.cash[9].income > 10000);
  CHECK(paid.runway == 10);
  double lowest = 0;
  for (const CashMonth& month : paid.cash)
    lowest = std::min(lowest, month.balance);
  CHECK(paid.lowest_balance == lowest);
}

TEST_CASE("Fewer offences are worth something, and ratchets that are not reckoned with are named") {
  ContractParameters c = exits(1000);
  c.terms["crime"] = outcome(Measure::fewer_offences, 500);
  c.terms["crime"].baseline = 2;
  c.terms["exit"].threshold = Threshold{};
  c.terms["exit"].threshold->count = 5;
  CHECK(explained(c).ratchets.empty());
  c.terms["exit"].threshold->ratchet = 0.5;
  const ProviderExplanation e = explained(c);
  CHECK(e.ratchets == std::vector<std::string>{"exit"});
  CHECK(e.margins[0].expected > 1000);  // crime, whose baseline is far off
}

TEST_CASE("Terms for old journeys bring new ones nothing, and both are named") {
  ContractParameters c = exits(1000);
  c.terms["new"] = c.terms["stock"] = c.terms["exit"];
  c.terms["new"].applies_to = AppliesTo::begun_under_it;
  c.terms["stock"].applies_to = AppliesTo::begun_before;
  const ProviderExplanation e = explained(c);
  CHECK(e.for_new == std::vector<std::string>{"new"});
  CHECK(e.for_stock == std::vector<std::string>{"stock"});
  REQUIRE(e.clients.size() == 2);
  for (const ExplainedClient& client : e.clients) {
    CHECK(client.by_term[1] > 20);
    CHECK(client.by_term[2] == client.by_term[1]);
    CHECK(client.by_term[3] == 0);
  }
}

TEST_CASE("A cap that is expected to bind leaves clients little worth, but some") {
  ContractParameters c = exits(1000);
  const ProviderExplanation free = explained(c);
  c.cap = 0.6 * free.margins[1].expected;
  const ProviderExplanation capped = explained(c);
  // Another outcome is paid for if the year stays below the cap: exits vary as a Poisson number of
  // them does, and by a fifth as their volume is believed.
  const double exits_a_year = free.margins[1].expected / 1000;
  const double sd = std::sqrt(exits_a_year + std::pow(0.2 * exits_a_year, 2));
  const double below = std::erfc(0.4 * exits_a_year / sd / std::sqrt(2)) / 2;
  CHECK(below > 0.01);
  for (std::size_t i = 0; i < free.clients.size(); ++i)
    CHECK(capped.clients[i].income == Approx(below * free.clients[i].income).epsilon(0.02));
}

TEST_CASE("A floor is paid when the contract year is over") {
  ContractParameters c = exits(0);
  c.terms["floor"].kind = TermKind::floor;
  c.terms["floor"].amount = 30000;
  const ProviderExplanation e = explained(c);
  CHECK(e.cash[11].income == Approx(2000));
  CHECK(e.cash[12].income == Approx(2000 + 6000));
  CHECK(e.cash[13].income == Approx(2000));
}

namespace {

/// Bands apart from each other, so that learnt kinds of clients are those of the mean-rate view.
Setup with_a_past(double prior_events) {
  ContractParameters c = exits(1000);
  c.clusters.clear();
  for (const MeasuredBand b : all_of<MeasuredBand>())
    c.clusters[std::string(name_of(b))] = {b};
  Setup s = paid_by(c);
  s.history_months = 36;
  s.response.prior_events = prior_events;
  s.designs.front().behaviour.learning = true;
  return s;
}

std::vector<std::vector<AtGoLive>> learnt(const World& world) {
  return at_go_live(world.area, world.legacy, world.designs, world.schedule, {}, world.key(0));
}

double largest_difference(const ProviderExplanation& a, const ProviderExplanation& b) {
  double result = 0;
  for (const ExplainedClient& one : a.clients)
    for (const ExplainedClient& other : b.clients)
      if (one.group == other.group && one.cluster == other.cluster)
        result = std::max(result, std::abs(one.income / other.income - 1));
  return result;
}

}  // namespace

TEST_CASE("What is learnt from a history tells from mean rates, the less the more they weigh") {
  const World open(with_a_past(1)), firm(with_a_past(1e9));
  const auto explain = [](const World& world, const Prospect* prospect) {
    return explain_provider(world.area, world.designs.front(), world.schedule, 0, prospect);
  };
  const auto after_open = learnt(open), after_firm = learnt(firm);
  const ProviderExplanation mean = explain(open, nullptr),
                            seen = explain(open, &after_open[0][0].prospect),
                            known = explain(firm, &after_firm[0][0].prospect);
  REQUIRE(seen.clients.size() >= 4);
  CHECK(largest_difference(seen, mean) > 0.005);
  CHECK(largest_difference(known, mean) < 1e-6);
  // Clients are counted either way.
  CHECK(seen.wanted != mean.wanted);
  CHECK(known.wanted != mean.wanted);
  const auto again = learnt(open);
  const ProviderExplanation twice = explain(open, &again[0][0].prospect);
  for (std::size_t i = 0; i < seen.clients.size(); ++i)
    CHECK(twice.clients[i].income == seen.clients[i].income);
}

TEST_CASE("Providers that cannot learn or respond still count their clients") {
  Setup s = with_a_past(1);
  s.designs.front().behaviour = {};
  const World world(s);
  const auto prospects = learnt(world);
  REQUIRE(prospects.size() == 1);
  REQUIRE(prospects[0].size() == 2);
  const ProviderExplanation mean = explain_provider(world.area, world.designs.front(),
                                                    world.schedule, 0),
                            seen = explain_provider(world.area, world.designs.front(),
                                                    world.schedule, 0, &prospects[0][0].prospect);
  CHECK(largest_difference(seen, mean) < 1e-6);
  CHECK(seen.wanted != mean.wanted);
  double offered = 0;
  for (const ClientKind& kind : prospects[0][0].prospect.kinds)
    offered += kind.offered;
  CHECK(offered > 0.2);
}

namespace {

Setup that_choose() {
  Setup s = with_a_past(50);
  s.designs.front().behaviour.effort = s.designs.front().behaviour.discharge = true;
  TermParameters block;
  block.kind = TermKind::block;
  block.amount = 24000;
  s.legacy.contracts["north"].terms["block"] = block;
  return s;
}

int index_of(const ChosenLever& lever, const Deliberation& d) {
  if (lever.cluster.empty()) return d.levers.index(lever.lever, 0);
  const auto& names = d.offered.contract->clusters();
  const auto named = std::find(names.begin(), names.end(), lever.cluster);
  return d.levers.index(lever.lever, static_cast<int>(named - names.begin()));
}

}  // namespace

TEST_CASE("The practice explained is the target of the quarter of go-live, bit for bit") {
  const World world(that_choose());
  const auto views = learnt(world);
  const auto histories =
      run_block(world.area, world.legacy, world.designs, world.schedule, {}, world.key(0), {});
  std::size_t compared = 0;
  for (const ProviderQuarter& q : histories[0].quarters) {
    if (q.month != world.schedule.go_live_month) continue;
    const AtGoLive& view = views[0][q.provider];
    if (!view.weighed) continue;  // paid as it was
    CHECK(view.weighed->levers.practice(view.target) == q.target);
    CHECK_FALSE(q.target == q.practice);
    ++compared;
  }
  CHECK(compared == 1);
}

TEST_CASE("A lever starts to move at the prices that are said to move it") {
  const World world(that_choose());
  const auto views = learnt(world);
  const AtGoLive& view = views[0][0];
  REQUIRE(view.weighed);
  const ChosenPractice once = explain_choice(*view.weighed, view.target);
  REQUIRE(once.levers.size() > 3);
  CHECK(once.gain > 0);
  const Deliberation& d = *view.weighed;
  int looked_at = 0;
  for (const ChosenLever& lever : once.levers) {
    if (lever.starts_at <= least_stakes) continue;
    const Moves moves = d.choose_at(lever.starts_at, d.levers.none()).moves;
    const auto move = moves[index_of(lever, d)];
    const double change =
        own_change(lever.lever, d.prospect.effects, lever.begins, lever.begins + move);
    CHECK(std::abs(change) == Approx(starting_change).epsilon(0.03));
    ++looked_at;
  }
  CHECK(looked_at > 2);
}

TEST_CASE("All once a threshold is met: the optimum beyond it is named, and not gone to") {
  // Paid for every exit alike, the practice chosen is the best there is.
  Setup s = that_choose();
  TermParameters exit = outcome(Measure::planned_exit, 4000);
  s.designs.front().contracts["north"].terms = {{"exit", exit}};
  const World linear(s);
  const auto paid_each = learnt(linear);
  REQUIRE(paid_each[0][0].weighed);
  CHECK(explain_choice(*paid_each[0][0].weighed, paid_each[0][0].target).distant_gain == 0);

  // Paid once there are half as many again as there would be: from here no small step pays.
  exit.threshold = Threshold{{}, 60.0, Beyond::everything_once_met, 0, 0};
  s.designs.front().contracts["north"].terms = {{"exit", exit}};
  const World world(s);
  const auto views = learnt(world);
  const AtGoLive& view = views[0][0];
  REQUIRE(view.weighed);
  const Deliberation& d = *view.weighed;
  const ChosenPractice found = explain_choice(d, view.target);
  Moves distant = view.target;
  for (const ChosenLever& lever : found.levers) {
    CAPTURE(lever.cluster, static_cast<int>(lever.lever), lever.begins, lever.target, lever.distant);
    distant[index_of(lever, d)] += lever.distant - lever.target;
  }
  CHECK(found.distant_gain > 0);
  CHECK(d.worth(distant) - d.worth(view.target) == Approx(found.distant_gain).epsilon(1e-6));
  CHECK((distant - view.target).cwiseAbs().maxCoeff() > 0.3);
  CHECK((d.choose_at(1, view.target).moves - view.target).cwiseAbs().maxCoeff() < 0.01);
  CHECK((d.choose_at(1, distant).moves - distant).cwiseAbs().maxCoeff() < 0.01);
}

TEST_CASE("Who is offered what it had is shown no choice") {
  Setup s = that_choose();
  s.designs.front().contracts["north"] = s.legacy.contracts["north"];
  const World world(s);
  const auto views = learnt(world);
  for (const AtGoLive& view : views[0])
    CHECK_FALSE(view.weighed);
}
