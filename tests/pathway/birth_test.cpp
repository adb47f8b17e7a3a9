// People as they are at first referral follow the published shares, correlations and spreads.
//
// Shares and means: z tests; distributions: Kolmogorov-Smirnov (DKW); n = 100000 people of each
// group, alpha = 1e-9 each. Expected values are closed forms of the probit model: for a liability
// with correlation l to z and share q, E[z 1] = l phi(Phi^-1(q)), and two attributes' joint share
// is the integral over z of both probabilities. Controls: each is refused with a share, correlation
// or spread that is a little off.
#include "pathway/birth.hpp"

#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/lognormal.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <cmath>
#include <functional>
#include <vector>

#include "random/streams.hpp"
#include "support/catch.hpp"
#include "support/statistics.hpp"
#include "support/tiny_area.hpp"

using namespace pbrsim;
using namespace pbrsim::test;
namespace bm = boost::math;

namespace {

constexpr std::uint32_t n = 100000;
const bm::normal standard;

PathwayParameters parameters() {
  PathwayParameters p = still();
  GroupPeople& people = p.people[Group::opiate];
  people.female = {0.27, 0};
  people.injecting = {0.35, 0.5};
  people.housing_problem = {0.42, 0.7};
  people.employed = {0.15, -0.4};
  people.offender = {0.6, 0};
  people.prior_treatment = {0.3, 0.2};
  people.age_mean = 40;
  people.age_sd = 5;  // hardly anybody at the least age
  people.presenting_days = {5, 0.6, 0.3};
  people.other_days = {2, 0.9, 0};
  people.other_use = {0.4, 0.7, 0.5};
  people.offending_spread = 0.8;
  people.offending_loading = 0.3;
  p.drop_out.frailty.variance = 0.6;
  p.start_use.frailty = {0, 0.25, 4};
  return p;
}

std::vector<Person> people_of(const PathwayParameters& p, Group g = Group::opiate) {
  const Births births(p);
  const Streams streams({6, 0, 0, 0});
  std::vector<Person> people(n);
  for (std::uint32_t i = 0; i < n; ++i)
    births.make(people[i], streams, g, i, 500);
  return people;
}

Mean mean_over(const std::vector<Person>& people,
               const std::function<double(const Person&)>& value) {
  std::vector<double> values;
  for (const Person& p : people)
    values.push_back(value(p));
  return mean_of(values);
}

double distance(const std::vector<Person>& people,
                const std::function<double(const Person&)>& value,
                const std::function<double(double)>& cdf) {
  std::vector<double> values;
  for (const Person& p : people)
    values.push_back(value(p));
  return ks_distance(values, cdf);
}

bool accepts(const Mean& m, double expected) { return std::abs(m.z(expected)) < critical_z(); }

/// Density of z times liability: mean of z over those who have the attribute, times the share.
double mean_z(double share, double loading) {
  return loading * bm::pdf(standard, bm::quantile(standard, share));
}

double joint(double share_a, double loading_a, double share_b, double loading_b) {
  const auto given = [](double share, double loading, double z) {
    return bm::cdf(
        standard, (bm::quantile(standard, share) + loading * z) / std::sqrt(1 - loading * loading));
  };
  return bm::quadrature::gauss_kronrod<double, 61>::integrate(
      [&](double z) {
        return given(share_a, loading_a, z) * given(share_b, loading_b, z) * bm::pdf(standard, z);
      },
      -9.0, 9.0);
}

double phi_inverse(double share) { return bm::quantile(standard, share); }

}  // namespace

TEST_CASE("Attributes have their shares and their correlation with complexity") {
  const auto people = people_of(parameters());
  CHECK(distance(
            people, [](const Person& p) { return p.complexity; },
            [](double x) { return bm::cdf(standard, x); }) < critical_ks(n));
  struct Case {
    const char* name;
    std::function<double(const Person&)> value;
    double share, loading;
  };
  const Case cases[] = {
      {"female", [](const Person& p) { return double(p.sex == Sex::female); }, 0.27, 0},
      {"injecting", [](const Person& p) { return double(p.injecting); }, 0.35, 0.5},
      {"housing problem", [](const Person& p) { return double(p.housing_problem); }, 0.42, 0.7},
      {"employed", [](const Person& p) { return double(p.employed); }, 0.15, -0.4},
      {"offender", [](const Person& p) { return double(p.offending > 0); }, 0.6, 0},
      {"prior treatment", [](const Person& p) { return double(p.journeys); }, 0.3, 0.2}};
  for (const Case& c : cases) {
    INFO(c.name);
    const Mean share = mean_over(people, c.value);
    const Mean with_z =
        mean_over(people, [&](const Person& p) { return p.complexity * c.value(p); });
    CHECK(accepts(share, c.share));
    CHECK(!accepts(share, c.share + 0.02));
    CHECK(accepts(with_z, mean_z(c.share, c.loading)));
    CHECK(!accepts(with_z, mean_z(c.share, c.loading + 0.1)));
  }
  // Given complexity the attributes are independent.
  const Mean both =
      mean_over(people, [](const Person& p) { return double(p.injecting && p.housing_problem); });
  CHECK(accepts(both, joint(0.35, 0.5, 0.42, 0.7)));
  CHECK(!accepts(both, 0.35 * 0.42));
  const Mean job =
      mean_over(people, [](const Person& p) { return double(p.injecting && p.employed); });
  CHECK(accepts(job, joint(0.35, 0.5, 0.15, -0.4)));
}

