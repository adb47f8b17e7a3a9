// What is kept of people agrees with what happened to them: reviews on their days, problems at the
// start of the journey, deaths in the last episode, clocks at the last change. Exact.
#include <algorithm>
#include <cmath>
#include <map>

#include "support/catch.hpp"
#include "support/terms.hpp"
#include "support/tiny_area.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

constexpr double go_live = 365, run_ends = 1461;  // days since 1 April 2010
using Day = std::pair<std::uint32_t, double>;     // of a person

Setup base() {
  Setup s = busy();
  s.provider("north").keyworker_hours = 200;
  s.provider("south").keyworker_hours = 160;
  return s;
}

/// A contract that reads what is wrong at a planned exit.
ContractParameters all_domains() {
  ContractParameters c;
  c.terms["exit"] = outcome(Measure::planned_exit, 100);
  c.terms["exit"].requires_all = {Domain::housing};
  return c;
}

History with_reviews(const Setup& s) {
  return World(s).run(0, {.keep_events = true, .keep_reviews = true}).front();
}

Setup read_at_exit() {
  Setup s = base();
  DesignParameters& design = s.add_design("pays");
  design.contracts["north"] = design.contracts["south"] = all_domains();
  return s;
}

}  // namespace

TEST_CASE(
    "Reviews fall on the triage, every twelve weeks after it and on the exit, and only there") {
  const History h = with_reviews(read_at_exit());
  std::map<std::uint32_t, std::vector<Review>> read;
  for (const Review& r : h.reviews)
    read[r.person].push_back(r);
  std::map<std::uint32_t, std::vector<Episode>> episodes;
  for (const Episode& e : h.episodes)
    episodes[e.person].push_back(e);
  std::int64_t wrong = 0, interim = 0;
  for (const auto& [person, list] : episodes) {
    std::vector<std::pair<ReviewKind, double>> expected;
    for (const Episode& e : list) {
      expected.emplace_back(ReviewKind::start, e.triage);
      const double last = std::isnan(e.end) ? run_ends : e.end;
      for (double day = e.triage + 84; day < last; day += 84)
        expected.emplace_back(ReviewKind::interim, day);
      if (!std::isnan(e.end) && e.reason != ExitReason::died)
        expected.emplace_back(ReviewKind::exit, e.end);
    }
    const std::vector<Review>& found = read[person];
    const std::size_t n = std::min(found.size(), expected.size());
    wrong += found.size() != expected.size();
    for (std::size_t i = 0; i < n; ++i) {
      wrong += found[i].kind != expected[i].first || found[i].day != expected[i].second;
      interim += found[i].kind == ReviewKind::interim;
    }
  }
  CHECK(wrong == 0);
  CHECK(interim > 1000);
}

TEST_CASE("A review reads the days of use and the state that events tell") {
  const History h = with_reviews(read_at_exit());
  struct State {
    ClinicalEvent now;
    double presenting, other;  // last change of use
  };
  std::map<std::uint32_t, State> states;
  std::size_t next = 0;
  std::int64_t abstinent = 0, of_all = 0, lately = 0;
  for (const Review& r : h.reviews) {
    for (; next < h.events.size() && h.events[next].day <= r.day; ++next) {
      const ClinicalEvent& e = h.events[next];
      State& s = states.try_emplace(e.person, State{e, e.day, e.day}).first->second;
      if (e.uses_presenting != s.now.uses_presenting) s.presenting = e.day;
      if (e.uses_other != s.now.uses_other) s.other = e.day;
      s.now = e;
    }
    if (r.kind != ReviewKind::interim) continue;
    const State& s = states.at(r.person);
    const bool presenting = s.now.uses_presenting || r.day - s.presenting < 28;
    const bool other = s.now.uses_other || r.day - s.other < 28;
    REQUIRE(r.abstinent_presenting == !presenting);
    REQUIRE(r.abstinent_all == (!presenting && !other));
    REQUIRE(r.injecting == s.now.injecting);
    REQUIRE(r.housing_problem == s.now.housing_problem);
    REQUIRE(r.employed == s.now.employed);
    abstinent += !presenting;
    of_all += !presenting && !other;
    lately += presenting && !s.now.uses_presenting;
  }
  CHECK(abstinent > 300);
  CHECK(of_all > 100);
  CHECK(abstinent - of_all > 100);
  CHECK(lately > 30);
}

