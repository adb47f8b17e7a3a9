// Conditions and price rules of the contract language, event by event, each worked out by hand;
// then 1,000 random contracts against what no contract may break. Exact, no false alarms.
#include <algorithm>
#include <map>

#include "support/catch.hpp"
#include "support/random_contracts.hpp"
#include "support/terms.hpp"
#include "tariff/books.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

TariffEvent review(double when, Standing s, DomainMask at_start = 0, std::uint32_t person = 1) {
  TariffEvent e = at(Kind::review, when, person);
  e.reported = e.confirmed = s;
  e.problems_at_start = at_start;
  return e;
}

TariffEvent year_end(int year) {
  TariffEvent e = at(Kind::year_end, day("2013-03-31") + 365.0 * year, no_person);
  e.month = 12 * year + 11;
  return e;
}

constexpr Standing clean{true, true, true, 0};
constexpr Standing using_still{false, false, false, bit(Domain::use)};

}  // namespace

TEST_CASE("Outcomes at a review are paid for what was wrong at the start and is not any more") {
  const std::pair<Measure, Domain> solved[] = {
      {Measure::stopped_injecting_at_review, Domain::injecting},
      {Measure::housing_resolved_at_review, Domain::housing},
      {Measure::found_work_at_review, Domain::employment}};
  for (const auto& [measure, domain] : solved) {
    Books books(outcome(measure, 50));
    CHECK(books(review(begins + 1, clean, bit(domain))) == 5000);
    CHECK(books(review(begins + 2, clean, 0)) == 0);  // it was not wrong
    CHECK(books(review(begins + 3, {true, true, true, bit(domain)}, bit(domain))) == 0);
  }
  CHECK(Books(outcome(Measure::reliably_improved_at_review, 50))(
            review(begins + 1, {false, false, true, 0})) == 5000);
  Books wellbeing(outcome(Measure::wellbeing_normal_at_review, 50));
  CHECK(wellbeing(review(begins + 1, using_still)) == 5000);
  CHECK(wellbeing(review(begins + 1, {true, true, true, bit(Domain::wellbeing)})) == 0);
}

TEST_CASE("Processes are paid for when they are met") {
  TermParameters waits = outcome(Measure::started_in_time, 20);
  waits.within = 21;
  TariffEvent triage = at(Kind::triage, begins + 5);
  triage.new_journey = true;
  triage.wait = 21;
  CHECK(Books(waits)(triage) == 2000);
  triage.wait = 21.01;
  CHECK(Books(waits)(triage) == 0);
  CHECK(Books(outcome(Measure::vaccination_offered, 20))(triage) == 0);
  triage.vaccination_offered = true;
  CHECK(Books(outcome(Measure::vaccination_offered, 20))(triage) == 2000);
  triage.new_journey = false;
  CHECK(Books(outcome(Measure::vaccination_offered, 20))(triage) == 0);
  CHECK(Books(outcome(Measure::review_done, 20))(review(begins + 1, using_still)) == 2000);
}

TEST_CASE("All domains must have moved where the contract says so") {
  TermParameters t = outcome(Measure::abstinent_at_review, 100);
  t.requires_all = {Domain::housing, Domain::wellbeing};
  Books books(t);
  CHECK(books(review(begins + 1, clean)) == 10000);
  CHECK(books(review(begins + 2, {true, true, true, bit(Domain::housing)})) == 0);
  CHECK(books(review(begins + 3, {true, true, true, bit(Domain::employment)})) == 10000);
  TermParameters exit = outcome(Measure::planned_exit, 100);
  exit.requires_all = {Domain::housing};
  TariffEvent e = closed(begins + 10, begins + 31, 0, false);
  CHECK(Books(exit)(e) == 10000);
  e.reported.problems = bit(Domain::housing);
  CHECK(Books(exit)(e) == 0);
}

TEST_CASE("The word that counts is the assessor's or the provider's") {
  TariffEvent e = review(begins + 1, clean);
  e.confirmed = using_still;
  TermParameters t = outcome(Measure::abstinent_at_review, 100);
  CHECK(Books(t, false)(e) == 10000);
  CHECK(Books(t, true)(e) == 0);
  t.verified_by = Verifier::provider;
  CHECK(Books(t, true)(e) == 10000);
  t.verified_by = Verifier::assessor;
  CHECK(Books(t, false)(e) == 0);
}

