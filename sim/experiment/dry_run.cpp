#include "experiment/dry_run.hpp"

#include <algorithm>

namespace pbrsim {

DryRun::DryRun(const DryRunMachine& machine, Cost cost)
    : machine_(machine),
      cost_(std::move(cost)),
      worked_(static_cast<std::size_t>(machine.ranks), 0.0) {
  for (int rank = 1; rank < machine_.ranks; ++rank)
    arrives(machine_.latency, rank, MessageKind::ask, "", 0);
}

void DryRun::arrives(double time, int from, MessageKind kind, std::string body, double bytes) {
  on_the_way_.push({time, sent_++, {from, kind, std::move(body)}, bytes});
}

void DryRun::send(int to, MessageKind kind, std::string_view body) {
  if (kind == MessageKind::end)
    return arrives(now_ + 2 * machine_.latency, to, MessageKind::bye, "", 0);
  const DryRunCost cost = cost_(to, body);
  const double done = now_ + machine_.latency + cost.seconds;
  worked_[static_cast<std::size_t>(to)] += cost.seconds;
  arrives(done + machine_.latency, to, MessageKind::result, std::string(body), cost.bytes);
  arrives(done + machine_.latency, to, MessageKind::ask, "", 0);
}

std::optional<Message> DryRun::receive() {
  if (on_the_way_.empty()) return std::nullopt;
  const Arrival next = on_the_way_.top();
  on_the_way_.pop();
  const double taking = next.bytes / machine_.bytes_a_second;
  now_ = std::max(now_, next.time) + taking;
  busy_ += taking;
  bytes_ += next.bytes;
  return next.message;
}

}  // namespace pbrsim