TEST_CASE("Age is lognormal, at least 18") {
  const auto age = [](const Person& p) { return (500 - p.born) / 365.25; };
  const auto people = people_of(parameters());
  const double log_sd = std::sqrt(std::log(1 + 5.0 * 5 / 40 / 40)),
               log_mean = std::log(40) - log_sd * log_sd / 2;
  const bm::lognormal exact(log_mean, log_sd);
  CHECK(distance(people, age, [&](double x) { return bm::cdf(exact, x); }) < critical_ks(n));
  CHECK(distance(people, age, [&](double x) { return bm::cdf(exact, x / 1.01); }) > critical_ks(n));
  PathwayParameters young = parameters();
  young.people[Group::opiate].age_mean = 19;
  int least = 0, below = 0;
  for (const Person& p : people_of(young)) {
    below += age(p) < 18 - 1e-9;
    least += age(p) < 18 + 1e-9;
  }
  CHECK(below == 0);
  CHECK(least > 10000);
}

TEST_CASE("Levels have their median, spread and correlation") {
  const auto people = people_of(parameters());
  struct Case {
    const char* name;
    std::function<double(const Person&)> share;
    double median, spread, loading;
  };
  const Case cases[] = {
      {"presenting days", [](const Person& p) { return p.presenting_days / 7; }, 5.0 / 7, 0.6, 0.3},
      {"other days", [](const Person& p) { return p.other_days / 7; }, 2.0 / 7, 0.9, 0},
      {"other use", [](const Person& p) { return p.other_share; }, 0.4, 0.7, 0.5}};
  for (const Case& c : cases) {
    INFO(c.name);
    const auto probit = [&](const Person& p) {
      return (phi_inverse(c.share(p)) - phi_inverse(c.median)) / c.spread;
    };
    CHECK(distance(people, probit, [](double x) { return bm::cdf(standard, x); }) < critical_ks(n));
    CHECK(distance(people, probit, [](double x) { return bm::cdf(standard, 1.06 * x); }) >
          critical_ks(n));
    const Mean with_z =
        mean_over(people, [&](const Person& p) { return p.complexity * probit(p); });
    CHECK(accepts(with_z, c.loading));
    CHECK(!accepts(with_z, c.loading + 0.1));
  }
  // Other use goes on at first with the personal share as probability.
  const Mean surplus =
      mean_over(people, [](const Person& p) { return p.uses_other - p.other_share; });
  CHECK(accepts(surplus, 0));
  const Mean weighted = mean_over(
      people, [](const Person& p) { return (p.uses_other - p.other_share) * p.other_share; });
  CHECK(accepts(weighted, 0));
  CHECK(!accepts(mean_over(people, [](const Person& p) { return p.uses_other - 0.4; }), 0.05));
}

TEST_CASE("Offenders' rates are lognormal with mean 1") {
  const auto all = people_of(parameters());
  std::vector<Person> offenders;
  for (const Person& p : all)
    if (p.offending > 0) offenders.push_back(p);
  const auto log_rate = [](const Person& p) { return std::log(p.offending); };
  CHECK(distance(offenders, log_rate, [](double x) {
          return bm::cdf(standard, (x + 0.32) / 0.8);
        }) < critical_ks(offenders.size()));
  CHECK(distance(offenders, log_rate, [](double x) { return bm::cdf(standard, x / 0.8); }) >
        critical_ks(offenders.size()));
  CHECK(accepts(mean_over(offenders, [](const Person& p) { return p.offending; }), 1));
  CHECK(
      accepts(mean_over(offenders,
                        [&](const Person& p) { return p.complexity * (log_rate(p) + 0.32) / 0.8; }),
              0.3));
}

