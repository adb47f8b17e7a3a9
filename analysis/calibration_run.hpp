/// A calibration with the simulation in it: from a file's targets and priors to a problem for
/// calibration.hpp, whose simulator runs blocks.
///
/// The fit takes discrepancies of the model into account; where a file has some, a second fit takes
/// the model to be right, to be shown beside it. Both begin with the same members of the prior.
///
/// Simulations are numbered: those of the fit's steps, then those of the second one's. Members of
/// simulation s are draws s * members + 1 and on, so each has its own random numbers, all blocks go
/// by different numbers, and one checkpoint holds them all. A target's figure is of all its areas
/// and replications together, areas weighted by what they stand for.
#pragma once

#include <optional>

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

/// Simulations of an ensemble that the fits take.
int simulations_of(const Calibration& calibration);

/// The plan of all simulations: the baseline design alone, a draw for each member of each.
Plan calibration_plan(const Calibration& calibration);

/// The blocks of one simulation.
std::size_t blocks_of_simulation(const Plan& base, const CalibrationProblem& problem);

/// Runs the members of a simulation. Rows: those fitted, then those beside them. A member whose
/// block fails ends the fit with a UserError. `options` may have threads, checkpoints, stop; if it
/// was stopped the matrix is empty. `block_done` is called for each block.
Eigen::MatrixXd simulate_members(const Calibration& calibration, const CalibrationProblem& problem,
                                 const Plan& base, RunOptions options, int simulation,
                                 const Eigen::MatrixXd& parameters,
                                 const std::function<void()>& block_done);

struct CalibrationFits {
  Fit fit;
  std::optional<Fit> without_discrepancies;  // if the file has any
};

/// `simulate` is asked for each simulation once, by its number. `seen`, if any, is called after
/// each with the targets of the fit that it is of.
CalibrationFits fits_of(const Calibration& calibration, const CalibrationProblem& problem,
                        const Simulator& simulate,
                        const std::function<void(const FitStep&, const FitTargets&)>& seen = {});

}  // namespace pbrsim
