#include <CLI/CLI.hpp>

#include <iostream>

#include "cli/commands.hpp"
#include "core/memory.hpp"

namespace {

using namespace pbrsim;

constexpr const char* examples = R"(Examples:
  pbrsim check scenarios/eight_pilots.yaml
  pbrsim explain scenarios/eight_pilots.yaml --area wigan
  pbrsim run scenarios/eight_pilots.yaml --out results/first
  pbrsim run scenarios/eight_pilots.yaml --out results/first --resume
  pbrsim run scenarios/eight_pilots.yaml --out results/part1 --shard 1/2
  pbrsim merge results/part1 results/part2 --out results/whole
  pbrsim check scenarios/eight_pilots.yaml --resolved > complete.yaml
  pbrsim diff scenarios/eight_pilots.yaml mine.yaml
  pbrsim evidence scenarios/eight_pilots.yaml --below pathway.drop_out
  pbrsim decompose scenarios/eight_pilots.yaml --from block --to pilot
  pbrsim trace scenarios/eight_pilots.yaml --area wigan --person 1000 --design pilot --against block
  pbrsim run scenarios/england.yaml --out results/england
  pbrsim evaluate results/england
  pbrsim run scenarios/eight_pilots.yaml --out results/release --gzip --suppress 5 --round 5
  pbrsim run scenarios/eight_pilots.yaml --replications 100 --seed 7 --set "run.history=10 years"

Exit codes: 0 done, 2 the input or an option is wrong, 3 a fault of the program or machine,
4 done but some blocks failed, 130 interrupted.)";

/// What every command that simulates has.
void add_base_options(CLI::App& command, cli::ScenarioArguments& arguments) {
  command.add_option("scenario", arguments.file, "Scenario file (YAML)")
      ->required()
      ->type_name("SCENARIO.yaml");
  command.add_option("--seed", arguments.seed, "Seed, instead of the scenario's")->type_name("S");
  command
      .add_option("--threads", arguments.threads,
                  "Threads (of each rank under mpirun); if left out all cores (1 each)")
      ->type_name("T")
      ->check(CLI::Range(1, 4096));
  command
      .add_option("--set", arguments.set, "Change one value of the scenario; may be given often")
      ->type_name("path=value")
      ->allow_extra_args(false);
}

void add_scenario_options(CLI::App& command, cli::ScenarioArguments& arguments) {
  add_base_options(command, arguments);
  command
      .add_option("--replications", arguments.replications,
                  "Replications, instead of the scenario's")
      ->type_name("N");
  command
      .add_option("--draws", arguments.draws,
                  "Draws of what is not known, each with that many replications, instead of the "
                  "scenario's")
      ->type_name("N");
}

CLI::Validator not_empty() {
  return {
      [](const std::string& text) { return text.empty() ? "must not be empty" : std::string(); },
      "DIR"};
}

CLI::Option* add_panel_blocks(CLI::App& command, std::size_t& blocks) {
  return command
      .add_option("--panel-blocks", blocks,
                  "With --by replication: panel.csv in files of at most N blocks (areas of "
                  "replications); 10,000 if left out")
      ->type_name("N")
      ->check(CLI::Range(1, 1000000000));
}

void add_run_options(CLI::App& command, cli::RunArguments& arguments, std::string& shard) {
  add_scenario_options(command, arguments.scenario);
  CLI::Option* out = command
                         .add_option("--out", arguments.out,
                                     "Folder for the results; none are written if left out")
                         ->type_name("DIR")
                         ->check(not_empty());
  command
      .add_option("--by", arguments.by,
                  "Add keys to panel.csv: group, cluster (band of measured complexity), "
                  "replication")
      ->delimiter(',')
      ->check(CLI::IsMember({"group", "cluster", "replication"}))
      ->needs(out);
  add_panel_blocks(command, arguments.panel_blocks)->needs(out);
  command
      .add_flag("--episodes", arguments.episodes,
                "Write episodes.csv, one row per treatment episode")
      ->needs(out);
  command
      .add_flag(
          "--people", arguments.people,
          "Write people.csv, one row per person and design from the day on which designs part")
      ->needs(out);
  command
      .add_flag("--evaluation", arguments.evaluation,
                "Write evaluation.csv and evaluation_years.csv, what an evaluator would count by "
                "area")
      ->needs(out);
  command
      .add_flag("--extract", arguments.extract,
                "Write journeys.csv, tops.csv, deaths.csv and offences.csv, what the monitoring "
                "system would hold, and truth.csv apart")
      ->needs(out);
  command.add_flag("--gzip", arguments.gzip, "Write .csv.gz instead of .csv")->needs(out);
  command
      .add_option("--suppress", arguments.suppress,
                  "Suppress counts of 1 to N-1 as an official release would, and what would give "
                  "them away (*)")
      ->type_name("N")
      ->check(CLI::Range(3, 1000000))
      ->needs(out);
  command.add_option("--round", arguments.round, "Round counts to the nearest M")
      ->type_name("M")
      ->check(CLI::Range(2, 1000000))
      ->needs(out);
  command
      .add_option("--shard", shard,
                  "Run the I-th of N parts (every N-th replication) and keep its blocks in the "
                  "folder of --out, for merge")
      ->type_name("I/N")
      ->needs(out);
  command.add_flag("--quiet", arguments.quiet, "No progress and no table");
  CLI::Option* force =
      command.add_flag("--force", arguments.force, "Write into a folder that is not empty")
          ->needs(out);
  command
      .add_flag(
          "--resume", arguments.resume,
          "Go on with the run that ended early in the folder of --out, from its finished blocks")
      ->needs(out)
      ->excludes(force);
}

