// Keyworkers who come and go: absent when off; losses, drop-out and hours when on.
#include <cmath>
#include <map>

#include "provider/staff.hpp"
#include "support/catch.hpp"
#include "support/histories.hpp"
#include "support/statistics.hpp"
#include "support/tiny_area.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

const CellOptions keep_all{.keep_events = true, .keep_reviews = true};
constexpr auto group = Group::alcohol;

StaffParameters restless() {
  StaffParameters p;
  p.turnover = 0.3;
  p.in_transition = 3;
  p.hiring_lag = 90;
  p.productivity = 0.5;
  p.drop_out = 1.8;
  p.measuring = 0.1;
  return p;
}

/// A busy area with six months of transition from two months before go-live.
Setup staffed(bool on, const StaffParameters& staff) {
  Setup s = busy();
  s.history_months = 12;
  s.contract_months = 24;
  s.run_off_months = 6;
  s.pathway.staff = staff;
  s.legacy.behaviour.staff = on;
  DesignParameters& d = s.add_design("goes over");
  d.transition.begins = add_months(s.start, 10);
  d.transition.months = 6;
  return s;
}

TermParameters outcome() {
  TermParameters term;
  term.kind = TermKind::outcome;
  term.measure = Measure::planned_exit;
  term.price["all"] = 10;
  return term;
}

}  // namespace

TEST_CASE("Staff that are switched off, or do nothing, are absent") {
  const auto run = [](const Setup& s) { return World(s).run(0, keep_all).front(); };
  const History absent = run(staffed(false, {}));
  CHECK(difference(absent, run(staffed(false, restless()))) == "");
  CHECK(difference(absent, run(staffed(true, {}))) == "");
  CHECK(difference(absent, run(staffed(true, restless()))) != "");
}

TEST_CASE("Turnover makes more clients drop out") {
  StaffParameters staff;
  staff.turnover = 1;
  staff.drop_out = 4;
  const World off(staffed(false, staff)), on(staffed(true, staff));
  std::vector<double> more;
  for (std::uint32_t r = 0; r < 16; ++r)
    more.push_back(static_cast<double>(total(on.run(r).front(), Count::dropped_out) -
                                       total(off.run(r).front(), Count::dropped_out)));
  CHECK(mean_of(more).z(0) > 5);
}

TEST_CASE("Clients lose keyworkers at the turnover, and drop out sooner for twelve weeks") {
  Setup s;
  s.area.new_people[group] = 1000;
  s.contract_months = 36;
  s.pathway.drop_out.hazard[group] = constant_rate(0.8);
  s.pathway.staff.turnover = 0.6;
  s.pathway.staff.drop_out = 2;
  s.legacy.behaviour.staff = true;
  s.add_design("same");
  const World world(s);
  const History h = world.run(0, keep_all).front();
  std::map<std::uint32_t, std::vector<double>> lost;
  for (const ClinicalEvent& e : h.events)
    if (e.transition == Transition::keyworker_leaves) lost[e.person].push_back(e.day);
  double settled = 0, unsettled = 0;
  std::int64_t leaves_settled = 0, leaves_unsettled = 0;
  for (const Episode& e : h.episodes) {
    const bool left = e.reason == ExitReason::dropped_out;
    const double end = left ? e.end : world.schedule.timeline.end();
    double shaky = 0, until = e.triage;
    for (const double day : lost[e.person]) {
      shaky += std::min(end, day + 84) - std::max(day, until);
      until = std::min(end, day + 84);
    }
    unsettled += shaky / days_per_year;
    settled += (end - e.triage - shaky) / days_per_year;
    const bool then = !lost[e.person].empty() && end < lost[e.person].back() + 84;
    (then ? leaves_unsettled : leaves_settled) += left;
  }
  const auto z = [](double n, double mean) { return (n - mean) / std::sqrt(mean); };
  REQUIRE(leaves_unsettled > 200);
  CHECK(std::abs(z(static_cast<double>(leaves_settled), 0.8 * settled)) < critical_z());
  CHECK(std::abs(z(static_cast<double>(leaves_unsettled), 1.6 * unsettled)) < critical_z());
  CHECK(z(static_cast<double>(leaves_unsettled), 0.8 * unsettled) > critical_z());
  const auto losses = static_cast<double>(total(h, Count::keyworkers_lost));
  CHECK(std::abs(z(losses, 0.6 * (settled + unsettled))) < critical_z());
}

TEST_CASE("Hours fall in the transition as the mean field says, and measuring takes its share") {
  Setup s = staffed(true, restless());
  s.designs.front().contracts["north"].terms["exit"] = outcome();
  const World world(s);
  const History h = world.run(0).front();
  const StaffParameters p = restless();
  Staffing staffing = steady_staffing(p, p.turnover);
  const double usual = hours_share(staffing, p);
  const Timeline& timeline = world.schedule.timeline;
  std::vector<double> share;  // by month
  for (int m = 0; m < h.panel.months(); ++m) {
    if (m > 0)
      staffing = step(staffing, p, p.turnover * (m - 1 >= 10 && m - 1 < 16 ? 3 : 1),
                      (timeline.month_start(m) - timeline.month_start(m - 1)) / days_per_year);
    share.push_back(hours_share(staffing, p) / usual);
  }
  CHECK(share[10] == Approx(1));
  CHECK(share[15] < 0.9);
  REQUIRE(h.quarters.size() > 8);
  for (const ProviderQuarter& q : h.quarters) {
    const double has = world.area.providers[q.provider].keyworker_hours;
    const double measuring = q.provider == 0 ? 0.9 : 1.0;  // only north is paid by outcome
    CHECK(q.hours == Approx(has * share[static_cast<std::size_t>(q.month)] * measuring));
  }
}

TEST_CASE("The mean field of posts is the solution of its equations") {
  StaffParameters p = restless();
  for (const double training : {182.625, 90.0, 30.0}) {
    p.training = training;
    const double hiring = days_per_year / p.hiring_lag, trained = days_per_year / p.training;
    Staffing exact = steady_staffing(p, 0.3);
    CHECK(step(exact, p, 0.3, 0.7) == exact);
    double v = exact.vacant, r = exact.recruits;
    const int steps = 200000;
    const double dt = 0.5 / steps, m = 0.9;
    for (int i = 0; i < steps; ++i) {
      const double dv = m * (1 - v) - v * hiring, dr = v * hiring - m * r - r * trained;
      v += dv * dt;
      r += dr * dt;
    }
    exact = step(exact, p, m, 0.5);
    CHECK(exact.vacant == Approx(v).epsilon(1e-4));
    CHECK(exact.recruits == Approx(r).epsilon(1e-4));
    const Staffing later = step(exact, p, m, 50);
    CHECK(later.vacant == Approx(m / (m + hiring)));
    CHECK(later.vacant * hiring == Approx(later.recruits * (m + trained)));
  }
}
