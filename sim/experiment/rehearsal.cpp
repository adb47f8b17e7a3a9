#include "experiment/rehearsal.hpp"

#include <algorithm>
#include <numeric>
#include <set>

#include "experiment/crew.hpp"

namespace pbrsim {

namespace {

/// What ranks have made of the latest draw that they had a block of.
class Ranks {
 public:
  Ranks(const Workload& workload, int ranks)
      : workload_(workload),
        draw_(static_cast<std::size_t>(ranks), 0),
        filled_(static_cast<std::size_t>(ranks)) {}

  /// Seconds that a block takes a rank besides simulating.
  double prepare(int rank, const BlockNumber& number) {
    const auto r = static_cast<std::size_t>(rank);
    double seconds = 0;
    if (draw_[r] != number.draw + 1) {
      draw_[r] = number.draw + 1;
      filled_[r].assign(workload_.block_seconds.size(), false);
      seconds += workload_.draw_seconds;
    }
    if (!filled_[r][number.area]) seconds += workload_.pool_seconds[number.area];
    filled_[r][number.area] = true;
    all_ += seconds;
    return seconds;
  }
  double all() const { return all_; }

 private:
  const Workload& workload_;
  std::vector<std::uint32_t> draw_;  // + 1
  std::vector<std::vector<bool>> filled_;
  double all_ = 0;
};

}  // namespace

Rehearsal rehearse(const Workload& workload, const DryRunMachine& machine) {
  PBRSIM_EXPECT(machine.ranks >= 2);
  const std::size_t areas = workload.block_seconds.size();
  Ranks ranks(workload, machine.ranks);
  const auto dry = std::make_shared<DryRun>(machine, [&](int rank, std::string_view work) {
    DryRunCost cost;
    std::set<std::size_t> in_bundle;
    for (const BlockNumber& number : bundle_from(work).blocks) {
      cost.seconds += workload.block_seconds[number.area] + ranks.prepare(rank, number);
      cost.bytes += workload.block_bytes;
      in_bundle.insert(number.area);
    }
    cost.bytes += workload.node_bytes * static_cast<double>(in_bundle.size());
    return cost;
  });
  Rehearsal result;
  Dealt dealt;
  dealt.range = {0, areas * workload.replications * workload.draws};
  const auto workers = static_cast<std::size_t>(machine.ranks);
  dealt.shape = {areas, workers, blocks_dealt_ahead * workers};
  dealt.number = [&](std::size_t i) {
    return BlockNumber{i, i % areas, static_cast<std::uint32_t>(i / areas % workload.replications),
                       static_cast<std::uint32_t>(i / areas / workload.replications)};
  };
  dealt.read = [](const std::string& work) {
    std::vector<BlockResult> results;
    for (const BlockNumber& number : bundle_from(work).blocks)
      results.push_back({number, "", {}});
    return results;
  };
  dealt.take = [](BlockResult&&) {};
  {
    Crew crew{Comm(dry)};
    result.blocks = deal(crew, dealt);
  }
  const double blocks_an_area = static_cast<double>(workload.replications * workload.draws);
  result.seconds = dry->now();
  result.even_seconds =
      blocks_an_area *
      std::accumulate(workload.block_seconds.begin(), workload.block_seconds.end(), 0.0) /
      (machine.ranks - 1);
  const std::vector<double>& worked = dry->worked();
  const double sum = std::accumulate(worked.begin(), worked.end(), 0.0);
  result.imbalance = *std::max_element(worked.begin(), worked.end()) / (sum / (machine.ranks - 1));
  result.rank_0_busy = dry->rank_0_busy() / result.seconds;
  result.bytes = dry->received_bytes();
  result.seconds_of_draws = ranks.all();
  return result;
}

}  // namespace pbrsim
