// Clients pushed off drugs or medication: absent when off, its size when on.
#include <cmath>

#include "support/catch.hpp"
#include "support/histories.hpp"
#include "support/statistics.hpp"
#include "support/tiny_area.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

const CellOptions keep_all{.keep_events = true, .keep_reviews = true};
constexpr double declines = 1.2, away = 0.8, effort = 1.5, stance = 0.3;

Practice pushing() {
  Practice p;
  p.abstinence = ByBand<double>::filled(effort);
  p.discharge = stance;
  return p;
}

/// A busy area in which the second design pushes.
Setup pushed(bool switched_on, Pressure effects) {
  Setup s = busy();
  s.history_months = 12;
  s.contract_months = 24;
  s.run_off_months = 6;
  s.pathway.pressure = effects;
  s.legacy.behaviour.pressure = switched_on;
  s.add_design("legacy practice");
  s.add_design("pushes").practice = {{"north", pushing()}, {"south", pushing()}};
  return s;
}

/// One group in which nothing happens but drop-out and coming back; nobody ever stops using.
Setup coming_and_going() {
  Setup s;
  s.area.new_people[Group::alcohol] = 1000;
  s.history_months = 12;
  s.contract_months = 36;
  s.pathway.drop_out.hazard[Group::alcohol] = constant_rate(1);
  s.pathway.drop_out.declined_share = 0.2;
  s.pathway.help_seeking.hazard[Group::alcohol] = constant_rate(0.5);
  s.pathway.pressure = {declines, away};
  s.legacy.behaviour.pressure = true;
  s.legacy.practice["north"] = pushing();
  return s;
}

double years(const History& h, Setting setting) {
  Seconds sum = 0;
  for (int m = 0; m < h.panel.months(); ++m)
    for (const auto& e : h.panel.time(m))
      if (class_of(e.index).setting == setting) sum += e.value;
  return static_cast<double>(sum) / 86400 / days_per_year;
}

/// z of a Poisson count against its mean.
double z_of(std::int64_t n, double mean) {
  return (static_cast<double>(n) - mean) / std::sqrt(mean);
}

}  // namespace

TEST_CASE("Pressure that is switched off, has no effect or is not exerted is absent") {
  const auto run = [](const Setup& s) { return World(s).run(0, keep_all); };
  const auto absent = run(pushed(false, {}));
  const auto off = run(pushed(false, {declines, away}));
  const auto idle = run(pushed(true, {}));
  const auto on = run(pushed(true, {declines, away}));
  for (const std::size_t design : {0u, 1u}) {
    CHECK(difference(absent[design], off[design]) == "");
    CHECK(difference(absent[design], idle[design]) == "");
  }
  CHECK(difference(absent[0], on[0]) == "");
  CHECK(difference(absent[1], on[1]) != "");
}

TEST_CASE("Pressure makes more clients decline, fewer people come back") {
  const Setup off = pushed(false, {declines, away}), on = pushed(true, {declines, away});
  const World without(off), with(on);
  std::vector<double> more_declined, fewer_referrals;
  for (std::uint32_t r = 0; r < 12; ++r) {
    const History a = without.run(r).back(), b = with.run(r).back();
    more_declined.push_back(
        static_cast<double>(total(b, Count::declined) - total(a, Count::declined)));
    fewer_referrals.push_back(
        static_cast<double>(total(a, Count::referrals) - total(b, Count::referrals)));
  }
  CHECK(mean_of(more_declined).z(0) > 5);
  CHECK(mean_of(fewer_referrals).z(0) > 5);
}

TEST_CASE("The declined part of drop-out and help-seeking follow their formulas") {
  Setup s = coming_and_going();
  s.add_design("same");
  const History h = World(s).run(0).front();
  const int go_live = 12;
  const double push = effort - 1 + stance;
  // The legacy design has the practice from day 0.
  const double in = years(h, Setting::psychosocial), out = years(h, Setting::community);
  REQUIRE(in > 1000);
  REQUIRE(out > 1000);
  const double multiplier = std::exp(declines * push);
  CHECK(std::abs(z_of(total(h, Count::declined), in * 0.2 * multiplier)) < critical_z());
  CHECK(std::abs(z_of(total(h, Count::dropped_out), in * 0.8)) < critical_z());
  const auto returns = total(h, Count::referrals) - total(h, Count::new_people);
  CHECK(std::abs(z_of(returns, out * 0.5 * std::exp(-away * push))) < critical_z());
  // Without pressure the same counts would lie far off.
  CHECK(z_of(total(h, Count::declined), in * 0.2) > critical_z());
  CHECK(z_of(returns, out * 0.5) < -critical_z());
  CHECK(total(h, Count::declined, 0, go_live) > 0);
}

TEST_CASE("Clients who neither use nor are prescribed are not pressed") {
  Setup s = coming_and_going();
  s.pathway.people[Group::alcohol].abstinent_at_start = 1;
  s.pathway.help_seeking.when_abstinent = 1;
  s.pathway.pressure.help_seeking = 0;
  Setup off = s;
  off.legacy.behaviour.pressure = false;
  s.add_design("same");
  off.add_design("same");
  const History h = World(s).run(0, keep_all).front();
  REQUIRE(total(h, Count::declined) > 100);
  CHECK(difference(h, World(off).run(0, keep_all).front()) == "");
}
