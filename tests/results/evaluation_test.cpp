// What an evaluator counts, on hand-made histories and held against the panel of a simulated area.
#include <cmath>

#include "results/evaluation.hpp"
#include "results/evaluation_years.hpp"
#include "results/extract.hpp"
#include "support/catch.hpp"
#include "support/histories.hpp"
#include "support/tiny_area.hpp"

using namespace pbrsim;

namespace {

/// Two years before a contract of two years, two years after it.
Schedule schedule() {
  Schedule s;
  const Date go_live = *date_from_iso("2012-04-01");
  s.timeline = Timeline(add_months(go_live, -24), add_months(go_live, 48));
  s.go_live = s.timeline.day_of(go_live);
  s.contract_end = s.timeline.day_of(add_months(go_live, 24));
  s.go_live_month = 24;
  return s;
}

struct Made {
  Schedule s = schedule();
  History history;
  std::uint32_t people = 0;

  Made() {
    const int months = s.timeline.months();
    history.panel = Panel(months);
    for (int m = 0; m < months; ++m)
      history.panel.close(MonthCounts{}, std::vector<Seconds>(accrual_classes), 0);
  }

  /// A person of their own with one episode.
  Episode& add(double start, double end, ExitReason reason) {
    history.episodes.push_back(test::only_episode(++people, start, end, reason));
    return history.episodes.back();
  }
  Review& review(std::uint32_t person, double day, ReviewKind kind) {
    Review r;
    r.person = person;
    r.day = day;
    r.kind = kind;
    history.reviews.push_back(r);
    return history.reviews.back();
  }
  /// Of everything from the run's beginning.
  Items all() const {
    Items sum{};
    for (const auto& quarter : evaluate(history, s, Quarters(s.timeline, 0)))
      for (const Items& items : quarter)
        for (const Item i : all_of<Item>())
          sum[i] += items[i];
    return sum;
  }
};

}  // namespace

TEST_CASE("quarters are those of the calendar; periods are as long as the contract") {
  const Schedule s = schedule();
  const Quarters quarters(s.timeline, s.go_live - 366);
  CHECK(quarters.start(0) == s.timeline.day_of(*date_from_iso("2011-04-01")));
  CHECK(quarters.size() == 20);
  CHECK(quarters.index(s.go_live - 0.1) == 3);
  CHECK(quarters.index(s.go_live) == 4);
  CHECK(quarters.index(quarters.start(0) - 0.1) == quarters.size());
  CHECK(quarters.index(s.timeline.end()) == quarters.size());
  CHECK(quarters.index(std::nan("")) == quarters.size());
  CHECK(period_of(0, s) == EvaluationPeriod::before);
  CHECK(period_of(s.go_live - 0.1, s) == EvaluationPeriod::before);
  CHECK(period_of(s.go_live, s) == EvaluationPeriod::contract);
  CHECK(period_of(s.contract_end, s) == EvaluationPeriod::later);
}

TEST_CASE("a journey completes by its last episode, as it is recorded") {
  Made m;
  m.add(100, 465, ExitReason::completed_drug_free);           // just in time
  m.add(100, 465.5, ExitReason::completed_drug_free);         // too late
  m.add(100, 200, ExitReason::dropped_out).recorded_reason =  // coded
      ExitReason::completed_occasional_user;
  m.add(100, 200, ExitReason::declined);
  Episode& voided = m.add(100, 150, ExitReason::completed_drug_free);
  voided.reopened = true;
  voided.next_triage = 160;
  Episode second = voided;
  second.episode = 2;
  second.continues_journey = true;
  second.reopened = false;
  second.triage = second.referred = 160;
  second.end = 300;
  second.reason = second.recorded_reason = ExitReason::dropped_out;
  second.next_triage = no_day;
  m.history.episodes.push_back(second);
  const Items items = m.all();
  CHECK(items[Item::started] == 5);
  CHECK(items[Item::followed_1_year] == 5);
  CHECK(items[Item::completed_1_year] == 2);
  CHECK(items[Item::completed_truly_1_year] == 1);
  CHECK(items[Item::ended] == 5);
  CHECK(items[Item::ended_completed] == 3);
  CHECK(items[Item::ended_declined] == 1);
  CHECK(items[Item::assessed] == 5);
  CHECK(items[Item::assessed_completed_1_year] == 1);  // 365 days from the assessment
  CHECK(items[Item::years_treated] * days_per_year == Approx(365 + 365.5 + 100 + 100 + 50 + 140));
}

