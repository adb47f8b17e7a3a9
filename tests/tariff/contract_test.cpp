// The contract language, event by event: what each kind of term pays, when, to the penny. Exact.
#include "tariff/contract.hpp"

#include "support/catch.hpp"
#include "support/terms.hpp"
#include "tariff/books.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

TariffEvent triage(double when, bool new_journey = true) {
  TariffEvent e = at(Kind::triage, when);
  e.new_journey = new_journey;
  return e;
}

TariffEvent review(double when, bool all, bool presenting, std::uint16_t journey = 1,
                   std::uint32_t person = 1) {
  TariffEvent e = at(Kind::review, when, person);
  e.journey = journey;
  e.reported = {presenting, all, false, 0};
  return e;
}

TariffEvent treated(double when, Seconds time, Modality m) {
  TariffEvent e = at(Kind::treated, when, no_person);
  e.modality = m;
  e.time = time;
  return e;
}

constexpr Seconds week = 7 * 86400;

}  // namespace

TEST_CASE("A block's months add up to its year, whatever its amount") {
  for (const double pounds : {0.01, 0.11, 1.0, 100.0, 99999.99, 1234567.89, 1000000.07}) {
    TermParameters t = term(TermKind::block);
    t.amount = pounds;
    Books books(t);
    for (int year = 0; year < 2; ++year) {
      Pence sum = 0, least = 1 << 30, most = 0;
      for (int m = 0; m < 12; ++m) {
        TariffEvent e =
            at(Kind::month, timeline.month_start(12 + 12 * year + m + 1) - 1, no_person);
        e.month = 12 * year + m;
        const Pence amount = books(e);
        sum += amount;
        least = std::min(least, amount);
        most = std::max(most, amount);
      }
      CHECK(sum == to_pence(pounds));
      CHECK(most - least <= 1);
    }
  }
  // A block pays for months only.
  TermParameters t = term(TermKind::block);
  t.amount = 1200;
  CHECK(Books(t)(triage(begins + 1)) == 0);
}

TEST_CASE("Nothing is earned before the contract begins or from its end on") {
  TermParameters block = term(TermKind::block);
  block.amount = 1200;
  TermParameters start = term(TermKind::attachment);
  start.price["all"] = 10;
  const auto month = [](double when) { return at(Kind::month, when, no_person); };
  CHECK(Books(block)(month(begins - 1)) == 0);
  CHECK(Books(block)(month(begins + 29)) > 0);
  CHECK(Books(block)(month(ends - 1)) > 0);
  CHECK(Books(block)(month(ends)) == 0);
  CHECK(Books(start)(triage(begins - 1e-9)) == 0);
  CHECK(Books(start)(triage(begins)) == 1000);
  CHECK(Books(start)(triage(ends - 1e-9)) == 1000);
  CHECK(Books(start)(triage(ends)) == 0);
  const ContractParameters reviews = with(outcome(Measure::abstinent_at_review, 5));
  CHECK(Books(reviews)(review(begins - 1, true, true)) == 0);
  CHECK(Books(reviews)(review(ends + 1, true, true)) == 0);
  CHECK(Books(reviews)(review(ends - 1, true, true)) == 500);
}

TEST_CASE(
    "An exit inside the contract is paid though its window closes after it; one outside never is") {
  TermParameters t = outcome(Measure::no_representation, 300);
  t.within_months = 6;
  const ContractParameters c = with(t);
  CHECK(Books(c)(closed(ends - 1, ends + 180, 6, false)) == 30000);
  CHECK(Books(c)(closed(ends, ends + 183, 6, false)) == 0);
  CHECK(Books(c)(closed(begins - 1, begins + 180, 6, false)) == 0);
  CHECK(Books(c)(closed(begins, begins + 183, 6, false)) == 30000);
}

TEST_CASE("Attachment is paid at the triage that begins a journey") {
  TermParameters t = term(TermKind::attachment);
  t.price["all"] = 123.45;
  CHECK(Books(t)(triage(begins + 5, true)) == 12345);
  CHECK(Books(t)(triage(begins + 5, false)) == 0);
  CHECK(Books(t)(review(begins + 5, true, true)) == 0);
}

