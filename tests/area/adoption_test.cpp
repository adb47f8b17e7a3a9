// Going over to a design: what a change of assessor, hours or practice does to people who are on
// their way. Exact.
#include <algorithm>
#include <cmath>

#include "support/catch.hpp"
#include "support/histories.hpp"
#include "support/tiny_area.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

const CellOptions keep_events{.keep_events = true};

Seconds time_in(const History& h, Setting s, int month) {
  Seconds sum = 0;
  for (const auto& entry : h.panel.time(month))
    if (class_of(entry.index).setting == s) sum += entry.value;
  return sum;
}

void make_independent(AssessmentParameters& a) {
  a.independent = true;
  a.hours = 8;
  a.duration = constant_rate(40);
}

}  // namespace

TEST_CASE("People in the queue of an assessment service that ends go to the providers") {
  Setup s = busy();
  s.pathway.on_the_way.gives_up = {};
  make_independent(s.legacy.assessment);
  s.legacy.assessment.hours = 4;
  s.add_design("goes on");
  s.add_design("ends").assessment = {};
  const World world(s);
  const auto h = world.run(0);
  const int m = world.schedule.go_live_month;
  CHECK(time_in(h[0], Setting::awaiting_assessor, m - 1) > 0);
  CHECK(time_in(h[0], Setting::awaiting_assessor, m) > 0);
  CHECK(time_in(h[1], Setting::awaiting_assessor, m) == 0);
  CHECK(time_in(h[1], Setting::referred, m) > 0);
}

// Whoever is with an assessor at go-live must come out of the assessment too.
TEST_CASE("People under assessment when a service ends do not stay there for ever", "[.defect]") {
  Setup s = busy();
  s.pathway.on_the_way.gives_up = {};
  s.pathway.offending.custody = {};
  make_independent(s.legacy.assessment);
  s.add_design("ends").assessment = {};
  const World world(s);
  const History h = world.run(0).front();
  const int m = world.schedule.go_live_month;
  CHECK(time_in(h, Setting::being_assessed, m - 1) > 0);
  CHECK(time_in(h, Setting::being_assessed, m + 24) == 0);
}

TEST_CASE(
    "Referrals from go-live on go to a new assessment service; earlier ones stay with the "
    "provider") {
  Setup s = busy();
  s.pathway.on_the_way.gives_up = {};
  make_independent(s.add_design("new service").assessment);
  const World world(s);
  const History h = world.run(0, keep_events).front();
  std::int64_t early = 0, late = 0, wrong = 0;
  for (const ClinicalEvent& e : h.events)
    if (e.transition == Transition::help_seeking) {
      const bool after = e.day >= world.schedule.go_live;
      (after ? late : early) += 1;
      wrong += e.setting != (after ? Setting::awaiting_assessor : Setting::referred);
    }
  CHECK(early > 100);
  CHECK(late > 100);
  CHECK(wrong == 0);
}

TEST_CASE("A loss of capacity ejects nobody; intake stops until hours come free") {
  Setup s;
  const Group g = Group::alcohol;
  s.area.new_people[g] = 400;
  s.pathway.drop_out.hazard[g] = constant_rate(2);
  s.provider("north").keyworker_hours = 100;
  s.add_design("baseline");
  DesignParameters& d = s.add_design("loss");
  d.transition.begins = add_months(s.start, 6);
  d.transition.months = 8;
  d.transition.capacity_loss = 0.4;
  const World world(s);
  const auto h = world.run(0, keep_events);
  const double begins = world.schedule.timeline.month_start(6),
               ends = world.schedule.timeline.month_start(14);
  const auto most_at_admission = [&](const History& x) {
    int treated = 0, most = 0;
    for (const ClinicalEvent& e : x.events) {
      treated += e.transition == Transition::admission;
      treated -= e.transition == Transition::unplanned_exit;
      if (e.transition == Transition::admission && e.day > begins && e.day < ends)
        most = std::max(most, treated);
    }
    return most;
  };
  CHECK(most_at_admission(h[0]) == 100);
  CHECK(most_at_admission(h[1]) == 60);
  // Exits up to the end of the month in which capacity is lost are the same people at the same
  // moments.
  const auto exits = [&](const History& x, double until) {
    std::vector<std::pair<double, std::uint32_t>> list;
    for (const Episode& e : x.episodes)
      if (e.end < until && e.triage < begins) list.emplace_back(e.end, e.person);
    return list;
  };
  CHECK(exits(h[0], ends) == exits(h[1], ends));
  // Hours are back at once: the admissions of the first moment after.
  const auto admitted_on = [](const History& x, double day) {
    return std::count_if(x.events.begin(), x.events.end(), [&](const ClinicalEvent& e) {
      return e.transition == Transition::admission && e.day == day;
    });
  };
  CHECK(admitted_on(h[1], ends) == 40);
}

TEST_CASE("More effort per client from go-live on takes more hours of everyone in treatment") {
  Setup s;
  const Group g = Group::alcohol;
  s.area.new_people[g] = 400;
  s.pathway.drop_out.hazard[g] = constant_rate(2);
  s.provider("north").keyworker_hours = 100;
  s.levers.hours_harm_reduction = 0.25;
  s.add_design("more").practice["north"].harm_reduction = ByBand<double>::filled(2);
  const World world(s);
  const History h = world.run(0, keep_events).front();
  const double settled = world.schedule.go_live + 300;
  int treated = 0, most_before = 0, most_after = 0;
  for (const ClinicalEvent& e : h.events) {
    treated += e.transition == Transition::admission;
    treated -= e.transition == Transition::unplanned_exit;
    int& most = e.day < world.schedule.go_live ? most_before : most_after;
    if (e.day < world.schedule.go_live || e.day > settled) most = std::max(most, treated);
  }
  CHECK(most_before == 100);
  CHECK(most_after == 80);  // 1.25 hours each
}

TEST_CASE("The standard of completion changes at go-live for clients already in treatment") {
  Setup s = busy();
  s.add_design("baseline");
  s.add_design("drug-free").standard = Standard::drug_free_only;
  const World world(s);
  const auto h = world.run(0);
  const int m = world.schedule.go_live_month, end = h[0].panel.months();
  CHECK(total(h[1], Count::completed_occasional_user, 0, m) > 0);
  CHECK(total(h[1], Count::completed_occasional_user, m, end) == 0);
  CHECK(total(h[0], Count::completed_occasional_user, m, end) > 0);
  CHECK(total(h[1], Count::completed_drug_free, m, end) > 0);
}

// A run without a history is a run too.
TEST_CASE("A design that goes live on day 0 is adopted", "[.defect]") {
  Setup s = busy();
  s.history_months = 0;
  s.add_design("baseline");
  s.add_design("practice").practice["north"].discharge = 1;
  const World world(s);
  const auto h = world.run(0);
  CHECK(difference(h[0], h[1]) != "");
}
