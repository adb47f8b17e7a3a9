/// Live progress on stderr: blocks done, rate, time left. One line rewritten on a terminal, a plain
/// line now and then elsewhere.
#pragma once

#include <chrono>
#include <cstddef>

namespace pbrsim::cli {

class Progress {
 public:
  Progress(std::size_t blocks, bool quiet);
  void step();
  /// There are so many in all after all.
  void expect(std::size_t blocks) { blocks_ = blocks; }
  /// Ends the line.
  void finish();
  double seconds() const;

 private:
  void print(bool last);

  using Time = std::chrono::steady_clock;
  std::size_t blocks_;
  std::size_t done_ = 0;
  bool quiet_;
  bool terminal_;
  Time::time_point started_ = Time::now();
  Time::time_point printed_{};
};

}  // namespace pbrsim::cli