TEST_CASE("Journeys begun before the contract or under it, where the term tells them apart") {
  const auto paid = [](AppliesTo to, Measure m, double began) {
    TermParameters t = outcome(m, 100);
    t.applies_to = to;
    Books books(t);
    TariffEvent e = m == Measure::planned_exit ? closed(begins + 40, begins + 61, 0, false)
                                               : at(Kind::review, begins + 40);
    e.journey_began = began;
    e.problems_at_start = bit(Domain::housing);
    return books(e);
  };
  for (const Measure m :
       {Measure::review_done, Measure::planned_exit, Measure::housing_resolved_at_review})
    for (const double began : {begins - 1, begins, begins + 20}) {
      INFO(name_of(m) << " " << began - begins);
      CHECK(paid(AppliesTo::all, m, began) == 10000);
      CHECK(paid(AppliesTo::begun_under_it, m, began) == (began >= begins ? 10000 : 0));
      CHECK(paid(AppliesTo::begun_before, m, began) == (began < begins ? 10000 : 0));
    }
}

TEST_CASE("Contact in criminal justice voids a term only where it counts as a return") {
  const auto paid = [](CountsAsReturn counts, bool contacted, bool back) {
    TermParameters t = outcome(Measure::no_representation, 100);
    t.within_months = 6;
    t.counts_as_return = counts;
    Books books(t);
    TariffEvent e = closed(begins + 40, begins + 230, 6, back);
    e.contacted = contacted;
    return books(e);
  };
  const auto both = CountsAsReturn::treatment_or_criminal_justice;
  CHECK(paid(CountsAsReturn::treatment, true, false) == 10000);
  CHECK(paid(CountsAsReturn::treatment, false, true) == 0);
  CHECK(paid(both, false, false) == 10000);
  CHECK(paid(both, true, false) == 0);
  CHECK(paid(both, false, true) == 0);
}

TEST_CASE("Journeys that a term is not for are no opportunities either") {
  TermParameters t = outcome(Measure::review_done, 100);
  t.applies_to = AppliesTo::begun_under_it;
  t.threshold = Threshold{};
  t.threshold->rate = 1;
  t.threshold->pays = Beyond::everything_once_met;
  Books books(t);
  TariffEvent review = at(Kind::review, begins + 40);
  review.journey_began = begins - 300;
  CHECK(books(review) == 0);
  review.journey_began = begins + 1;
  CHECK(books(review) == 0);
  CHECK(books(at(Kind::year_end, begins + 364)) == 10000);
}

TEST_CASE("Dates: a term's own span, and phases by month since go-live") {
  TermParameters t = outcome(Measure::review_done, 100);
  t.from_month = 3;
  t.until_month = 12;
  Books books(t);
  CHECK(books(review(day("2012-06-30"), clean)) == 0);
  CHECK(books(review(day("2012-07-01"), clean)) == 10000);
  CHECK(books(review(day("2013-03-31") + 0.9, clean)) == 10000);
  CHECK(books(review(day("2013-04-01"), clean)) == 0);
  TermParameters phased = outcome(Measure::review_done, 100);
  phased.phase_in = {{0, 0}, {6, 0.5}, {12, 1}};
  Books phases(phased);
  CHECK(phases(review(day("2012-09-30"), clean)) == 0);
  CHECK(phases(review(day("2012-10-01"), clean)) == 5000);
  CHECK(phases(review(day("2013-04-01"), clean)) == 10000);
}

TEST_CASE("Prices by group") {
  TermParameters t = outcome(Measure::review_done, 100);
  t.group_factor[Group::alcohol] = 0.25;
  TariffEvent e = review(begins + 1, clean);
  CHECK(Books(t)(e) == 10000);
  e.group = Group::alcohol;
  CHECK(Books(t)(e) == 2500);
}

TEST_CASE("A threshold pays by the year: what exceeds it, or everything once met, less the malus") {
  // Four of ten reviews abstinent at 100 pounds: 400 pounds at risk.
  const auto year = [](const Threshold& threshold, int wanted_years = 1) {
    TermParameters t = outcome(Measure::abstinent_at_review, 100);
    t.threshold = threshold;
    Books books(t);
    std::vector<Pence> result;
    for (int y = 0; y < wanted_years; ++y) {
      for (int i = 0; i < 10; ++i)
        CHECK(books(review(begins + 365 * y + i, i < 4 ? clean : using_still)) == 0);
      result.push_back(books(year_end(y)));
    }
    CHECK(books(year_end(wanted_years)) == 0);  // nothing is left over
    return result;
  };
  Threshold t;
  t.rate = 0.3;  // three wanted
  CHECK(year(t) == std::vector<Pence>{10000});
  t.pays = Beyond::everything_once_met;
  CHECK(year(t) == std::vector<Pence>{40000});
  t.rate = 0.5;
  CHECK(year(t) == std::vector<Pence>{0});
  t.malus = 30;  // one short of five
  CHECK(year(t) == std::vector<Pence>{-3000});
  Threshold count;
  count.count = 1;
  CHECK(year(count) == std::vector<Pence>{30000});
  count.ratchet = 0.5;  // three beyond: 1.5 more wanted in the second year
  CHECK(year(count, 2) == std::vector<Pence>{30000, 15000});
  Threshold rate;
  rate.rate = 0.2;
  rate.ratchet = 1;  // then 40%
  CHECK(year(rate, 2) == std::vector<Pence>{20000, 0});
}

