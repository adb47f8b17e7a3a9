#include "cli/machine.hpp"

#include <gnu/libc-version.h>
#include <sys/resource.h>

#include <ctime>
#include <fstream>

namespace pbrsim::cli {

std::string processor_name() {
  std::ifstream info("/proc/cpuinfo");
  for (std::string line; std::getline(info, line);)
    if (line.rfind("model name", 0) == 0) return line.substr(line.find(':') + 2);
  return "unknown";
}

std::string compiler_name() { return std::string("g++ ") + __VERSION__; }

std::string c_library_name() { return std::string("glibc ") + gnu_get_libc_version(); }

std::int64_t peak_memory_kib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

std::string utc_now() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

}  // namespace pbrsim::cli
