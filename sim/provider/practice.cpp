#include "provider/practice.hpp"

#include <algorithm>

namespace pbrsim {

namespace {
constexpr double least_share_of_hours = 0.1;
}

LocalFactors practice_factors(const Practice& practice, const LeverEffects& effects,
                              MeasuredBand band) {
  LocalFactors factors = no_local_factors;
  const auto times = [&factors](ProcessId id, double log_multiplier) {
    factors[static_cast<std::size_t>(id)] *= std::exp(log_multiplier);
  };
  const double engagement = saturated(practice.engagement[band]);
  const double abstinence = saturated(practice.abstinence[band]);
  const double reintegration = saturated(practice.reintegration[band]);
  const double harm_reduction = saturated(practice.harm_reduction[band]);
  times(ProcessId::unplanned_exit, -effects.engagement_drop_out * engagement);
  times(ProcessId::gives_up, -effects.engagement_gives_up * engagement);
  times(ProcessId::stop_presenting, effects.abstinence_stop * abstinence);
  times(ProcessId::stop_other, effects.abstinence_stop * abstinence);
  times(ProcessId::start_presenting, -effects.abstinence_start * abstinence);
  times(ProcessId::start_other, -effects.abstinence_start * abstinence);
  times(ProcessId::housing_problem_ends, effects.reintegration_housing * reintegration);
  times(ProcessId::job_begins, effects.reintegration_jobs * reintegration);
  times(ProcessId::injecting_ends, effects.harm_reduction_injecting * harm_reduction);
  times(ProcessId::death_poisoning, -effects.harm_reduction_poisoning * harm_reduction);
  times(ProcessId::planned_exit, practice.discharge);
  return factors;
}

double relapse_after_exit(const Practice& practice, const LeverEffects& effects,
                          MeasuredBand band) {
  return std::exp(-effects.reintegration_relapse * saturated(practice.reintegration[band]));
}

double hours_of_client(const ServiceParameters& service, const Practice& practice,
                       const LeverEffects& effects, Modality modality, MeasuredBand band) {
  const double engagement = practice.engagement[band] - 1;
  const double abstinence = practice.abstinence[band] - 1;
  const double reintegration = practice.reintegration[band] - 1;
  const double harm_reduction = practice.harm_reduction[band] - 1;
  const HoursTogether& t = effects.hours_together;
  const double share =
      1.0 + effects.hours_engagement * engagement + effects.hours_abstinence * abstinence +
      effects.hours_reintegration * reintegration + effects.hours_harm_reduction * harm_reduction +
      engagement *
          (t.engagement_abstinence * abstinence + t.engagement_reintegration * reintegration +
           t.engagement_harm_reduction * harm_reduction) +
      abstinence * (t.abstinence_reintegration * reintegration +
                    t.abstinence_harm_reduction * harm_reduction) +
      t.reintegration_harm_reduction * reintegration * harm_reduction;
  return service.hours[modality] * std::max(least_share_of_hours, share);
}

double acceptance(const Practice& practice, MeasuredBand band) {
  return std::exp(std::min(practice.selection[band], 0.0));
}

double pressure(const Practice& practice, const Practice& legacy, MeasuredBand band) {
  return std::max(practice.abstinence[band] - legacy.abstinence[band], 0.0) +
         std::max(practice.discharge, 0.0);
}

double head_start(const Practice& practice, const LeverEffects& effects, MeasuredBand band) {
  return effects.head_start * practice.selection[band];
}

}  // namespace pbrsim
