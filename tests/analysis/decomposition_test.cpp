// A difference taken apart: everything where it belongs, exact nothings, parts that add up.
#include <cmath>
#include <set>

#include "analysis/decomposition.hpp"
#include "support/catch.hpp"

using namespace pbrsim;

namespace {

using Overrides = std::vector<Override>;

struct Apart {
  DecompositionPlan plan;
  std::unique_ptr<Decomposition> parts;
};

/// Two replications of the scenario of two small areas.
std::unique_ptr<Apart> take_apart(const std::string& from, const std::string& to,
                                  Overrides overrides = {}) {
  overrides.push_back({"run.replications", "2"});
  auto apart = std::make_unique<Apart>();
  apart->plan = plan_decomposition(load_scenario(TWO_DESIGNS, overrides).scenario, from, to);
  make_coalitions(apart->plan, 2);
  apart->parts = std::make_unique<Decomposition>(apart->plan);
  RunOptions options;
  options.threads = 2;
  options.totals = false;
  options.designs = [&](const BlockNumber& n) { return apart->plan.designs_of(n.replication); };
  std::vector<std::vector<Sums>> by_area;
  run_blocks(apart->plan.plan, options, [&](BlockResult&& block) {
    REQUIRE(block.failure.empty());
    by_area.emplace_back();
    for (const CellResult& cell : block.designs)
      by_area.back().push_back(cell.sums);
    if (by_area.size() < apart->plan.plan.areas.size()) return;
    apart->parts->add(block.number.replication, by_area);
    by_area.clear();
  });
  return apart;
}

std::size_t measure(std::string_view name) {
  for (std::size_t m = 0; m < measures().size(); ++m)
    if (measures()[m].name == name) return m;
  FAIL("no measure " << name);
  return 0;
}

std::size_t part(const Decomposition& d, const std::string& name) {
  for (std::size_t p = 0; p < d.parts(); ++p)
    if (d.part_name(p) == name) return p;
  FAIL("no part " << name);
  return 0;
}

/// Parts that are not 0 throughout, over all areas, measures and replications.
std::set<std::string> parts_at_work(const Decomposition& d, bool money_too = true) {
  std::set<std::string> names;
  for (std::size_t a = 0; a <= d.areas(); ++a)
    for (std::size_t m = 0; m < measures().size(); ++m) {
      if (!money_too && measures()[m].unit.substr(0, 3) == "GBP") continue;
      for (std::size_t p = 0; p < d.parts(); ++p)
        for (const double x : d.values(a, m, p))
          if (x != 0 && !std::isnan(x)) names.insert(d.part_name(p));
    }
  return names;
}

/// To 1e-9 of the largest of them.
void check_sums(const Decomposition& d) {
  for (std::size_t a = 0; a <= d.areas(); ++a)
    for (std::size_t m = 0; m < measures().size(); ++m)
      for (std::size_t r = 0; r < d.values(a, m, 0).size(); ++r) {
        if (std::isnan(d.values(a, m, 0)[r])) continue;
        const double whole = d.values(a, m, 0)[r];
        double sum = 0, largest = std::abs(whole);
        for (std::size_t p = 1; p < d.parts(); ++p) {
          sum += d.values(a, m, p)[r];
          largest = std::max(largest, std::abs(d.values(a, m, p)[r]));
        }
        INFO(measures()[m].name);
        CHECK(std::abs(sum - whole) <= 1e-9 * largest);
      }
}

std::string refusal(const std::string& from, const std::string& to, Overrides overrides = {}) {
  const Scenario scenario = load_scenario(TWO_DESIGNS, overrides).scenario;
  try {
    plan_decomposition(scenario, from, to);
  } catch (const UserError& e) {
    return e.what();
  }
  return "";
}

}  // namespace

TEST_CASE("designs that are the same have no difference in any part") {
  const auto same = take_apart("block", "copy");
  CHECK(same->plan.at_play.empty());
  CHECK(parts_at_work(*same->parts).empty());
  CHECK(same->parts->values(0, 0, 0) == std::vector<double>{0, 0});
}

TEST_CASE("a transition is all of the difference where nothing else differs") {
  const Overrides only{{"designs.copy.transition", "{months: 6, capacity_loss: 0.5}"}};
  const auto apart = take_apart("block", "copy", only);
  CHECK(parts_at_work(*apart->parts) == std::set<std::string>{"whole", "transition_shock"});
  const std::size_t waits = measure("wait_days");
  const Decomposition& d = *apart->parts;
  CHECK(d.values(2, waits, part(d, "transition_shock")) == d.values(2, waits, 0));
  CHECK(d.values(2, waits, 0).front() > 0);
}

