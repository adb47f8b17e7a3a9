// With constant hazards, no limit on places and fixed practice, a person's state is a Markov chain,
// and state occupancy t days after arrival is pi0 exp(Qt). The chain here is joint: setting
// (community, treatment) x presenting use x other use, and dead. Q is written down by hand from the
// parameters.
//
// Test: at each of four ages, chi-square of the people seen in each of the 9 states against pi0
// exp(Qt), 8 degrees of freedom, alpha = 1e-9 each (people are independent: no limit on places).
// Besides, the people who are in each living state at the end are independent Poisson counts with
// mean lambda * integral pi0 exp(Qs) ds (thinned Poisson arrivals), 8 z tests at alpha = 1e-9.
// Control: each of eight rates in turn is wrong by 15% in Q; each such Q must be refused by the
// same tests.
#include <Eigen/Dense>
#include <map>
#include <unsupported/Eigen/MatrixFunctions>

#include "support/catch.hpp"
#include "support/lives.hpp"
#include "support/statistics.hpp"
#include "support/tiny_area.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

constexpr double year = 365.25;

/// A year's rates and shares.
struct Chain {
  double seek = 1.5, seek_abstinent = 0.5;  // community -> treatment
  double remission = 1.3, relapse = 1.5;    // presenting use, community
  double abstinence = 3, lapse = 2;         // in treatment
  double drop_out = 1.6, drop_out_abstinent = 0.4;
  double completion = 2.5, completion_other = 0.3;  // with other use: multiplier
  double turnover = 3, other_share = 0.4, other_stop_treated = 1.7, other_start_treated = 0.5;
  double death = 0.2, death_treated = 0.5;  // multiplier in treatment
  double abstinent_at_start = 0.25;
};

constexpr int states = 9;
constexpr int dead = 8;
int state(bool treated, bool presenting, bool other) {
  return treated * 4 + presenting * 2 + other;
}

using Matrix = Eigen::Matrix<double, states, states>;
using Row = Eigen::Matrix<double, 1, states>;

Matrix generator(const Chain& c) {
  Matrix q = Matrix::Zero();
  for (const bool presenting : {false, true})
    for (const bool other : {false, true}) {
      const int out = state(false, presenting, other), in = state(true, presenting, other);
      const double seek = c.seek * (presenting ? 1 : c.seek_abstinent);
      // Some of those who use are abstinent from the day treatment starts.
      if (presenting) {
        q(out, state(true, false, other)) += seek * c.abstinent_at_start;
        q(out, in) += seek * (1 - c.abstinent_at_start);
      } else {
        q(out, in) += seek;
      }
      q(out, state(false, !presenting, other)) += presenting ? c.remission : c.relapse;
      q(in, state(true, !presenting, other)) += presenting ? c.abstinence : c.lapse;
      q(in, out) += c.drop_out * (presenting ? 1 : c.drop_out_abstinent);
      if (!presenting) q(in, out) += c.completion * (other ? c.completion_other : 1);
      const double flip = c.turnover * (other ? 1 - c.other_share : c.other_share);
      q(out, state(false, presenting, !other)) += flip;
      q(in, state(true, presenting, !other)) +=
          flip * (other ? c.other_stop_treated : c.other_start_treated);
      q(out, dead) += c.death;
      q(in, dead) += c.death * c.death_treated;
    }
  for (int i = 0; i < states; ++i)
    q(i, i) = -q.row(i).sum();
  return q / year;
}

Row at_arrival(const Chain& c) {
  Row pi = Row::Zero();
  for (const bool presenting : {false, true})
    for (const bool other : {false, true})
      pi(state(true, presenting, other)) =
          (presenting ? 1 - c.abstinent_at_start : c.abstinent_at_start) *
          (other ? c.other_share : 1 - c.other_share);
  return pi;
}

constexpr double arrivals_a_year = 40000;

