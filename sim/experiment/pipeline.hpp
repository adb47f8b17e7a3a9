/// The threads of this process at work on blocks. At most two blocks a thread are in flight: memory
/// is bounded by them, not by the number of blocks.
#pragma once

#include <functional>
#include <optional>

#include "experiment/run.hpp"

namespace pbrsim {

struct Pipeline {
  int threads = 1;
  bool in_order = true;  // hand on in the order in which blocks were begun
  std::function<std::optional<BlockNumber>()> next;     // called by one thread at a time
  std::function<BlockResult(const BlockNumber&)> work;  // by several
  std::function<void(BlockResult&&)> hand_on;           // by one at a time
};

/// Until `next` has none. What any of them throws ends it and comes out of here; what is in flight
/// then is not handed on.
void run_pipeline(const Pipeline& pipeline);

}  // namespace pbrsim