TEST_CASE("An escalator reads the full months before, and only those") {
  TermParameters t = outcome(Measure::abstinent_at_review, 100);
  t.escalator = Escalator{2, {{0, 1}, {0.5, 1.5}, {0.8, 2}}};
  Books books(t);
  CHECK(books(review(day("2012-04-10"), clean)) == 10000);  // no month before
  CHECK(books(review(day("2012-04-11"), using_still)) == 0);
  CHECK(books(review(day("2012-05-10"), clean)) == 15000);  // April: 1 of 2
  CHECK(books(review(day("2012-05-11"), clean)) == 15000);  // May does not count yet
  CHECK(books(review(day("2012-06-10"), clean)) == 15000);  // April and May: 3 of 4
  CHECK(books(review(day("2012-07-10"), clean)) == 20000);  // May and June: all
  CHECK(books(review(day("2012-12-10"), clean)) == 10000);  // nothing in two months
}

TEST_CASE("For planned exits the opportunities are exits other than transfers, when settled") {
  TermParameters t = outcome(Measure::planned_exit, 100);
  t.threshold = Threshold{};
  t.threshold->rate = 0.25;
  t.threshold->pays = Beyond::everything_once_met;
  Books books(t);
  for (int i = 0; i < 2; ++i)
    books(at(Kind::exit, begins + 10 + i));
  TariffEvent moved = at(Kind::exit, begins + 20);
  moved.transferred = true;
  TariffEvent planned = at(Kind::exit, begins + 10);
  planned.planned = true;
  for (int i = 0; i < 5; ++i) {
    books(moved);
    books(planned);  // counts when its window closes
  }
  books(closed(begins + 10, begins + 31, 0, false));
  books(closed(begins + 10, begins + 31, 0, true));  // came back: an opportunity missed
  CHECK(Books(books)(year_end(0)) == 10000);         // one of four
  books(at(Kind::exit, begins + 30));
  CHECK(books(year_end(0)) == 0);  // one of five
}

TEST_CASE("Fewer offences than the baseline") {
  TermParameters t = outcome(Measure::fewer_offences, 10);
  t.baseline = 0.5;
  Books books(t);
  for (std::uint32_t i = 0; i < 20; ++i)
    books(at(Kind::client, begins + 1, i));
  for (std::uint32_t i = 0; i < 7; ++i)
    books(at(Kind::offence, begins + 2, i));
  CHECK(books(year_end(0)) == 3000);
  CHECK(books.entries.back().person == no_person);
}

TEST_CASE("No proven offence within a window from the start of the journey") {
  TermParameters t = outcome(Measure::no_proven_offence, 70);
  t.within_months = 6;
  Books books(t);
  CHECK(books.contract().offence_windows() == std::vector<int>{6});
  TariffEvent e = closed(ends - 1, ends + 180, 6, false);
  e.kind = Kind::offence_window;
  CHECK(books(e) == 7000);
  e.failed = true;
  CHECK(books(e) == 0);
  e.failed = false;
  e.earned = ends;
  CHECK(books(e) == 0);
}

TEST_CASE("A claw-back takes back what the journey was paid, across the years and the end") {
  TermParameters t = outcome(Measure::planned_exit, 100);
  t.claw_back = ClawBack{12, 0.75};
  const auto back = [](double exit, double when, std::uint16_t journey) {
    TariffEvent e = at(Kind::returned, when);
    e.journey = journey;
    e.earned = exit;
    return e;
  };
  const double exit = day("2013-10-01");
  Books books(t);
  REQUIRE(books(closed(exit, exit + 21, 0, false)) == 10000);
  CHECK(Books(books)(back(exit, day("2014-10-02"), 1)) == 0);      // too late
  CHECK(Books(books)(back(exit, day("2014-09-30"), 2)) == 0);      // another journey
  CHECK(Books(books)(back(exit, day("2014-09-30"), 1)) == -7500);  // after the contract's end
  Books once = books;
  once(back(exit, day("2013-12-01"), 1));
  CHECK(once(back(exit, day("2013-12-02"), 1)) == 0);
}

