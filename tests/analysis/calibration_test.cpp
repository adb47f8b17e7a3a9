// The fit against what is known exactly: a linear simulator with normal errors, whose posterior has
// a formula, and the errors of its Monte Carlo.
#include "analysis/calibration.hpp"

#include <cmath>

#include "support/catch.hpp"

using namespace pbrsim;

namespace {

/// y = G x + c, with x standard normal and errors of y independent.
struct Linear {
  Eigen::MatrixXd g{3, 2};
  Eigen::VectorXd c{3};
  FitTargets targets{Eigen::VectorXd(3), Eigen::VectorXd(3)};

  Linear() {
    g << 1.0, 0.5, -0.3, 0.8, 0.2, 0.2;
    c << 0.1, -1.0, 2.0;
    targets.observed << 1.2, -0.5, 2.5;
    targets.error_sd << 0.4, 0.3, 1.0;
  }
  Eigen::MatrixXd covariance() const {
    const Eigen::MatrixXd weights = targets.error_sd.cwiseAbs2().cwiseInverse().asDiagonal();
    return (Eigen::MatrixXd::Identity(2, 2) + g.transpose() * weights * g).inverse();
  }
  Eigen::VectorXd mean() const {
    const Eigen::MatrixXd weights = targets.error_sd.cwiseAbs2().cwiseInverse().asDiagonal();
    return covariance() * g.transpose() * weights * (targets.observed - c);
  }
  Simulator simulator() const {
    return
        [this](int, const Eigen::MatrixXd& x) -> Eigen::MatrixXd { return (g * x).colwise() + c; };
  }
};

constexpr double four_errors = 4;

void check_posterior(const Linear& linear, const FitOptions& options) {
  const Fit found = fit(2, linear.targets, options, linear.simulator());
  const Eigen::MatrixXd x = found.posterior.parameters;
  const Eigen::VectorXd mean = x.rowwise().mean();
  const Eigen::MatrixXd centred = x.colwise() - mean;
  const Eigen::MatrixXd covariance = centred * centred.transpose() / (options.members - 1.0);
  const Eigen::MatrixXd truth = linear.covariance();
  for (int i = 0; i < 2; ++i) {
    // Members share gains from one ensemble: some more error than that of independent draws.
    const double error = 1.5 * std::sqrt(truth(i, i) / options.members);
    CHECK(std::abs(mean(i) - linear.mean()(i)) < four_errors * error);
    for (int j = 0; j < 2; ++j) {
      const double spread = truth(i, i) * truth(j, j) + truth(i, j) * truth(i, j);
      CHECK(std::abs(covariance(i, j) - truth(i, j)) <
            four_errors * 1.5 * std::sqrt(spread / options.members));
    }
  }
}

}  // namespace

TEST_CASE("A linear simulator's posterior is found, in one step and in several") {
  check_posterior(Linear(), {4000, 1, 7});
  check_posterior(Linear(), {4000, 4, 8});
}

TEST_CASE("The prior's members are standard normals that the seed names") {
  const Eigen::MatrixXd x = prior_ensemble(3, {5000, 4, 1});
  for (int i = 0; i < 3; ++i) {
    CHECK(std::abs(x.row(i).mean()) < four_errors / std::sqrt(5000.0));
    CHECK(std::abs(x.row(i).squaredNorm() / 5000 - 1) < four_errors * std::sqrt(2 / 5000.0));
  }
  CHECK(prior_ensemble(3, {50, 4, 1}) == x.leftCols(50));
  CHECK(prior_ensemble(3, {50, 4, 2}) != x.leftCols(50));
}

TEST_CASE("A parameter that no target depends on keeps its prior but for noise of the ensemble") {
  const Linear linear;
  const FitOptions options{2000, 4, 3};
  const Fit found = fit(3, linear.targets, options, [&](int, const Eigen::MatrixXd& x) {
    return Eigen::MatrixXd((linear.g * x.topRows(2)).colwise() + linear.c);
  });
  const Eigen::VectorXd left = found.posterior.parameters.row(2);
  CHECK(std::abs(left.mean()) < four_errors * 1.5 / std::sqrt(2000.0));
  CHECK(left.squaredNorm() / 2000 == Approx(1).margin(0.15));
}

TEST_CASE("The simulator is asked once for each step and once for the posterior") {
  std::vector<int> asked;
  const Linear linear;
  fit(2, linear.targets, {10, 3, 1}, [&](int step, const Eigen::MatrixXd& x) {
    asked.push_back(step);
    return linear.simulator()(step, x);
  });
  CHECK(asked == std::vector<int>{0, 1, 2, 3});
}
