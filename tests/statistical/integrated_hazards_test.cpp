// Random time change: in integrated time every process is a unit-rate Poisson process, whatever the
// practice, the queue and the other processes do. Hazards are recomputed from recorded events
// (hazards_by_hand.hpp), with Weibull and piecewise clocks, covariates, gamma frailty, two
// providers short of hours, a loss of capacity before go-live and another practice from go-live on.
//
// Tests, for each of 15 transitions, alpha = 1e-9 each:
//  - people laid end to end in integrated time, censored pieces included: the gaps between firings
//  are unit
//    exponential (Kolmogorov-Smirnov, DKW bound);
//  - N - Lambda has mean 0: z = (N - Lambda) / sqrt(Lambda), as the predictable variation of N -
//  Lambda is Lambda;
//  - its variance is E Lambda: over people the mean of (N_i - Lambda_i)^2 - Lambda_i is 0 (z by its
//  standard error).
// Time on the waiting list is left out (a predictable set: what is left is still a unit-rate
// process). Without a limit on places nobody waits, and then Tally.integrated at go-live, at the
// contract's end and at the end equals the recomputed sums to 1e-9 of them. Controls: a hazard by
// hand that is a little wrong must be refused by one of the three.
#include <cmath>

#include "statistical/hazards_by_hand.hpp"
#include "support/catch.hpp"
#include "support/statistics.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

Setup setup_of(double people_a_year, double hours) {
  Setup s = busy();
  PathwayParameters& p = s.pathway;
  p.immediate_assessment = true;
  p.complexity.error_sd = 0;
  p.on_the_way.gives_up = {};
  p.on_the_way.refuses_at_assessment = 0;
  p.aftercare.share = {};
  p.moves_away = p.moves_away_at_exit = 0;
  p.modality_change.reduction_fails = 0;
  p.reviews.interval = 0;
  p.drop_out.covariates = {0.4, 0, -0.2, 0, 0.1, 0.3, -0.2};
  p.start_use.covariates = {0.1, 0, 0.2, 0, 0.3, 0.2, -0.3};
  p.stop_use.covariates = {-0.2, 0, 0.1, 0, -0.1, 0, 0.2};
  p.completion.covariates = {-0.2, 0, 0, 0, 0, -0.3, 0.2};
  p.mortality.poisoning_covariates = {0.2, 0, -0.3, 0, 0.6, 0.2, 0};
  p.help_seeking.covariates = {0.1, 0, 0.2, 0, 0.2, 0, 0};
  p.stop_use.modality.values = {0.8, 1.3, 1, 1.6};
  p.start_use.modality.values = {0.9, 1.2, 1, 0.5};
  p.injecting.ends_in_treatment = 1.5;
  s.area.new_people[Group::opiate] = s.area.new_people[Group::alcohol] = people_a_year;
  s.area.transient_sd = {};
  s.area.trend[Group::opiate] = {0.1, -0.1, 0.15};
  s.provider("north").keyworker_hours = hours;
  s.provider("south").keyworker_hours = 0.8 * hours;
  s.history_months = 30;
  s.contract_months = 30;
  s.run_off_months = 12;

  DesignParameters& d = s.add_design("other practice");
  d.transition.begins = add_months(s.start, s.history_months - 3);
  d.transition.months = 6;
  d.transition.capacity_loss = 0.25;
  Practice& north = d.practice["north"];
  north.engagement.values = {4, 3, 3, 3, 2};
  north.abstinence.values = {0.8, 4, 4, 4, 2};
  north.reintegration.values = {3, 3, 3, 0.1, 0.1};
  north.harm_reduction.values = {0.2, 0.2, 3, 3, 3};
  north.discharge = 0.7;
  north.coding = 0.6;
  Practice& south = d.practice["south"];
  south.engagement = ByBand<double>::filled(4);
  south.abstinence = ByBand<double>::filled(3);
  south.discharge = -0.5;
  return s;
}

const Transition watched[] = {
    Transition::unplanned_exit, Transition::relapse,         Transition::planned_exit,
    Transition::abstinence,     Transition::lapse,           Transition::death_poisoning,
    Transition::remission,      Transition::help_seeking,    Transition::death_other,
    Transition::custody,        Transition::release,         Transition::modality_change,
    Transition::transfer,       Transition::other_use_stops, Transition::other_use_starts};