TEST_CASE("what cannot be followed to its end is not counted in what it is counted of") {
  Made m;
  const double cut = m.s.timeline.end();
  m.add(cut - 364, cut - 200, ExitReason::completed_drug_free);
  m.add(cut - 366, no_day, ExitReason::open);
  m.add(cut - 500, cut - 300, ExitReason::completed_drug_free);
  m.history.unstarted.push_back({});
  m.history.unstarted.back().assessed = cut - 83;
  m.history.unstarted.back().recorded = true;
  const Items items = m.all();
  CHECK(items[Item::started] == 3);
  CHECK(items[Item::ended] == 2);
  CHECK(items[Item::followed_1_year] == 2);
  CHECK(items[Item::completed_1_year] == 1);
  CHECK(items[Item::followed_1_year_6_months] == 0);
  CHECK(items[Item::completers_followed_6_months] == 1);
  CHECK(items[Item::completers_followed_12_months] == 0);
  CHECK(items[Item::assessed] == 4);
  CHECK(items[Item::assessed_followed_12_weeks] == 3);
}

TEST_CASE("re-presentation, death and months of the calendar") {
  Made m;
  const double exit = m.s.timeline.day_of(*date_from_iso("2011-03-01"));
  const double six = m.s.timeline.day_of(*date_from_iso("2011-09-01"));
  const auto with = [&](double back, double died) {
    Episode& e = m.add(exit - 50, exit, ExitReason::completed_drug_free);
    e.next_triage = back;
    e.died = died;
  };
  with(six, no_day);
  with(six + 1, no_day);
  with(no_day, exit + 30);
  with(no_day, no_day);
  const Items items = m.all();
  CHECK(items[Item::completed_1_year] == 4);
  CHECK(items[Item::completed_1_year_away_6_months] == 3);
  CHECK(items[Item::completers_back_6_months] == 1);
  CHECK(items[Item::completers_died_6_months] == 1);
  CHECK(items[Item::completed_1_year_away_12_months] == 2);
  CHECK(items[Item::deaths_after_leaving] == 1);
  CHECK(items[Item::deaths_poisoning_after_leaving] == 0);
}

TEST_CASE("starts, waits and records of those who never start") {
  Made m;
  m.add(100, 200, ExitReason::dropped_out);                 // waited 10 and 5 days
  m.add(200, 300, ExitReason::dropped_out).referred = 178;  // 22 days
  Episode& late = m.add(400, 500, ExitReason::dropped_out);
  late.referred = 300;
  late.assessed = 315.5;  // 84.5 days before the start
  for (const bool recorded : {true, false}) {
    Unstarted u;
    u.person = ++m.people;
    u.referred = 100;
    u.assessed = 105;
    u.recorded = recorded;
    m.history.unstarted.push_back(u);
  }
  const Items items = m.all();
  CHECK(items[Item::assessed_truly] == 5);
  CHECK(items[Item::assessed] == 4);
  CHECK(items[Item::assessed_followed_12_weeks] == 4);
  CHECK(items[Item::assessed_started_12_weeks] == 2);
  CHECK(items[Item::waits_known] == 3);
  CHECK(items[Item::wait_from_referral_over_3_weeks] == 2);
  CHECK(items[Item::wait_from_assessment_over_3_weeks] == 1);
}

TEST_CASE("a case registered anew is a journey, and no assessment") {
  Made m;
  const double live = m.s.go_live;
  Episode closed = m.add(live - 100, live, ExitReason::transferred);
  closed.next_triage = live;
  Episode again = closed;
  again.journey = again.episode = 2;
  again.journey_start = again.triage = live;
  again.end = no_day;
  again.reason = again.recorded_reason = ExitReason::open;
  m.history.episodes = {closed, again};
  const Items items = m.all();
  CHECK(items[Item::started] == 2);
  CHECK(items[Item::started_on_paper] == 1);
  CHECK(items[Item::followup_exposed] == 1);
  CHECK(items[Item::assessed_truly] == 1);
  CHECK(items[Item::waits_known] == 1);
}

