#include "provider/beliefs.hpp"

namespace pbrsim {

namespace {

void multiply(ByUse& rates, double factor) {
  for (double& rate : rates)
    rate *= factor;
}

}  // namespace

JourneyBeliefs with_practice(const JourneyBeliefs& beliefs, const PracticeEffects& practice) {
  const auto factor = [&](ProcessId id) { return practice.times[static_cast<std::size_t>(id)]; };
  JourneyBeliefs result = beliefs;
  for (StageBeliefs* stage : {&result.early, &result.later}) {
    stage->stops *= factor(ProcessId::stop_presenting);
    multiply(stage->lapse, factor(ProcessId::start_presenting));
    multiply(stage->completion, factor(ProcessId::planned_exit));
    multiply(stage->unplanned, factor(ProcessId::unplanned_exit));
    const double more = practice.pushed - 1;
    for (std::size_t state = 0; state < use_states; ++state)
      stage->unplanned[state] *= 1 + more * (state == uses ? 1 : stage->pressed);
  }
  result.relapse *= practice.relapse;
  result.injecting.ends *= factor(ProcessId::injecting_ends);
  result.housing.ends *= factor(ProcessId::housing_problem_ends);
  result.unemployed.ends *= factor(ProcessId::job_begins);
  return result;
}

}  // namespace pbrsim
