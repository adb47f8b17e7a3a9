/// Ranks that simulate nothing: each answers work with a result after the time that it would take,
/// on a clock that is reckoned. It shows how work is dealt on machines that one does not have.
///
/// The clock is rank 0's, in seconds. Messages take `latency` on their way and rank 0 is busy with
/// a result for as long as its bytes take; a rank asks for work at the beginning and again behind
/// each result, like the ranks of experiment/crew.hpp. Bodies of work are handed to `cost` and come
/// back as those of results, whose size is what `cost` says.
#pragma once

#include <cstdint>
#include <functional>
#include <queue>
#include <vector>

#include "experiment/comm.hpp"

namespace pbrsim {

struct DryRunCost {
  double seconds = 0;  // of simulating
  double bytes = 0;    // of the result
};

struct DryRunMachine {
  int ranks = 2;                // rank 0 included
  double latency = 2e-5;        // seconds, each message
  double bytes_a_second = 4e8;  // that rank 0 can receive and take
};

class DryRun {
 public:
  /// What it costs that rank to do that work.
  using Cost = std::function<DryRunCost(int rank, std::string_view work)>;
  DryRun(const DryRunMachine& machine, Cost cost);

  int ranks() const { return machine_.ranks; }
  void send(int to, MessageKind kind, std::string_view body);
  /// None is left when every rank waits for work or has ended.
  std::optional<Message> receive();

  double now() const { return now_; }
  double received_bytes() const { return bytes_; }
  /// Seconds that rank 0 was busy with results.
  double rank_0_busy() const { return busy_; }
  /// Seconds that each rank simulated; of rank 0 none.
  const std::vector<double>& worked() const { return worked_; }

 private:
  struct Arrival {
    double time = 0;
    std::uint64_t order = 0;
    Message message;
    double bytes = 0;
  };
  struct Later {
    bool operator()(const Arrival& a, const Arrival& b) const {
      return a.time != b.time ? a.time > b.time : a.order > b.order;
    }
  };
  void arrives(double time, int from, MessageKind kind, std::string body, double bytes);

  DryRunMachine machine_;
  Cost cost_;
  std::priority_queue<Arrival, std::vector<Arrival>, Later> on_the_way_;
  std::uint64_t sent_ = 0;
  double now_ = 0, bytes_ = 0, busy_ = 0;
  std::vector<double> worked_;
};

}  // namespace pbrsim
