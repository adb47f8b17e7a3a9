// Open cases registered anew at go-live: absent when off or without shares; journeys on paper, and
// nothing else, when on.
#include <map>

#include "support/catch.hpp"
#include "support/histories.hpp"
#include "support/tiny_area.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

Setup registered(bool on, double new_journey, double stale) {
  Setup s = busy();
  s.history_months = 24;
  DesignParameters& d = s.add_design("re-tendered");
  d.behaviour.re_registration = on;
  d.transition.re_registration = {new_journey, stale};
  return s;
}

}  // namespace

TEST_CASE("Registering anew that is off, or concerns nobody, is absent") {
  const auto run = [](const Setup& s) { return World(s).run(0).front(); };
  const History absent = run(registered(false, 0, 0));
  CHECK(difference(absent, run(registered(false, 0.5, 0.2))) == "");
  CHECK(difference(absent, run(registered(true, 0, 0))) == "");
  CHECK(difference(absent, run(registered(true, 0.5, 0.2))) != "");
}

TEST_CASE("A client registered anew has two journeys on paper and one treatment") {
  Setup s = registered(true, 1, 0);
  s.pathway.complexity.error_sd = 0;  // measured anew, the same
  Setup off = s;
  off.designs.front().behaviour.re_registration = false;
  const World world(s), without(off);
  const History on = world.run(0).front(), before = without.run(0).front();
  const double go_live = world.schedule.go_live;
  std::size_t closed = 0, open = 0;
  std::map<std::uint32_t, int> begun, journey;
  for (const Episode& e : on.episodes) {
    if (e.end == go_live && e.reason == ExitReason::transferred) {
      ++closed;
      journey[e.person] = e.journey;
      CHECK(e.next_triage == go_live);
      CHECK_FALSE(e.reopened);
    }
    if (e.triage == go_live && e.journey_start == go_live) {
      ++begun[e.person];
      if (journey.contains(e.person)) CHECK(e.journey == journey[e.person] + 1);
    }
    CHECK(e.triage >= e.journey_start);
  }
  for (const Episode& e : before.episodes)
    if (e.triage < go_live && !(e.end < go_live)) ++open;
  CHECK(closed > 50);
  CHECK(closed == open);
  CHECK(begun.size() >= closed);
  for (const auto& [person, times] : begun)
    CHECK(times == 1);
  // What happens to people is the same, until numbers of episodes key other draws.
  const int month = world.schedule.go_live_month;
  for (const Count c : {Count::dropped_out, Count::completed_drug_free, Count::died_in_treatment,
                        Count::reviews, Count::abstinent_presenting, Count::to_custody})
    CHECK(total(on, c, month, month + 2) == total(before, c, month, month + 2));
  CHECK(total(on, Count::journeys) > total(before, Count::journeys));
}

TEST_CASE("Stale cases are closed as unplanned exits") {
  const World world(registered(true, 0, 1));
  const History h = world.run(0).front();
  const double go_live = world.schedule.go_live;
  for (const Episode& e : h.episodes)
    CHECK_FALSE((e.triage < go_live && !(e.end <= go_live)));
}