TEST_CASE("A planned exit is judged by its own review and by the problems when the journey began") {
  const History h = with_reviews(read_at_exit());
  std::map<Day, Review> starts, exits;
  for (const Review& r : h.reviews)
    if (r.kind != ReviewKind::interim)
      (r.kind == ReviewKind::start ? starts : exits)[{r.person, r.day}] = r;
  std::int64_t n = 0, changed_since = 0;
  for (const Episode& e : h.episodes) {
    if (!planned(e.reason)) continue;
    const Review& exit = exits.at({e.person, e.end});
    if (exit.day < go_live) continue;  // nobody reads it before
    REQUIRE(e.reported == exit.reported);
    REQUIRE(e.confirmed == exit.confirmed);
    REQUIRE(e.problems_at_start == starts.at({e.person, e.journey_start}).confirmed.problems);
    changed_since += e.problems_at_start != starts.at({e.person, e.triage}).confirmed.problems;
    ++n;
  }
  CHECK(n > 200);
  CHECK(changed_since > 0);
}

TEST_CASE("A death stands in the person's last episode, and in no other") {
  const History h = with_reviews(read_at_exit());
  std::map<std::uint32_t, double> died;
  for (const ClinicalEvent& e : h.events)
    if (e.transition == Transition::death_poisoning || e.transition == Transition::death_other)
      died[e.person] = e.day;
  std::int64_t after_exit = 0;
  for (const Episode& e : h.episodes) {
    const auto death = died.find(e.person);
    const bool last = std::isnan(e.next_triage);
    if (last && death != died.end()) {
      REQUIRE(e.died == death->second);
      after_exit += e.died > e.end;
    } else {
      REQUIRE(std::isnan(e.died));
    }
  }
  CHECK(after_exit > 10);
}

TEST_CASE("Clocks of use, exit and release stand at the last change") {
  const World world(base());
  Cell cell = world.cell(0, {.keep_events = true});
  const double end = world.schedule.timeline.end();
  cell.advance(end);
  struct Clocks {
    double presenting, clean, out;
    bool uses_presenting, uses_other;
  };
  std::map<std::uint32_t, Clocks> expected;
  std::map<std::uint32_t, const Person*> living;
  for (std::size_t slot = 0; slot < cell.people().size(); ++slot)
    if (cell.alive(slot)) living[cell.people()[slot].key] = &cell.people()[slot];
  std::vector<Person> people;
  for (const auto& [key, p] : living)
    people.push_back(*p);
  const History h = cell.finish();
  for (const ClinicalEvent& e : h.events) {
    const auto [found, first] = expected.try_emplace(
        e.person, Clocks{e.day, e.day, e.day, e.uses_presenting, e.uses_other});
    Clocks& c = found->second;
    if (e.uses_presenting != c.uses_presenting) c.presenting = c.clean = e.day;
    if (e.uses_other != c.uses_other) c.clean = e.day;
    c.uses_presenting = e.uses_presenting;
    c.uses_other = e.uses_other;
    switch (e.transition) {
      case Transition::planned_exit:
      case Transition::unplanned_exit:
      case Transition::transfer:
      case Transition::custody:
      case Transition::release: c.out = e.day; break;
      default: break;
    }
  }
  std::int64_t released = 0;
  for (const Person& p : people) {
    const Clocks& c = expected.at(p.key);
    REQUIRE(p.presenting_since == c.presenting);
    REQUIRE(p.clean_since == c.clean);
    REQUIRE(p.out_since == c.out);
    released += c.out > p.left_day && p.left_day > 0;
  }
  CHECK(people.size() > 300);
  CHECK(released > 10);
}

