#include "analysis/calibration_run.hpp"

#include <algorithm>
#include <cmath>

#include "experiment/draws.hpp"
#include "random/variates.hpp"

namespace pbrsim {

namespace {

/// TargetSums of what was counted for each target, by member.
class TargetSums {
 public:
  TargetSums(const CalibrationProblem& problem, const Plan& base) : base_(base) {
    for (const auto* list : {&problem.fitted, &problem.beside})
      for (const Target& t : *list)
        targets_.push_back(&t);
    ratios_.resize(targets_.size() * static_cast<std::size_t>(problem.options.members));
  }

  void add(std::size_t member, const BlockResult& block) {
    const AreaParameters& area = base_.areas[block.number.area].model.area;
    for (const CellResult& cell : block.designs)
      for (const SimulatedCount& c : read_simulated_counts(cell.tables.at(0), true))
        for (std::size_t t = 0; t < targets_.size(); ++t) {
          const TargetParameters& target = targets_[t]->parameters;
          if (!counts_for(c, target) || !counts_for(area.evaluated_as, target)) continue;
          Ratio& sum = ratios_[member * targets_.size() + t];
          sum.numerator += area.stands_for * c.count.numerator;
          sum.denominator += area.stands_for * c.count.denominator;
        }
  }

  Eigen::MatrixXd figures() const {
    const std::size_t members = ratios_.size() / targets_.size();
    Eigen::MatrixXd y(targets_.size(), members);
    for (std::size_t m = 0; m < members; ++m)
      for (std::size_t t = 0; t < targets_.size(); ++t) {
        const Ratio& ratio = ratios_[m * targets_.size() + t];
        if (ratio.denominator <= 0)
          throw UserError("target " + targets_[t]->name +
                          ": the scenario has nobody whom it is of; leave it out (use: none) or "
                          "simulate areas, groups or years that it is of");
        y(static_cast<Eigen::Index>(t), static_cast<Eigen::Index>(m)) =
            transformed(ratio, targets_[t]->parameters);
      }
    return y;
  }

 private:
  const Plan& base_;
  std::vector<const Target*> targets_;
  std::vector<Ratio> ratios_;
};

Sample sample_of_member(const Calibration& calibration, const Eigen::MatrixXd& parameters,
                        std::size_t member) {
  Sample sample;
  for (std::size_t p = 0; p < calibration.priors.size(); ++p)
    sample.values[calibration.parameters.parameters[p]] =
        parameter_of(parameters(static_cast<Eigen::Index>(p), static_cast<Eigen::Index>(member)),
                     calibration.priors[p]);
  return sample;
}

}  // namespace

CalibrationProblem problem_of(const Calibration& calibration) {
  CalibrationProblem problem;
  for (const Target& t : calibration.targets) {
    const TargetUse use = t.parameters.use;
    if (use != TargetUse::fit && use != TargetUse::check) continue;
    if (!t.parameters.measured_as)
      problem.not_measured.push_back(t);
    else
      (use == TargetUse::fit ? problem.fitted : problem.beside).push_back(t);
  }
  const CalibrationParameters& c = calibration.parameters;
  problem.options = {c.members, c.steps, static_cast<std::uint64_t>(c.seed)};
  if (problem.fitted.empty())
    throw UserError(c.targets + ": no target is `use: fit` and says what it is `measured_as`");
  return problem;
}

FitTargets fit_targets(const Calibration& calibration, const CalibrationProblem& problem,
                       bool discrepancies) {
  const auto size = static_cast<Eigen::Index>(problem.fitted.size());
  FitTargets targets{Eigen::VectorXd(size), Eigen::VectorXd(size)};
  for (Eigen::Index i = 0; i < size; ++i) {
    const Target& t = problem.fitted[static_cast<std::size_t>(i)];
    const auto& all = calibration.parameters.discrepancy;
    const auto found = all.find(t.name);
    const double model = discrepancies && found != all.end() ? found->second.sd : 0;
    targets.observed(i) = transformed(t.parameters.value, t.parameters);
    targets.error_sd(i) =
        transformed_sd(std::hypot(t.parameters.standard_error, model), t.parameters);
  }
  return targets;
}

double parameter_of(double z, const Distribution& prior) {
  return quantile(prior, std::clamp(normal_cdf(z), 1e-12, 1 - 1e-12));
}

int simulations_of(const Calibration& calibration) {
  const CalibrationParameters& c = calibration.parameters;
  return 1 + c.steps * (c.discrepancy.empty() ? 1 : 2);
}

Plan calibration_plan(const Calibration& calibration) {
  Plan plan = make_plan(calibration.loaded.scenario);
  const CalibrationParameters& c = calibration.parameters;
  plan.draws = c.members * simulations_of(calibration);
  plan.draws_together = 1;
  return plan;
}

std::size_t blocks_of_simulation(const Plan& base, const CalibrationProblem& problem) {
  return base.areas.size() * static_cast<std::size_t>(base.replications) *
         static_cast<std::size_t>(problem.options.members);
}

Eigen::MatrixXd simulate_members(const Calibration& calibration, const CalibrationProblem& problem,
                                 const Plan& base, RunOptions options, int simulation,
                                 const Eigen::MatrixXd& parameters,
                                 const std::function<void()>& block_done) {
  const CellTable table = simulated_counts_table(true);
  const std::size_t design = base.baseline;
  options.tables = {&table};
  options.totals = false;
  options.designs = [design](const BlockNumber&) { return std::vector<std::size_t>{design}; };
  const auto before = static_cast<std::uint32_t>(simulation * problem.options.members);
  Plans plans(base, calibration.loaded, 2 + 2 * static_cast<std::size_t>(options.threads),
              [&](std::uint32_t draw) {
                return sample_of_member(calibration, parameters, draw - before - 1);
              });
  TargetSums sums(problem, base);
  std::size_t taken = 0;
  const std::size_t blocks = blocks_of_simulation(base, problem);
  const std::size_t from = blocks * static_cast<std::size_t>(simulation);
  run_blocks(
      base, [&](const BlockNumber& n) { return plans.of(n); }, options, {from, from + blocks},
      [&](BlockResult&& block) {
        if (!block.failure.empty())
          throw UserError("member " + std::to_string(block.number.draw - before) +
                              " of simulation " + std::to_string(simulation) +
                              " cannot be simulated: " + block.failure,
                          ExitCode::some_failed);
        sums.add(block.number.draw - before - 1, block);
        ++taken;
        block_done();
      });
  return taken == blocks ? sums.figures() : Eigen::MatrixXd();
}

CalibrationFits fits_of(const Calibration& calibration, const CalibrationProblem& problem,
                        const Simulator& simulate,
                        const std::function<void(const FitStep&, const FitTargets&)>& seen) {
  const auto parameters = static_cast<Eigen::Index>(calibration.priors.size());
  const auto fitted = [&](bool discrepancies, const Simulator& simulator) {
    const FitTargets targets = fit_targets(calibration, problem, discrepancies);
    return fit(parameters, targets, problem.options, simulator, [&](const FitStep& step) {
      if (seen) seen(step, targets);
    });
  };
  CalibrationFits fits{fitted(true, simulate), std::nullopt};
  if (!calibration.parameters.discrepancy.empty())
    fits.without_discrepancies = fitted(false, [&](int step, const Eigen::MatrixXd& x) {
      return step == 0 ? fits.fit.prior.simulated : simulate(problem.options.steps + step, x);
    });
  return fits;
}

}  // namespace pbrsim
