// pbrsim run with blocks that fail: failing_blocks SCENARIO DIR BLOCK...
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <stdexcept>

#include "cli/commands.hpp"

int main(int argc, char** argv) {
  using namespace pbrsim;
  if (argc < 4) return 1;
  std::vector<std::size_t> failing;
  for (int i = 3; i < argc; ++i)
    failing.push_back(std::strtoull(argv[i], nullptr, 10));
  cli::RunArguments arguments;
  arguments.scenario.file = argv[1];
  arguments.out = argv[2];
  cli::RunHooks hooks;
  hooks.before_block = [&](const BlockNumber& n) {
    if (std::find(failing.begin(), failing.end(), n.index) != failing.end())
      throw std::runtime_error("planted failure");
  };
  try {
    return static_cast<int>(cli::run(arguments, hooks));
  } catch (const std::exception& e) {
    std::cerr << e.what() << '\n';
    return 1;
  }
}
