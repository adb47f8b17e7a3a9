// The same people in every design: (a) a design and a copy of it have equal histories to the bit;
// (b) before the first dated action of any design nothing differs, whichever designs run beside it
// and however early they act; other areas, their order and the options for records do not matter;
// (d) with another practice or a loss of capacity the number of completions moves by more than 5
// standard errors over replications, so that equality is not for want of anything to differ.
// Equality is exact: no false alarm. (d) is a power statement: seeds are fixed.
#include <cmath>

#include "support/catch.hpp"
#include "support/histories.hpp"
#include "support/statistics.hpp"
#include "support/tiny_area.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

const CellOptions keep_all{.keep_events = true, .keep_reviews = true};

ContractParameters contract() {
  ContractParameters c;
  TermParameters block;
  block.kind = TermKind::block;
  block.amount = 100000;
  c.terms["block"] = block;
  TermParameters exit;
  exit.kind = TermKind::outcome;
  exit.measure = Measure::no_representation;
  exit.within_months = 6;
  exit.price["all"] = 500;
  c.terms["no return"] = exit;
  TermParameters activity;
  activity.kind = TermKind::activity;
  activity.price_per_week = ByModality<double>::filled(20);
  c.terms["weeks"] = activity;
  return c;
}

Setup base() {
  Setup s = busy();
  s.history_months = 18;
  s.contract_months = 18;
  s.legacy.contracts["north"] = s.legacy.contracts["south"] = contract();
  return s;
}

void engage(DesignParameters& d) {
  for (const char* name : {"north", "south"}) {
    d.practice[name].engagement = ByBand<double>::filled(4);
    d.practice[name].discharge = 0.7;
  }
}

void lose_capacity(DesignParameters& d, Date begins) {
  d.transition.begins = begins;
  d.transition.months = 12;
  d.transition.capacity_loss = 0.6;
}

}  // namespace

TEST_CASE("A design and a copy of it are equal to the bit") {
  Setup s = base();
  engage(s.add_design("one"));
  s.add_design("another");
  engage(s.add_design("one again"));
  s.legacy.assessment.independent = true;
  const World world(s);
  for (std::uint32_t r = 0; r < 3; ++r) {
    const auto h = world.run(r, keep_all);
    CHECK(difference(h[0], h[2]) == "");
    CHECK(difference(h[0], h[1]) != "");
    const auto again = world.run(r, keep_all);
    CHECK(difference(h[1], again[1]) == "");
  }
  CHECK(difference(world.run(0, keep_all)[0], world.run(1, keep_all)[0]) != "");
}

TEST_CASE("Before the first action of any design nothing differs") {
  Setup alone = base();
  alone.add_design("baseline");
  lose_capacity(alone.add_design("late"), add_months(alone.start, 15));
  Setup beside = alone;
  engage(beside.add_design("practice"));
  lose_capacity(beside.add_design("early"), add_months(beside.start, 9));
  const World one(alone), two(beside);
  const StockPool pool(one.area, one.legacy, one.schedule, 1, 0, {10 * 365.25, 2000});
  REQUIRE(pool.people().size() > 1000);
  for (std::uint32_t r = 0; r < 3; ++r) {
    const auto g = one.run(r, keep_all, pool);
    const auto h = two.run(r, keep_all, pool);
    CHECK(difference(h[0], g[0]) == "");
    CHECK(difference(h[1], g[1]) == "");
    const auto same_before = [&](std::size_t design, int month) {
      return difference_before(h[0], h[design], month, two.schedule.timeline.month_start(month)) ==
             "";
    };
    CHECK(same_before(1, 15));  // late
    CHECK(!same_before(1, 17));
    CHECK(same_before(2, 18));  // practice
    CHECK(!same_before(2, 19));
    CHECK(same_before(3, 9));  // early
    CHECK(!same_before(3, 10));
  }
}

