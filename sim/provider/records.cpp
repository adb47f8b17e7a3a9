#include "provider/records.hpp"

namespace pbrsim {

namespace {
constexpr double seconds_per_week = 7 * 86400;
}

double ProviderRecords::offered_a_week(Group g, const std::vector<MeasuredBand>& bands,
                                       int months) const {
  const std::size_t complete = offered_.empty() ? 0 : offered_.size() - 1;
  const std::size_t n = std::min(complete, static_cast<std::size_t>(months));
  double sum = 0;
  for (std::size_t m = complete - n; m < complete; ++m)
    for (const MeasuredBand b : bands)
      sum += offered_[m][g][b];
  return n > 0 ? sum / (static_cast<double>(n) * days_per_month / days_per_week) : 0;
}

void ProviderRecords::settle(const ByGroup<CourseMeans>& means) {
  for (const Group g : all_of<Group>()) {
    const double weeks = means[g].total_weeks();
    Known& known = known_[g];
    if (weeks > 0) {
      const double journeys = static_cast<double>(recent_[g].time) / seconds_per_week / weeks;
      known.expected[Learnt::abstinence] += journeys * means[g].stops;
      known.expected[Learnt::unplanned_exit] += journeys * means[g].unplanned;
      known.expected[Learnt::planned_exit] += journeys * means[g].planned;
      for (const Learnt p : all_of<Learnt>())
        known.events[p] += recent_[g].events[p];
    }
    recent_[g] = {};
  }
}

ByLearnt<double> ProviderRecords::ratios(Group g, double prior_events,
                                         const ByLearnt<PooledEvidence>& pooled) const {
  ByLearnt<double> result;
  for (const Learnt p : all_of<Learnt>())
    result[p] = (prior_events + known_[g].events[p] + pooled[p].events) /
                (prior_events + known_[g].expected[p] + pooled[p].expected);
  return result;
}

double ProviderRecords::success(double prior_events) const {
  const double planned = seen_[Learnt::planned_exit], unplanned = seen_[Learnt::unplanned_exit];
  return (planned + prior_events / 2) / (planned + unplanned + prior_events);
}

JourneyBeliefs with_ratios(JourneyBeliefs beliefs, const ByLearnt<double>& ratios) {
  for (StageBeliefs* s : {&beliefs.early, &beliefs.later}) {
    s->stops *= ratios[Learnt::abstinence];
    for (double& rate : s->unplanned)
      rate *= ratios[Learnt::unplanned_exit];
    for (double& rate : s->completion)
      rate *= ratios[Learnt::planned_exit];
  }
  return beliefs;
}

}  // namespace pbrsim
