// pbrsim run that notes every block it simulates: counted_blocks SCENARIO DIR LOG REPLICATIONS
// THREADS [--resume] [--shard I/N] [--set PATH=VALUE] [--slow]. A line is added to LOG when a block
// is begun: its number and the process. --slow: a block takes 250 ms longer, for who wants to kill
// it.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <thread>

#include "cli/commands.hpp"

int main(int argc, char** argv) {
  using namespace pbrsim;
  if (argc < 6) return 1;
  cli::RunArguments arguments;
  arguments.scenario.file = argv[1];
  arguments.out = argv[2];
  arguments.scenario.replications = std::atoi(argv[4]);
  arguments.scenario.threads = std::atoi(argv[5]);
  arguments.episodes = true;
  arguments.quiet = true;
  for (int i = 6; i < argc; ++i) {
    const std::string option = argv[i];
    if (option == "--resume") arguments.resume = true;
    if (option == "--set" && i + 1 < argc) arguments.scenario.set.emplace_back(argv[++i]);
    if (option == "--shard" && i + 1 < argc) arguments.shard = cli::shard_from(argv[++i]);
  }
  const bool slow = std::find(argv + 6, argv + argc, std::string("--slow")) != argv + argc;
  const int log = ::open(argv[3], O_WRONLY | O_APPEND | O_CREAT, 0666);
  cli::RunHooks hooks;
  hooks.before_block = [log, slow](const BlockNumber& n) {
    const std::string line = std::to_string(n.index) + ' ' + std::to_string(::getpid()) + '\n';
    if (::write(log, line.data(), line.size()) < 0) std::abort();
    if (slow) std::this_thread::sleep_for(std::chrono::milliseconds(250));
  };
  try {
    const Comm comm = Comm::world();
    return static_cast<int>(cli::run(arguments, hooks, comm));
  } catch (const UserError& e) {
    std::cerr << e.what() << '\n';
    return static_cast<int>(e.code());
  } catch (const std::exception& e) {
    std::cerr << e.what() << '\n';
    return 1;
  }
}
