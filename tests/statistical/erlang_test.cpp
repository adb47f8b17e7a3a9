// Exponential stays, no attrition, nobody comes back: a provider with c hours and clients of one
// hour is an M/M/c queue, and waits follow Erlang's C (derived below from the birth-death balance,
// not from a formula of the simulator). An independent assessment service in front is another one;
// departures of an M/M/c queue are Poisson (Burke), so the provider behind it is M/M/c too.
//
// Tests: mean wait, P(wait > 0), P(wait > 1/(c mu - lambda)) and mean time at the assessment
// service, each the mean over replications, t test with R - 1 degrees of freedom, two-sided, alpha
// = 1e-9 each. The first years are left out: an empty queue forgets its start at rate mu (sqrt(c) -
// sqrt(a))^2 at least, here 1 / 140 days, so the bias left after 6 years is below 1e-6 of the mean.
// Controls: half an hour more changes nothing at all (no client fits into it); one hour more must
// be refused; the formulas with a service time of 6% less must be refused.
//
// Little's law holds on every path exactly: person-seconds in the panel = sum over people of their
// seconds there.
#include <cmath>
#include <map>

#include "support/catch.hpp"
#include "support/histories.hpp"
#include "support/lives.hpp"
#include "support/statistics.hpp"
#include "support/tiny_area.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

constexpr double year = 365.25;
constexpr int replications = 240;
constexpr int warm_up_months = 72, watched_months = 120;

struct Queue {
  double arrivals = 0.12;  // a day
  double service = 0.02;   // completions a day and server
  int servers = 8;
};

struct Erlang {
  double mean_wait, waits, waits_long, mean_time;
};

/// From the stationary distribution of the birth-death chain, summed term by term.
Erlang erlang(const Queue& q) {
  double term = 1, sum = 0, busy = 0, queueing = 0;
  for (int n = 0; n < 4000; ++n) {
    sum += term;
    if (n >= q.servers) {
      busy += term;
      queueing += term * (n - q.servers);
    }
    term *= q.arrivals / (q.service * std::min(n + 1, q.servers));
  }
  const double mean_wait = queueing / sum / q.arrivals;
  return {mean_wait, busy / sum, busy / sum * std::exp(-1.0), mean_wait + 1 / q.service};
}

Setup setup_of(const Queue& provider) {
  Setup s;
  const Group g = Group::alcohol;
  s.pathway.drop_out.hazard[g] = constant_rate(provider.service * year);
  s.pathway.moves_away_at_exit = 1;
  s.area.new_people[g] = provider.arrivals * year;
  s.provider("north").keyworker_hours = provider.servers;
  s.history_months = warm_up_months;
  s.contract_months = watched_months;
  s.run_off_months = 24;
  return s;
}

void add_assessor(Setup& s, const Queue& assessor) {
  AssessmentParameters& a = s.legacy.assessment;
  a.independent = true;
  a.hours = assessor.servers * 0.5;
  a.hours_per_person = 0.5;
  a.duration = constant_rate(assessor.service * year);
}

struct Waits {
  std::vector<double> mean, share, share_long, assessing;  // by replication
};

/// Of people referred in the watched months, all of whom have been seen by the end.
Waits simulate(const Setup& setup, double provider_long) {
  Setup s = setup;
  s.add_design("same");
  const World world(s);
  const double from = world.schedule.go_live, to = world.schedule.contract_end;
  Waits result;
  for (std::uint32_t r = 0; r < replications; ++r) {
    const History h = world.run(r, {.keep_events = true}).front();
    double n = 0, wait = 0, waited = 0, waited_long = 0, assessing = 0;
    std::map<std::uint32_t, double> referred;
    for (const ClinicalEvent& e : h.events)
      if (e.transition == Transition::help_seeking && e.day >= from && e.day < to)
        referred[e.person] = e.day;
    for (const Episode& e : h.episodes) {
      if (referred.erase(e.person) == 0) continue;
      n += 1;
      wait += e.triage - e.assessed;
      waited += e.triage > e.assessed;
      waited_long += e.triage - e.assessed > provider_long;
      assessing += e.assessed - e.referred;
    }
    REQUIRE(referred.empty());
    result.mean.push_back(wait / n);
    result.share.push_back(waited / n);
    result.share_long.push_back(waited_long / n);
    result.assessing.push_back(assessing / n);
  }
  return result;
}

