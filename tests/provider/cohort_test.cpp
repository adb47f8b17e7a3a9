// Cohort terms against exact sums over Poisson numbers of successes and failures, with and without
// doubt about the volume: the normal approximation is within the error stated, and margins are the
// derivatives of expected income. Controls: the price alone, without the term's condition, is far
// off.
#include "provider/cohort.hpp"

#include <cmath>

#include "support/catch.hpp"

using namespace pbrsim;

namespace {

constexpr double price = 50;

double poisson(int n, double mean) {
  return std::exp(n * std::log(mean) - mean - std::lgamma(n + 1));
}

/// Expected pounds of a year in which `pays` tells what a successes and b failures bring, at
/// volumes known up to a relative standard deviation (normal, 41 points to four of them).
template <class Pays>
double exact(double successes, double failures, double volume_sd, Pays pays) {
  double sum = 0, weights = 0;
  for (int i = volume_sd > 0 ? -20 : 0; i <= (volume_sd > 0 ? 20 : 0); ++i) {
    const double x = i / 5.0, weight = std::exp(-x * x / 2);
    const double volume = std::max(0.01, 1 + volume_sd * x);
    weights += weight;
    for (int a = 0; a < 300; ++a)
      if (const double p = poisson(a, successes * volume); p > 1e-10)
        for (int b = 0; b < (failures > 0 ? 400 : 1); ++b)
          sum += weight * p * (failures > 0 ? poisson(b, failures * volume) : 1) * pays(a, b);
  }
  return sum / weights;
}

struct Book {
  ContractParameters parameters;
  double volume_sd = 0;

  TermParameters& outcome() {
    TermParameters& t = parameters.terms["outcome"];
    t.kind = TermKind::outcome;
    t.measure = Measure::planned_exit;
    t.price = {{"all", price}};
    return t;
  }
  std::vector<TermMargin> margins(const CohortYear& year) const {
    const Timeline timeline(Date{std::chrono::year{2012} / 4 / 1},
                            Date{std::chrono::year{2015} / 4 / 1});
    const Contract contract(parameters, timeline, 0, 1000, false);
    std::vector<CohortYear> years(contract.terms().size());
    for (std::size_t i = 0; i < years.size(); ++i)
      if (contract.terms()[i].kind == TermKind::outcome) years[i] = year;
    return margins_of(contract, years, volume_sd);
  }
  TermMargin margin(double mean, double opportunities) const {
    return margins({mean, opportunities, mean * price, opportunities}).back();
  }
};

/// What an outcome at the mean price is worth, as a multiple of it.
double worth(const TermMargin& m) { return m.per_income + m.per_achieved / price; }

/// Margins are derivatives: by an outcome at the price, by one that is not paid for, and by an
/// opportunity.
void check_derivatives(const Book& book, double mean, double n) {
  const double h = 1e-3;
  const CohortYear year{mean, n, mean * price, n};
  const auto change = [&](double CohortYear::*what) {
    CohortYear more = year, less = year;
    more.*what += h;
    less.*what -= h;
    return (book.margins(more).back().expected - book.margins(less).back().expected) / (2 * h);
  };
  const TermMargin m = book.margins(year).back();
  CHECK(m.per_income == Approx(change(&CohortYear::income)).epsilon(1e-5).margin(1e-9));
  CHECK(m.per_achieved == Approx(change(&CohortYear::achieved)).epsilon(1e-5).margin(1e-5));
  CHECK(m.per_opportunity == Approx(change(&CohortYear::opportunities)).epsilon(1e-5).margin(1e-5));
}

}  // namespace

TEST_CASE("What exceeds a threshold, with a malus below it") {
  for (const bool by_rate : {true, false})
    for (const double volume_sd : {0.0, 0.15}) {
      Book book;
      book.volume_sd = volume_sd;
      Threshold t;
      (by_rate ? t.rate : t.count) = by_rate ? 0.4 : 80;
      t.malus = 20;
      book.outcome().threshold = t;
      for (const double mean : {50.0, 80.0, 110.0}) {
        INFO(by_rate << ' ' << volume_sd << ' ' << mean);
        const auto pays = [&](int a, int b) {
          const double wanted = by_rate ? 0.4 * (a + b) : 80;
          return price * std::max(0.0, a - wanted) - t.malus * std::max(0.0, wanted - a);
        };
        const double truth = exact(mean, by_rate ? 200 - mean : 0, volume_sd, pays);
        CHECK(book.margin(mean, 200).expected == Approx(truth).margin(0.004 * mean * price));
        CHECK(std::abs(mean * price - truth) > 0.3 * mean * price);
        check_derivatives(book, mean, 200);
      }
    }
}

