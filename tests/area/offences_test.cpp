// Offences: the panel's expected number is the integrated rate recomputed from recorded events
// (relative 1e-9); proven ones are Poisson with the proven share of it (z, alpha = 1e-9; control: a
// share 10% off), and the lag moves them.
#include <cmath>

#include "support/catch.hpp"
#include "support/lives.hpp"
#include "support/statistics.hpp"
#include "support/terms.hpp"
#include "support/tiny_area.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

Setup base() {
  Setup s = busy();
  s.provider("north").keyworker_hours = s.provider("south").keyworker_hours = no_limit;
  s.pathway.immediate_assessment = true;
  s.pathway.on_the_way.gives_up = {};
  s.pathway.on_the_way.refuses_at_assessment = 0;
  s.pathway.aftercare.share = {};
  s.pathway.moves_away = s.pathway.moves_away_at_exit = 0;
  s.pathway.modality_change.reduction_fails = 0;
  s.pathway.offending.proven = 0.6;
  s.pathway.offending.proven_lag = 0;
  s.add_design("same");
  return s;
}

/// Expected offences in [from, to), from people's lives.
double by_hand(const std::vector<Life>& lives, const World& world, double from, double to) {
  const Offending& o = world.area.pathway.offending;
  double sum = 0;
  for (const Life& life : lives) {
    const Person p = world.newborn(0, life.key, life.first);
    for (const Stretch& s : life.stretches) {
      const double days = std::min(s.to, to) - std::max(s.from, from);
      if (days <= 0 || s.setting == Setting::custody) continue;
      sum += days / 365.25 * o.rate[p.group] * p.offending * (s.presenting ? 1 : o.when_abstinent) *
             (in_treatment(s.setting) ? o.in_treatment : 1);
    }
  }
  return sum;
}

double offences(const History& h, int from, int to) {
  double sum = 0;
  for (int m = from; m < to; ++m)
    for (const Group g : all_of<Group>())
      sum += h.panel.offences(m, g);
  return sum;
}

std::int64_t proven(const History& h, int from, int to) {
  std::int64_t sum = 0;
  for (int m = from; m < to; ++m)
    for (const Group g : all_of<Group>())
      for (const Band b : all_of<Band>())
        sum += h.panel.proven(m, g, b);
  return sum;
}

}  // namespace

TEST_CASE("Expected offences are the integrated rate, month by month") {
  const World world(base());
  const History h = world.run(0, {.keep_events = true}).front();
  const Timeline& t = world.schedule.timeline;
  const auto lives = lives_of(h, t.end());
  for (const int m : {0, 1, 7, 20, 33, t.months() - 1}) {
    INFO("month " << m);
    CHECK(offences(h, m, m + 1) ==
          Approx(by_hand(lives, world, t.month_start(m), t.month_start(m + 1))).epsilon(1e-9));
  }
  const double all = by_hand(lives, world, 0, t.end());
  CHECK(offences(h, 0, t.months()) == Approx(all).epsilon(1e-9));
  const auto z = [&](double share) {
    return std::abs(static_cast<double>(proven(h, 0, t.months())) - share * all) /
           std::sqrt(share * all);
  };
  CHECK(z(0.6) < critical_z());
  CHECK(z(0.66) > critical_z());
}

TEST_CASE("A lag moves proven offences and loses those beyond the end") {
  Setup late = base();
  late.pathway.offending.proven_lag = 91;  // as long as April to June, the first three months
  const World now(base()), later(late);
  const History h = now.run(0).front(), g = later.run(0).front();
  const int end = h.panel.months();
  CHECK(now.schedule.timeline.month_start(3) == 91);
  CHECK(proven(g, 0, 3) == 0);
  // Offences of the first month are proven in July, shifted by the same 91 days; July is a day
  // longer than April.
  CHECK(proven(h, 0, 1) > 0);
  CHECK(proven(g, 3, 4) >= proven(h, 0, 1));
  CHECK(proven(g, 3, 4) <= proven(h, 0, 2));
  CHECK(proven(g, 0, end) < proven(h, 0, end));
  CHECK(proven(g, 0, end) >= proven(h, 0, end - 4));
}

TEST_CASE("What was proven before the journey began does not spoil it") {
  // Everyone offends until the day of the triage, and never again.
  Setup s;
  s.area.new_people[Group::opiate] = 60;
  s.pathway.immediate_assessment = false;
  s.pathway.provider_assessment = constant_rate(6);
  s.pathway.people[Group::opiate].offender = {1, 0};
  s.pathway.offending.rate[Group::opiate] = 100;
  s.pathway.offending.proven = 1;
  s.pathway.offending.proven_lag = 0;
  s.pathway.offending.in_treatment = 0;
  TermParameters& quiet = s.add_design("pays").contracts["north"].terms["quiet"];
  quiet = outcome(Measure::no_proven_offence, 1);
  quiet.within_months = 6;
  const auto paid = [&] { return World(s).run(0).front(); };
  const History h = paid();
  const auto begun = static_cast<std::size_t>(total(h, Count::journeys, 12, 36));
  CHECK(begun > 80);
  CHECK(proven(h, 12, 36) > 500);
  CHECK(h.ledger.size() == begun);
  // Nor does it count where fewer are paid for: a pound for each client treated in a year.
  quiet = outcome(Measure::fewer_offences, 1);
  quiet.baseline = 1;
  const History g = paid();
  REQUIRE(g.ledger.size() == 2);
  CHECK(g.ledger[0].amount + g.ledger[1].amount == 100 * total(g, Count::treated_in_year, 12, 36));
  quiet = outcome(Measure::no_proven_offence, 1);
  quiet.within_months = 6;
  s.pathway.offending.in_treatment = 1;
  CHECK(paid().ledger.size() < begun / 10);
}
