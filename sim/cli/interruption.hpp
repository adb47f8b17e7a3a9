/// Ctrl-C and requests to end: the first asks for a clean stop, a second one ends the program.
#pragma once

#include <atomic>

namespace pbrsim::cli {

void listen_for_interruption();

/// For a process that another one tells when to end: the first is not for it.
void ignore_interruption();

/// Becomes true at the first signal; lives as long as the program.
const std::atomic<bool>& interrupted();

}  // namespace pbrsim::cli
