// Cohort terms against exact sums over a Poisson number of outcomes: the normal approximation is
// within the error stated, and margins are the derivatives of expected income. Controls: the price
// alone, without the term's condition, is far off.
#include "provider/cohort.hpp"

#include <cmath>

#include "support/catch.hpp"

using namespace pbrsim;

namespace {

constexpr double price = 50;

double poisson(int n, double mean) {
  return std::exp(n * std::log(mean) - mean - std::lgamma(n + 1));
}

/// Expected pounds of a year in which `pays` tells what n outcomes bring.
template <class Pays>
double exact(double mean, Pays pays) {
  double sum = 0;
  for (int n = 0; n < 400; ++n)
    sum += poisson(n, mean) * pays(n);
  return sum;
}

struct Book {
  ContractParameters parameters;
  TermParameters& outcome() {
    TermParameters& t = parameters.terms["outcome"];
    t.kind = TermKind::outcome;
    t.measure = Measure::planned_exit;
    t.price = {{"all", price}};
    return t;
  }
  TermMargin margin(double mean, double opportunities) const {
    const Timeline timeline(Date{std::chrono::year{2012} / 4 / 1},
                            Date{std::chrono::year{2015} / 4 / 1});
    const Contract contract(parameters, timeline, 0, 1000, false);
    std::vector<CohortYear> years(contract.terms().size());
    for (std::size_t i = 0; i < years.size(); ++i)
      if (contract.terms()[i].kind == TermKind::outcome)
        years[i] = {mean, opportunities, mean * price, opportunities};
    const auto all = margins_of(contract, years);
    return all.back();
  }
};

/// Margins are derivatives: by an outcome, and by an opportunity.
void check_derivatives(const Book& book, double mean, double n) {
  const double h = 1e-3;
  const TermMargin m = book.margin(mean, n);
  const double by_mean =
      (book.margin(mean + h, n).expected - book.margin(mean - h, n).expected) / (2 * h);
  const double by_chance =
      (book.margin(mean, n + h).expected - book.margin(mean, n - h).expected) / (2 * h);
  CHECK(m.per_income * price == Approx(by_mean).epsilon(1e-5));
  CHECK(m.per_opportunity == Approx(by_chance).epsilon(1e-5).margin(1e-6));
}

}  // namespace

TEST_CASE("What exceeds a threshold, with a malus below it") {
  Book book;
  Threshold t;
  t.rate = 0.4;
  t.malus = 20;
  book.outcome().threshold = t;
  for (const double mean : {50.0, 80.0, 110.0}) {
    const auto pays = [&](int n) {
      return price * std::max(0.0, n - 80.0) - t.malus * std::max(0.0, 80.0 - n);
    };
    CHECK(book.margin(mean, 200).expected == Approx(exact(mean, pays)).margin(0.01 * mean * price));
    CHECK(std::abs(mean * price - exact(mean, pays)) > 0.3 * mean * price);
    check_derivatives(book, mean, 200);
  }
}

TEST_CASE("Everything once a threshold is met") {
  Book book;
  Threshold t;
  t.count = 79.5;  // between whole numbers, where the normal stands for the count
  t.pays = Beyond::everything_once_met;
  book.outcome().threshold = t;
  for (const double mean : {60.0, 80.0, 100.0}) {
    const auto pays = [&](int n) { return n >= *t.count ? price * n : 0; };
    CHECK(book.margin(mean, 200).expected == Approx(exact(mean, pays)).margin(0.02 * mean * price));
    check_derivatives(book, mean, 200);
  }
  // Near the threshold an outcome is worth more than its price: it may bring all the others.
  CHECK(book.margin(80, 200).per_income > 2);
}

TEST_CASE("Below a cap, of the term or of the contract") {
  for (const bool own : {true, false}) {
    Book book;
    book.outcome();
    (own ? book.outcome().cap : book.parameters.cap) = 80 * price;
    for (const double mean : {60.0, 80.0, 100.0}) {
      const auto pays = [&](int n) { return price * std::min(80, n); };
      CHECK(book.margin(mean, 200).expected ==
            Approx(exact(mean, pays)).margin(0.01 * mean * price));
    }
    CHECK(book.margin(60, 200).per_income > 0.95);
    CHECK(book.margin(80, 200).per_income == Approx(0.5));
    CHECK(book.margin(100, 200).per_income < 0.05);
  }
}

TEST_CASE("A floor takes the worth out of what stays below it") {
  Book book;
  book.outcome();
  book.parameters.terms["a floor"].kind = TermKind::floor;
  book.parameters.terms["a floor"].amount = 80 * price;
  CHECK(book.margin(40, 200).per_income < 0.001);
  CHECK(book.margin(80, 200).per_income == Approx(0.5));
  CHECK(book.margin(150, 200).per_income > 0.999);
}

TEST_CASE("An escalator's mean factor, and what success adds to it") {
  Book book;
  book.outcome().escalator = Escalator{12, {{0, 1}, {0.4, 2}}};
  // Far from the step the factor is that of the side; at it half way, and success pays twice.
  CHECK(book.margin(40, 200).expected == Approx(40 * price).epsilon(0.01));
  CHECK(book.margin(120, 200).expected == Approx(2 * 120 * price).epsilon(0.01));
  const TermMargin middle = book.margin(80, 200);
  CHECK(middle.per_income > 2);
  CHECK(middle.per_opportunity < -1);
}
