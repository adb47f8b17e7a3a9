#include "provider/beliefs.hpp"

namespace pbrsim {

namespace {

void multiply(ByUse& rates, double factor) {
  for (double& rate : rates)
    rate *= factor;
}

}  // namespace

JourneyBeliefs with_practice(const JourneyBeliefs& beliefs, const LocalFactors& times,
                             double relapse) {
  const auto factor = [&](ProcessId id) { return times[static_cast<std::size_t>(id)]; };
  JourneyBeliefs result = beliefs;
  for (StageBeliefs* stage : {&result.early, &result.later}) {
    stage->stops *= factor(ProcessId::stop_presenting);
    multiply(stage->lapse, factor(ProcessId::start_presenting));
    multiply(stage->completion, factor(ProcessId::planned_exit));
    multiply(stage->unplanned, factor(ProcessId::unplanned_exit));
  }
  result.relapse *= relapse;
  result.injecting.ends *= factor(ProcessId::injecting_ends);
  result.housing.ends *= factor(ProcessId::housing_problem_ends);
  result.unemployed.ends *= factor(ProcessId::job_begins);
  return result;
}

}  // namespace pbrsim
