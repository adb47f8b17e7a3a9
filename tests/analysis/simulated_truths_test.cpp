// Simulation-based calibration: truths drawn from the prior, figures simulated from them, the fit
// made from the figures. If the fit is right, the rank of a truth among the members of its
// posterior is uniform (Talts et al. 2018, arXiv:1804.06788; Cook, Gelman and Rubin 2006,
// doi:10.1198/106186006X136976).
//
// Ranks are counted in ten bins and held against uniform ones by chi-square, at family-wise alpha
// 1e-3 shared out to the parameters (Bonferroni).
#include <cmath>
#include <iostream>

#include "analysis/calibration_run.hpp"
#include "support/catch.hpp"
#include "support/statistics.hpp"

using namespace pbrsim;

namespace {

constexpr double family_alpha = 1e-3;
constexpr int bins = 10;

/// Of one parameter's truths among so many members, one fewer than a multiple of the bins.
class Ranks {
 public:
  void add(double truth, const Eigen::VectorXd& members) {
    const auto below = (members.array() < truth).count();
    ++counts_[static_cast<std::size_t>(below * bins / (members.size() + 1))];
    ++number_;
  }
  double chi_square() const {
    return test::chi_square(counts_, std::vector<double>(bins, number_ / bins));
  }
  /// The share of truths in the middle 2 * half bins.
  double covered(int half) const {
    double inside = 0;
    for (int b = bins / 2 - half; b < bins / 2 + half; ++b)
      inside += counts_[static_cast<std::size_t>(b)];
    return inside / number_;
  }
  const std::vector<double>& counts() const { return counts_; }

 private:
  std::vector<double> counts_ = std::vector<double>(bins);
  double number_ = 0;
};

double critical(std::size_t parameters) {
  return test::critical_chi_square(bins - 1, family_alpha / static_cast<double>(parameters));
}

/// Standard normals that no fit of a seed below 1e6 uses.
Eigen::VectorXd normals(Eigen::Index number, int repeat, std::uint64_t kind) {
  return prior_ensemble(number, {1, 1, 1'000'000 * kind + static_cast<std::uint64_t>(repeat)});
}

void add(std::vector<Ranks>& ranks, const Eigen::VectorXd& truth, const Fit& found) {
  for (Eigen::Index p = 0; p < truth.size(); ++p)
    ranks[static_cast<std::size_t>(p)].add(truth(p), found.posterior.parameters.row(p));
}

/// A linear simulator with three figures of two parameters; `told`: how many times its errors are
/// what the fit is told.
std::vector<Ranks> linear_ranks(int repeats, double told) {
  const Eigen::MatrixXd g{{1.0, 0.5}, {-0.3, 0.8}, {0.2, 0.2}};
  const Eigen::Vector3d sd(0.4, 0.3, 1.0);
  std::vector<Ranks> ranks(2);
  for (int r = 1; r <= repeats; ++r) {
    const Eigen::VectorXd truth = normals(2, r, 1);
    const FitTargets targets{g * truth + sd.cwiseProduct(normals(3, r, 2)), told * sd};
    add(ranks, truth,
        fit(2, targets, {399, 3, static_cast<std::uint64_t>(r)},
            [&](int, const Eigen::MatrixXd& x) -> Eigen::MatrixXd { return g * x; }));
  }
  return ranks;
}

Eigen::MatrixXd simulate(const Calibration& calibration, const CalibrationProblem& problem,
                         int simulation, const Eigen::MatrixXd& x) {
  RunOptions options;
  options.threads = 2;
  return simulate_members(calibration, problem, calibration_plan(calibration), options, simulation,
                          x, [] {});
}

/// The figures that a truth makes, with their errors.
FitTargets figures_of(const Eigen::VectorXd& truth, int repeat) {
  const Calibration world = load_calibration(ONE_AREA_FIT, {1'000'000 + repeat, 2, 1, {}});
  const CalibrationProblem problem = problem_of(world);
  FitTargets targets = fit_targets(world, problem, true);
  const Eigen::MatrixXd both = truth.replicate(1, 2);
  const Eigen::VectorXd simulated = simulate(world, problem, 0, both).col(0);
  targets.observed =
      simulated + targets.error_sd.cwiseProduct(normals(simulated.size(), repeat, 2));
  return targets;
}

void print(const std::string& name, const Ranks& ranks) {
  std::cout << name << ":";
  for (const double n : ranks.counts())
    std::cout << ' ' << n;
  std::cout << "; chi-square " << ranks.chi_square() << ", of 40% " << ranks.covered(2)
            << ", of 80% " << ranks.covered(4) << '\n';
}

}  // namespace

TEST_CASE("Truths of a linear simulator have uniform ranks, unless the fit is told wrong errors") {
  for (const Ranks& r : linear_ranks(400, 1))
    CHECK(r.chi_square() < critical(2));
  const std::vector<Ranks> wrong = linear_ranks(400, 0.4);
  CHECK(std::max(wrong[0].chi_square(), wrong[1].chi_square()) > critical(2));
}

TEST_CASE("Truths of four parameters of one area have uniform ranks", "[.long]") {
  constexpr int repeats = 100;
  const std::vector<std::string> names = load_calibration(ONE_AREA_FIT).parameters.parameters;
  std::vector<Ranks> ranks(names.size());
  for (int r = 1; r <= repeats; ++r) {
    const Eigen::VectorXd truth = normals(static_cast<Eigen::Index>(names.size()), r, 1);
    const FitTargets targets = figures_of(truth, r);
    const Calibration calibration = load_calibration(ONE_AREA_FIT, {r, {}, {}, {}});
    const CalibrationProblem problem = problem_of(calibration);
    add(ranks, truth,
        fit(truth.size(), targets, problem.options, [&](int step, const Eigen::MatrixXd& x) {
          return simulate(calibration, problem, step, x);
        }));
  }
  for (std::size_t p = 0; p < names.size(); ++p) {
    print(names[p], ranks[p]);
    CHECK(ranks[p].chi_square() < critical(names.size()));
  }
}