void add_merge_options(CLI::App& command, cli::MergeArguments& arguments) {
  command.add_option("shards", arguments.folders, "Folders that run --shard has written into")
      ->required()
      ->type_name("DIR...");
  command.add_option("--out", arguments.out, "Folder for the results")
      ->required()
      ->type_name("DIR")
      ->check(not_empty());
  command.add_option("--threads", arguments.threads, "Threads; all cores if left out")
      ->type_name("T")
      ->check(CLI::Range(1, 4096));
  command.add_flag("--quiet", arguments.quiet, "No progress and no table");
  command.add_flag("--force", arguments.force, "Write into a folder that is not empty");
  add_panel_blocks(command, arguments.panel_blocks);
}

void add_explain_options(CLI::App& command, cli::ExplainArguments& arguments) {
  command.add_option("scenario", arguments.scenario.file, "Scenario file (YAML)")
      ->required()
      ->type_name("SCENARIO.yaml");
  command
      .add_option("--set", arguments.scenario.set,
                  "Change one value of the scenario; may be given often")
      ->type_name("path=value")
      ->allow_extra_args(false);
  command.add_option("--area", arguments.area, "Only this area")->type_name("AREA");
  command.add_option("--design", arguments.design, "Only this design")->type_name("DESIGN");
  command.add_flag("--after-history", arguments.after_history,
                   "Rates and volumes as providers have learnt them by go-live, from one simulated "
                   "history (replication 0), instead of mean rates");
  CLI::Option* out =
      command.add_option("--out", arguments.out, "Folder for tables of all that (CSV)")
          ->type_name("DIR")
          ->check(not_empty());
  command.add_flag("--force", arguments.force, "Write into a folder that is not empty")->needs(out);
}

void add_decompose_options(CLI::App& command, cli::DecomposeArguments& arguments) {
  add_scenario_options(command, arguments.scenario);
  command.add_option("--from", arguments.from, "Design that it is compared with")
      ->required()
      ->type_name("DESIGN");
  command.add_option("--to", arguments.to, "Design whose difference is taken apart")
      ->required()
      ->type_name("DESIGN");
  CLI::Option* out =
      command
          .add_option("--out", arguments.out,
                      "Folder for decomposition.csv and players.csv; none are written if left out")
          ->type_name("DIR")
          ->check(not_empty());
  command.add_flag("--quiet", arguments.quiet, "No progress and no table");
  command.add_flag("--force", arguments.force, "Write into a folder that is not empty")->needs(out);
}

void add_trace_options(CLI::App& command, cli::TraceArguments& arguments) {
  add_base_options(command, arguments.scenario);
  command.add_option("--area", arguments.area, "Area")->required()->type_name("AREA");
  command.add_option("--replication", arguments.replication, "Replication; 0 if left out")
      ->type_name("R");
  command
      .add_option("--person", arguments.person,
                  "Person's number; people.csv and episodes.csv have them")
      ->required()
      ->type_name("P");
  command.add_option("--design", arguments.design, "Design")->required()->type_name("DESIGN");
  command
      .add_option("--against", arguments.against,
                  "Another design: says where the person's ways part, and why")
      ->type_name("DESIGN");
  CLI::Option* out = command.add_option("--out", arguments.out, "Folder for trace.csv")
                         ->type_name("DIR")
                         ->check(not_empty());
  command.add_flag("--force", arguments.force, "Write into a folder that is not empty")->needs(out);
}

