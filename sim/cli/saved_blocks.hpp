/// The checkpoint of a run in the folder for its results.
#pragma once

#include <filesystem>
#include <memory>

#include "cli/collector.hpp"
#include "cli/commands.hpp"
#include "experiment/checkpoint.hpp"

namespace pbrsim::cli {

std::filesystem::path checkpoint_in(const std::filesystem::path& folder);

/// Throws unless there is something to go on from.
void check_resumable(const RunArguments& arguments);

RunIdentity identity_of(const RunArguments& arguments, const LoadedScenario& loaded,
                        const OutputOptions& output);

/// The checkpoint that is there. Throws where it was made by another program, scenario, seed or
/// options, naming what changed. Says how far it had come.
std::unique_ptr<Checkpoint> resume(const RunArguments& arguments, const RunIdentity& identity);

/// Everything that changed as lines of a message.
std::string as_lines(const std::vector<std::string>& changed);

}  // namespace pbrsim::cli