TEST_CASE("Everything once a threshold is met") {
  for (const bool by_rate : {true, false})
    for (const double volume_sd : {0.0, 0.15}) {
      Book book;
      book.volume_sd = volume_sd;
      Threshold t;
      (by_rate ? t.rate : t.count) = by_rate ? 0.4 : 80;
      t.pays = Beyond::everything_once_met;
      book.outcome().threshold = t;
      for (const double mean : {60.0, 80.0, 100.0}) {
        INFO(by_rate << ' ' << volume_sd << ' ' << mean);
        const auto pays = [&](int a, int b) {
          return a >= (by_rate ? 0.4 * (a + b) - 1e-9 : 80) ? price * a : 0;
        };
        const double truth = exact(mean, by_rate ? 200 - mean : 0, volume_sd, pays);
        CHECK(book.margin(mean, 200).expected == Approx(truth).margin(0.02 * mean * price));
        check_derivatives(book, mean, 200);
      }
      // Near the threshold an outcome is worth more than its price: it may bring all the others.
      CHECK(worth(book.margin(80, 200)) > 2);
    }
}

TEST_CASE("Outcomes without a price count towards the threshold") {
  Book book;
  Threshold t;
  t.count = 80;
  book.outcome().threshold = t;
  // Half of 80 outcomes are paid for: as many exceed the threshold, at half the price.
  const TermMargin all = book.margins({80, 200, 80 * price, 200}).back();
  const TermMargin half = book.margins({80, 200, 40 * price, 200}).back();
  CHECK(half.expected == Approx(all.expected / 2));
  CHECK(half.per_achieved == Approx(all.per_achieved / 2));
  CHECK(half.per_achieved > 0.2 * price);
}

TEST_CASE("Below a cap, of the term or of the contract") {
  for (const bool own : {true, false})
    for (const double volume_sd : {0.0, 0.15}) {
      Book book;
      book.volume_sd = volume_sd;
      book.outcome();
      (own ? book.outcome().cap : book.parameters.cap) = 80 * price;
      for (const double mean : {60.0, 80.0, 100.0}) {
        const auto pays = [&](int a, int) { return price * std::min(80, a); };
        CHECK(book.margin(mean, 200).expected ==
              Approx(exact(mean, 0, volume_sd, pays)).margin(0.002 * mean * price));
      }
      CHECK(worth(book.margin(55, 200)) > 0.95);
      CHECK(worth(book.margin(80, 200)) == Approx(0.5));
      // Certain to bind if the volume is known; in doubt it may not.
      CHECK(worth(book.margin(120, 200)) < (volume_sd > 0 ? 0.05 : 1e-3));
      CHECK(worth(book.margin(120, 200)) > (volume_sd > 0 ? 0.01 : 0));
    }
}

TEST_CASE("A floor takes the worth out of what stays below it, and tops it up") {
  Book book;
  book.outcome();
  book.parameters.terms["a floor"].kind = TermKind::floor;
  book.parameters.terms["a floor"].amount = 80 * price;
  CHECK(worth(book.margin(40, 200)) < 0.001);
  CHECK(worth(book.margin(80, 200)) == Approx(0.5));
  CHECK(worth(book.margin(150, 200)) > 0.999);
  const auto topped_up = [](int a, int) { return price * std::max(0, 80 - a); };
  for (const double mean : {40.0, 80.0, 120.0})
    CHECK(book.margins({mean, 200, mean * price, 200})[0].expected ==
          Approx(exact(mean, 0, 0, topped_up)).margin(0.005 * 80 * price));
  // A higher floor adds what the first leaves.
  book.parameters.terms["b floor"] = book.parameters.terms["a floor"];
  book.parameters.terms["b floor"].amount = 90 * price;
  const auto both = book.margins({40, 200, 40 * price, 200});
  CHECK(both[1].expected == Approx(10 * price).epsilon(1e-3));
}

TEST_CASE("Terms of the same journeys vary together") {
  // Each journey brings the same under two terms: the sum varies as one term of twice the price.
  Book one, two;
  for (Book* b : {&one, &two})
    b->outcome();
  two.parameters.terms["second"] = two.outcome();
  one.parameters.cap = two.parameters.cap = 1.1 * 2 * 100 * price;
  const double together = one.margins({100, 100, 2 * 100 * price, 100})[0].expected;
  const auto apart = two.margins({100, 100, 100 * price, 100});
  CHECK(apart[0].expected + apart[1].expected == Approx(together));
}

TEST_CASE("An escalator's mean factor, and what success adds to it") {
  Book book;
  TermParameters& term = book.outcome();
  term.escalator = Escalator{12, {{0, 1}, {0.4, 2}}};
  // Far from the step the factor is that of the side; at it half way, and success pays twice.
  CHECK(book.margin(40, 200).expected == Approx(40 * price).epsilon(0.01));
  CHECK(book.margin(120, 200).expected == Approx(2 * 120 * price).epsilon(0.01));
  const TermMargin middle = book.margin(80, 200);
  CHECK(worth(middle) > 2);
  CHECK(middle.per_opportunity < -1);
  check_derivatives(book, 80, 200);
  // With a threshold beside it what exceeds it is paid at the price that has risen.
  Threshold t;
  t.count = 60;
  const double risen = book.margin(130, 200).expected / (130 * price);
  term.threshold = t;
  CHECK(book.margin(130, 200).expected == Approx(risen * 70 * price).epsilon(1e-6));
  check_derivatives(book, 80, 200);
}

