// Nobody gets lost, nobody is in two places, and time adds up. All equalities are exact (whole
// people, whole seconds, whole millionths of an hour), so there are no false alarms.
#include <cmath>
#include <map>

#include "support/catch.hpp"
#include "support/lives.hpp"
#include "support/tiny_area.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

const CellOptions keep_events{.keep_events = true};

Setup base(bool independent, double hours = 260) {
  Setup s = busy();
  s.provider("north").keyworker_hours = hours;
  s.provider("south").keyworker_hours = 200;
  s.pathway.help_seeking.hazard[Group::alcohol] = constant_rate(2);
  s.legacy.assessment.independent = independent;
  s.legacy.assessment.hours = 12;
  s.legacy.assessment.duration = constant_rate(40);
  s.legacy.assessment.handover = independent;
  DesignParameters& d = s.add_design("other practice");
  d.practice["north"].engagement = ByBand<double>::filled(3);
  d.transition.months = 12;
  d.transition.capacity_loss = 0.4;
  return s;
}

StockPool pool_of(const World& world) {
  return StockPool(world.area, world.legacy, world.schedule, 1, 0, {15 * 365.25, 4000});
}

Seconds panel_time(const History& h, int m) {
  Seconds sum = 0;
  for (const auto& entry : h.panel.time(m))
    sum += entry.value;
  return sum;
}

void check_places(const std::vector<Episode>& episodes) {
  std::map<std::uint32_t, std::vector<const Episode*>> by_person;
  for (const Episode& e : episodes)
    by_person[e.person].push_back(&e);
  std::int64_t faults = 0, returns = 0, reopened = 0, waiting_overlap = 0;
  for (auto& [person, list] : by_person) {
    std::sort(list.begin(), list.end(),
              [](const Episode* a, const Episode* b) { return a->triage < b->triage; });
    for (std::size_t i = 0; i < list.size(); ++i) {
      const Episode& e = *list[i];
      faults += e.reason == ExitReason::open ? !std::isnan(e.end) : !(e.end > e.triage);
      faults += !(e.referred <= e.triage);
      if (i + 1 == list.size()) {
        faults += !std::isnan(e.next_triage) || e.reopened;
        continue;
      }
      const Episode& next = *list[i + 1];
      ++returns;
      reopened += e.reopened;
      faults += !(e.end <= next.triage);
      waiting_overlap += !(e.end <= next.referred);
      faults += e.next_triage != next.triage;
      faults += e.reopened != (next.triage - e.end <= 21);
      faults += next.continues_journey != e.reopened;
      faults += next.journey != e.journey + (e.reopened ? 0 : 1);
      faults += next.journey_start != (e.reopened ? e.journey_start : next.triage);
      faults += next.episode != e.episode + 1;
    }
  }
  CHECK(faults == 0);
  CHECK(waiting_overlap == 0);
  CHECK(returns > 100);
  CHECK(reopened > 10);
}

}  // namespace

TEST_CASE("People are conserved and nobody is in two places") {
  for (const bool independent : {false, true}) {
    INFO(independent);
    const World world(base(independent, no_limit));
    const StockPool pool = pool_of(world);
    for (std::uint32_t r = 0; r < 4; ++r) {
      const History h = world.run(r, keep_events, pool).front();
      const Population& p = h.population;
      CHECK(p.stock + p.arrived == p.living + p.dead + p.moved_away);
      for (const std::int64_t n : {p.stock, p.arrived, p.living, p.dead, p.moved_away})
        CHECK(n > 20);
      CHECK(p.arrived == total(h, Count::new_people));
      CHECK(p.dead == total(h, Count::deaths_poisoning) + total(h, Count::deaths_other));
      CHECK(p.moved_away == total(h, Count::moved_away));
      check_places(h.episodes);
    }
  }
}

TEST_CASE("Where nobody enters or leaves, each month's person-time is people times its length") {
  const World world(base(false));
  const StockPool pool = pool_of(world);
  Setup closed = base(false);
  closed.area.new_people = {};
  closed.pathway.moves_away = closed.pathway.moves_away_at_exit = 0;
  closed.pathway.transfer = {};
  closed.pathway.mortality = Mortality{};
  const World shut(closed);
  Setup leaky = closed;
  leaky.pathway.moves_away_at_exit = 0.02;
  const World open(leaky);
  const Timeline& timeline = shut.schedule.timeline;
  for (std::uint32_t r = 0; r < 3; ++r) {
    const History h = shut.run(r, {}, pool).front(), g = open.run(r, {}, pool).front();
    int short_months = 0;
    for (int m = 0; m < timeline.months(); ++m) {
      const Seconds length =
          to_seconds(timeline.month_start(m + 1)) - to_seconds(timeline.month_start(m));
      CHECK(panel_time(h, m) == h.population.stock * length);
      short_months += panel_time(g, m) < g.population.stock * length;
    }
    CHECK(short_months > 24);
  }
}

