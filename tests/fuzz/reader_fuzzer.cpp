// The scenario reader under libFuzzer. Each input is one scenario file next to minimal.yaml; what
// is accepted must load again from its own complete text to the same bytes.
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <string>

#include "core/error.hpp"
#include "scenario/scenario.hpp"

namespace {

/// The complete text, or "" if the text is refused.
std::string load(const std::string& text) {
  static const int file = memfd_create("scenario", 0);
  if (ftruncate(file, 0) != 0 || pwrite(file, text.data(), text.size(), 0) < 0) std::abort();
  try {
    return pbrsim::load_scenario("/proc/self/fd/" + std::to_string(file), {}).resolved_yaml;
  } catch (const pbrsim::UserError&) {
    return "";
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string complete = load(std::string(data, data + size));
  if (!complete.empty() && load(complete) != complete) std::abort();
  return 0;
}