TEST_CASE("the whole is the difference of a run, and its parts add up to it") {
  const auto apart = take_apart("block", "pilot");
  const Decomposition& d = *apart->parts;
  CHECK(apart->plan.at_play.size() == 2);
  CHECK(parts_at_work(d, false) ==
        std::set<std::string>{"whole", "assessment_and_verification", "transition_shock"});
  CHECK(parts_at_work(d).contains("payment_rules"));
  check_sums(d);

  Plan plan = make_plan(load_scenario(TWO_DESIGNS, {}).scenario);
  plan.replications = 2;
  fill_pools(plan, 2);
  Outcomes outcomes({"north", "south"}, plan.designs);
  std::vector<std::vector<Sums>> by_area;
  run_blocks(plan, {}, [&](BlockResult&& block) {
    by_area.emplace_back();
    for (const CellResult& cell : block.designs)
      by_area.back().push_back(cell.sums);
    if (by_area.size() == 2) outcomes.add(std::exchange(by_area, {}));
  });
  std::size_t undefined = 0;  // books, without money
  for (std::size_t m = 0; m < measures().size(); ++m) {
    if (measures()[m].name == "own_clinical_events") continue;
    const auto block = outcomes.values(2, 0, measures()[m]),
               pilot = outcomes.values(2, 2, measures()[m]);
    INFO(measures()[m].name);
    for (std::size_t r = 0; r < 2; ++r) {
      const double run = pilot[r] - block[r], apart_too = d.values(2, m, 0)[r];
      undefined += std::isnan(run) && std::isnan(apart_too);
      CHECK((run == apart_too || (std::isnan(run) && std::isnan(apart_too))));
    }
  }
  CHECK(undefined == 2 * 4);
}

TEST_CASE("what providers cannot pay is capacity, not another price for the same events") {
  const Overrides poor{{"behaviour", "{money: true}"},
                       {"areas.north.providers.service.finances", "{reserves: 5 days}"}};
  const auto apart = take_apart("block", "pilot", poor);
  const Decomposition& d = *apart->parts;
  CHECK(apart->plan.at_play.size() == 3);
  check_sums(d);
  const auto at_work = parts_at_work(d, false);
  CHECK(at_work.contains("capacity_and_waiting"));
  CHECK_FALSE(at_work.contains("payment_rules"));
  const std::string some =
      refusal("block", "copy",
              {{"behaviour", "{money: true}"}, {"decompose.players", "{shock: [transition]}"}});
  CHECK(some.find("no player holds money") == 0);
}

TEST_CASE("many players are sampled, with orders of their own in each replication") {
  const Overrides many{
      {"areas.north.designs.pilot.practice",
       "{service: {engagement: 2, discharge: 0.4, selection: -0.3, coding: 0.4, reporting: 0.3}}"},
      {"decompose",
       "{permutations: 2, players: {efforts: [practice], when: [discharge], whom: [selection], "
       "scores: [coding], reports: [reporting], who: [assessment], what: [standard], shock: "
       "[transition], hours: [time]}}"}};
  const auto apart = take_apart("block", "pilot", many);
  const Decomposition& d = *apart->parts;
  CHECK(apart->plan.at_play.size() == 9);
  CHECK_FALSE(apart->plan.exact());
  REQUIRE(apart->plan.orders.size() == 2);
  CHECK(apart->plan.orders[0] != apart->plan.orders[1]);
  check_sums(d);
  const auto at_work = parts_at_work(d);
  for (const char* name : {"efforts", "when", "who", "what", "shock", "hours"})
    CHECK(at_work.contains(name));
  CHECK_FALSE(parts_at_work(d, false).contains("payment_rules"));
  // Shares of a place are of that place: the practice differs in the north only.
  for (std::size_t m = 0; m < measures().size(); ++m)
    for (const double x : d.values(1, m, part(d, "when")))
      CHECK((x == 0 || std::isnan(x)));
}

TEST_CASE("what cannot be taken apart is refused") {
  CHECK(refusal("block", "pilot") == "");
  CHECK(refusal("block", "block").find("both block") != std::string::npos);
  CHECK(refusal("blok", "pilot").find("--from blok: the scenario has no design") == 0);
  CHECK(refusal("block", "pilto").find("it has: block, copy, pilot") != std::string::npos);
  const std::string some =
      refusal("block", "pilot", {{"decompose.players", "{shock: [transition]}"}});
  CHECK(some.find("no player holds assessment") == 0);
  CHECK(some.find("north") != std::string::npos);
  CHECK(refusal("block", "copy", {{"decompose.players", "{shock: [transition]}"}}) == "");
}