TEST_CASE("Person-time over all settings is the time people lived") {
  for (const bool independent : {false, true}) {
    Setup s = base(independent);
    s.pathway.moves_away = s.pathway.moves_away_at_exit = 0;
    const World world(s);
    const double end = world.schedule.timeline.end();
    const History h = world.run(0, keep_events).front();
    Seconds lived = 0, in_panel = 0;
    std::map<std::uint32_t, std::pair<double, double>> lives;
    for (const ClinicalEvent& e : h.events) {
      const auto [life, first] = lives.try_emplace(e.person, e.day, end);
      if (e.transition == Transition::death_poisoning || e.transition == Transition::death_other)
        life->second.second = e.day;
    }
    for (const auto& [key, life] : lives)
      lived += to_seconds(life.second) - to_seconds(life.first);
    for (int m = 0; m < h.panel.months(); ++m)
      in_panel += panel_time(h, m);
    CHECK(in_panel == lived);
    CHECK(h.population.dead > 20);
    CHECK(static_cast<std::int64_t>(lives.size()) == h.population.arrived);
  }
}

TEST_CASE("Treatment time in the panel is the time of the episodes") {
  const World world(base(false));
  const double end = world.schedule.timeline.end();
  const History h = world.run(0).front();
  Seconds episodes = 0, panel = 0;
  for (const Episode& e : h.episodes)
    episodes += to_seconds(std::isnan(e.end) ? end : e.end) - to_seconds(e.triage);
  for (int m = 0; m < h.panel.months(); ++m)
    for (const auto& entry : h.panel.time(m))
      if (in_treatment(class_of(entry.index).setting)) panel += entry.value;
  CHECK(panel == episodes);
  CHECK(panel > 1000 * to_seconds(28));
}

TEST_CASE("Counts in the panel are those of the episodes") {
  const World world(base(true));
  const History h = world.run(1).front();
  std::map<Count, std::int64_t> n;
  for (const Episode& e : h.episodes) {
    ++n[Count::episodes];
    n[Count::journeys] += !e.continues_journey;
    n[Count::waits_over_3_weeks] += !e.continues_journey && e.triage - e.referred > 21;
    n[Count::wait_seconds] +=
        e.continues_journey ? 0 : to_seconds(e.triage) - to_seconds(e.referred);
    n[Count::completed_drug_free] += e.reason == ExitReason::completed_drug_free;
    n[Count::completed_occasional_user] += e.reason == ExitReason::completed_occasional_user;
    n[Count::dropped_out] += e.reason == ExitReason::dropped_out;
    n[Count::declined] += e.reason == ExitReason::declined;
    n[Count::transferred] += e.reason == ExitReason::transferred;
    n[Count::to_custody] += e.reason == ExitReason::custody;
    n[Count::died_in_treatment] += e.reason == ExitReason::died;
  }
  for (const auto& [count, times] : n) {
    INFO(name_of(count));
    CHECK(total(h, count) == times);
    CHECK(times > 0);
  }
}

TEST_CASE("An admission never commits more hours than there are") {
  for (const bool independent : {false, true}) {
    const World world(base(independent));
    const StockPool pool = pool_of(world);
    for (std::uint32_t r = 0; r < 3; ++r) {
      const History h = world.run(r, {}, pool).front();
      CHECK(h.most_committed[0] <= to_micro_hours(260));
      CHECK(h.most_committed[1] <= to_micro_hours(200));
      CHECK(h.most_committed[0] > to_micro_hours(150));
      CHECK(h.most_committed[2] <= to_micro_hours(12));
      CHECK(h.most_committed[2] == (independent ? to_micro_hours(12) : 0));
    }
  }
}

// Someone of the initial stock was referred before day 0.
TEST_CASE("Waiting time counts from referral for the initial stock too", "[.defect]") {
  const World world(base(false));
  const History h = world.run(0, {}, pool_of(world)).front();
  double waited = 0;
  std::int64_t journeys = 0;
  for (const Episode& e : h.episodes) {
    const bool began_in_run = e.triage > 0 && !e.continues_journey;
    journeys += began_in_run;
    if (began_in_run) waited += e.triage - e.referred;
  }
  REQUIRE(journeys == total(h, Count::journeys));
  // Whole seconds: rounded by less than one at either end.
  CHECK(std::abs(static_cast<double>(total(h, Count::wait_seconds)) / 86400 - waited) <=
        static_cast<double>(2 * journeys) / 86400);
}
