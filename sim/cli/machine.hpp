/// What the program runs on, for the manifest and the closing line.
#pragma once

#include <cstdint>
#include <string>

namespace pbrsim::cli {

std::string processor_name();
std::string compiler_name();
std::string c_library_name();
std::int64_t peak_memory_kib();
/// "2026-11-22T10:00:00Z"
std::string utc_now();

}  // namespace pbrsim::cli
