// Terms that ask for progress in several domains at once: a provider takes the domains as
// independent, where problems go together with complexity and with each other. Opiate clients with
// the problems, loadings, covariates and wellbeing of the shipped pilots, in a world whose hazards
// are otherwise constant; terms like West Kent's. For each term the mean over first journeys of
// what the ledger paid, discounted to the triage, against the value given on that day to a client
// of the band.
//
// Test: where nothing goes together and problems stand at the level that they keep, each term's z
// at alpha = 1e-9, but for the one that is paid once: problems last from review to review. Under
// the shipped correlations the error stays within the bound below, and what is believed of all
// domains at once is further down than without them. Journeys are independent: no limit on places.
//
// PRINT_TABLE in the environment prints what MODEL.md reports.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <map>

#include "constant_world.hpp"
#include "provider/valuation.hpp"
#include "support/catch.hpp"
#include "support/statistics.hpp"
#include "support/terms.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

constexpr double discount = 0.3;

ContractParameters west_kent() {
  ContractParameters c;
  const auto add = [&](const std::string& name, TermParameters t) {
    if (t.measure == Measure::no_representation) t.within_months = 12;
    c.terms[name] = t;
    t.requires_all = {Domain::use, Domain::injecting, Domain::housing, Domain::wellbeing};
    c.terms[name + ", all"] = t;
  };
  TermParameters progress = outcome(Measure::abstinent_presenting_at_review, 1000);
  add("progress", progress);
  progress.up_to = 1;
  add("progress, once", progress);
  add("planned exit", outcome(Measure::planned_exit, 1000));
  add("no return", outcome(Measure::no_representation, 1000));
  return c;
}

/// Opiate clients alone, whose word is true.
Setup plain() {
  Setup s = constant_world(9000);
  s.area.new_people[Group::alcohol] = 0;
  s.legacy_practice.reporting = 0;
  s.history_months = 1;
  s.run_off_months = 24;
  s.add_design("kent").contracts["north"] = west_kent();
  return s;
}

/// Problems as common, as lasting and as telling for wellbeing as in the shipped pilots.
Setup with_shipped_problems() {
  Setup s = plain();
  PathwayParameters& p = s.pathway;
  GroupPeople& people = p.people[Group::opiate];
  people.injecting = {0.32, 0};
  people.housing_problem = {0.28, 0};
  people.employed = {0.15, 0};
  const auto problem = [](Alternating& a, double begins, double ends, double in_treatment) {
    a.begins[Group::opiate] = begins;
    a.ends[Group::opiate] = ends;
    a.ends_in_treatment = in_treatment;
  };
  problem(p.injecting, 0.08, 0.2, 1.5);
  problem(p.housing_problem, 0.14, 0.38, 1.3);
  problem(p.employment, 0.07, 0.36, 1);
  return s;
}

Setup as_shipped() {
  Setup s = with_shipped_problems();
  PathwayParameters& p = s.pathway;
  GroupPeople& people = p.people[Group::opiate];
  people.injecting.loading = 0.35;
  people.housing_problem.loading = 0.4;
  people.employed.loading = -0.35;
  p.stop_use.covariates.complexity = -0.2;
  p.start_use.covariates.complexity = 0.2;
  p.start_use.covariates.injecting = 0.3;
  p.drop_out.covariates.complexity = 0.1;
  p.drop_out.covariates.housing_problem = 0.2;
  p.drop_out.covariates.injecting = -0.1;
  p.completion.covariates.complexity = -0.2;
  p.completion.covariates.employed = 0.24;
  p.reviews.wellbeing_housing_problem = -2;
  p.reviews.wellbeing_employed = 1;
  return s;
}

double months_after(const World& world, double day, int months) {
  const Timeline& timeline = world.schedule.timeline;
  return timeline.day_of(add_months(timeline.date_of(day), months));
}

bool of_journey(const World& world, const Contract::Term& t, const LedgerEntry& entry,
                const Episode& e) {
  if (t.outcome(Measure::planned_exit)) return entry.accrued == e.end + 21;
  if (t.outcome(Measure::no_representation))
    return entry.accrued == months_after(world, e.end, t.window_months);
  return entry.accrued >= e.triage && !(entry.accrued > e.end);
}

