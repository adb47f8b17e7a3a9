#include "cli/progress.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace pbrsim::cli {

Progress::Progress(std::size_t blocks, bool quiet)
    : blocks_(blocks), quiet_(quiet), terminal_(::isatty(STDERR_FILENO) != 0) {}

double Progress::seconds() const {
  return std::chrono::duration<double>(Time::now() - started_).count();
}

void Progress::step() {
  ++done_;
  if (quiet_) return;
  const auto pause = terminal_ ? std::chrono::milliseconds(200) : std::chrono::milliseconds(10000);
  if (Time::now() - printed_ >= pause || done_ == blocks_) print(done_ == blocks_);
}

void Progress::print(bool last) {
  printed_ = Time::now();
  const double rate = static_cast<double>(done_) / std::max(1e-9, seconds());
  const double left = static_cast<double>(blocks_ - done_) / rate;
  std::fprintf(stderr, "%s%zu of %zu blocks, %.1f a second, %.0f s left%s",
               terminal_ ? "\r\033[K" : "", done_, blocks_, rate, left,
               terminal_ && !last ? "" : "\n");
  std::fflush(stderr);
}

void Progress::finish() {
  if (!quiet_ && terminal_ && done_ < blocks_) std::fputc('\n', stderr);
}

}  // namespace pbrsim::cli