TEST_CASE("A threshold of which nothing is achieved costs its malus") {
  Book book;
  Threshold t;
  t.count = 30;
  t.malus = 20;
  book.outcome().threshold = t;
  CHECK(book.margin(0, 200).expected == Approx(-600).epsilon(1e-6));
  CHECK(book.margin(0, 200).per_achieved == Approx(20).epsilon(1e-6));
}

namespace {

/// Of one outcome term: what a horizon makes of a year of 80 outcomes in 200 opportunities.
TermMargin seen_from(const Book& book, const Horizon& horizon, double mean = 80) {
  const Timeline timeline(Date{std::chrono::year{2012} / 4 / 1},
                          Date{std::chrono::year{2015} / 4 / 1});
  const Contract contract(book.parameters, timeline, 0, 1000, false);
  return margins_of(contract, {{mean, 200, mean * price, 200}}, book.volume_sd, horizon).front();
}

Horizon nearly_over(double achieved, double opportunities) {
  Horizon h;
  h.rest = 0.25;
  h.so_far.terms = {{achieved, opportunities, achieved * price, 0, 0}};
  return h;
}

}  // namespace

TEST_CASE("A plain term is worth its price whatever the year has brought") {
  Book book;
  book.outcome();
  Horizon horizon = nearly_over(60, 150);
  horizon.years_after = 3;
  horizon.discount = 0.2;
  const TermMargin m = seen_from(book, horizon);
  CHECK(m.expected == Approx(80 * price));
  CHECK(m.per_pound == Approx(1));
}

TEST_CASE("What a year has brought decides whether its threshold still matters") {
  Book book;
  Threshold t;
  t.count = 90;
  t.pays = Beyond::everything_once_met;
  book.outcome().threshold = t;
  // Out of reach, within reach, and met already, with twenty to come.
  const TermMargin lost = seen_from(book, nearly_over(20, 150)),
                   near = seen_from(book, nearly_over(70, 150)),
                   won = seen_from(book, nearly_over(120, 150));
  CHECK(lost.per_pound < 0.01);
  CHECK(near.per_pound > 3);
  CHECK(won.per_pound == Approx(1).epsilon(0.01));
  // With a year to come the lost one is not the whole story.
  Horizon longer = nearly_over(20, 150);
  longer.years_after = 1;
  const TermMargin next = seen_from(book, {});
  const TermMargin both = seen_from(book, longer);
  CHECK(both.expected == Approx((0.25 * lost.expected / 1 + next.expected) / 1.25).epsilon(0.01));
  CHECK(both.per_pound > 0.5 * next.per_pound);
}

TEST_CASE("A cap that is reached leaves nothing to earn this year") {
  Book book;
  book.outcome().cap = 4000;
  Horizon h;
  h.rest = 0.25;
  h.so_far.terms = {{0, 0, 0, 4000, 0}};
  CHECK(seen_from(book, h).expected == Approx(0).margin(0.01));
  CHECK(seen_from(book, h).per_pound < 1e-4);
  h.so_far.terms = {{0, 0, 0, 1000, 0}};
  CHECK(seen_from(book, h).per_pound == Approx(1).epsilon(1e-6));
  // The contract's own, too.
  Book all;
  all.outcome();
  all.parameters.cap = 4000;
  Horizon over;
  over.rest = 0.25;
  over.so_far.variable = 4000;
  CHECK(seen_from(all, over).per_pound < 1e-4);
}

TEST_CASE("With a ratchet, success now is paid for by the years after") {
  for (const bool by_rate : {true, false}) {
    INFO(by_rate);
    Book book;
    Threshold t;
    (by_rate ? t.rate : t.count) = by_rate ? 0.3 : 60;
    book.outcome().threshold = t;
    Horizon horizon;
    horizon.years_after = 2;
    const TermMargin fixed = seen_from(book, horizon);
    book.outcome().threshold->ratchet = 0.5;
    const TermMargin rises = seen_from(book, horizon);
    // Twenty exceed it; then ten; then five.
    CHECK(fixed.expected == Approx(20 * price).epsilon(0.06));
    CHECK(rises.expected == Approx((20 + 10 + 5) / 3.0 * price).epsilon(0.2));
    CHECK(rises.per_pound < 0.75 * fixed.per_pound);
    // Margins are derivatives.
    const double h = 1e-3;
    const double change =
        (seen_from(book, horizon, 80 + h).expected - seen_from(book, horizon, 80 - h).expected) /
        (2 * h);
    const TermMargin m = seen_from(book, horizon);
    CHECK(price * m.per_income + m.per_achieved == Approx(change).epsilon(1e-5));
    // In the last year nothing comes after.
    CHECK(seen_from(book, {}).per_pound == Approx(fixed.per_pound));
  }
}
