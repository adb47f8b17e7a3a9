#include "analysis/calibration.hpp"

#include <cmath>

#include "core/error.hpp"
#include "random/streams.hpp"
#include "random/variates.hpp"

namespace pbrsim {

namespace {

enum Purpose : std::uint32_t { prior_draw, data_noise };

/// Independent standard normals, a column for each member.
Eigen::MatrixXd normals(Eigen::Index rows, const FitOptions& options, int step, Purpose purpose) {
  const Streams streams(
      BlockKey{options.seed, 0, static_cast<std::uint32_t>(step), area_key("calibration")});
  Eigen::MatrixXd z(rows, options.members);
  for (Eigen::Index member = 0; member < z.cols(); ++member)
    for (Eigen::Index row = 0; row < rows; ++row)
      z(row, member) = normal_quantile(
          streams.uniform({EntityKind::parameter, static_cast<std::uint32_t>(member)}, purpose,
                          static_cast<std::uint32_t>(row)));
  return z;
}

Eigen::MatrixXd centred(const Eigen::MatrixXd& columns) {
  return columns.colwise() - columns.rowwise().mean();
}

}  // namespace

Eigen::MatrixXd prior_ensemble(Eigen::Index parameters, const FitOptions& options) {
  return normals(parameters, options, 0, prior_draw);
}

Eigen::MatrixXd assimilate(const FitStep& at, const FitTargets& targets,
                           const FitOptions& options) {
  PBRSIM_EXPECT(options.members >= 2 && at.parameters.cols() == options.members);
  PBRSIM_EXPECT(at.simulated.rows() >= targets.observed.size() && at.simulated.allFinite());
  const double inflation = options.steps;
  const double freedom = options.members - 1;
  const Eigen::VectorXd sd = std::sqrt(inflation) * targets.error_sd;
  const Eigen::MatrixXd simulated = at.simulated.topRows(targets.observed.size());
  const Eigen::MatrixXd x = centred(at.parameters), y = centred(simulated);
  Eigen::MatrixXd c_yy = y * y.transpose() / freedom;
  c_yy.diagonal() += sd.cwiseAbs2();
  const Eigen::MatrixXd noise =
      sd.asDiagonal() * normals(targets.observed.size(), options, at.step, data_noise);
  const Eigen::MatrixXd misses = (noise - simulated).colwise() + targets.observed;
  return at.parameters + x * y.transpose() / freedom * c_yy.ldlt().solve(misses);
}

Fit fit(Eigen::Index parameters, const FitTargets& targets, const FitOptions& options,
        const Simulator& simulate, const std::function<void(const FitStep&)>& seen) {
  PBRSIM_EXPECT(options.steps >= 1 && parameters >= 1);
  Fit result;
  FitStep at{0, prior_ensemble(parameters, options), {}};
  for (;; ++at.step) {
    at.simulated = simulate(at.step, at.parameters);
    if (seen) seen(at);
    if (at.step == 0) result.prior = at;
    if (at.step == options.steps) break;
    at.parameters = assimilate(at, targets, options);
  }
  result.posterior = std::move(at);
  return result;
}

}  // namespace pbrsim
