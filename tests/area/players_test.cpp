// Parts of designs: what each covers, what it is when it is out, who must hold it.
#include <algorithm>

#include "area/players.hpp"
#include "support/catch.hpp"
#include "support/tiny_area.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

/// Everything that can differ does.
Setup different() {
  Setup s;
  DesignParameters& d = s.add_design("new");
  d.assessment.independent = true;
  d.assessment.hours = 40;
  d.assessment.duration.rate = 50;
  d.standard = Standard::drug_free_only;
  d.transition.months = 3;
  d.transition.capacity_loss = 0.2;
  d.behaviour.effort = d.behaviour.discharge = d.behaviour.learning = true;
  d.practice["north"].discharge = 0.5;
  d.practice["north"].engagement = ByBand<double>::filled(2);
  d.scheme.administration = 1000;
  return s;
}

std::string problems_of(const std::map<std::string, std::vector<std::string>>& players) {
  DecomposeParameters parameters;
  parameters.players = players;
  Problems problems;
  parameters.validate(problems);
  std::string text;
  for (const Problem& p : problems)
    text += p.path + " " + p.message + "\n";
  return text;
}

}  // namespace

TEST_CASE("parts are switches, fields of designs and practice; never what is paid") {
  const auto parts = all_parts();
  const auto has = [&](const char* name) { return std::ranges::find(parts, name) != parts.end(); };
  for (const char* name : {"effort", "time", "assessment", "standard", "transition", "practice"})
    CHECK(has(name));
  for (const char* name : {"label", "contracts", "successor", "scheme", "behaviour"})
    CHECK_FALSE(has(name));
}

TEST_CASE("a part that is taken out stands as under the other design, a switch is off") {
  const World world(different());
  const auto from = with_all_practice(world.legacy.design, world.area);
  const auto to = with_all_practice(world.designs.front().design, world.area);
  CHECK_FALSE(without_part(to, from, "assessment").assessment.independent);
  CHECK(without_part(to, from, "assessment").assessment.duration.rate == std::nullopt);
  CHECK(without_part(to, from, "transition").transition.months == 0);
  CHECK(without_part(to, from, "standard").standard == Standard::occasional_user_allowed);
  const DesignParameters calm = without_part(to, from, "discharge");
  CHECK_FALSE(calm.behaviour.discharge);
  CHECK(calm.behaviour.effort);
  CHECK(calm.practice.at("north").discharge == 0);
  CHECK(calm.practice.at("north").engagement[MeasuredBand::low] == 2);
  const DesignParameters idle = without_part(to, from, "practice");
  CHECK(idle.practice.at("north").discharge == 0.5);
  CHECK(idle.practice.at("north").engagement[MeasuredBand::low] == 1);
  CHECK(idle.scheme.administration == 1000);
  CHECK(idle.contracts == to.contracts);

  DesignParameters responding = from;
  responding.behaviour.effort = true;
  CHECK_FALSE(without_part(to, responding, "effort").behaviour.effort);
  CHECK_FALSE(without_switches(responding, {{"a", {"effort"}}}).behaviour.effort);
  CHECK(without_switches(responding, {{"a", {"selection"}}}).behaviour.effort);

  auto ahead = to;
  ahead.behaviour.anticipation = ahead.behaviour.shared_learning = true;
  CHECK_FALSE(without_part(ahead, ahead, "anticipation").behaviour.anticipation);
  CHECK_FALSE(without_part(ahead, ahead, "shared_learning").behaviour.shared_learning);
  responding.behaviour.money = true;
  CHECK_FALSE(without_part(to, responding, "money").behaviour.money);
  CHECK_FALSE(without_switches(responding, {{"a", {"money"}}}).behaviour.money);

  DesignParameters staffed = from;  // a mechanism that is no answer to a contract
  staffed.behaviour.staff = true;
  CHECK(without_part(to, staffed, "staff").behaviour.staff);
  CHECK(without_switches(staffed, {{"a", {"staff"}}}).behaviour.staff);
}

TEST_CASE("what differs matters, and a part that nobody holds is missed where it must") {
  const World world(different());
  const auto from = with_all_practice(world.legacy.design, world.area);
  auto to = with_all_practice(world.designs.front().design, world.area);
  for (const char* name :
       {"effort", "discharge", "learning", "time", "assessment", "standard", "transition"}) {
    CHECK(matters(name, to, from, world.area));
    CHECK(needs_player(name, to, from) == (std::string(name) != "time"));
  }
  for (const char* name : {"selection", "coding", "reporting"}) {
    CHECK_FALSE(matters(name, to, from, world.area));
    CHECK_FALSE(needs_player(name, to, from));
  }
  auto also = from;
  also.behaviour = to.behaviour;
  CHECK(needs_player("effort", to, also));  // what is on under both still moves by the contract
  CHECK_FALSE(needs_player("learning", to, also));
  CHECK_FALSE(needs_player("money", to, also));
  also.behaviour.money = to.behaviour.money = true;
  CHECK(needs_player("money", to, also));  // when providers are paid decides who goes on
  CHECK(matters("money", to, also, world.area));
  to.behaviour.effort = to.behaviour.discharge = false;
  CHECK_FALSE(matters("learning", to, from, world.area));  // nothing is left to learn for
  CHECK(matters("time", to, from, world.area));            // the fixed efforts take some
  CHECK_FALSE(matters("time", without_part(to, from, "practice"), from, world.area));
}

TEST_CASE("mistakes in players are told") {
  CHECK(problems_of({}) == "");
  CHECK(problems_of({{"a", {"effort", "time"}}, {"b", {"selection"}}}) == "");
  CHECK(problems_of({{"a", {"efort"}}}).find("players.a holds \"efort\", which is no part") == 0);
  CHECK(problems_of({{"a", {"effort"}}, {"b", {"effort"}}}).find("so does a") != std::string::npos);
  CHECK(problems_of({{"a", {"effort", "effort"}}}).find("twice") != std::string::npos);
  CHECK(problems_of({{"a", {}}}).find("holds no part") != std::string::npos);
  CHECK(problems_of({{"whole", {"effort"}}}).find("choose another") != std::string::npos);
}

TEST_CASE("the usual players hold every part once") {
  std::vector<std::string> held;
  for (const Player& player : players_of({}))
    held.insert(held.end(), player.parts.begin(), player.parts.end());
  std::vector<std::string> parts = all_parts();
  std::ranges::sort(held);
  std::ranges::sort(parts);
  CHECK(held == parts);
}