TEST_CASE("Activity is paid on time in treatment, rounded to the penny") {
  TermParameters t = term(TermKind::activity);
  t.price_per_week = ByModality<double>{{10, 20.01, 0, 150}};
  const ContractParameters c = with(t);
  const double when = begins + 20;
  CHECK(Books(c)(treated(when, week, Modality::maintenance)) == 1000);
  CHECK(Books(c)(treated(when, 4 * week, Modality::reduction)) == 8004);
  CHECK(Books(c)(treated(when, week, Modality::psychosocial)) == 0);
  CHECK(Books(c)(treated(when, week / 2, Modality::reduction)) == 1001);  // 1000.5, half up
  // A penny is 604.8 seconds at 10 pounds a week: half of it is the edge.
  CHECK(Books(c)(treated(when, 302, Modality::maintenance)) == 0);
  CHECK(Books(c)(treated(when, 303, Modality::maintenance)) == 1);
  CHECK(Books(c)(treated(when, 907, Modality::maintenance)) == 1);
  CHECK(Books(c)(treated(when, 908, Modality::maintenance)) == 2);
}

TEST_CASE("Outcomes at a review are paid on what is reported, of the measure asked for") {
  const ContractParameters all = with(outcome(Measure::abstinent_at_review, 7));
  const ContractParameters presenting = with(outcome(Measure::abstinent_presenting_at_review, 7));
  const double when = begins + 40;
  CHECK(Books(all)(review(when, true, true)) == 700);
  CHECK(Books(all)(review(when, false, true)) == 0);
  CHECK(Books(presenting)(review(when, false, true)) == 700);
  CHECK(Books(presenting)(review(when, false, false)) == 0);
}

TEST_CASE("up_to counts per person and journey") {
  TermParameters t = outcome(Measure::abstinent_at_review, 1);
  t.up_to = 2;
  Books books(t);
  const auto pays = [&](double after, bool achieved, std::uint16_t journey, std::uint32_t person) {
    return books(review(begins + after, achieved, true, journey, person));
  };
  CHECK(pays(10, true, 3, 1) == 100);
  CHECK(pays(20, false, 3, 1) == 0);  // a failed review uses nothing up
  CHECK(pays(30, true, 3, 2) == 100);
  CHECK(pays(40, true, 3, 1) == 100);
  CHECK(pays(50, true, 3, 1) == 0);
  CHECK(pays(60, true, 4, 1) == 100);  // the next journey
  CHECK(pays(70, true, 4, 1) == 100);
  CHECK(pays(80, true, 4, 1) == 0);
  CHECK(pays(90, true, 3, 2) == 100);
  CHECK(pays(95, true, 3, 2) == 0);
  TermParameters always = t;
  always.up_to.reset();
  Books unlimited(always);
  for (int i = 0; i < 300; ++i)
    REQUIRE(unlimited(review(begins + i, true, true)) == 100);
}

TEST_CASE("Two terms with limits keep their own count") {
  ContractParameters c;
  c.terms["a"] = outcome(Measure::abstinent_at_review, 1);
  c.terms["a"].up_to = 1;
  c.terms["b"] = outcome(Measure::abstinent_presenting_at_review, 10);
  c.terms["b"].up_to = 2;
  Books books(c);
  CHECK(books(review(begins + 1, true, true)) == 1100);
  CHECK(books(review(begins + 2, true, true)) == 1000);
  CHECK(books(review(begins + 3, true, true)) == 0);
}

TEST_CASE("A return inside the window voids the outcome; each term waits for its own window") {
  ContractParameters c;
  c.terms["exit"] = outcome(Measure::planned_exit, 1);
  c.terms["six"] = outcome(Measure::no_representation, 10);
  c.terms["six"].within_months = 6;
  c.terms["year"] = outcome(Measure::no_representation, 100);
  c.terms["year"].within_months = 12;
  const double exit = begins + 10;
  CHECK(Books(c)(closed(exit, exit + 21, 0, false)) == 100);
  CHECK(Books(c)(closed(exit, exit + 21, 0, true)) == 0);
  CHECK(Books(c)(closed(exit, exit + 183, 6, false)) == 1000);
  CHECK(Books(c)(closed(exit, exit + 183, 6, true)) == 0);
  CHECK(Books(c)(closed(exit, exit + 365, 12, false)) == 10000);
  CHECK(Books(c)(closed(exit, exit + 90, 3, false)) == 0);
  CHECK(Books(c).contract().windows() == std::vector<int>{0, 6, 12});
  CHECK(Books(term(TermKind::attachment)).contract().windows().empty());
}

