/// What a run says on the terminal when it has ended.
#pragma once

#include "analysis/precision.hpp"
#include "cli/collector.hpp"
#include "cli/commands.hpp"
#include "results/manifest.hpp"

namespace pbrsim::cli {

/// To the standard error, as what follows here.
void print_failure(const FailedBlock& failed, std::uint64_t seed);
void print_interruption(int complete, int asked);

/// Designs side by side, to the standard output.
void print_report(const Collector& collector, const LoadedScenario& loaded, const Plan& plan);

/// How well the difference asked for is known.
void print_precision(const PrecisionTarget& target, const PrecisionReached& reached,
                     const Outcomes& outcomes);
/// Speed, failures and how far it came, to the standard error.
void print_closing(const RunArguments& arguments, const Collector& collector, const Plan& plan,
                   const Manifest& manifest);

}  // namespace pbrsim::cli
