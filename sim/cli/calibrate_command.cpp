// Fits what a scenario does not know to published figures, step by step of an ensemble.
#include <csignal>
#include <iostream>

#include <fmt/format.h>

#include "analysis/calibration_tables.hpp"
#include "cli/begin_manifest.hpp"
#include "cli/interruption.hpp"
#include "cli/machine.hpp"
#include "cli/progress.hpp"
#include "cli/result_tables.hpp"
#include "cli/saved_blocks.hpp"

namespace pbrsim::cli {

namespace {

/// Ends the fit where it was interrupted: what is finished is in the checkpoint.
struct Interrupted {};

ScenarioArguments scenario_of(const CalibrateArguments& arguments, const Calibration& calibration) {
  ScenarioArguments scenario;
  scenario.file =
      (std::filesystem::path(arguments.file).parent_path() / calibration.parameters.scenario)
          .string();
  scenario.threads = arguments.threads;
  return scenario;
}

/// Everything that a member's simulation follows from.
RunIdentity identity_of(const CalibrateArguments& arguments, const Calibration& calibration,
                        const CalibrationProblem& problem) {
  const CalibrationParameters& c = calibration.parameters;
  RunIdentity identity;
  identity.version = PBRSIM_VERSION;
  identity.commit = PBRSIM_COMMIT;
  identity.c_library = c_library_name();
  identity.scenario_file = arguments.file;
  identity.scenario = calibration.loaded.resolved_yaml;
  identity.tables = {fmt::format("members {}, steps {}", c.members, c.steps)};
  for (const std::string& name : c.parameters)
    identity.tables.push_back(name);
  const FitTargets targets = fit_targets(calibration, problem, true);
  for (std::size_t t = 0; t < problem.fitted.size(); ++t)
    identity.tables.push_back(fmt::format("{} {} ± {}", problem.fitted[t].name,
                                          targets.observed(static_cast<Eigen::Index>(t)),
                                          targets.error_sd(static_cast<Eigen::Index>(t))));
  return identity;
}

/// What must be there, and must not have changed, for --resume.
void check_resumable(const std::filesystem::path& saved, const RunIdentity& identity) {
  if (!std::filesystem::exists(saved))
    throw UserError(saved.string() +
                    ": is not there, so there is nothing to go on with; calibrate without "
                    "--resume");
  check_same(saved, identity, "a calibration");
}

struct Work {
  const CalibrateArguments& arguments;
  const Calibration& calibration;
  const CalibrationProblem& problem;
};

void tell(const CalibrationProblem& problem, const FitStep& step, const FitTargets& targets) {
  const Distances d = distances_of(problem, targets, step);
  std::cerr << fmt::format(
      "Step {} of {}: distance {:.2f} (root mean square), farthest {:.1f} ({})\n", step.step,
      problem.options.steps, d.root_mean_square, d.largest, d.farthest);
  for (std::size_t t = 0; t < problem.fitted.size(); ++t) {
    const TargetParameters& p = problem.fitted[t].parameters;
    const double simulated = step.simulated.row(static_cast<Eigen::Index>(t)).mean();
    std::cerr << fmt::format("  {:<36} {:>8.4g} published, {:>8.4g} simulated\n",
                             problem.fitted[t].name, p.value, figure_of(simulated, p));
  }
}

CalibrationFits fit_members(const Work& work, Plan& plan, RunOptions options) {
  const auto& [arguments, calibration, problem] = work;
  fill_pools(plan, options.threads);
  Progress progress(
      blocks_of_simulation(plan, problem) * static_cast<std::size_t>(simulations_of(calibration)),
      arguments.quiet);
  const auto simulate = [&](int simulation, const Eigen::MatrixXd& x) {
    Eigen::MatrixXd y = simulate_members(calibration, problem, plan, options, simulation, x,
                                         [&] { progress.step(); });
    if (y.size() == 0) throw Interrupted();
    return y;
  };
  int finished = 0;
  CalibrationFits fits =
      fits_of(calibration, problem, simulate, [&](const FitStep& step, const FitTargets& targets) {
        if (arguments.quiet) return;
        if (finished++ == problem.options.steps + 1)
          std::cerr << "Once more, as if the model were right (without discrepancies):\n";
        tell(problem, step, targets);
      });
  progress.finish();
  return fits;
}

void write(ResultTables& tables, const Work& work, const CalibrationFits& fits,
           Manifest& manifest) {
  const CalibrationResult result = result_of(work.calibration, work.problem, fits);
  const auto add = [&](const TableSchema& schema, auto rows_of) {
    TableRows rows(schema);
    rows_of(rows);
    tables.open(schema).rows(rows);
  };
  const std::vector<std::string>& names = work.calibration.parameters.parameters;
  add(posterior_schema(names),
      [&](TableRows& r) { add_posterior_rows(r, work.calibration, fits.fit.posterior); });
  add(calibration_target_schema(),
      [&](TableRows& r) { add_calibration_target_rows(r, result, work.problem); });
  add(calibration_parameter_schema(),
      [&](TableRows& r) { add_calibration_parameter_rows(r, result); });
  const std::string report = calibration_report(result, work.problem);
  AtomicFile text(tables.folder() / "report.md");
  text.write(report);
  manifest.files =
      tables.finish(begin_package(work.calibration.loaded.scenario, work.arguments.file,
                                  "Parameters fitted to published figures."));
  manifest.files.push_back(text.commit());
  manifest.finished = utc_now();
  tables.publish(to_json(manifest));
  std::cout << report << std::flush;
}

}  // namespace

ExitCode calibrate(const CalibrateArguments& arguments, const RunHooks& hooks) {
  const Calibration calibration =
      load_calibration(arguments.file, {arguments.seed, arguments.members, arguments.steps, {}});
  const CalibrationProblem problem = problem_of(calibration);
  Plan plan = calibration_plan(calibration);
  const Work work{arguments, calibration, problem};
  const RunIdentity identity = identity_of(arguments, calibration, problem);
  const std::filesystem::path saved = checkpoint_in(arguments.out);
  if (arguments.resume) check_resumable(saved, identity);
  std::signal(SIGXFSZ, SIG_IGN);
  ResultTables tables(arguments.out, arguments.force || arguments.resume, false);
  const ScenarioArguments scenario = scenario_of(arguments, calibration);
  Manifest manifest = begin_manifest(scenario, calibration.loaded, plan, thread_count(scenario));
  manifest.draws = plan.draws;
  auto checkpoint = arguments.resume ? std::make_unique<Checkpoint>(saved)
                                     : std::make_unique<Checkpoint>(saved, identity);
  RunOptions options;
  options.threads = thread_count(scenario);
  options.saved = {checkpoint.get()};
  options.save_to = checkpoint.get();
  options.before_block = hooks.before_block;
  listen_for_interruption();
  options.stop = &interrupted();
  try {
    const CalibrationFits found = fit_members(work, plan, options);
    manifest.replications_counted = plan.replications;
    write(tables, work, found, manifest);
  } catch (const Interrupted&) {
    std::cerr << fmt::format(
        "{} finished blocks are kept in {}: the same command with --resume goes on from them\n",
        checkpoint->size(), saved.string());
    return ExitCode::interrupted;
  }
  checkpoint.reset();
  std::error_code ignored;
  std::filesystem::remove(saved, ignored);
  return ExitCode::done;
}

}  // namespace pbrsim::cli