Setup setup_of(const Chain& c) {
  Setup s;
  PathwayParameters& p = s.pathway;
  const Group g = Group::alcohol;
  p.help_seeking.hazard[g] = constant_rate(c.seek);
  p.help_seeking.when_abstinent = p.help_seeking.when_abstinent_after_planned_exit =
      c.seek_abstinent;
  p.stop_use.community[g] = constant_rate(c.remission);
  p.stop_use.treatment[g] = constant_rate(c.abstinence);
  p.start_use.community[g] = constant_rate(c.relapse);
  p.start_use.treatment[g] = constant_rate(c.lapse);
  p.drop_out.hazard[g] = constant_rate(c.drop_out);
  p.drop_out.when_abstinent = c.drop_out_abstinent;
  p.completion.rate[g] = c.completion;
  p.completion.with_other_use = c.completion_other;
  p.other_use.turnover[g] = c.turnover;
  p.other_use.stop_in_treatment = c.other_stop_treated;
  p.other_use.start_in_treatment = c.other_start_treated;
  p.people[g].other_use = {c.other_share, 0, 0};
  p.people[g].abstinent_at_start = c.abstinent_at_start;
  p.mortality.other_causes[g] = constant_rate(c.death);
  p.mortality.other_causes_in_treatment = c.death_treated;
  s.area.new_people[g] = arrivals_a_year;
  s.history_months = 24;
  s.contract_months = 12;
  s.add_design("same");
  return s;
}

const double ages[] = {20, 90, 300, 900};

struct Observed {
  std::map<double, std::vector<double>> by_age;  // people by state
  std::vector<double> at_end = std::vector<double>(states, 0.0);
  double days = 0;
};

Observed observe(const World& world) {
  Observed result;
  const History h = world.run(0, {.keep_events = true}).front();
  result.days = world.schedule.timeline.end();
  const auto state_at = [](const Life& life, double day) {
    const Stretch* s = at(life, day);
    return static_cast<std::size_t>(
        s == nullptr ? dead : state(in_treatment(s->setting), s->presenting, s->other));
  };
  for (const double age : ages)
    result.by_age[age].assign(states, 0.0);
  for (const Life& life : lives_of(h, result.days)) {
    for (const double age : ages)
      if (life.first + age < result.days) result.by_age[age][state_at(life, life.first + age)] += 1;
    if (!life.died) result.at_end[state_at(life, std::nextafter(result.days, 0.0))] += 1;
  }
  return result;
}

/// Statistics over critical values: above 1 somewhere means refused.
double worst(const Observed& seen, const Chain& c) {
  const Matrix q = generator(c);
  const Row start = at_arrival(c);
  double result = 0;
  for (const auto& [age, people] : seen.by_age) {
    double n = 0;
    for (const double x : people)
      n += x;
    const Row share = start * (q * age).exp();
    std::vector<double> expected(states);
    for (int i = 0; i < states; ++i)
      expected[static_cast<std::size_t>(i)] = n * share(i);
    result = std::max(result, chi_square(people, expected) / critical_chi_square(states - 1));
  }
  // Integral of exp(Qs) ds over [0, T] as the corner of an exponential twice the size.
  Eigen::Matrix<double, 2 * states, 2 * states> twice;
  twice << q, Matrix::Identity(), Matrix::Zero(), Matrix::Zero();
  const Eigen::Matrix<double, 2 * states, 2 * states> grown = (twice * seen.days).exp();
  const Row mean = arrivals_a_year / year * start * grown.topRightCorner<states, states>();
  for (int i = 0; i < dead; ++i)
    result = std::max(result, std::abs(seen.at_end[static_cast<std::size_t>(i)] - mean(i)) /
                                  std::sqrt(mean(i)) / critical_z());
  return result;
}

}  // namespace

TEST_CASE("State occupancy is pi0 exp(Qt)") {
  const Chain chain;
  const World world(setup_of(chain));
  const Observed seen = observe(world);
  for (const auto& [age, people] : seen.by_age)
    for (const double n : people)
      REQUIRE(n > 30);
  CHECK(worst(seen, chain) < 1);

  for (double Chain::*rate :
       {&Chain::seek, &Chain::remission, &Chain::relapse, &Chain::abstinence, &Chain::drop_out,
        &Chain::completion, &Chain::lapse, &Chain::turnover}) {
    Chain wrong = chain;
    wrong.*rate *= 1.15;
    CHECK(worst(seen, wrong) > 1);
  }
}
