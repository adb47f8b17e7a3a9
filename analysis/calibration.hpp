/// Bayesian fit of what is not known to published figures by a noisy, costly simulator: an ensemble
/// smoother with multiple data assimilation.
///
/// Parameters are on a scale on which the prior of each is a standard normal, independent of the
/// others (the normal quantile of the prior's distribution function keeps bounds and shapes);
/// targets are on a scale on which their errors are near normal (logit of a share, log of a rate).
/// The simulator is a function handed in, from an ensemble of parameters to the targets of each
/// member. The data are taken in a number of equal steps, each with errors inflated by that number,
/// so that the inverse inflations add up to one. In a step every member x with simulation y moves
/// to
///
///     x + C_xy (C_yy + a R)^-1 (d + sqrt(a) e - y),   e ~ N(0, R),
///
/// with the ensemble's covariances C, the data d, their error variances R and the inflation a.
///
/// Why this: a simulation takes seconds, has Monte Carlo noise and no derivatives, and there are
/// tens of parameters. A few hundred to thousand simulations are enough, those of a step run in
/// parallel, and noise of the simulator is part of C_yy, so it weakens a target rather than being
/// fitted. The price: the posterior is exact only where the simulator is linear and all is normal,
/// and the ensemble is large; otherwise it is an approximation, and too narrow where members are
/// few for the parameters and targets.
///
/// Numbers come from the project's streams by (seed, step, member, number), so the result is the
/// same however the simulator shares out its work.
///
/// Sources: Emerick and Reynolds 2013, doi:10.1016/j.cageo.2012.03.011; ensemble Kalman inversion:
/// Iglesias, Law and Stuart 2013, doi:10.1088/0266-5611/29/4/045001.
#pragma once

#include <cstdint>
#include <functional>

#include <Eigen/Dense>

namespace pbrsim {

struct FitTargets {
  Eigen::VectorXd observed;
  Eigen::VectorXd error_sd;  // of the figure and of the model together, above 0
};

struct FitOptions {
  int members = 100;
  int steps = 4;
  std::uint64_t seed = 1;
};

/// A column for each member. Step 0 has the prior, the last one the posterior: there is one more
/// than the steps of the fit.
struct FitStep {
  int step = 0;
  Eigen::MatrixXd parameters, simulated;
};

/// From a parameter by member to a target by member; all results are finite. `step` from 0. Rows
/// after those of the targets are kept with the step and have no part in the fit.
using Simulator = std::function<Eigen::MatrixXd(int step, const Eigen::MatrixXd& parameters)>;

/// The prior's members: independent standard normals. Precondition: fewer than 65,536 parameters.
Eigen::MatrixXd prior_ensemble(Eigen::Index parameters, const FitOptions& options);

/// The members after one step. Precondition: at least two members, and all numbers finite.
Eigen::MatrixXd assimilate(const FitStep& at, const FitTargets& targets, const FitOptions& options);

struct Fit {
  FitStep prior, posterior;
};

/// Calls the simulator steps + 1 times. `seen`, if any, is called after each.
Fit fit(Eigen::Index parameters, const FitTargets& targets, const FitOptions& options,
        const Simulator& simulate, const std::function<void(const FitStep&)>& seen = {});

}  // namespace pbrsim