double worst_z(const Waits& seen, const Queue& q) {
  const Erlang e = erlang(q);
  return std::max({std::abs(mean_of(seen.mean).z(e.mean_wait)),
                   std::abs(mean_of(seen.share).z(e.waits)),
                   std::abs(mean_of(seen.share_long).z(e.waits_long))});
}

double long_wait(const Queue& q) { return 1 / (q.servers * q.service - q.arrivals); }

}  // namespace

TEST_CASE("Waits at a provider follow Erlang's C") {
  const Queue q;
  const Waits seen = simulate(setup_of(q), long_wait(q));
  const double critical = critical_t(replications - 1);
  CHECK(worst_z(seen, q) < critical);

  Setup more = setup_of(q);
  more.provider("north").keyworker_hours += 0.5;
  CHECK(simulate(more, long_wait(q)).mean == seen.mean);
  more.provider("north").keyworker_hours += 0.5;
  CHECK(worst_z(simulate(more, long_wait(q)), q) > critical);
  Queue wrong = q;
  wrong.service *= 1.06;
  CHECK(worst_z(seen, wrong) > critical);
}

TEST_CASE("An assessment service and the provider behind it are two M/M/c queues") {
  const Queue provider, assessor{provider.arrivals, 0.05, 3};
  Setup setup = setup_of(provider);
  add_assessor(setup, assessor);
  const Waits seen = simulate(setup, long_wait(provider));
  const double critical = critical_t(replications - 1);
  CHECK(worst_z(seen, provider) < critical);
  CHECK(std::abs(mean_of(seen.assessing).z(erlang(assessor).mean_time)) < critical);

  setup.legacy.assessment.hours += 0.5;
  const Waits quicker = simulate(setup, long_wait(provider));
  CHECK(worst_z(quicker, provider) < critical);
  CHECK(std::abs(mean_of(quicker.assessing).z(erlang(assessor).mean_time)) > critical);
}

TEST_CASE("Little's law holds exactly at the provider and at the assessment service") {
  const Queue provider, assessor{provider.arrivals, 0.05, 3};
  Setup setup = setup_of(provider);
  add_assessor(setup, assessor);
  setup.pathway.mortality.other_causes[Group::alcohol] = constant_rate(0.5);
  setup.pathway.moves_away_at_exit = 0;
  setup.pathway.help_seeking.hazard[Group::alcohol] = constant_rate(0.3);
  setup.add_design("same");
  const World world(setup);
  const double end = world.schedule.timeline.end();
  const History h = world.run(0, {.keep_events = true}).front();
  EnumArray<Setting, Seconds> panel{}, people{};
  for (int m = 0; m < h.panel.months(); ++m)
    for (const auto& entry : h.panel.time(m))
      panel[class_of(entry.index).setting] += entry.value;
  for (const Life& life : lives_of(h, end))
    for (const Stretch& s : life.stretches)
      people[s.setting] += to_seconds(s.to) - to_seconds(s.from);
  // Recorded events do not tell when the assessor begins; the two states are one service.
  const Seconds service = panel[Setting::awaiting_assessor] + panel[Setting::being_assessed];
  CHECK(service == people[Setting::awaiting_assessor] + people[Setting::being_assessed]);
  for (const Setting s : {Setting::community, Setting::waiting, Setting::psychosocial}) {
    CHECK(panel[s] == people[s]);
    CHECK(panel[s] > to_seconds(100));
  }
}