TEST_CASE("first, latest and any review") {
  Made m;
  m.add(100, 400, ExitReason::completed_drug_free);
  m.review(1, 100, ReviewKind::start).injecting = true;
  m.review(1, 130, ReviewKind::interim).reported_all = true;  // 30 days: too soon for the first
  Review& first = m.review(1, 184, ReviewKind::interim);
  first.injecting = true;
  first.abstinent_all = true;
  m.review(1, 268, ReviewKind::interim).housing_problem = true;
  m.review(1, 400, ReviewKind::exit).reported_presenting = true;
  m.add(100, 400, ExitReason::dropped_out);
  m.review(2, 400, ReviewKind::exit).reported_all = true;  // nobody reviews who just leaves
  m.review(2, 290, ReviewKind::interim);                   // too late for the first
  const Items items = m.all();
  CHECK(items[Item::injecting_at_start] == 1);
  CHECK(items[Item::reviewed_first] == 1);
  CHECK(items[Item::first_abstinent] == 0);
  CHECK(items[Item::first_truly_abstinent] == 1);
  CHECK(items[Item::first_injecting] == 1);
  CHECK(items[Item::first_reviewed_injectors] == 1);
  CHECK(items[Item::first_injectors_stopped] == 0);
  CHECK(items[Item::reviewed] == 2);
  CHECK(items[Item::latest_abstinent] == 0);
  CHECK(items[Item::latest_abstinent_presenting] == 1);
  CHECK(items[Item::ever_abstinent] == 1);
  CHECK(items[Item::latest_housing_problem] == 0);
  CHECK(items[Item::ever_no_housing_problem] == 2);
}

TEST_CASE("reliably improved at the first review, of those who are not abstinent") {
  Made m;
  for (const bool abstinent : {false, true})
    for (const bool improved : {false, true}) {
      m.add(100, 400, ExitReason::dropped_out);
      Review& r = m.review(m.people, 184, ReviewKind::interim);
      r.reported_presenting = abstinent;
      r.reliably_improved = improved;
    }
  const Items items = m.all();
  CHECK(items[Item::reviewed_first] == 4);
  CHECK(items[Item::first_improved] == 1);
}

TEST_CASE("deaths and time at risk") {
  Made m;
  Episode& treated = m.add(100, 200, ExitReason::died);
  treated.died = 200;
  treated.poisoned = true;
  Episode& left = m.add(100, 200, ExitReason::dropped_out);
  left.died = 300;
  left.poisoned = true;
  m.add(100, 200, ExitReason::dropped_out).died = 600;  // beyond twelve months
  m.add(100, 200, ExitReason::dropped_out).next_triage = 250;
  const Items items = m.all();
  CHECK(items[Item::deaths_treated] == 1);
  CHECK(items[Item::deaths_poisoning_treated] == 1);
  CHECK(items[Item::deaths_after_leaving] == 1);
  CHECK(items[Item::deaths_poisoning_after_leaving] == 1);
  CHECK(items[Item::years_treated] * days_per_year == Approx(400));
  CHECK(items[Item::years_after_leaving] * days_per_year == Approx(100 + 365 + 50));
}

TEST_CASE("offences of a journey's first year, proven and expected") {
  Made m;
  m.add(100, 200, ExitReason::dropped_out);
  m.history.offending = {{50, 1, 0.5}, {200, 1, 0.1}, {300, 1, 0.0}, {0, 2, 9}};
  m.history.proven = {{90, 1}, {100, 1}, {464, 1}, {465, 1}, {200, 2}};
  const Items items = m.all();
  CHECK(items[Item::offences_expected_1_year] == Approx(100 * 0.5 + 100 * 0.1));
  CHECK(items[Item::offences_proven_1_year] == 2);
}

TEST_CASE("a year counts its people once") {
  Made m;
  const std::vector<FinancialYear> years = financial_years(m.s.timeline, 0);
  REQUIRE(years.size() == 6);
  m.add(100, 200, ExitReason::dropped_out);
  Episode again = m.history.episodes.back();
  again.journey = again.episode = 2;
  again.journey_start = again.triage = 250;
  again.end = 300;
  again.reason = again.recorded_reason = ExitReason::completed_drug_free;
  m.history.episodes.push_back(again);
  m.review(1, 184, ReviewKind::interim).injecting = true;
  m.review(1, 300, ReviewKind::exit).reported_all = true;
  m.add(300, 400, ExitReason::declined);  // over the year's end
  const auto result = evaluate_years(m.history, m.s, years);
  const YearItems& first = result[0][Group::opiate];
  CHECK(first[YearItem::treated] == 2);
  CHECK(first[YearItem::new_journeys] == 3);
  CHECK(first[YearItem::ended] == 2);
  CHECK(first[YearItem::people_completed] == 1);
  CHECK(first[YearItem::people_completed_away_6_months] == 1);
  CHECK(first[YearItem::reviewed] == 1);
  CHECK(first[YearItem::abstinent] == 1);
  CHECK(first[YearItem::injecting] == 0);
  CHECK(first[YearItem::years_treated] * days_per_year == Approx(100 + 50 + 65));
  CHECK(result[1][Group::opiate][YearItem::treated] == 1);
  CHECK(result[1][Group::opiate][YearItem::ended_declined] == 1);
  CHECK(result[2][Group::opiate][YearItem::treated] == 0);
}

