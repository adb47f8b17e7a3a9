#include <charconv>
#include <thread>

#include "cli/commands.hpp"

namespace pbrsim::cli {

namespace {

Override split(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0)
    throw UserError("--set " + text +
                    ": must be path=value, for example --set run.replications=100");
  return {text.substr(0, equals), text.substr(equals + 1)};
}

}  // namespace

LoadedScenario load(const ScenarioArguments& arguments) {
  std::vector<Override> overrides;
  for (const std::string& text : arguments.set)
    overrides.push_back(split(text));
  if (arguments.replications)
    overrides.push_back({"run.replications", std::to_string(*arguments.replications)});
  if (arguments.draws) overrides.push_back({"run.draws", std::to_string(*arguments.draws)});
  if (arguments.seed) overrides.push_back({"run.seed", std::to_string(*arguments.seed)});
  return load_scenario(arguments.file, overrides);
}

Shard shard_from(const std::string& text) {
  Shard shard;
  const char* const end = text.data() + text.size();
  const auto [slash, bad] = std::from_chars(text.data(), end, shard.number);
  bool good = bad == std::errc() && slash != end && *slash == '/';
  if (good) {
    const auto [rest, wrong] = std::from_chars(slash + 1, end, shard.of);
    good = wrong == std::errc() && rest == end && shard.number >= 1 && shard.number <= shard.of;
  }
  if (!good)
    throw UserError("--shard " + text +
                    ": must be which part of how many, like 3/10 for the third of ten");
  return shard;
}

int thread_count(const ScenarioArguments& arguments) {
  if (arguments.threads > 0) return arguments.threads;
  return static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
}

}  // namespace pbrsim::cli