void add_evaluate_options(CLI::App& command, cli::EvaluateArguments& arguments) {
  command.add_option("results", arguments.folder, "Folder of a run with --evaluation")
      ->required()
      ->type_name("DIR");
  command.add_option("--against", arguments.against, "Which areas the treated are held against")
      ->check(CLI::IsMember({"comparison", "redesigned"}));
  command.add_flag("--leave-out-exposed", arguments.leave_out_exposed,
                   "Leave out journeys begun in the 12 months before go-live, whose first year "
                   "reaches beyond it");
  command
      .add_option("--resamples", arguments.resamples,
                  "Bootstrap samples and sets of areas; 399 if left out")
      ->type_name("N")
      ->check(CLI::Range(99, 1000000));
  command.add_option("--seed", arguments.seed, "Seed of the resamples; 1 if left out")
      ->type_name("S");
  CLI::Option* out =
      command.add_option("--out", arguments.out, "Folder for did.csv and did_summary.csv")
          ->type_name("DIR")
          ->check(not_empty());
  command.add_flag("--force", arguments.force, "Write into a folder that is not empty")->needs(out);
}

void add_calibrate_options(CLI::App& command, cli::CalibrateArguments& arguments) {
  command.add_option("calibration", arguments.file, "What is fitted to what (YAML)")
      ->required()
      ->type_name("CALIBRATION.yaml");
  command.add_option("--out", arguments.out, "Folder for posterior, tables and report")
      ->required()
      ->type_name("DIR")
      ->check(not_empty());
  command.add_option("--seed", arguments.seed, "Seed, instead of the file's")
      ->type_name("S")
      ->check(CLI::NonNegativeNumber);
  command.add_option("--members", arguments.members, "Members, instead of the file's")
      ->type_name("N")
      ->check(CLI::Range(2, 100000));
  command.add_option("--steps", arguments.steps, "Steps, instead of the file's")
      ->type_name("N")
      ->check(CLI::Range(1, 100));
  command.add_option("--threads", arguments.threads, "Threads; if left out all cores")
      ->type_name("T")
      ->check(CLI::Range(1, 4096));
  command.add_flag("--quiet", arguments.quiet, "No progress");
  CLI::Option* force =
      command.add_flag("--force", arguments.force, "Write into a folder that is not empty");
  command
      .add_flag("--resume", arguments.resume,
                "Go on from the blocks that the folder has of an earlier, unfinished calibration")
      ->excludes(force);
}

void add_evidence_options(CLI::App& command, cli::EvidenceArguments& arguments) {
  CLI::Option* scenario = command
                              .add_option("scenario", arguments.scenario.file,
                                          "Scenario file (YAML): prints where its values come from")
                              ->type_name("SCENARIO.yaml");
  command.add_option("--below", arguments.below, "Only values at or below this path, like pathway")
      ->type_name("PATH")
      ->needs(scenario);
  command
      .add_option("--targets", arguments.targets,
                  "Prints a file of targets: published figures to be held against")
      ->type_name("FILE")
      ->excludes(scenario);
  command.add_flag("--csv", arguments.csv, "As CSV instead of Markdown");
}

std::string version() {
  return std::string("pbrsim ") + PBRSIM_VERSION + " (" + PBRSIM_COMMIT +
         "), MPI: " + mpi_library();
}

int report_failure(const std::string& message, ExitCode code) {
  std::cerr << message << (message.empty() || message.back() == '\n' ? "" : "\n");
  return static_cast<int>(code);
}

}  // namespace

