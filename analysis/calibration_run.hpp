/// A calibration with the simulation in it: from a file's targets and priors to a problem for
/// calibration.hpp, whose simulator runs blocks.
///
/// Members of step s are draws s * members + 1 and on, so each simulation has its own random
/// numbers, all blocks of a fit go by different numbers, and one checkpoint holds them all. A
/// target's figure is of all its areas and replications together, areas weighted by what they stand
/// for.
#pragma once

#include "analysis/calibration.hpp"
#include "analysis/simulated_targets.hpp"
#include "experiment/run.hpp"
#include "scenario/calibration.hpp"

namespace pbrsim {

struct CalibrationProblem {
  std::vector<Target> fitted;        // use: fit, and measured
  std::vector<Target> beside;        // use: check, and measured
  std::vector<Target> not_measured;  // use: fit or check
  FitOptions options;
};

CalibrationProblem problem_of(const Calibration& calibration);

/// On the scale of the fit. `discrepancies`: those of the model count as errors, too.
FitTargets fit_targets(const Calibration& calibration, const CalibrationProblem& problem,
                       bool discrepancies);

/// From the scale of the fit to the parameter's unit.
double parameter_of(double z, const Distribution& prior);

/// The plan of all steps: the baseline design alone, as many draws as there are simulations.
Plan calibration_plan(const Calibration& calibration);

/// Runs one step's members. Rows: those fitted, then those beside them. A member whose block fails
/// ends the fit with a UserError. `options` may have threads, checkpoints, stop; if it was stopped
/// the matrix is empty. `block_done` is called for each block.
Eigen::MatrixXd simulate_members(const Calibration& calibration, const CalibrationProblem& problem,
                                 const Plan& base, RunOptions options, int step,
                                 const Eigen::MatrixXd& parameters,
                                 const std::function<void()>& block_done);

/// The blocks of one step.
std::size_t blocks_of_step(const Plan& base, const CalibrationProblem& problem);

}  // namespace pbrsim
