// Completions claimed, confirmed and coded: absent when off, shares and delays when on, and who is
// paid for what.
#include <cmath>

#include "support/catch.hpp"
#include "support/histories.hpp"
#include "support/statistics.hpp"
#include "support/tiny_area.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

const CellOptions keep_all{.keep_events = true, .keep_reviews = true};
constexpr auto group = Group::alcohol;

/// A busy area, provider-led under the legacy contract, whose design has an assessor.
Setup checked(bool on, VerificationParameters verification) {
  Setup s = busy();
  s.history_months = 12;
  s.contract_months = 24;
  s.run_off_months = 6;
  s.pathway.verification = verification;
  s.legacy.behaviour.verification = on;
  DesignParameters& d = s.add_design("checks");
  d.assessment.independent = true;
  d.assessment.hours = 60;
  d.assessment.duration = constant_rate(40);
  return s;
}

/// Everyone starts abstinent and completes at 4 a year; the legacy design has an assessor decide.
Setup completing() {
  Setup s;
  s.area.new_people[group] = 1000;
  s.pathway.people[group].abstinent_at_start = 1;
  s.pathway.completion.rate[group] = 4;
  s.legacy.behaviour.verification = true;
  s.legacy.verification.by = Verifier::assessor;
  return s;
}

History run(Setup s, const CellOptions& options = {}) {
  s.add_design("same");
  return World(s).run(0, options).front();
}

double z_of_share(std::int64_t successes, std::int64_t n, double share) {
  const auto total = static_cast<double>(n);
  return (static_cast<double>(successes) - total * share) / std::sqrt(total * share * (1 - share));
}

/// Exits that the provider records as completed and the contract's ledger can have paid for.
std::int64_t paid_exits(const History& h, const Schedule& schedule, bool only_true) {
  std::int64_t n = 0;
  for (const Episode& e : h.episodes)
    n += planned(only_true ? e.reason : e.recorded_reason) && e.end >= schedule.go_live &&
         e.end < schedule.contract_end && !e.reopened;
  return n;
}

}  // namespace

TEST_CASE("Verification that is switched off, or that confirms all at once, is absent") {
  const VerificationParameters strict{0.7, 0.95, 28, 0.5};
  const auto run_all = [](const Setup& s) { return World(s).run(0, keep_all).front(); };
  const History absent = run_all(checked(false, {}));
  CHECK(difference(absent, run_all(checked(false, strict))) == "");
  CHECK(difference(absent, run_all(checked(true, {}))) == "");
  CHECK(difference(absent, run_all(checked(true, strict))) != "");
}

TEST_CASE("Verification lowers completions") {
  const World off(checked(false, {})), on(checked(true, {0.7, 0.95, 28, 0}));
  std::vector<double> fewer;
  for (std::uint32_t r = 0; r < 12; ++r) {
    const History a = off.run(r).front(), b = on.run(r).front();
    const auto completed = [](const History& h) {
      return total(h, Count::completed_drug_free) + total(h, Count::completed_occasional_user);
    };
    fewer.push_back(static_cast<double>(completed(a) - completed(b)));
  }
  CHECK(mean_of(fewer).z(0) > 5);
}

TEST_CASE(
    "The assessor confirms by sensitivity, by specificity after a lapse, and after the delay") {
  Setup s = completing();
  s.pathway.start_use.treatment[group] = constant_rate(3);
  s.pathway.verification = {0.7, 0.8, 60, 0};
  const double still = std::exp(-3 * 60 / days_per_year);
  const History h = run(s);
  const auto confirmed = total(h, Count::completions_confirmed);
  const auto decided = confirmed + total(h, Count::claims_not_confirmed);
  REQUIRE(decided > 1000);
  const double expected = 0.7 * still + 0.2 * (1 - still);
  CHECK(std::abs(z_of_share(confirmed, decided, expected)) < critical_z());
  CHECK(std::abs(z_of_share(confirmed, decided, 0.7)) > critical_z());
  CHECK(std::abs(z_of_share(confirmed, decided, 0.7 * still)) > critical_z());
  CHECK(confirmed == total(h, Count::completed_drug_free));
  CHECK(confirmed == h.at_end.fired[Transition::planned_exit]);
}

