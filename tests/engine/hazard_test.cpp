// Hazards: the integral against quadrature of the rate, and the inverse against the integral.
// Tolerances are relative and far above rounding; the controls show that a wrong piece or shape is
// outside them.
#include "engine/hazard.hpp"

#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <limits>
#include <vector>

#include "core/error.hpp"
#include "support/catch.hpp"

using namespace pbrsim;

namespace {

constexpr double year = 365.25;
constexpr double for_ever = std::numeric_limits<double>::infinity();

struct Named {
  const char* name;
  Hazard hazard;
  std::vector<double> breaks;
};

std::vector<Named> hazards() {
  const std::vector<double> starts{0, 28, 84, 84.5, 365, 1000}, rates{0, 2, 0, 40, 0.3, 1};
  const std::vector<double> ten_starts{0, 1, 2, 3, 4, 5, 6, 7, 8, 900},
      ten{1, 2, 3, 4, 5, 6, 7, 8, 9, 0.5};
  const std::vector<double> end{0, 100}, dies_out{3, 0};
  return {{"constant", Hazard::constant(0.7), {}},
          {"falling", Hazard::weibull(0.6, 300), {}},
          {"rising", Hazard::weibull(2.3, 300), {}},
          {"Weibull of shape 1", Hazard::weibull(1, 250), {}},
          {"pieces with holes", Hazard::piecewise(starts, rates), starts},
          {"ten pieces", Hazard::piecewise(ten_starts, ten), ten_starts},
          {"one piece", Hazard::piecewise(std::vector<double>{0}, std::vector<double>{1.3}), {}},
          {"dies out", Hazard::piecewise(end, dies_out), end}};
}

/// Integral of rate() from 0, broken where the rate jumps; age = u^8 takes away a pole at 0.
double quadrature(const Named& h, double age) {
  std::vector<double> ends{0};
  for (const double b : h.breaks)
    if (b > 0 && b < age) ends.push_back(b);
  ends.push_back(age);
  using Rule = boost::math::quadrature::gauss_kronrod<double, 31>;
  double sum = 0;
  for (std::size_t i = 1; i < ends.size(); ++i) {
    // Just inside the piece, so that the rate at a jump is the piece's own.
    const double a = std::pow(ends[i - 1], 0.125), b = std::pow(ends[i], 0.125);
    sum += Rule::integrate(
        [&](double u) { return 8 * std::pow(u, 7) * h.hazard.rate(std::pow(u, 8)); }, a, b, 10,
        1e-12);
  }
  return sum;
}

}  // namespace

TEST_CASE("The cumulative hazard is the integral of the rate") {
  for (const Named& h : hazards())
    for (const double age : {0.01, 1.0, 27.0, 28.5, 90.0, 360.0, 800.0, 5000.0}) {
      INFO(h.name << " at " << age);
      CHECK(h.hazard.cumulative(age) == Approx(quadrature(h, age)).epsilon(1e-9).margin(1e-14));
    }
  CHECK(quadrature(hazards()[1], 500) !=
        Approx(Hazard::weibull(0.6001, 300).cumulative(500)).epsilon(1e-9));
}

TEST_CASE("Known values: per year outside, per day inside") {
  CHECK(Hazard::constant(2).rate(123) == Approx(2 / year).epsilon(1e-15));
  CHECK(Hazard::constant(2).cumulative(year) == Approx(2).epsilon(1e-15));
  CHECK(Hazard::weibull(0.7, 100).cumulative(100) == Approx(1).epsilon(1e-14));
  CHECK(Hazard::weibull(2, 100).cumulative(50) == Approx(0.25).epsilon(1e-14));
  const Hazard h = Hazard::piecewise(std::vector<double>{0, year}, std::vector<double>{1, 3});
  CHECK(h.cumulative(2 * year) == Approx(4).epsilon(1e-14));
  CHECK(h.rate(year) == Approx(3 / year).epsilon(1e-15));
  CHECK(h.rate(std::nextafter(year, 0)) == Approx(1 / year).epsilon(1e-15));
}

TEST_CASE("The age asked for is where the integral gets there") {
  for (const Named& h : hazards()) {
    INFO(h.name);
    double before = 0;
    for (double goal = 1e-6; goal < 30; goal *= 1.3) {
      const double age = h.hazard.age_at(goal);
      CHECK(age >= before);
      before = age;
      if (age == for_ever) continue;
      CHECK(h.hazard.cumulative(age) == Approx(goal).epsilon(1e-9));
      // The first such age: just before it the integral has not got there.
      CHECK(h.hazard.cumulative(age * (1 - 1e-6)) < goal);
    }
    CHECK((before == for_ever) == (std::string(h.name) == "dies out"));
  }
}

TEST_CASE("Where the rate is 0 nothing is reached") {
  const Hazard late = Hazard::piecewise(std::vector<double>{0, 28}, std::vector<double>{0, year});
  CHECK(late.cumulative(28) == 0);
  CHECK(late.age_at(1e-12) >= 28);
  CHECK(late.age_at(1) == Approx(29).epsilon(1e-14));
  const Hazard gap =
      Hazard::piecewise(std::vector<double>{0, 10, 50}, std::vector<double>{year, 0, year});
  CHECK(gap.age_at(10) == Approx(10).epsilon(1e-14));
  CHECK(gap.age_at(10.5) == Approx(50.5).epsilon(1e-14));
  const Hazard once = Hazard::piecewise(std::vector<double>{0, 10}, std::vector<double>{year, 0});
  CHECK(once.age_at(9.999) < 10);
  CHECK(once.age_at(10.001) == for_ever);
}

TEST_CASE("A hazard of 0 never fires, however it is given") {
  const Hazard zeros[] = {Hazard(), Hazard::constant(0),
                          Hazard::piecewise(std::vector<double>{0, 5}, std::vector<double>{0, 0})};
  for (const Hazard& h : zeros) {
    CHECK(h.is_zero());
    CHECK(h.cumulative(1e6) == 0);
    CHECK(h.rate(10) == 0);
    CHECK(h.age_at(1e-9) == for_ever);
  }
  CHECK(!Hazard::constant(1e-9).is_zero());
  CHECK(Hazard::weibull(1, 100).is_constant());
  CHECK(Hazard::piecewise(std::vector<double>{0}, std::vector<double>{2}).is_constant());
}

TEST_CASE("What is no hazard is refused") {
  CHECK_THROWS_AS(Hazard::constant(-1), Fault);
  CHECK_THROWS_AS(Hazard::constant(for_ever), Fault);
  CHECK_THROWS_AS(Hazard::weibull(0, 10), Fault);
  CHECK_THROWS_AS(Hazard::weibull(1, -10), Fault);
  const auto pieces = [](std::vector<double> starts, std::vector<double> rates) {
    return Hazard::piecewise(starts, rates);
  };
  CHECK_THROWS_AS(pieces({}, {}), Fault);
  CHECK_THROWS_AS(pieces({0, 1}, {1}), Fault);
  CHECK_THROWS_AS(pieces({1, 2}, {1, 1}), Fault);
  CHECK_THROWS_AS(pieces({0, 2, 2}, {1, 1, 1}), Fault);
  CHECK_THROWS_AS(pieces({0, 1}, {1, -1}), Fault);
  CHECK_THROWS_AS(pieces({0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, std::vector<double>(11, 1.0)), Fault);
}
