/// What a calibration found: targets and parameters before and after.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/calibration_run.hpp"

namespace pbrsim {

/// A target's figure over members: mean and central 95% of them.
struct Predicted {
  double mean = 0, low = 0, high = 0;
};

struct TargetFit {
  const Target* target = nullptr;
  Predicted prior, posterior;
  double discrepancy = 0;  // standard deviation, in the target's unit
  /// Of the posterior's mean from the published value, on the scale of the fit, in standard
  /// deviations of published figure, model and members together.
  double distance = 0;
  /// Of the fit without discrepancies; the distance is without them, too.
  std::optional<Predicted> plain;
  double plain_distance = 0;
};

struct ParameterFit {
  std::string name;
  Predicted prior, posterior;
  double prior_sd = 0, posterior_sd = 0;
  std::optional<Predicted> plain;  // of the fit without discrepancies
  double shrinkage = 0;            // 1 - ratio of variances, on the scale of the fit
  std::string goes_with;           // parameters with a correlation above 0.7, by size
};

struct CalibrationResult {
  std::vector<TargetFit> targets;  // fitted, then those beside
  std::vector<ParameterFit> parameters;
};

CalibrationResult result_of(const Calibration& calibration, const CalibrationProblem& problem,
                            const CalibrationFits& fits);

/// The largest and the root mean square of the standardised distances of the fitted targets.
struct Distances {
  double largest = 0, root_mean_square = 0;
  std::string farthest;
};
Distances distances_of(const CalibrationProblem& problem, const FitTargets& targets,
                       const FitStep& step);

}  // namespace pbrsim
