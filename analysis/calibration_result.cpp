#include "analysis/calibration_result.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include <fmt/format.h>

namespace pbrsim {

namespace {

constexpr double tail = 0.025;
constexpr double strong_correlation = 0.7;

double variance_of(const Eigen::VectorXd& x) {
  return (x.array() - x.mean()).square().sum() / static_cast<double>(x.size() - 1);
}

/// Of values made from members by `value`; order statistics at the nearest rank.
Predicted predicted(const Eigen::VectorXd& members, const std::function<double(double)>& value) {
  std::vector<double> values;
  for (const double m : members)
    values.push_back(value(m));
  std::sort(values.begin(), values.end());
  const auto at = [&](double share) {
    return values[static_cast<std::size_t>(std::lround(share * (double(values.size()) - 1)))];
  };
  double sum = 0;
  for (const double v : values)
    sum += v;
  return {sum / static_cast<double>(values.size()), at(tail), at(1 - tail)};
}

double discrepancy_of(const Calibration& calibration, const std::string& target) {
  const auto& all = calibration.parameters.discrepancy;
  const auto found = all.find(target);
  return found == all.end() ? 0 : found->second.sd;
}

/// On the scale of the fit.
double distance_of(const Eigen::VectorXd& simulated, double observed, double error_sd) {
  return (simulated.mean() - observed) / std::sqrt(error_sd * error_sd + variance_of(simulated));
}

double distance_of(const Eigen::VectorXd& simulated, const TargetParameters& p, double error) {
  return distance_of(simulated, transformed(p.value, p), transformed_sd(error, p));
}

TargetFit target_fit(const Target& t, Eigen::Index row, const CalibrationFits& fits,
                     double discrepancy) {
  const TargetParameters& p = t.parameters;
  const auto back = [&](double y) { return figure_of(y, p); };
  const Eigen::VectorXd before = fits.fit.prior.simulated.row(row),
                        after = fits.fit.posterior.simulated.row(row);
  TargetFit result{&t,
                   predicted(before, back),
                   predicted(after, back),
                   discrepancy,
                   distance_of(after, p, std::hypot(p.standard_error, discrepancy)),
                   std::nullopt,
                   0};
  if (fits.without_discrepancies) {
    const Eigen::VectorXd plain = fits.without_discrepancies->posterior.simulated.row(row);
    result.plain = predicted(plain, back);
    result.plain_distance = distance_of(plain, p, p.standard_error);
  }
  return result;
}

std::string correlated_with(const Calibration& calibration, const Eigen::MatrixXd& x,
                            Eigen::Index row) {
  std::string text;
  const Eigen::VectorXd own = x.row(row).array() - x.row(row).mean();
  for (Eigen::Index other = 0; other < x.rows(); ++other) {
    const Eigen::VectorXd its = x.row(other).array() - x.row(other).mean();
    const double r = own.dot(its) / std::sqrt(own.squaredNorm() * its.squaredNorm());
    if (other == row || std::abs(r) <= strong_correlation) continue;
    text += fmt::format("{}{} ({:.2f})", text.empty() ? "" : "; ",
                        calibration.parameters.parameters[static_cast<std::size_t>(other)], r);
  }
  return text;
}

ParameterFit parameter_fit(const Calibration& calibration, const CalibrationFits& fits,
                           Eigen::Index row) {
  const Fit& fit = fits.fit;
  const auto i = static_cast<std::size_t>(row);
  const auto value = [&](double z) { return parameter_of(z, calibration.priors[i]); };
  const Eigen::VectorXd before = fit.prior.parameters.row(row),
                        after = fit.posterior.parameters.row(row);
  ParameterFit result{calibration.parameters.parameters[i],
                      predicted(before, value),
                      predicted(after, value),
                      0,
                      0,
                      std::nullopt,
                      1 - variance_of(after) / variance_of(before),
                      correlated_with(calibration, fit.posterior.parameters, row)};
  result.prior_sd = std::sqrt(variance_of(before.unaryExpr(value)));
  result.posterior_sd = std::sqrt(variance_of(after.unaryExpr(value)));
  if (fits.without_discrepancies)
    result.plain = predicted(fits.without_discrepancies->posterior.parameters.row(row), value);
  return result;
}

}  // namespace

CalibrationResult result_of(const Calibration& calibration, const CalibrationProblem& problem,
                            const CalibrationFits& fits) {
  CalibrationResult result;
  Eigen::Index row = 0;
  for (const auto* list : {&problem.fitted, &problem.beside})
    for (const Target& t : *list)
      result.targets.push_back(target_fit(t, row++, fits, discrepancy_of(calibration, t.name)));
  for (Eigen::Index p = 0; p < fits.fit.posterior.parameters.rows(); ++p)
    result.parameters.push_back(parameter_fit(calibration, fits, p));
  return result;
}

Distances distances_of(const CalibrationProblem& problem, const FitTargets& targets,
                       const FitStep& step) {
  Distances result;
  double squares = 0;
  for (Eigen::Index t = 0; t < targets.observed.size(); ++t) {
    const double distance =
        distance_of(step.simulated.row(t), targets.observed(t), targets.error_sd(t));
    squares += distance * distance;
    if (std::abs(distance) < std::abs(result.largest)) continue;
    result.largest = distance;
    result.farthest = problem.fitted[static_cast<std::size_t>(t)].name;
  }
  result.root_mean_square = std::sqrt(squares / static_cast<double>(targets.observed.size()));
  return result;
}

}  // namespace pbrsim
