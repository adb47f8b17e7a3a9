#include "cli/interruption.hpp"

#include <csignal>

namespace pbrsim::cli {

namespace {

std::atomic<bool> asked_to_stop{false};

void on_signal(int signal) {
  asked_to_stop = true;
  std::signal(signal, SIG_DFL);
}

void on_signal_ignored(int signal) { std::signal(signal, SIG_DFL); }

}  // namespace

void ignore_interruption() {
  std::signal(SIGINT, on_signal_ignored);
  std::signal(SIGTERM, on_signal_ignored);
}

const std::atomic<bool>& interrupted() { return asked_to_stop; }

void listen_for_interruption() {
  std::signal(SIGINT, on_signal);
  std::signal(SIGTERM, on_signal);
}

}  // namespace pbrsim::cli