TEST_CASE("Caps of a term and of a contract, and a floor") {
  ContractParameters c;
  c.terms["a"] = outcome(Measure::review_done, 100);
  c.terms["a"].cap = 250;
  c.terms["b"] = outcome(Measure::abstinent_at_review, 100);
  c.cap = 400;
  Books books(c);
  Pence sum = 0;
  for (int i = 0; i < 6; ++i)
    sum += books(review(begins + i, clean));
  CHECK(sum == 40000);
  CHECK(books(review(day("2013-04-02"), clean)) == 20000);  // a new year
  TermParameters floor = term(TermKind::floor);
  floor.amount = 1000;
  c.terms["floor"] = floor;
  Books with(c);
  for (int i = 0; i < 6; ++i)
    with(review(begins + i, clean));
  CHECK(with(year_end(0)) == 60000);
  CHECK(with(year_end(1)) == 100000);
  CHECK(with(year_end(2)) == 0);  // the contract has ended
  Books half(c);  // a contract year that ends after six months is owed half the floor
  TariffEvent early = at(Kind::year_end, day("2012-09-30"), no_person);
  early.month = 5;
  CHECK(half(early) == 50000);
}

namespace {

TariffEvent random_event(Dice& dice, double when) {
  const Kind kinds[] = {Kind::triage,         Kind::review,  Kind::exit,    Kind::window_closed,
                        Kind::offence_window, Kind::client,  Kind::offence, Kind::returned,
                        Kind::window_closed,  Kind::returned};
  TariffEvent e = at(kinds[dice(9)], when, static_cast<std::uint32_t>(dice(20)));
  e.journey = static_cast<std::uint16_t>(1 + dice(1));
  e.new_journey = dice.often(1);
  e.wait = dice(40);
  e.vaccination_offered = dice.often(1);
  e.reported = {dice.often(1), dice.often(1), dice.often(1), static_cast<DomainMask>(dice(31))};
  e.confirmed = e.reported;
  e.problems_at_start = static_cast<DomainMask>(dice(31));
  e.window_months = dice.often(1) ? 0 : 6;
  e.failed = dice.often(2);
  e.earned = when - dice(200);
  return e;
}

}  // namespace

TEST_CASE(
    "No random contract pays beyond its caps, below its floor or takes back what it never paid") {
  std::int64_t paid_at_caps = 0, floors = 0, taken_back = 0;
  for (std::uint32_t trial = 0; trial < 1000; ++trial) {
    Dice dice(trial);
    const ContractParameters parameters = random_contract(dice);
    REQUIRE(faults(parameters).empty());
    Books books(parameters), again(parameters);
    std::map<int, Pence> variable, all;                     // by contract year
    std::map<std::pair<int, int>, Pence> by_term;           // gains by (year, term)
    std::map<std::pair<int, std::uint32_t>, Pence> person;  // net by (term, person)
    Pence by_funder = 0, by_event = 0;
    for (int month = 0; month < 36; ++month) {
      const double start = timeline.day_of(add_months(timeline.date_of(begins), month));
      for (int i = 0; i < 12; ++i)
        by_event += books(random_event(dice, start + 2 * i + 0.5));
      if (month % 12 != 11) continue;
      TariffEvent end = at(Kind::year_end, start + 27, no_person);
      end.month = month;
      by_event += books(end);
    }
    for (const LedgerEntry& e : books.entries) {
      by_funder += e.amount;
      const int year = books.contract().contract_year(e.accrued);
      const Contract::Term& term = books.contract().terms()[e.term];
      all[year] += e.amount;
      CHECK(e.paid > e.accrued);
      if (e.person != no_person) {
        person[{e.term, e.person}] += e.amount;
        CHECK(person[{e.term, e.person}] >= 0);  // never more than was paid
      }
      taken_back += e.amount < 0 && term.claw_back;
      if (e.amount > 0 && term.kind != TermKind::floor) {
        variable[year] += e.amount;
        by_term[{year, e.term}] += e.amount;
      }
    }
    CHECK(by_funder == by_event);
    for (const auto& [key, sum] : by_term)
      if (const Pence cap = books.contract().terms()[static_cast<std::size_t>(key.second)].cap;
          cap >= 0) {
        CHECK(sum <= cap);
        paid_at_caps += sum == cap && cap > 0;
      }
    if (parameters.cap)
      for (const auto& [year, sum] : variable)
        CHECK(sum <= to_pence(*parameters.cap));
    if (parameters.terms.contains("z floor"))
      for (int year : {0, 1}) {
        CHECK(all[year] >= to_pence(*parameters.terms.at("z floor").amount));
        ++floors;
      }
  }
  // The trials did reach what they are to test.
  CHECK(paid_at_caps > 100);
  CHECK(floors > 100);
  CHECK(taken_back > 100);
}