TEST_CASE("Claims wait out the delay, and clients who drop out meanwhile are lost") {
  Setup s = completing();
  s.pathway.drop_out.hazard[group] = constant_rate(2);
  s.pathway.verification = {1, 0, 31, 0};  // every claim decided on is confirmed
  const History h = run(s);
  // The last month, a March, has the 31 days of the delay: its claims are all still pending.
  const int last = h.panel.months() - 1;
  CHECK(total(h, Count::completions_confirmed, 0, 1) == 0);
  const auto claims = total(h, Count::completions_claimed, 0, last);
  const auto confirmed = total(h, Count::completions_confirmed);
  REQUIRE(claims > 1000);
  const double stays = std::exp(-2 * 31 / days_per_year);
  CHECK(std::abs(z_of_share(confirmed, claims, stays)) < critical_z());
  CHECK(std::abs(z_of_share(confirmed, claims, 0.95)) > critical_z());
  // Nobody completes while a claim is pending, and the two estimates of completions agree.
  const double gap = static_cast<double>(h.at_end.fired[Transition::planned_exit]) -
                     h.at_end.integrated[Transition::planned_exit];
  CHECK(std::abs(gap) < critical_z() * std::sqrt(static_cast<double>(claims)));
}

TEST_CASE("Unplanned exits of abstinent clients are coded completed, the less the stricter") {
  Setup s;
  s.area.new_people[group] = 1000;
  s.pathway.people[group].abstinent_at_start = 0.5;
  s.pathway.drop_out.hazard[group] = constant_rate(2);
  s.pathway.verification.coded_completed = 0.4;
  s.legacy.behaviour.verification = true;
  const auto share_coded = [](const Setup& setup, double share) {
    const History h = run(setup);
    std::int64_t coded = 0, exits = 0;
    for (const Episode& e : h.episodes) {
      coded += planned(e.recorded_reason) && !planned(e.reason);
      exits += e.reason == ExitReason::dropped_out;
    }
    REQUIRE(exits > 1000);
    CHECK(coded == total(h, Count::coded_completed));
    CHECK(total(h, Count::completed_drug_free) == 0);
    // Half of those who leave never stopped using.
    if (share == 0)
      CHECK(coded == 0);
    else
      CHECK(std::abs(z_of_share(coded, exits, share / 2)) < critical_z());
  };
  share_coded(s, 0.4);
  s.legacy.verification.stringency = 0.5;
  share_coded(s, 0.2);
  s.legacy.verification = {Verifier::assessor, {}};
  share_coded(s, 0);
}

TEST_CASE("What is coded completed is paid for where the provider's word counts") {
  Setup s;
  s.area.new_people[group] = 400;
  s.pathway.people[group].abstinent_at_start = 1;
  s.pathway.drop_out.hazard[group] = constant_rate(1);
  s.pathway.completion.rate[group] = 1;
  s.pathway.help_seeking.hazard[group] = constant_rate(1);
  s.pathway.help_seeking.when_abstinent = 1;
  s.pathway.verification.coded_completed = 0.5;
  s.legacy.behaviour.verification = true;
  TermParameters exit;
  exit.kind = TermKind::outcome;
  exit.measure = Measure::planned_exit;
  exit.price["all"] = 100;
  s.legacy.contracts["north"].terms["exit"] = exit;
  s.add_design("provider's word");
  s.add_design("assessor's").contracts["north"].terms["exit"].verified_by = Verifier::assessor;
  const World world(s);
  const auto h = world.run(0);
  REQUIRE(total(h[0], Count::coded_completed) > 50);
  const auto entries = [](const History& x) { return static_cast<std::int64_t>(x.ledger.size()); };
  CHECK(entries(h[0]) == paid_exits(h[0], world.schedule, false));
  CHECK(entries(h[1]) == paid_exits(h[1], world.schedule, true));
  CHECK(entries(h[0]) > entries(h[1]));
}
