// What became of earlier cohorts, on hand-made histories.
#include "results/cohorts.hpp"

#include "support/catch.hpp"
#include "support/histories.hpp"

using namespace pbrsim;

namespace {

using C = CohortItem;

struct Made {
  Timeline timeline{*date_from_iso("2004-04-01"), *date_from_iso("2014-10-01")};
  History history;
  std::uint32_t people = 0;

  double day(const char* date) const { return timeline.day_of(*date_from_iso(date)); }
  FinancialYear year(int begins) const {
    const std::string from = std::to_string(begins) + "-04-01",
                      to = std::to_string(begins + 1) + "-04-01";
    return {day(from.c_str()), day(to.c_str()), 0};
  }
  Episode& add(double start, double end, ExitReason reason, double back = no_day) {
    history.episodes.push_back(test::only_episode(++people, start, end, reason));
    history.episodes.back().next_triage = back;
    return history.episodes.back();
  }
  void proven(double on) { history.proven.push_back({on, people}); }
  CohortItems of(int begins) const {
    return Cohorts(history, timeline).of(year(begins))[Group::opiate];
  }
};

constexpr ExitReason completed = ExitReason::completed_drug_free, left = ExitReason::dropped_out;

}  // namespace

TEST_CASE("Who is in treatment 30 days after an assessment") {
  Made m;
  const double start = m.day("2005-06-10");  // assessed five days before
  m.add(start, start + 24, left);            // lost
  m.add(start, start + 26, left);            // day 31
  m.add(start, start + 10, completed);
  m.add(start, no_day, ExitReason::open);
  Episode& late = m.add(start + 40, no_day, ExitReason::open);
  late.referred = start - 10;
  late.assessed = start - 5;
  Unstarted u;
  u.assessed = start;
  u.recorded = true;
  m.history.unstarted.push_back(u);
  u.recorded = false;
  m.history.unstarted.push_back(u);
  const CohortItems n = m.of(2005);
  CHECK(n[C::assessed] == 6);
  CHECK(n[C::lost_30_days] == 3);
  CHECK(m.of(2006)[C::assessed] == 0);
}

TEST_CASE("Twelve weeks, and five years, of those who start in a year") {
  Made m;
  const double start = m.day("2008-05-01"), soon = start + 60, later = m.day("2012-01-10");
  m.add(start, soon, left);
  m.add(start, soon, completed);
  m.add(start, start + 84, left);
  m.add(start, later, completed, m.day("2012-07-09"));  // back in six months
  m.add(start, later, completed, m.day("2012-07-12"));
  m.add(start, m.day("2013-05-02"), completed);  // five years and a day
  m.add(start, no_day, ExitReason::open);
  const CohortItems n = m.of(2008);
  CHECK(n[C::started] == 7);
  CHECK(n[C::retained_12_weeks] == 6);
  CHECK(n[C::started_long_ago] == 7);
  CHECK(n[C::away_5_years] == 2);
  CHECK(n[C::in_5_years] == 2);
  m.add(m.day("2009-05-01"), no_day, ExitReason::open);
  CHECK(m.of(2009)[C::started] == 1);
  CHECK(m.of(2009)[C::started_long_ago] == 0);  // not followed for long enough
}

TEST_CASE("Four years, and two years without an offence, of those who leave in a year") {
  Made m;
  const double end = m.day("2005-09-01"), start = end - 300;
  m.add(start, end, completed);
  m.add(start, end, left, m.day("2009-08-31"));  // back
  m.add(start, end, left);
  m.proven(end + 1000);  // offends, but was no offender before
  m.add(start, end, completed);
  m.proven(end - 100);
  m.add(start, end, completed);
  m.proven(end - 100);
  m.proven(end + 700);
  m.add(start, end, left);
  m.proven(end - 100);
  m.proven(end + 731);  // after two years, within four
  m.add(start, end, ExitReason::died);
  const CohortItems n = m.of(2005);
  CHECK(n[C::left] == 6);
  CHECK(n[C::away_4_years] == 2);
  CHECK(n[C::offenders_completed] == 2);
  CHECK(n[C::no_offence_completed] == 1);
  CHECK(n[C::offenders_dropped_out] == 1);
  CHECK(n[C::no_offence_dropped_out] == 1);
}

TEST_CASE("Deaths on substitution and in the year off it, by time") {
  Made m;
  const double end = m.day("2006-07-01"), start = end - 365.25;
  const auto substituted = [&](ExitReason reason, double back = no_day, double died = no_day) {
    Episode& e = m.add(start, end, reason, back);
    e.modality = Modality::maintenance;
    e.died = died;
  };
  substituted(left);
  substituted(left, end + 7);  // back within the first two weeks
  substituted(left, no_day, end + 3);
  substituted(completed, no_day, end + 20);
  substituted(completed, end + 30, end + 40);  // dies when back
  substituted(left, no_day, end + 200);
  substituted(left, no_day, end + 400);                   // later
  substituted(ExitReason::transferred, no_day, end + 5);  // goes on elsewhere
  substituted(ExitReason::custody, no_day, end + 5);
  substituted(ExitReason::died);
  m.add(start, end, left).died = end + 1;  // psychosocial treatment alone
  const CohortItems n = m.of(2006);
  const double in_year = end - m.day("2006-04-01");
  CHECK(n[C::years_substituted] == Approx(10 * in_year / days_per_year));
  CHECK(n[C::deaths_substituted] == 1);
  CHECK(n[C::years_2_weeks_off] == Approx((5 * 14 + 7 + 3) / days_per_year));
  CHECK(n[C::deaths_2_weeks_off] == 1);
  CHECK(n[C::years_4_weeks_off] == Approx((4 * 14 + 6) / days_per_year));
  CHECK(n[C::deaths_4_weeks_off] == 1);
  CHECK(n[C::years_1_year_off] == Approx((2 * (days_per_year - 28) + 2 + 172) / days_per_year));
  CHECK(n[C::deaths_1_year_off] == 1);
  CHECK(m.of(2005)[C::years_substituted] == Approx(10 * (365.25 - in_year) / days_per_year));
  CHECK(m.of(2005)[C::years_2_weeks_off] == 0);
}
