// What is paid for fewer offences, as a provider expects it of journeys (provider/walk.cpp) and of
// the cohort (provider/term_year.cpp), against the ledger of steady contract years. Baselines that
// are always reached tell clients and offences apart; one at the mean is where the payment bends.
//
// Test: means over replications; alpha = 1e-9 for the noise, and a bound for what the provider
// leaves out: that a client may come back in the same year, and that some who offend do so often.
// Control: a provider who does not know that clients offend less in treatment is refused.
#include <cmath>

#include "constant_world.hpp"
#include "core/units.hpp"
#include "provider/cohort.hpp"
#include "support/catch.hpp"
#include "support/statistics.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

constexpr int replications = 100;
constexpr double price = 100;

ContractParameters paid_below(double baseline) {
  ContractParameters c;
  TermParameters t;
  t.kind = TermKind::outcome;
  t.measure = Measure::fewer_offences;
  t.price = {{"all", price}};
  t.baseline = baseline;
  c.terms["fewer"] = t;
  for (const Group g : constant_groups) {
    TermParameters start;
    start.kind = TermKind::attachment;
    start.price = {{"all", 1}};
    start.groups = {g};
    c.terms["starts of " + std::string(name_of(g))] = start;
  }
  return c;
}

Setup setup_with(const std::vector<double>& baselines) {
  Setup s = constant_world(80);
  s.pathway.help_seeking.after_planned_exit *= 0.12;
  s.pathway.offending.when_abstinent = 0.4;
  s.pathway.offending.in_treatment = 0.5;
  s.history_months = 48;
  s.run_off_months = 1;
  for (std::size_t i = 0; i < baselines.size(); ++i)
    s.add_design("d" + std::to_string(i)).contracts["north"] = paid_below(baselines[i]);
  return s;
}

/// A year of the journeys that the ledger counted.
CohortYear believed(const World& world, const ByGroup<double>& journeys, double in_treatment) {
  const ContractPlan plan(world.designs.front().contracts.front());
  auto beliefs = true_beliefs(world);
  CohortYear year;
  for (const Group g : constant_groups) {
    beliefs[g].proven_in_treatment *= in_treatment;
    const JourneyValue v = value_of_journey(plan, beliefs[g], g, Band::medium, {0, 0, 84, true});
    year.achieved += journeys[g] * v.terms[0].achieved;
    year.opportunities += journeys[g] * v.terms[0].opportunities;
    year.income += journeys[g] * v.terms[0].income;
    year.journeys += journeys[g];
  }
  return year;
}

double excess(const World& world, std::size_t design, const CohortYear& year) {
  CohortYear at = year;
  at.income =
      price * (world.designs[design].contracts.front().terms()[0].baseline * year.opportunities -
               year.achieved);
  return margins_of(world.designs[design].contracts.front(), {at, {}, {}})[0].expected;
}

}  // namespace

TEST_CASE("What fewer offences are expected to bring is what the ledger pays") {
  constexpr double always = 5, more = 6;
  const World look(setup_with({always}));
  const ByGroup<double> about = ByGroup<double>::filled(86);
  const CohortYear first = believed(look, about, 1);
  const World world(setup_with({always, more, first.achieved / first.opportunities}));
  std::vector<double> clients, offences, at_mean;
  ByGroup<double> journeys{};
  for (int r = 0; r < replications; ++r) {
    const std::vector<History> histories = world.run(static_cast<std::uint32_t>(r));
    std::array<double, 3> paid{};
    for (std::size_t d = 0; d < histories.size(); ++d) {
      const Contract& contract = world.designs[d].contracts.front();
      const double from = contract.months_after(contract.begins(), 12);
      for (const LedgerEntry& e : histories[d].ledger) {
        if (e.accrued < from || e.accrued >= contract.ends()) continue;
        if (e.term == 0) paid[d] += to_pounds(e.amount) / price / 2;
        if (e.term > 0 && d == 0)
          journeys[contract.terms()[e.term].group_factor[Group::opiate] > 0 ? Group::opiate
                                                                            : Group::alcohol] +=
              to_pounds(e.amount) / 2 / replications;
      }
    }
    clients.push_back(paid[1] - paid[0]);
    offences.push_back(always * clients.back() - paid[0]);
    at_mean.push_back(paid[2]);
  }
  const CohortYear year = believed(world, journeys, 1);
  const Mean n = mean_of(clients), m = mean_of(offences), beyond = mean_of(at_mean);
  const auto near = [](double expected, const Mean& ledger, double bound) {
    return std::abs(expected - ledger.mean) < bound * ledger.mean + critical_z() * ledger.se;
  };
  INFO(year.opportunities << " clients, " << n.mean << " +- " << n.se << "; " << year.achieved
                          << " offences, " << m.mean << " +- " << m.se << "; "
                          << excess(world, 2, year) / price << " fewer, " << beyond.mean << " +- "
                          << beyond.se);
  CHECK(n.mean > 100);
  CHECK(m.mean > 15);
  CHECK(near(year.opportunities, n, 0.05));
  CHECK(near(year.achieved, m, 0.05));
  CHECK(near(excess(world, 2, year) / price, beyond, 0.2));
  CHECK_FALSE(near(believed(world, journeys, 2).achieved, m, 0.05));
}

TEST_CASE("Clients who stop and who stay well offend less, as a provider sees it") {
  const World world(setup_with({0.5}));
  const ContractPlan plan(world.designs.front().contracts.front());
  const JourneyBeliefs b = true_beliefs(world)[Group::opiate];
  const auto term = [&](const JourneyBeliefs& beliefs) {
    const Outlook outlook{world.schedule.go_live, 0.2, 84};
    return value_of_journey(plan, beliefs, Group::opiate, Band::medium, outlook).terms[0];
  };
  JourneyBeliefs stops = b, stays_well = b;
  stops.early.stops *= 1.5;
  stays_well.relapse *= 0.5;
  CHECK(term(stops).achieved < 0.99 * term(b).achieved);
  CHECK(term(stays_well).achieved < 0.99 * term(b).achieved);
  CHECK(term(stays_well).income > term(b).income + 0.1);
}