int main(int argc, char** argv) {
  pbrsim::keep_freed_memory();
  CLI::App app{"pbrsim: recovery pathways under payment by results", "pbrsim"};
  app.footer(examples);
  app.require_subcommand(1);
  app.set_version_flag("--version", version());

  cli::RunArguments run_arguments;
  CLI::App* run = app.add_subcommand("run", "Simulate a scenario and write its results");
  std::string shard;
  add_run_options(*run, run_arguments, shard);

  cli::MergeArguments merge_arguments;
  CLI::App* merge = app.add_subcommand(
      "merge", "Put the shards of a run together: the same results as without shards");
  add_merge_options(*merge, merge_arguments);

  cli::ScenarioArguments check_arguments;
  CLI::App* check =
      app.add_subcommand("check", "Check a scenario as run would, and say what a run would take");
  add_scenario_options(*check, check_arguments);
  bool resolved = false;
  check->add_flag("--resolved", resolved,
                  "Print the complete scenario (YAML) instead; running it gives the same results");

  int ranks = 0;
  check
      ->add_option(
          "--ranks", ranks,
          "Say how the run would go under mpirun -n N, from measured constants: blocks are "
          "dealt to ranks that only take their time")
      ->type_name("N")
      ->check(CLI::Range(2, 100000));

  int predict = 0;
  check
      ->add_option(
          "--predict", predict,
          "Simulate N replications, or draws where run.draws asks for them, and say how many "
          "the precision asked for takes")
      ->type_name("N")
      ->check(CLI::Range(2, 100000));

  cli::ExplainArguments explain_arguments;
  CLI::App* explain = app.add_subcommand("explain",
                                         "Say what the contracts make clients worth to providers, "
                                         "from mean rates or what they learnt");
  add_explain_options(*explain, explain_arguments);

  cli::DecomposeArguments decompose_arguments;
  CLI::App* decompose = app.add_subcommand(
      "decompose",
      "Simulate two designs and say how much of each difference is effort, selection, transition…");
  add_decompose_options(*decompose, decompose_arguments);

  cli::TraceArguments trace_arguments;
  CLI::App* trace =
      app.add_subcommand("trace", "Say what happened to one person, and where two designs part");
  add_trace_options(*trace, trace_arguments);

  cli::EvaluateArguments evaluate_arguments;
  CLI::App* evaluate =
      app.add_subcommand("evaluate",
                         "Estimate the designs' effect from evaluation.csv as an evaluator would: "
                         "difference-in-differences");
  add_evaluate_options(*evaluate, evaluate_arguments);

  cli::CalibrateArguments calibrate_arguments;
  CLI::App* calibrate =
      app.add_subcommand("calibrate", "Fit what a scenario does not know to published figures");
  add_calibrate_options(*calibrate, calibrate_arguments);

  cli::EvidenceArguments evidence_arguments;
  CLI::App* evidence = app.add_subcommand(
      "evidence", "Print where a scenario's values come from, or the figures to hold against it");
  add_evidence_options(*evidence, evidence_arguments);

  cli::DiffArguments diff_arguments;
  CLI::App* diff = app.add_subcommand("diff", "Say what two scenarios really differ in");
  diff->add_option("a", diff_arguments.a, "Scenario file (YAML)")->required()->type_name("A.yaml");
  diff->add_option("b", diff_arguments.b, "Scenario file (YAML)")->required()->type_name("B.yaml");

  CLI::App* schema = app.add_subcommand(
      "schema", "Print the scenario format as JSON Schema, for editors that check and complete");
  CLI::App* reference = app.add_subcommand(
      "reference", "Print the scenario reference (Markdown): every key, its unit, range, default");

  CLI::App* codebook =
      app.add_subcommand("codebook", "Print what the tables and their columns mean (Markdown)");

  try {
    const Comm comm = Comm::world();
    // What rank 0 says the others need not repeat.
    if (comm.rank() > 0)
      std::cout.setstate(std::ios::failbit), std::cerr.setstate(std::ios::failbit);
    app.parse(argc, argv);
    if (comm.rank() > 0 && !run->parsed()) return 0;
    if (comm.size() > 1 && run_arguments.scenario.threads == 0) run_arguments.scenario.threads = 1;
    if (!shard.empty()) run_arguments.shard = cli::shard_from(shard);
    const ExitCode code = run->parsed()     ? cli::run(run_arguments, {}, comm)
                          : merge->parsed() ? cli::merge(merge_arguments)
                          : check->parsed() ? cli::check(check_arguments, resolved, predict, ranks)
                          : explain->parsed()   ? cli::explain(explain_arguments)
                          : decompose->parsed() ? cli::decompose(decompose_arguments)
                          : trace->parsed()     ? cli::trace(trace_arguments)
                          : evaluate->parsed()  ? cli::evaluate(evaluate_arguments)
                          : calibrate->parsed() ? cli::calibrate(calibrate_arguments)
                          : evidence->parsed()  ? cli::evidence(evidence_arguments)
                          : diff->parsed()      ? cli::diff(diff_arguments)
                          : schema->parsed()    ? cli::schema()
                          : reference->parsed() ? cli::reference()
                          : codebook->parsed()  ? cli::codebook()
                                                : ExitCode::input;
    if (comm.rank() > 0) return static_cast<int>(code);
    std::cout.flush();
    if (!std::cout) throw UserError("cannot write to the standard output", ExitCode::fault);
    return static_cast<int>(code);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? 0 : static_cast<int>(ExitCode::input);
  } catch (const UserError& e) {
    return report_failure(e.what(), e.code());
  } catch (const std::exception& e) {
    return report_failure(
        std::string("pbrsim failed: ") + e.what() +
            "\nThis is a fault of the program or the machine; please report it with the scenario.",
        ExitCode::fault);
  }
}
