// Personal multipliers: each covariate acts on its own process by exp(coefficient x value), written
// out here.
#include "pathway/factors.hpp"

#include <cmath>

#include "support/catch.hpp"
#include "support/tiny_area.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

constexpr double now = 1000;

Person someone() {
  Person p;
  p.complexity = 0.7;
  p.born = now - 47 * 365.25;  // 47 years old
  p.sex = Sex::female;
  p.journeys = 3;
  p.injecting = true;
  p.housing_problem = false;
  p.employed = true;
  p.frailty_drop_out = 1.3;
  p.frailty_relapse = 0.6;
  p.exit_relapse = 0.9;
  p.other_share = 0.35;
  p.offending = 1.8;
  return p;
}

double factor(const PathwayParameters& parameters, Person p, ProcessId id) {
  Factors(parameters).set(p, now);
  return p.factor[static_cast<std::size_t>(id)];
}

struct Reader {
  ProcessId id;
  Covariates& (*of)(PathwayParameters&);
  double alone;  // the factor without covariates
};

const Reader readers[] = {
    {ProcessId::planned_exit,
     [](PathwayParameters& p) -> Covariates& { return p.completion.covariates; }, 1},
    {ProcessId::unplanned_exit,
     [](PathwayParameters& p) -> Covariates& { return p.drop_out.covariates; }, 1.3},
    {ProcessId::help_seeking,
     [](PathwayParameters& p) -> Covariates& { return p.help_seeking.covariates; }, 1},
    {ProcessId::start_presenting,
     [](PathwayParameters& p) -> Covariates& { return p.start_use.covariates; }, 0.6 * 0.9},
    {ProcessId::stop_presenting,
     [](PathwayParameters& p) -> Covariates& { return p.stop_use.covariates; }, 1},
    {ProcessId::gives_up,
     [](PathwayParameters& p) -> Covariates& { return p.on_the_way.covariates; }, 1},
    {ProcessId::modality_change,
     [](PathwayParameters& p) -> Covariates& { return p.modality_change.covariates; }, 1},
    {ProcessId::death_poisoning,
     [](PathwayParameters& p) -> Covariates& { return p.mortality.poisoning_covariates; }, 1},
    {ProcessId::death_other,
     [](PathwayParameters& p) -> Covariates& { return p.mortality.other_covariates; }, 1}};

}  // namespace

TEST_CASE("Each covariate acts on its own process, by exp(coefficient x value)") {
  struct Effect {
    double Covariates::*coefficient;
    double value;
  };
  const Effect effects[] = {{&Covariates::complexity, 0.7}, {&Covariates::age_per_decade, 1.2},
                            {&Covariates::female, 1},       {&Covariates::prior_journey, 3},
                            {&Covariates::injecting, 1},    {&Covariates::housing_problem, 0},
                            {&Covariates::employed, 1}};
  for (const Reader& reader : readers)
    for (const Effect& e : effects) {
      PathwayParameters p = still();
      reader.of(p).*(e.coefficient) = 0.25;
      INFO(name_of(reader.id));
      CHECK(factor(p, someone(), reader.id) ==
            Approx(reader.alone * std::exp(0.25 * e.value)).epsilon(1e-12));
      for (const Reader& other : readers)
        if (other.id != reader.id)
          REQUIRE(factor(p, someone(), other.id) == Approx(other.alone).epsilon(1e-15));
    }
}

TEST_CASE("A process is looked at anew when a state changes that one of its covariates reads") {
  const std::pair<double Covariates::*, bool> read[] = {
      {&Covariates::injecting, true}, {&Covariates::housing_problem, true},
      {&Covariates::employed, true},  {&Covariates::complexity, false},
      {&Covariates::female, false},   {&Covariates::prior_journey, false}};
  for (const Reader& reader : readers)
    for (const auto& [coefficient, attached] : read) {
      PathwayParameters p = still();
      reader.of(p).*coefficient = -0.2;
      INFO(name_of(reader.id));
      const ProcessMask more = reads_attached_states(p) & ~reads_attached_states(still());
      CHECK(more == (attached ? bit(reader.id) : 0));
    }
}

TEST_CASE("Earlier journeys count up to five") {
  PathwayParameters p = still();
  p.drop_out.covariates.prior_journey = 0.1;
  Person person = someone();
  person.frailty_drop_out = 1;
  for (int n = 0; n <= 8; ++n) {
    person.journeys = static_cast<std::uint16_t>(n);
    CHECK(factor(p, person, ProcessId::unplanned_exit) ==
          Approx(std::exp(0.1 * std::min(n, 5))).epsilon(1e-12));
  }
}

TEST_CASE("Propensities and attached states act on their own processes") {
  const PathwayParameters p = still();
  CHECK(factor(p, someone(), ProcessId::stop_other) == 0.65);
  CHECK(factor(p, someone(), ProcessId::start_other) == 0.35);
  CHECK(factor(p, someone(), ProcessId::custody) == 1.8);
  CHECK(factor(p, someone(), ProcessId::injecting_begins) == 0);
  CHECK(factor(p, someone(), ProcessId::injecting_ends) == 1);
  CHECK(factor(p, someone(), ProcessId::housing_problem_begins) == 1);
  CHECK(factor(p, someone(), ProcessId::housing_problem_ends) == 0);
  CHECK(factor(p, someone(), ProcessId::job_begins) == 0);
  CHECK(factor(p, someone(), ProcessId::job_ends) == 1);
  for (const ProcessId id : {ProcessId::assessment, ProcessId::transfer, ProcessId::release,
                             ProcessId::aftercare_ends, ProcessId::moves_away})
    CHECK(factor(p, someone(), id) == 1);
}

TEST_CASE("What is wrong with clinical parameters is said") {
  const auto paths = [](const auto& parameters) {
    Problems problems;
    parameters.validate(problems);
    std::string list;
    for (const Problem& problem : problems)
      list += problem.path + ";";
    return list;
  };
  HazardParameters h;
  CHECK(paths(h) == "");
  h.rate = 1;
  CHECK(paths(h) == "");
  h.shape = 0.7;
  CHECK(paths(h) == ";;");  // two hazards at once, and a shape without a scale
  h.rate.reset();
  h.scale = 0;
  CHECK(paths(h) == "scale;");
  HazardParameters pieces;
  pieces.pieces = {{1, 1}, {1, 2}};
  CHECK(paths(pieces) == "pieces.0.from;pieces.1.from;");
  pieces.pieces.assign(11, {});
  for (std::size_t i = 0; i < 11; ++i)
    pieces.pieces[i].from = static_cast<double>(i);
  CHECK(paths(pieces) == "pieces;");
  Frailty frailty;
  frailty.variance = 1;
  frailty.fast_share = 0.2;
  CHECK(paths(frailty) == ";");
  GroupPeople people = still().people[Group::opiate];
  CHECK(paths(people) == "");
  people.modality[Modality::maintenance] = 0.1;
  CHECK(paths(people) == "modality;");
  ComplexityMeasurement bands;
  CHECK(paths(bands) == "");
  bands.low_below = -2;
  CHECK(paths(bands) == ";");
  PathwayParameters pathway = still();
  CHECK(paths(pathway) == "");
  pathway.immediate_assessment = false;
  CHECK(paths(pathway) == "provider_assessment;");
}
