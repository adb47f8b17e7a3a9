// Where two histories of one person part, on histories written by hand.
#include "analysis/trace.hpp"
#include "support/catch.hpp"
#include "support/tiny_area.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

ClinicalEvent event(double day, std::uint32_t person, Transition t, Setting setting) {
  ClinicalEvent e;
  e.day = day;
  e.person = person;
  e.transition = t;
  e.setting = setting;
  e.uses_presenting = true;
  return e;
}

History history() {
  History h;
  h.events = {event(10.5, 7, Transition::help_seeking, Setting::referred),
              event(11, 8, Transition::help_seeking, Setting::referred),
              event(20, 7, Transition::assessment, Setting::waiting),
              event(30, 7, Transition::admission, Setting::psychosocial),
              event(90, 7, Transition::unplanned_exit, Setting::community)};
  Review review;
  review.day = 60;
  review.person = 7;
  review.presenting_days = 12;
  h.reviews = {review};
  ProviderQuarter quarter;
  quarter.hours = 100;
  h.quarters = {quarter};
  return h;
}

struct Small {
  Setup setup;
  Small() { setup.add_design("other"); }
};

}  // namespace

TEST_CASE("a trace has what happened to one person, in order, with the state after it") {
  const Small small;
  const World world(small.setup);
  const Trace trace = trace_of(history(), 7, world.area, world.designs[0]);
  REQUIRE(trace.size() == 5);
  CHECK(trace[0].what == "help_seeking");
  CHECK(trace[3].kind == TraceKind::review);
  CHECK(trace[4].what == "unplanned_exit");
  CHECK(line_of(trace[2], world.schedule.timeline) ==
        "2010-05-01  admission               psychosocial at north; uses what they came for");
  CHECK(
      line_of(trace[3], world.schedule.timeline) ==
      "2010-05-31  review (interim)        reported: 12 of 28 days with what they came for, 0 with "
      "something else; in truth used");
  CHECK(trace_of(history(), 9, world.area, world.designs[0]).empty());
  // On one day: the review that ends an episode, its end, and what begins with a review.
  History same = history();
  Review first, last;
  first.person = last.person = 7;
  first.kind = ReviewKind::start;
  last.kind = ReviewKind::exit;
  first.day = 30;
  last.day = 90;
  same.reviews = {first, last};
  std::vector<std::string> order;
  for (const TraceEntry& e : trace_of(same, 7, world.area, world.designs[0]))
    order.push_back(e.what);
  CHECK(order == std::vector<std::string>{"help_seeking", "assessment", "admission", "start",
                                          "exit", "unplanned_exit"});
}

TEST_CASE("histories part at the first thing that is not in both") {
  const Small small;
  const World world(small.setup);
  const auto part = [&](const History& a, const History& b) {
    return parting_of(trace_of(a, 7, world.area, world.designs[0]), a, world.designs[0],
                      trace_of(b, 7, world.area, world.designs[0]), b, world.designs[0], world.area,
                      world.schedule);
  };
  CHECK_FALSE(part(history(), history()).parts);
  History later = history();
  later.events[3].day = 35;
  later.quarters[0].practice.engagement = ByBand<double>::filled(1.5);
  later.quarters[0].hours = 90;
  const Parting waits = part(history(), later);
  CHECK(waits.parts);
  CHECK(waits.at == 2);
  CHECK(waits.day == 30);
  CHECK(waits.why ==
        "Admission follows from hours coming free: the queue or the hours are not the same. At the "
        "last quarter day before, north: Practice: engagement 1 and 1.5. Keyworker hours a week: "
        "100 and 90.");
  History stays = history();
  stays.events.pop_back();
  const Parting end = part(stays, history());
  CHECK(end.at == 4);
  CHECK(end.day == 90);
  CHECK(end.why.starts_with("The rate of unplanned exit is not the same;"));
  // Somebody else's events are nobody's business.
  History other = history();
  other.events[1].day = 12;
  CHECK_FALSE(part(history(), other).parts);
}

TEST_CASE("rows are numbered, and only events have a state") {
  const Small small;
  const World world(small.setup);
  const TableSchema schema = trace_schema();
  TableRows rows(schema);
  add_trace_rows(rows, trace_of(history(), 7, world.area, world.designs[0]), world.designs[0],
                 world.area, 3, 7, world.schedule.timeline);
  CHECK(rows.text().find(",3,7,3,2010-05-01,30,event,admission,psychosocial,1,0,0,0,0,,") !=
        std::string::npos);
  CHECK(rows.text().find(",event,assessment,,1,0,0,0,0,,") != std::string::npos);
  CHECK(rows.text().find(",3,7,4,2010-05-31,60,review,interim,,,,,,,,") != std::string::npos);
}
