// What practice does, at the points where it is known: legacy effort 1 does nothing to the bit, no
// effort and very much effort have limits exp(-/+ eta (1 - 1/e)) and exp(+/- eta / e), and each
// lever acts on its own processes. The formula s(e) = 1 - exp(-e) itself is checked by its ratio:
// s(ln 4) - s(ln 2) = 1/4.
#include "provider/practice.hpp"

#include <cmath>
#include <map>

#include "support/catch.hpp"

using namespace pbrsim;

namespace {

constexpr MeasuredBand band = MeasuredBand::high;

LeverEffects effects() {
  LeverEffects e;
  e.engagement_drop_out = 0.3;
  e.engagement_gives_up = 0.4;
  e.abstinence_stop = 0.5;
  e.abstinence_start = 0.6;
  e.reintegration_relapse = 0.7;
  e.reintegration_housing = 0.8;
  e.reintegration_jobs = 0.9;
  e.harm_reduction_injecting = 1.0;
  e.harm_reduction_poisoning = 1.1;
  e.hours_engagement = 0.1;
  e.hours_abstinence = 0.2;
  e.hours_reintegration = 0.3;
  e.hours_harm_reduction = 0.4;
  return e;
}

using Effort = ByBand<double> Practice::*;

Practice with(Effort effort, double e, MeasuredBand b = band) {
  Practice p;
  (p.*effort)[b] = e;
  return p;
}

/// Log multipliers by process, where not 0.
std::map<ProcessId, double> logs(const Practice& p, MeasuredBand b = band) {
  const LocalFactors factors = practice_factors(p, effects(), b);
  std::map<ProcessId, double> result;
  for (const ProcessId id : all_of<ProcessId>())
    if (factors[static_cast<std::size_t>(id)] != 1)
      result[id] = std::log(factors[static_cast<std::size_t>(id)]);
  return result;
}

struct Acts {
  const char* name;
  Effort effort;
  std::map<ProcessId, double> on;  // log multiplier per unit of s(e) - s(1)
};

const Acts levers[] = {{"engagement",
                        &Practice::engagement,
                        {{ProcessId::unplanned_exit, -0.3}, {ProcessId::gives_up, -0.4}}},
                       {"abstinence",
                        &Practice::abstinence,
                        {{ProcessId::stop_presenting, 0.5},
                         {ProcessId::stop_other, 0.5},
                         {ProcessId::start_presenting, -0.6},
                         {ProcessId::start_other, -0.6}}},
                       {"reintegration",
                        &Practice::reintegration,
                        {{ProcessId::housing_problem_ends, 0.8}, {ProcessId::job_begins, 0.9}}},
                       {"harm reduction",
                        &Practice::harm_reduction,
                        {{ProcessId::injecting_ends, 1.0}, {ProcessId::death_poisoning, -1.1}}}};

}  // namespace

TEST_CASE("Legacy effort does nothing, to the bit") {
  CHECK(logs(Practice{}).empty());
  CHECK(relapse_after_exit(Practice{}, effects(), band) == 1);
  CHECK(acceptance(Practice{}, band) == 1);
  CHECK(head_start(Practice{}, effects(), band) == 0);
  ServiceParameters service;
  service.hours = {{0.7, 1.1, 1.3, 9.9}};
  for (const Modality m : all_of<Modality>())
    CHECK(client_hours(service, Practice{}, effects(), m, band) ==
          to_micro_hours(service.hours[m]));
}

TEST_CASE("Each effort acts on its own processes, saturating") {
  const double e = std::exp(1.0);
  for (const Acts& lever : levers) {
    INFO(lever.name);
    const auto none = logs(with(lever.effort, 0)), much = logs(with(lever.effort, 60));
    const auto half = logs(with(lever.effort, std::log(2))),
               quarter = logs(with(lever.effort, std::log(4)));
    for (const auto* seen : {&none, &much, &half, &quarter}) {
      REQUIRE(seen->size() == lever.on.size());
      for (const auto& [id, eta] : lever.on)
        REQUIRE(seen->contains(id));
    }
    for (const auto& [id, eta] : lever.on) {
      CHECK(none.at(id) == Approx(-eta * (1 - 1 / e)).epsilon(1e-12));
      CHECK(much.at(id) == Approx(eta / e).epsilon(1e-12));
      CHECK(quarter.at(id) - half.at(id) == Approx(eta / 4).epsilon(1e-12));
    }
    CHECK(logs(with(lever.effort, 3, MeasuredBand::low)).empty());  // another band's effort
  }
  CHECK(relapse_after_exit(with(&Practice::reintegration, 60), effects(), band) ==
        Approx(std::exp(-0.7 / e)).epsilon(1e-12));
  CHECK(relapse_after_exit(with(&Practice::abstinence, 60), effects(), band) == 1);
}

TEST_CASE("The discharge stance multiplies planned exits") {
  Practice p;
  p.discharge = 0.7;
  CHECK(logs(p) == std::map<ProcessId, double>{{ProcessId::planned_exit, std::log(std::exp(0.7))}});
}

TEST_CASE("A client's hours grow with effort, and never fall below a tenth") {
  ServiceParameters service;
  const auto share = [&](const Practice& p) {
    return to_hours(client_hours(service, p, effects(), Modality::reduction, band));
  };
  CHECK(share(with(&Practice::engagement, 2)) == 1.1);
  CHECK(share(with(&Practice::abstinence, 0)) == 0.8);
  CHECK(share(with(&Practice::reintegration, 3)) == 1.6);
  CHECK(share(with(&Practice::harm_reduction, 1.5)) == 1.2);
  CHECK(share(with(&Practice::harm_reduction, 2, MeasuredBand::low)) == 1);
  Practice none;
  for (const Acts& lever : levers)
    (none.*lever.effort)[band] = 0;
  CHECK(share(none) == 0.1);  // 1 - 0.1 - 0.2 - 0.3 - 0.4 is nothing
  Practice all;
  for (const Acts& lever : levers)
    (all.*lever.effort)[band] = 2;
  CHECK(share(all) == 2);
}

TEST_CASE("Two efforts may take more hours together, or fewer, than each by itself") {
  ServiceParameters service;
  LeverEffects e = effects();
  Practice p = with(&Practice::engagement, 3);
  p.abstinence[band] = 1.5;
  const auto hours = [&] { return hours_of_client(service, p, e, Modality::maintenance, band); };
  const double apart = hours();
  e.hours_together.engagement_harm_reduction = 0.7;
  CHECK(hours() == apart);  // harm reduction is at its legacy level
  e.hours_together.engagement_abstinence = 0.1;
  CHECK(hours() == Approx(apart + 0.1 * 2 * 0.5));
  e.hours_together.engagement_abstinence = -0.1;
  CHECK(hours() == Approx(apart - 0.1 * 2 * 0.5));
}

TEST_CASE("Selection turns away below 0 and moves up above") {
  Practice p;
  p.selection[band] = -std::log(4);
  CHECK(acceptance(p, band) == Approx(0.25).epsilon(1e-14));
  CHECK(acceptance(p, MeasuredBand::low) == 1);
  p.selection[band] = 1.5;
  CHECK(acceptance(p, band) == 1);
  LeverEffects e;
  e.head_start = 20;
  CHECK(head_start(p, e, band) == 30);
  CHECK(head_start(p, e, MeasuredBand::low) == 0);
}