// Same claim, where people change band between an offence before go-live and the day it is settled.
TEST_CASE("Proven offences before the first action do not depend on what happens later",
          "[.defect]") {
  Setup s = base();
  s.pathway.offending.proven = 1;
  s.pathway.offending.proven_lag = 0;
  s.add_design("baseline");
  DesignParameters& coding = s.add_design("coding");
  coding.practice["north"].coding = coding.practice["south"].coding = 1;
  const World world(s);
  const auto h = world.run(0);
  for (int m = 0; m < 18; ++m)
    for (const Group g : {Group::opiate, Group::alcohol})
      for (const Band b : all_of<Band>()) {
        INFO(m << " " << name_of(g) << " " << name_of(b));
        CHECK(h[0].panel.proven(m, g, b) == h[1].panel.proven(m, g, b));
      }
}

TEST_CASE("The order of the designs does not matter") {
  Setup forth = base();
  engage(forth.add_design("practice"));
  lose_capacity(forth.add_design("early"), add_months(forth.start, 9));
  Setup back = forth;
  std::swap(back.designs[0], back.designs[1]);
  const auto h = World(forth).run(0, keep_all), g = World(back).run(0, keep_all);
  CHECK(difference(h[0], g[1]) == "");
  CHECK(difference(h[1], g[0]) == "");
  CHECK(difference(h[0], g[0]) != "");
}

TEST_CASE("Records kept on request change nothing") {
  Setup s = base();
  engage(s.add_design("practice"));
  const World world(s);
  History with = world.run(0, keep_all).front();
  const History without = world.run(0).front();
  CHECK(with.events.size() > 1000);
  CHECK(with.reviews.size() > 1000);
  with.events.clear();
  with.reviews.clear();
  CHECK(difference(with, without) == "");
}

TEST_CASE("An area has random numbers of its own, whatever runs beside it") {
  Setup s = base();
  engage(s.add_design("practice"));
  Setup other = s;
  other.area.name = "elsewhere";
  const World here(s), elsewhere(other);
  const History alone = here.run(5, keep_all).front();
  const History there = elsewhere.run(5, keep_all).front();
  CHECK(difference(here.run(5, keep_all).front(), alone) == "");
  CHECK(difference(there, alone) != "");
  // Nobody meets the same chance in both: no two first referrals fall on the same moment.
  std::size_t same = 0;
  for (const ClinicalEvent& e : alone.events)
    if (e.transition == Transition::help_seeking)
      for (const ClinicalEvent& f : there.events)
        same += f.day == e.day;
  CHECK(same == 0);
}

TEST_CASE("Moving the fork changes nothing: a cell goes on as its copy does") {
  Setup s = base();
  engage(s.add_design("practice"));
  const World world(s);
  const History whole = world.run(0, keep_all).front();
  for (const double day : {0.0, 1.0, 77.3, 365.0, world.schedule.go_live}) {
    Cell cell(world.area, world.legacy, world.schedule, Streams(world.key(0)), keep_all);
    cell.advance(day);
    Cell copy = cell;
    cell.take_on(world.designs.front());
    copy.take_on(world.designs.front());
    copy.advance(world.schedule.timeline.end());
    for (double d = day; d < world.schedule.timeline.end(); d += 13.7)
      cell.advance(d);
    cell.advance(world.schedule.timeline.end());
    INFO(day);
    CHECK(difference(cell.finish(), whole) == "");
    CHECK(difference(copy.finish(), whole) == "");
  }
}

TEST_CASE(
    "Another practice and a loss of capacity move completions by more than 5 standard errors") {
  Setup s = base();
  s.add_design("baseline");
  DesignParameters& sooner = s.add_design("practice");
  sooner.practice["north"].discharge = sooner.practice["south"].discharge = 0.7;
  lose_capacity(s.add_design("capacity"), add_months(s.start, 18));
  const World world(s);
  std::vector<double> practice, capacity;
  for (std::uint32_t r = 0; r < 60; ++r) {
    const auto h = world.run(r);
    const auto completed = [](const History& x) {
      return static_cast<double>(total(x, Count::completed_drug_free) +
                                 total(x, Count::completed_occasional_user));
    };
    practice.push_back(completed(h[1]) - completed(h[0]));
    capacity.push_back(completed(h[2]) - completed(h[0]));
  }
  CHECK(mean_of(practice).z(0) > 5);
  CHECK(mean_of(capacity).z(0) < -5);
}
