// What is switched off is exactly absent: histories are equal to the bit, so there are no false
// alarms. Each null stands beside a positive control in which the same comparison finds a
// difference.
#include <array>

#include "support/catch.hpp"
#include "support/histories.hpp"
#include "support/tiny_area.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

const CellOptions keep_all{.keep_events = true, .keep_reviews = true};

Setup base() {
  Setup s = busy();
  s.history_months = 12;
  s.contract_months = 18;
  s.run_off_months = 6;
  return s;
}

void set_both(DesignParameters& d, const Practice& practice) {
  d.practice = {{"north", practice}, {"south", practice}};
}

/// Difference between the legacy practice and `change`d practice under `levers`.
template <class Change>
std::string effect_of(const Setup& setup, Change change) {
  Setup s = setup;
  s.add_design("legacy practice");
  Practice practice;
  change(practice);
  set_both(s.add_design("other practice"), practice);
  const World world(s);
  const auto h = world.run(0, keep_all);
  return difference(h[0], h[1]);
}

void raise_all_efforts(Practice& p) {
  for (auto* effort : {&p.engagement, &p.abstinence, &p.reintegration, &p.harm_reduction})
    *effort = ByBand<double>::filled(3);
}

}  // namespace

TEST_CASE("Practice that equals legacy practice moves nothing") {
  Setup s = base();
  s.legacy_practice.engagement = ByBand<double>::filled(1.7);
  s.legacy_practice.discharge = 0.2;
  s.legacy_practice.coding = 0.3;
  s.legacy_practice.reporting = 0.1;
  s.legacy_practice.selection = ByBand<double>::filled(-0.2);
  const Practice legacy = s.legacy_practice;
  CHECK(effect_of(s, [&](Practice& p) { p = legacy; }) == "");
  CHECK(effect_of(s, [](Practice&) {}) != "");
}

TEST_CASE("Where no lever has an effect, effort changes nothing") {
  Setup s = base();
  s.levers = LeverEffects{};
  s.pathway.reviews.wellbeing_harm_reduction = 0;
  CHECK(effect_of(s, raise_all_efforts) == "");
  s.pathway.reviews.wellbeing_harm_reduction = 3;
  CHECK(effect_of(s, raise_all_efforts) != "");
}

TEST_CASE("Each effect alone makes its own lever matter, and only that one") {
  struct Effect {
    double LeverEffects::*effect;
    ByBand<double> Practice::*lever;
  };
  const Effect effects[] = {{&LeverEffects::engagement_drop_out, &Practice::engagement},
                            {&LeverEffects::engagement_gives_up, &Practice::engagement},
                            {&LeverEffects::abstinence_stop, &Practice::abstinence},
                            {&LeverEffects::abstinence_start, &Practice::abstinence},
                            {&LeverEffects::reintegration_relapse, &Practice::reintegration},
                            {&LeverEffects::reintegration_housing, &Practice::reintegration},
                            {&LeverEffects::reintegration_jobs, &Practice::reintegration},
                            {&LeverEffects::harm_reduction_injecting, &Practice::harm_reduction},
                            {&LeverEffects::harm_reduction_poisoning, &Practice::harm_reduction},
                            {&LeverEffects::hours_engagement, &Practice::engagement},
                            {&LeverEffects::hours_abstinence, &Practice::abstinence},
                            {&LeverEffects::hours_reintegration, &Practice::reintegration},
                            {&LeverEffects::hours_harm_reduction, &Practice::harm_reduction}};
  int number = 0;
  for (const Effect& e : effects) {
    INFO("effect " << number++);
    Setup s = base();
    s.levers = LeverEffects{};
    s.pathway.reviews.wellbeing_harm_reduction = 0;
    s.levers.*(e.effect) = 1.5;
    CHECK(effect_of(s, [&](Practice& p) { p.*(e.lever) = ByBand<double>::filled(3); }) != "");
    CHECK(effect_of(s, [&](Practice& p) {
            raise_all_efforts(p);
            p.*(e.lever) = ByBand<double>::filled(1);
          }) == "");
  }
}

TEST_CASE("Selection, coding and reporting are absent where an independent service assesses") {
  const auto stances =
      std::array{+[](Practice& p) { p.selection = ByBand<double>::filled(-0.7); },
                 +[](Practice& p) {
                   p.selection.values = {0, 0, 0, 1, 2};
                 },
                 +[](Practice& p) { p.coding = 0.8; }, +[](Practice& p) { p.reporting = 0.5; }};
  Setup led_by_provider = base(), independent = base();
  independent.legacy.assessment.independent = true;
  independent.legacy.assessment.hours = 60;
  independent.legacy.assessment.duration = constant_rate(40);
  for (std::size_t i = 0; i < stances.size(); ++i) {
    INFO("stance " << i);
    CHECK(effect_of(independent, stances[i]) == "");
    CHECK(effect_of(led_by_provider, stances[i]) != "");
  }
}