TEST_CASE("an area that was chosen for a good year falls back by its autocorrelation") {
  ChosenFor chosen;
  CHECK(chosen.left(-2, 0.5) == 1);
  CHECK(chosen.left(-1, 0.5) == 0.5);
  CHECK(chosen.left(-4, 0.5) == 0.25);
  CHECK(chosen.left(1, 0.5) == 0.125);
  CHECK(chosen.left(-2, 0) == 1);
  CHECK(chosen.left(-1, 0) == 0);
}

TEST_CASE("in a simulated area the counts are those of the panel") {
  test::Setup setup = test::busy();
  setup.add_design("same");
  const test::World world(setup);
  CellOptions options;
  options.keep_observed = options.keep_reviews = true;
  const History history = world.run(0, options).front();
  const Quarters quarters(world.schedule.timeline, 0);
  const auto items = evaluate(history, world.schedule, quarters);
  double started = 0, assessed = 0, paper = 0;
  for (const auto& quarter : items)
    for (const Items& i : quarter) {
      started += i[Item::started];
      paper += i[Item::started_on_paper];
      assessed += i[Item::assessed_truly];
      CHECK(i[Item::assessed] <= i[Item::assessed_truly]);
      CHECK(i[Item::completed_1_year] <= i[Item::followed_1_year]);
      CHECK(i[Item::completers_back_12_months] <= i[Item::completers_followed_12_months]);
      CHECK(i[Item::latest_abstinent] <= i[Item::ever_abstinent]);
    }
  CHECK(started > 50);
  CHECK(paper == 0);
  CHECK(started == static_cast<double>(test::total(history, Count::journeys)));
  // Assessments of a return within 21 days are in the panel alone.
  const auto all = static_cast<double>(test::total(history, Count::assessments));
  CHECK(assessed <= all);
  CHECK(assessed > 0.9 * all);
  const auto years = financial_years(world.schedule.timeline, 0);
  double treated = 0, offences = 0;
  for (const auto& year : evaluate_years(history, world.schedule, years))
    for (const YearItems& i : year) {
      treated += i[YearItem::treated];
      offences += i[YearItem::offences_expected];
    }
  CHECK(treated == static_cast<double>(test::total(history, Count::treated_in_year)));
  CHECK(offences > 0);
  // Everyone's offending adds up to the panel's.
  double by_person = 0, by_panel = 0;
  for (std::size_t i = 0; i < history.offending.size(); ++i) {
    double ends = world.schedule.timeline.end();
    for (std::size_t j = i + 1; j < history.offending.size(); ++j)
      if (history.offending[j].person == history.offending[i].person) {
        ends = history.offending[j].since;
        break;
      }
    by_person += history.offending[i].per_day * (ends - history.offending[i].since);
  }
  for (int m = 0; m < world.schedule.timeline.months(); ++m)
    for (const Group g : all_of<Group>())
      by_panel += history.panel.offences(m, g);
  CHECK(by_person == Approx(by_panel));
}

TEST_CASE("presentations are numbered by person, unrecorded ones last") {
  Made m;
  m.add(300, 400, ExitReason::dropped_out);
  for (const double day : {350.0, 100.0}) {
    Unstarted u;
    u.person = 1;
    u.assessed = day;
    u.recorded = day > 200;
    m.history.unstarted.push_back(u);
  }
  const std::vector<Journey> journeys = journeys_of(m.history.episodes);
  const std::vector<Presentation> all = presentations(journeys, m.history.unstarted, 0);
  REQUIRE(all.size() == 3);
  CHECK(all[0].journey != nullptr);
  CHECK(all[1].begins() == 350);
  CHECK(all[2].begins() == 100);
  CHECK(all[2].number == 3);
  CHECK(presentations(journeys, m.history.unstarted, 320).size() == 2);
  CHECK(presentations(journeys, m.history.unstarted, 420).empty());
}
