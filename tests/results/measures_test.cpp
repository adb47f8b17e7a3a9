// Cohort measures on a hand-made history: who is followed, who completed, who came back.
#include <cmath>
#include <set>

#include "results/measures.hpp"
#include "support/catch.hpp"

using namespace pbrsim;

namespace {

/// Two years of history, a two-year contract, one year of follow-up.
Schedule small_schedule() {
  Schedule s;
  const Date go_live = *date_from_iso("2012-04-01");
  s.timeline = Timeline(add_months(go_live, -24), add_months(go_live, 36));
  s.go_live = s.timeline.day_of(go_live);
  s.contract_end = s.timeline.day_of(add_months(go_live, 24));
  s.go_live_month = 24;
  return s;
}

Episode journey(double start, double end, ExitReason reason) {
  Episode e;
  e.journey_start = e.triage = start;
  e.end = end;
  e.reason = reason;
  return e;
}

struct World {
  Schedule schedule = small_schedule();
  AreaModel area;
  DesignModel design;
  History history;

  static AreaParameters parameters() {
    AreaParameters a;
    a.providers["p"].keyworker_hours = 10;
    return a;
  }
  static PathwayParameters pathway() {
    PathwayParameters p;
    p.immediate_assessment = true;
    return p;
  }
  World()
      : area("a", parameters(), pathway(), {}, {}, {}),
        design("d", DesignParameters{}, area, schedule) {
    history.panel = Panel(60);
    for (int m = 0; m < 60; ++m)
      history.panel.close(MonthCounts{}, std::vector<Seconds>(accrual_classes), 0);
  }
  Sums sums() const { return sum_up(history, area, design, schedule, EconomicsParameters{}); }
};

}  // namespace

TEST_CASE("journeys begun in the contract are followed for 365 days") {
  World w;
  const double live = w.schedule.go_live, end = w.schedule.contract_end;
  w.history.episodes = {
      journey(live - 1, live + 100, ExitReason::completed_drug_free),  // begun before
      journey(live, live + 365, ExitReason::completed_drug_free),      // just in time
      journey(live + 1, live + 367, ExitReason::completed_drug_free),  // too late
      journey(end - 1, end + 300,
              ExitReason::completed_occasional_user),           // completes after the contract
      journey(end, end + 10, ExitReason::completed_drug_free),  // begun after
      journey(live + 5, live + 50, ExitReason::dropped_out),
  };
  Episode voided = journey(live + 10, live + 60, ExitReason::completed_drug_free);
  voided.reopened = true;
  voided.next_triage = live + 70;
  w.history.episodes.push_back(voided);
  Episode second = journey(live + 70, live + 200,
                           ExitReason::completed_drug_free);  // completes the reopened journey
  second.journey_start = live + 10;
  second.continues_journey = true;
  w.history.episodes.push_back(second);
  const Sums s = w.sums();
  CHECK(s[Quantity::starters] == 5);
  CHECK(s[Quantity::starters_completed] == 3);
}

TEST_CASE("a return counts if it falls inside the calendar months after the exit") {
  World w;
  const double live = w.schedule.go_live;
  const auto exit_with_return = [&](double exit, double back) {
    Episode e = journey(live - 300, exit, ExitReason::completed_drug_free);
    e.next_triage = back;
    w.history.episodes.push_back(e);
  };
  const double six = w.schedule.timeline.day_of(*date_from_iso("2012-10-01"));  // exit on 1 April
  exit_with_return(live, six);
  exit_with_return(live, six + 1);
  exit_with_return(live, std::nan(""));
  exit_with_return(live - 1, live + 50);  // exit before the contract
  exit_with_return(w.schedule.contract_end - 1, std::nan(""));
  const Sums s = w.sums();
  CHECK(s[Quantity::followed_6] == 4);
  CHECK(s[Quantity::returned_6] == 1);
  CHECK(s[Quantity::followed_12] == 4);
  CHECK(s[Quantity::returned_12] == 2);
}

TEST_CASE("a ratio without a denominator is not a number") {
  Sums s;
  for (const MeasureInfo& m : measures())
    if (m.ratio) CHECK(std::isnan(value_of(m, s)));
}

TEST_CASE("measures are told apart by name and explained") {
  std::set<std::string_view> names;
  for (const MeasureInfo& m : measures()) {
    CHECK(names.insert(m.name).second);
    CHECK(!m.description.empty());
    CHECK((!m.headline || !m.label.empty()));
  }
  for (const MeasureInfo& m : measures())
    CHECK((m.difference_by.empty() || names.count(m.difference_by) == 1));
}