TEST_CASE("Caps hold per contract year and cut the payment that meets them") {
  TermParameters t = term(TermKind::attachment);
  t.price["all"] = 30;
  t.cap = 100;
  Books books(t);
  Pence first = 0, second = 0;
  for (int i = 0; i < 5; ++i)
    first += books(triage(begins + i));
  CHECK(first == 10000);
  CHECK(books(triage(day("2013-03-31"))) == 0);
  CHECK(books(triage(day("2013-04-01"))) == 3000);
  for (int i = 0; i < 5; ++i)
    second += books(triage(day("2013-06-01") + i));
  CHECK(second == 7000);
  // The fourth payment of a year is the 10 pounds that are left.
  Books fresh(t);
  for (const Pence expected : {3000, 3000, 3000, 1000, 0})
    CHECK(fresh(triage(begins + 1)) == expected);
  TermParameters nothing = t;
  nothing.cap = 0;
  CHECK(Books(nothing)(triage(begins + 1)) == 0);
}

TEST_CASE("A contract year runs from go-live, not from January or April") {
  const Contract c(with(term(TermKind::attachment)), timeline, day("2012-08-01"), day("2014-08-01"),
                   false);
  CHECK(c.contract_year(day("2012-08-01")) == 0);
  CHECK(c.contract_year(day("2013-07-31") + 0.99) == 0);
  CHECK(c.contract_year(day("2013-08-01")) == 1);
  CHECK(c.contract_year(day("2014-08-01")) == 2);
}

TEST_CASE("Payment falls on the first of the month after, and the lag") {
  const Contract c = Books(ContractParameters{}).contract();
  CHECK(timeline.date_of(c.payment_day(day("2012-04-01"), 0)) == date("2012-05-01"));
  CHECK(timeline.date_of(c.payment_day(day("2012-04-30") + 0.999, 0)) == date("2012-05-01"));
  CHECK(timeline.date_of(c.payment_day(day("2012-05-01"), 0)) == date("2012-06-01"));
  CHECK(timeline.date_of(c.payment_day(day("2012-12-31"), 2)) == date("2013-03-01"));
  CHECK(timeline.date_of(c.payment_day(day("2013-01-31"), 1)) == date("2013-03-01"));
  TermParameters t = term(TermKind::attachment);
  t.price["all"] = 1;
  t.lag_months = 3;
  const Contract late = Books(t).contract();
  Account account(late, 4);
  const auto entries = account.apply(late, triage(day("2012-11-15") + 0.25));
  REQUIRE(entries.size() == 1);
  CHECK(entries[0].accrued == day("2012-11-15") + 0.25);
  CHECK(timeline.date_of(entries[0].paid) == date("2013-03-01"));
  CHECK(entries[0].payee == 4);
  CHECK(entries[0].person == 1);
}

TEST_CASE("Prices go by cluster, clusters by band; groups outside are not paid for") {
  ContractParameters c;
  c.clusters = {{"low", {MeasuredBand::very_low, MeasuredBand::low, MeasuredBand::medium}},
                {"high", {MeasuredBand::high, MeasuredBand::very_high}}};
  TermParameters& t = c.terms["start"];
  t.kind = TermKind::attachment;
  t.price = {{"low", 10}, {"high", 25.5}};
  t.groups = {Group::opiate, Group::alcohol};
  t.funder = Funder::nhs;
  const Books books(c);
  const auto of = [&](Band band, Group group) {
    Books own = books;
    TariffEvent e = triage(begins + 1);
    e.band = band;
    e.group = group;
    own(e);
    return own.entries;
  };
  CHECK(of(Band::very_low, Group::opiate)[0].amount == 1000);
  CHECK(of(Band::medium, Group::alcohol)[0].amount == 1000);
  CHECK(of(Band::high, Group::opiate)[0].amount == 2550);
  CHECK(of(Band::very_high, Group::opiate)[0].amount == 2550);
  CHECK(of(Band::high, Group::non_opiate).empty());
  CHECK(of(Band::high, Group::opiate)[0].funder == Funder::nhs);
  CHECK(books.contract().clusters()[of(Band::high, Group::opiate)[0].cluster] == "high");
  CHECK(books.contract().clusters()[of(Band::low, Group::opiate)[0].cluster] == "low");
}

TEST_CASE("Copying an account forks it") {
  TermParameters t = outcome(Measure::abstinent_at_review, 40);
  t.up_to = 3;
  t.cap = 100;
  Books one(t);
  CHECK(one(review(begins + 1, true, true)) == 4000);
  Books two = one;
  CHECK(one(review(begins + 2, true, true)) == 4000);
  CHECK(one(review(begins + 3, true, true)) == 2000);
  CHECK(one(review(begins + 4, true, true)) == 0);
  // The copy has met one payment, not four.
  CHECK(two(review(begins + 5, true, true)) == 4000);
  CHECK(two(review(begins + 6, true, true)) == 2000);
}
