/// What a practice vector does to hazards, hours and intake (formulas: sim/MODEL.md, "Provider
/// practice").
#pragma once

#include <cmath>

#include "core/units.hpp"
#include "pathway/course.hpp"
#include "provider/parameters.hpp"

namespace pbrsim {

/// Saturating effect of effort above legacy: s(e) - s(1) with s(e) = 1 - exp(-e).
inline double saturated(double effort) { return std::exp(-1.0) - std::exp(-effort); }

/// Multipliers on the hazards of a client of one band in treatment or waiting.
LocalFactors practice_factors(const Practice& practice, const LeverEffects& effects,
                              MeasuredBand band);

/// Multiplier on relapse that a planned or unplanned exit takes along, from reintegration effort.
double relapse_after_exit(const Practice& practice, const LeverEffects& effects, MeasuredBand band);

/// Keyworker hours per client-week: h (1 + sum_k c_k (e_k - 1)), at least a tenth of h.
double hours_of_client(const ServiceParameters& service, const Practice& practice,
                       const LeverEffects& effects, Modality modality, MeasuredBand band);
/// The same as services book them.
inline MicroHours client_hours(const ServiceParameters& service, const Practice& practice,
                               const LeverEffects& effects, Modality modality, MeasuredBand band) {
  return to_micro_hours(hours_of_client(service, practice, effects, modality, band));
}

/// Probability that a provider which controls intake accepts a client: exp(min(selection, 0)).
double acceptance(const Practice& practice, MeasuredBand band);

/// How much a provider pushes its clients off drugs or medication:
/// (abstinence effort - legacy effort)+ + (discharge stance)+.
double pressure(const Practice& practice, const Practice& legacy, MeasuredBand band);

/// Days of head start on the waiting list (negative: behind), where the provider controls intake.
double head_start(const Practice& practice, const LeverEffects& effects, MeasuredBand band);

}  // namespace pbrsim