/// Values of journeys begun in a week, by band.
class Values {
 public:
  explicit Values(const World& world) : plan_(world.designs.front().contracts.front()) {
    const AreaModel& area = world.area;
    const ClientMixes mixes = sample_clients(area.pathway, area.births, area.factors, 0, 40000);
    JourneyPlace place;
    place.modality = area.pathway.people[Group::opiate].modality;
    for (const MeasuredBand b : all_of<MeasuredBand>())
      beliefs_[b] = mean_beliefs(area.pathway, Group::opiate, mixes[Group::opiate][b], place);
  }
  const JourneyValue& of(const Episode& e) {
    const int week = static_cast<int>(e.triage / 7);
    auto [at, is_new] = values_.try_emplace({e.band, week});
    if (is_new)
      at->second = value_of_journey(plan_, beliefs_[measured(e.band)], Group::opiate, e.band,
                                    {7 * week + 3.5, discount, 84});
    return at->second;
  }

 private:
  ContractPlan plan_;
  EnumArray<MeasuredBand, JourneyBeliefs> beliefs_;
  std::map<std::pair<Band, int>, JourneyValue> values_;
};

struct Compared {
  double paid = 0;   // pounds a journey
  double error = 0;  // believed / paid - 1
  double se = 0;
  double z() const { return std::abs(error) / se; }
};

std::map<std::string, Compared> compare(const Setup& s) {
  const World world(s);
  const Contract& contract = world.designs.front().contracts.front();
  const std::size_t terms = contract.terms().size();
  const History h = world.run(0).front();
  struct First {
    const Episode* episode;
    std::vector<double> income;
  };
  std::map<std::uint32_t, First> first;
  for (const Episode& e : h.episodes)
    if (e.episode == 1 && e.triage >= contract.begins() && e.triage < contract.ends())
      first[e.person] = {&e, std::vector<double>(terms)};
  for (const LedgerEntry& entry : h.ledger) {
    const auto at = first.find(entry.person);
    if (at == first.end()) continue;
    auto& [e, income] = at->second;
    if (of_journey(world, contract.terms()[entry.term], entry, *e))
      income[entry.term] +=
          to_pounds(entry.amount) * std::exp(-discount * (entry.paid - e->triage) / days_per_year);
  }
  REQUIRE(first.size() > 20000);
  Values values(world);
  std::map<std::string, Compared> result;
  for (std::size_t t = 0; t < terms; ++t) {
    std::vector<double> paid, residual;
    for (const auto& [person, journey] : first) {
      paid.push_back(journey.income[t]);
      residual.push_back(values.of(*journey.episode).terms[t].income - journey.income[t]);
    }
    const double mean = mean_of(paid).mean;
    const Mean error = mean_of(residual);
    result[contract.terms()[t].name] = {mean, error.mean / mean, error.se / mean};
  }
  return result;
}

void print(const char* world, const std::map<std::string, Compared>& compared) {
  if (std::getenv("PRINT_TABLE") == nullptr) return;
  for (const auto& [name, c] : compared)
    std::printf("%-24s %-20s %7.1f  %6.1f +- %.1f %%\n", world, name.c_str(), c.paid, 100 * c.error,
                100 * c.se);
}

}  // namespace

TEST_CASE("All domains at once are valued right where domains are independent and stand still") {
  const auto compared = compare(plain());
  print("independent", compared);
  for (const auto& [name, c] : compared) {
    INFO(name << ' ' << c.error << " +- " << c.se);
    // Who fails one review for a problem is likely to fail the next: a first success is rarer than
    // believed.
    if (name == "progress, once, all") {
      CHECK(c.error > 0);
      CHECK(c.error < 0.2);
    } else {
      CHECK(c.z() < critical_z());
    }
  }
}

TEST_CASE("How far domains that go together are from the product of their chances") {
  const auto apart = compare(with_shipped_problems()), together = compare(as_shipped());
  print("shipped problems", apart);
  print("and as they correlate", together);
  for (const auto& [name, c] : together) {
    INFO(name << ' ' << c.error << " +- " << c.se);
    CHECK(std::abs(c.error) < 0.35);
    if (name.ends_with("all")) CHECK(c.error < apart.at(name).error);
  }
}