TEST_CASE("Frailty has mean 1 and the variance asked for") {
  const auto people = people_of(parameters());
  const auto drop_out = [](const Person& p) { return p.frailty_drop_out; };
  const bm::gamma_distribution<> gamma(1 / 0.6, 0.6);
  CHECK(distance(people, drop_out, [&](double x) { return bm::cdf(gamma, x); }) < critical_ks(n));
  CHECK(accepts(mean_over(people, drop_out), 1));
  const Mean squares = mean_over(
      people, [](const Person& p) { return (p.frailty_drop_out - 1) * (p.frailty_drop_out - 1); });
  CHECK(accepts(squares, 0.6));
  CHECK(!accepts(squares, 0.7));
  // Two classes: a quarter with four times the hazard of the rest.
  const auto relapse = mean_over(people, [](const Person& p) { return p.frailty_relapse; });
  CHECK(accepts(relapse, 1));
  CHECK(!accepts(relapse, 1.02));
  std::vector<double> values;
  double fast = 0;
  for (const Person& p : people) {
    if (std::find(values.begin(), values.end(), p.frailty_relapse) == values.end())
      values.push_back(p.frailty_relapse);
    fast += p.frailty_relapse > 1;
  }
  REQUIRE(values.size() == 2);
  CHECK(std::max(values[0], values[1]) / std::min(values[0], values[1]) ==
        Approx(4).epsilon(1e-12));
  CHECK(std::abs(fast - 0.25 * n) / std::sqrt(n * 0.25 * 0.75) < critical_z());
  // The two frailties and complexity have nothing to do with each other.
  CHECK(accepts(
      mean_over(people,
                [](const Person& p) { return (p.frailty_drop_out - 1) * (p.frailty_relapse - 1); }),
      0));
  CHECK(accepts(
      mean_over(people, [](const Person& p) { return (p.frailty_drop_out - 1) * p.complexity; }),
      0));
  CHECK(FrailtyLaw({}).value(0.3) == 1);
}

TEST_CASE("What is switched on changes nothing else about anybody") {
  // The prefix property for people: attributes are named, not drawn in turn.
  PathwayParameters plain = parameters();
  plain.drop_out.frailty = {};
  plain.start_use.frailty = {};
  plain.people[Group::opiate].injecting = {};
  plain.people[Group::opiate].other_use = {};
  const auto with = people_of(parameters()), without = people_of(plain);
  int moved = 0, different = 0;
  for (std::uint32_t i = 0; i < n; ++i) {
    const Person &a = with[i], &b = without[i];
    moved += a.complexity != b.complexity || a.born != b.born || a.sex != b.sex ||
             a.housing_problem != b.housing_problem || a.employed != b.employed ||
             a.offending != b.offending || a.presenting_days != b.presenting_days ||
             a.journeys != b.journeys;
    different += a.frailty_drop_out != b.frailty_drop_out;
  }
  CHECK(moved == 0);
  CHECK(different == n);
}

TEST_CASE("Everyone begins in the community, using, with no past in the area") {
  for (const Person& p : {people_of(parameters())[0], people_of(parameters())[77]}) {
    CHECK(p.setting == Setting::community);
    CHECK(p.uses_presenting);
    CHECK(p.band == Band::unassessed);
    CHECK(p.running == 0);
    CHECK(p.known == 0);
    CHECK(p.episodes == 0);
    CHECK(p.next_time == never);
    CHECK(p.seek_since == 500);
    CHECK(p.presenting_since == 500);
  }
}

// The field's range is -1 to 1; at the ends the level is a function of complexity alone.
TEST_CASE("A level that follows complexity alone still has its spread", "[.defect]") {
  PathwayParameters p = parameters();
  p.people[Group::opiate].presenting_days = {3, 0.6, 1};
  p.people[Group::opiate].other_days = {3, 0, 0};
  const Mean with_z = mean_over(people_of(p), [](const Person& x) {
    return x.complexity * (phi_inverse(x.presenting_days / 7) - phi_inverse(3.0 / 7)) / 0.6;
  });
  CHECK(accepts(with_z, 1));
}

// Every attribute takes a `loading`; one that is read and then ignored misleads.
TEST_CASE("Sex has the correlation with complexity that is asked for", "[.defect]") {
  PathwayParameters p = parameters();
  p.people[Group::opiate].female = {0.3, 0.5};
  const Mean with_z = mean_over(
      people_of(p), [](const Person& x) { return x.sex == Sex::female ? x.complexity : 0.0; });
  CHECK(accepts(with_z, mean_z(0.3, 0.5)));
}