TEST_CASE("A handover that everyone attends and that always finds a need is none") {
  Setup s = base();
  s.legacy.assessment.independent = true;
  s.legacy.assessment.hours = 60;
  s.legacy.assessment.duration = constant_rate(40);
  s.pathway.handover = {60, 0, 0, -60, 0};
  const auto run = [](Setup setup, bool handover) {
    setup.legacy.assessment.handover = handover;
    setup.add_design("design");
    return World(setup).run(0, keep_all).front();
  };
  CHECK(difference(run(s, true), run(s, false)) == "");
  s.pathway.handover.attendance_per_week = -10;
  CHECK(difference(run(s, true), run(s, false)) != "");
  s.pathway.handover = {60, 0, 0, -1, 0};
  CHECK(difference(run(s, true), run(s, false)) != "");
}

TEST_CASE("A handover means nothing where the provider assesses") {
  Setup s = base();
  s.add_design("without");
  s.add_design("with").assessment.handover = true;
  const World world(s);
  const auto h = world.run(0, keep_all);
  CHECK(difference(h[0], h[1]) == "");
}

TEST_CASE("A contract changes the ledger and nothing else") {
  Setup s = base();
  s.legacy.contracts["north"];
  s.legacy.contracts["south"];
  s.add_design("nothing paid");
  DesignParameters& paid = s.add_design("outcomes paid");
  TermParameters exit;
  exit.kind = TermKind::outcome;
  exit.measure = Measure::planned_exit;
  exit.price["all"] = 1000;
  TermParameters start;
  start.kind = TermKind::attachment;
  start.price["all"] = 200;
  paid.contracts["north"].terms = {{"exit", exit}, {"start", start}};
  const World world(s);
  auto h = world.run(0, keep_all);
  CHECK(h[0].ledger.empty());
  CHECK(h[1].ledger.size() > 20);
  CHECK(difference(h[0], h[1]) != "");
  h[1].ledger.clear();
  CHECK(difference(h[0], h[1]) == "");
}

TEST_CASE("A transition that costs no capacity is none") {
  Setup s = base();
  s.add_design("without");
  DesignParameters& d = s.add_design("with");
  d.transition.begins = add_months(s.start, 10);
  d.transition.months = 6;
  DesignParameters& costly = s.add_design("costly");
  costly.transition = d.transition;
  costly.transition.capacity_loss = 0.3;
  const World world(s);
  const auto h = world.run(0, keep_all);
  CHECK(difference(h[0], h[1]) == "");
  CHECK(difference(h[0], h[2]) != "");
}

TEST_CASE("Year effects without spread are none") {
  Setup s = base();
  s.area.transient_sd = {};
  s.add_design("design");
  const World calm(s);
  CellOptions off = keep_all;
  off.transient_effects = false;
  CHECK(difference(calm.run(0, keep_all).front(), calm.run(0, off).front()) == "");
  s.area.transient_sd.completion = 0.3;
  const World restless(s);
  CHECK(difference(restless.run(0, keep_all).front(), restless.run(0, off).front()) != "");
}

TEST_CASE("Without a reporting stance what is reported is what is true") {
  Setup s = base();
  s.add_design("honest");
  Practice hides;
  hides.reporting = 0.3;
  set_both(s.add_design("not"), hides);
  const World world(s);
  const auto h = world.run(0, keep_all);
  std::int64_t hidden = 0;
  for (const Review& r : h[0].reviews) {
    hidden += r.reported_presenting != r.abstinent_presenting;
    hidden += r.reported_all != r.abstinent_all;
  }
  CHECK(hidden == 0);
  CHECK(total(h[0], Count::reported_all) == total(h[0], Count::abstinent_all));
  CHECK(total(h[1], Count::reported_all) > total(h[1], Count::abstinent_all));
}

// The model's area effects and abstinence effort act on transitions 7 and 8, which happen in
// treatment.
TEST_CASE(
    "Who waits for a place is not yet under the provider's practice or the area's effect on "
    "treatment",
    "[.defect]") {
  Setup s;
  const Group g = Group::alcohol;
  s.area.new_people[g] = 300;
  s.provider("north").keyworker_hours = 0;
  s.pathway.stop_use.community[g] = constant_rate(1);
  s.pathway.start_use.community[g] = constant_rate(1);
  s.pathway.mortality.poisoning_out[g] = constant_rate(0.2);
  s.levers.abstinence_stop = s.levers.abstinence_start = s.levers.harm_reduction_poisoning = 1;
  Setup effect = s, practice = s;
  effect.area.persistent.abstinence = 0.5;
  raise_all_efforts(practice.legacy_practice);
  const auto run = [](Setup setup) {
    setup.add_design("same");
    return World(setup).run(0, keep_all).front();
  };
  const History h = run(s);
  REQUIRE(total(h, Count::remissions) > 100);
  CHECK(difference(h, run(effect)) == "");
  CHECK(difference(h, run(practice)) == "");
}

// "per earlier journey": on the first journey of one's life there is none.
TEST_CASE("The first journey has no earlier one", "[.defect]") {
  Setup s;
  const Group g = Group::alcohol;
  s.area.new_people[g] = 300;
  s.pathway.drop_out.hazard[g] = constant_rate(1);
  s.pathway.moves_away_at_exit = 1;
  Setup repeated = s;
  repeated.pathway.drop_out.covariates.prior_journey = 0.5;
  const auto run = [](Setup setup) {
    setup.add_design("same");
    return World(setup).run(0, keep_all).front();
  };
  REQUIRE(total(run(s), Count::dropped_out) > 100);
  CHECK(difference(run(s), run(repeated)) == "");
}
