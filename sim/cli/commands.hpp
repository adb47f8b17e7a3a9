/// The commands of the program. Only this folder prints and decides exit codes.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "experiment/comm.hpp"
#include "experiment/run.hpp"
#include "scenario/scenario.hpp"

namespace pbrsim::cli {

struct ScenarioArguments {
  std::string file;
  std::vector<std::string> set;  // path=value
  std::optional<std::int64_t> replications;
  std::optional<std::int64_t> draws;
  std::optional<std::int64_t> seed;
  int threads = 0;  // 0: all cores
};

struct RunArguments {
  ScenarioArguments scenario;
  std::string out;
  std::vector<std::string> by;
  bool episodes = false, people = false, evaluation = false, extract = false;
  bool quiet = false;
  bool force = false;
  bool gzip = false;
  bool resume = false;
  std::optional<Shard> shard;
  int suppress = 0;  // counts below this; 0: none
  int round = 0;     // counts to the nearest of this; 0: not
  std::size_t panel_blocks = panel_blocks_a_file;
};

struct MergeArguments {
  std::vector<std::string> folders;
  std::string out;
  int threads = 0;  // 0: all cores
  bool force = false, quiet = false;
  std::size_t panel_blocks = panel_blocks_a_file;
};

struct DiffArguments {
  std::string a, b;
};

struct ExplainArguments {
  ScenarioArguments scenario;
  std::string area, design;  // empty: all
  bool after_history = false;
  std::string out;
  bool force = false;
};

struct DecomposeArguments {
  ScenarioArguments scenario;
  std::string from, to;
  std::string out;
  bool quiet = false;
  bool force = false;
};

struct TraceArguments {
  ScenarioArguments scenario;
  std::string area, design, against;  // against: empty for none
  std::uint32_t replication = 0, person = 0;
  std::string out;
  bool force = false;
};

struct EvaluateArguments {
  std::string folder;
  std::string against = "comparison";
  bool leave_out_exposed = false;
  int resamples = 399;
  std::int64_t seed = 1;
  std::string out;
  bool force = false;
};

struct CalibrateArguments {
  std::string file, out;
  std::optional<std::int64_t> seed;
  std::optional<int> members, steps;
  int threads = 0;  // 0: all cores
  bool quiet = false, force = false, resume = false;
};

struct EvidenceArguments {
  ScenarioArguments scenario;  // no file: targets alone
  std::string targets, below;
  bool csv = false;
};

/// For tests that plant failures.
struct RunHooks {
  std::function<void(const BlockNumber&)> before_block;
};

/// Where several processes take part, each calls it; only rank 0 prints and writes.
ExitCode run(const RunArguments& arguments, const RunHooks& hooks = {}, const Comm& comm = {});
/// Puts the shards of a run together.
ExitCode merge(const MergeArguments& arguments);
/// With `resolved`, prints the complete scenario instead of what a run would take.
/// `predict`: replications, or draws where there are, to simulate first, in order to say how many
/// the precision that the scenario asks for would take; 0: none. `ranks`: say how the run would go
/// on so many processes; 0: not.
ExitCode check(const ScenarioArguments& arguments, bool resolved, int predict = 0, int ranks = 0);
/// Says what the contracts make clients worth to providers.
ExitCode explain(const ExplainArguments& arguments);
/// Shares out the difference between two designs to effort, selection and the rest.
ExitCode decompose(const DecomposeArguments& arguments, const RunHooks& hooks = {});
/// Says what happened to one person, and where two designs part.
ExitCode trace(const TraceArguments& arguments);
/// Estimates difference-in-differences from the evaluation.csv of a run.
ExitCode evaluate(const EvaluateArguments& arguments);
/// Fits parameters of a scenario to published figures.
ExitCode calibrate(const CalibrateArguments& arguments, const RunHooks& hooks = {});
/// Prints where a scenario's values come from, or a file of targets.
ExitCode evidence(const EvidenceArguments& arguments);
ExitCode diff(const DiffArguments& arguments);
ExitCode schema();
ExitCode reference();
/// Prints what the tables and their columns mean.
ExitCode codebook();

/// Loads the scenario with what the command line changes about it.
LoadedScenario load(const ScenarioArguments& arguments);

/// "3/10"; throws where it is none.
Shard shard_from(const std::string& text);

int thread_count(const ScenarioArguments& arguments);

}  // namespace pbrsim::cli
