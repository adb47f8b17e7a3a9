/// What a run says on the terminal when it has ended.
#pragma once

#include "analysis/precision.hpp"
#include "cli/collector.hpp"
#include "cli/commands.hpp"
#include "results/manifest.hpp"

namespace pbrsim::cli {

/// "draw 3, " where there are draws.
std::string of_draw(std::uint32_t draw);

/// Designs side by side, to the standard output.
void print_report(const Collector& collector, const LoadedScenario& loaded, const Plan& plan);

/// Speed, failures and how far it came, to the standard error.
/// How well the difference asked for is known.
void print_precision(const PrecisionTarget& target, const PrecisionReached& reached,
                     const Outcomes& outcomes);
void print_closing(const RunArguments& arguments, const Collector& collector, const Plan& plan,
                   const Manifest& manifest);

}  // namespace pbrsim::cli