/// The largest of the three statistics over its critical value: above 1 means refused.
double refusal(const Integral& integral) {
  std::vector<double> gaps, squares;
  double gap = 0, fired = 0, expected = 0;
  for (const Piece& piece : integral.pieces) {
    gap += piece.integrated;
    if (!piece.fires) continue;
    gaps.push_back(gap);
    gap = 0;
  }
  for (std::size_t i = 0; i < integral.fired.size(); ++i) {
    const double n = integral.fired[i], lambda = integral.expected[i];
    fired += n;
    expected += lambda;
    squares.push_back((n - lambda) * (n - lambda) - lambda);
  }
  const double ks =
      ks_distance(gaps, [](double x) { return -std::expm1(-x); }) / critical_ks(gaps.size());
  const double mean = std::abs(fired - expected) / std::sqrt(expected) / critical_z();
  const double variance = std::abs(mean_of(squares).z(0)) / critical_z();
  UNSCOPED_INFO("n " << gaps.size() << " Lambda " << expected << " ks " << ks << " mean " << mean
                     << " variance " << variance);
  return std::max({ks, mean, variance});
}

}  // namespace

TEST_CASE("Firings are unit exponential in integrated time while practice and capacity change") {
  const World world(setup_of(1800, 1350));
  const double end = world.schedule.timeline.end();
  const History h = world.run(0, {.keep_events = true}).front();
  REQUIRE(total(h, Count::waits_over_3_weeks) > 200);
  const std::vector<Life> lives = lives_of(h, end);
  for (const Transition t : watched) {
    const Integral integral = integrate(t, lives, world, 0, false);
    INFO(name_of(t));
    CHECK(integral.pieces.size() > 300);
    CHECK(refusal(integral) < 1);
  }

  const auto refused = [&](Transition t, const Mistakes& mistakes) {
    INFO(name_of(t));
    CHECK(refusal(integrate(t, lives, world, 0, false, mistakes)) > 1);
  };
  Mistakes shape;
  shape.drop_out_shape = shape.relapse_shape = 0.15;
  refused(Transition::unplanned_exit, shape);
  refused(Transition::relapse, shape);
  Mistakes design;
  design.ignore_design = true;
  refused(Transition::unplanned_exit, design);
  refused(Transition::planned_exit, design);
  refused(Transition::abstinence, design);
  Mistakes frailty;
  frailty.ignore_frailty = true;
  refused(Transition::unplanned_exit, frailty);
  refused(Transition::relapse, frailty);
  Mistakes covariates;
  covariates.ignore_covariates = true;
  refused(Transition::unplanned_exit, covariates);
  Mistakes begins;
  begins.completion_begins = 7;
  refused(Transition::planned_exit, begins);
  Mistakes weeks;
  weeks.poisoning_weeks = 56;
  refused(Transition::death_poisoning, weeks);
  Mistakes rate;
  rate.abstinence_rate = 1.1;
  refused(Transition::abstinence, rate);
}

TEST_CASE("Tallied integrals equal those recomputed from events") {
  const World world(setup_of(150, no_limit));
  const History h = world.run(0, {.keep_events = true}).front();
  const std::vector<Life> lives = lives_of(h, world.schedule.timeline.end());
  std::vector<Transition> all(std::begin(watched), std::end(watched));
  all.push_back(Transition::injecting_ends);
  all.push_back(Transition::job_begins);
  for (const Transition t : all) {
    const Integral sum = integrate(t, lives, world, 0, true);
    INFO(name_of(t));
    CHECK(sum.to_go_live > 0.5);
    CHECK(h.at_go_live.integrated[t] == Approx(sum.to_go_live).epsilon(1e-9));
    CHECK(h.at_contract_end.integrated[t] == Approx(sum.to_contract_end).epsilon(1e-9));
    CHECK(h.at_end.integrated[t] == Approx(sum.to_end).epsilon(1e-9));
    double fired = 0;
    for (const double n : sum.fired)
      fired += n;
    CHECK(static_cast<double>(h.at_end.fired[t]) == fired);
  }
  Mistakes little;
  little.abstinence_rate = 1 + 1e-7;
  CHECK(h.at_end.integrated[Transition::abstinence] !=
        Approx(integrate(Transition::abstinence, lives, world, 0, true, little).to_end)
            .epsilon(1e-9));
}