TEST_CASE("Who is refused seeks help again from that day on") {
  Setup s;
  s.pathway.help_seeking.hazard[Group::opiate] = constant_rate(2);
  s.pathway.on_the_way.refuses_at_assessment = 1;
  s.area.new_people[Group::opiate] = 40;
  const World world(s);
  Cell cell = world.cell(0, {.keep_events = true});
  cell.advance(world.schedule.timeline.end());
  std::map<std::uint32_t, double> since;
  for (std::size_t slot = 0; slot < cell.people().size(); ++slot)
    since[cell.people()[slot].key] = cell.people()[slot].seek_since;
  std::map<std::uint32_t, double> last;
  std::int64_t referrals = 0;
  for (const ClinicalEvent& e : cell.finish().events)
    if (e.transition == Transition::help_seeking) {
      last[e.person] = e.day;
      ++referrals;
    }
  CHECK(since == last);
  CHECK(referrals > 2 * static_cast<std::int64_t>(last.size()));
}

TEST_CASE("Who waits when the run begins is admitted by referral date") {
  Setup s = busy();
  s.pathway.transfer = {};
  s.add_design("goes on");
  const World world(s);
  const StockPool pool(world.area, world.legacy, world.schedule, 1, 0, {15 * 365.25, 4000});
  std::int64_t waited = 0, wrong = 0;
  for (std::uint32_t r = 0; r < 4; ++r) {
    History h = world.run(r, {}, pool).front();
    std::map<std::uint8_t, std::vector<Episode>> by_provider;
    for (const Episode& e : h.episodes)
      if (e.triage > 0 && e.assessed < 0) by_provider[e.provider].push_back(e);
    for (auto& [provider, list] : by_provider) {
      std::ranges::sort(list, {}, &Episode::triage);
      for (std::size_t i = 1; i < list.size(); ++i)
        wrong += list[i].triage > list[i - 1].triage && list[i].referred < list[i - 1].referred;
      waited += static_cast<std::int64_t>(list.size());
    }
  }
  CHECK(wrong == 0);
  CHECK(waited > 20);
}

TEST_CASE("A transfer leads to another provider") {
  const History h = with_reviews(read_at_exit());
  std::map<Day, std::uint8_t> left;
  for (const Episode& e : h.episodes)
    if (e.reason == ExitReason::transferred) left[{e.person, e.end}] = e.provider;
  std::int64_t n = 0;
  for (const Episode& e : h.episodes)
    if (const auto from = left.find({e.person, e.referred}); from != left.end()) {
      REQUIRE(e.provider != from->second);
      ++n;
    }
  CHECK(n > 20);
}

TEST_CASE("Clients on the books when the run begins are paid for by the week like all others") {
  Setup s = busy();
  DesignParameters& design = s.add_design("weeks");
  for (const auto& [name, provider] : s.area.providers) {
    TermParameters& weeks = design.contracts[name].terms["weeks"];
    weeks = term(TermKind::activity);
    weeks.price_per_week = ByModality<double>::filled(6048);  // a penny a second
  }
  const World world(s);
  const StockPool pool(world.area, world.legacy, world.schedule, 1, 0, {15 * 365.25, 4000});
  const History h = world.run(0, {}, pool).front();
  Pence paid = 0;
  for (const LedgerEntry& e : h.ledger)
    paid += e.amount;
  Seconds treated = 0;
  for (int m = s.history_months; m < s.history_months + s.contract_months; ++m)
    for (const auto& entry : h.panel.time(m))
      if (in_treatment(class_of(entry.index).setting)) treated += entry.value;
  CHECK(paid == treated);
  std::int64_t since_before = 0;
  for (const Episode& e : h.episodes)
    since_before += e.triage < 0 && !(e.end < go_live);
  CHECK(since_before > 5);
}

TEST_CASE("The pool of the initial stock hands on no chance and no record") {
  Setup s = busy();
  const World world(s);
  const StockPool pool(world.area, world.legacy, world.schedule, 1, 0, {15 * 365.25, 4000});
  CHECK(pool.people().size() > 1000);
  std::int64_t offenders = 0, returned = 0;
  for (const Person& p : pool.people()) {
    REQUIRE(p.offences.left == not_drawn);
    REQUIRE(p.running == 0);
    REQUIRE(p.last_exit_record == no_record);
    offenders += p.offending > 0;
    returned += p.episodes > 0;
  }
  CHECK(offenders > 100);
  CHECK(returned > 100);
}
