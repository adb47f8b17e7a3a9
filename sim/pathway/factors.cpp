#include "pathway/factors.hpp"

#include <algorithm>
#include <cmath>

#include "core/units.hpp"

namespace pbrsim {

namespace {

constexpr int most_counted_journeys = 5;
constexpr double reference_age = 35;

double linear_predictor(const Covariates& c, const Person& p, double now) {
  const double age = (now - p.born) / days_per_year;
  double sum = c.complexity * p.complexity + c.age_per_decade * (age - reference_age) / 10.0;
  sum += c.prior_journey * std::min<int>(p.journeys, most_counted_journeys);
  if (p.sex == Sex::female) sum += c.female;
  if (p.injecting) sum += c.injecting;
  if (p.housing_problem) sum += c.housing_problem;
  if (p.employed) sum += c.employed;
  return sum;
}

}  // namespace

const Covariates& covariates_of(ProcessId id, const PathwayParameters& p) {
  static const Covariates none{};
  switch (id) {
    case ProcessId::planned_exit: return p.completion.covariates;
    case ProcessId::unplanned_exit: return p.drop_out.covariates;
    case ProcessId::help_seeking: return p.help_seeking.covariates;
    case ProcessId::start_presenting: return p.start_use.covariates;
    case ProcessId::stop_presenting: return p.stop_use.covariates;
    case ProcessId::gives_up: return p.on_the_way.covariates;
    case ProcessId::modality_change: return p.modality_change.covariates;
    case ProcessId::death_poisoning: return p.mortality.poisoning_covariates;
    case ProcessId::death_other: return p.mortality.other_covariates;
    default: return none;
  }
}

ProcessMask reads_attached_states(const PathwayParameters& parameters) {
  ProcessMask mask = bit(ProcessId::injecting_begins) | bit(ProcessId::injecting_ends) |
                     bit(ProcessId::housing_problem_begins) | bit(ProcessId::housing_problem_ends) |
                     bit(ProcessId::job_begins) | bit(ProcessId::job_ends);
  for (const ProcessId id : all_of<ProcessId>()) {
    const Covariates& c = covariates_of(id, parameters);
    if (c.injecting != 0 || c.housing_problem != 0 || c.employed != 0) mask |= bit(id);
  }
  return mask;
}

Factors::Factors(const PathwayParameters& parameters) {
  for (const ProcessId id : all_of<ProcessId>()) {
    const Covariates& c = covariates_of(id, parameters);
    if (!(c == Covariates{})) uses_.push_back({id, c});
  }
}

void Factors::set(Person& p, double now) const {
  p.factor.fill(1.0);
  const auto factor = [&p](ProcessId id) -> double& {
    return p.factor[static_cast<std::size_t>(id)];
  };
  factor(ProcessId::unplanned_exit) = p.frailty_drop_out;
  factor(ProcessId::start_presenting) = p.frailty_relapse * p.exit_relapse;
  factor(ProcessId::stop_other) = 1.0 - p.other_share;
  factor(ProcessId::start_other) = p.other_share;
  factor(ProcessId::custody) = p.offending;
  factor(ProcessId::injecting_begins) = p.injecting ? 0 : 1;
  factor(ProcessId::injecting_ends) = p.injecting ? 1 : 0;
  factor(ProcessId::housing_problem_begins) = p.housing_problem ? 0 : 1;
  factor(ProcessId::housing_problem_ends) = p.housing_problem ? 1 : 0;
  factor(ProcessId::job_begins) = p.employed ? 0 : 1;
  factor(ProcessId::job_ends) = p.employed ? 1 : 0;
  for (const Use& use : uses_)
    factor(use.id) *= std::exp(linear_predictor(use.coefficients, p, now));
}

}  // namespace pbrsim
