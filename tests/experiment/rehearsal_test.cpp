// A run rehearsed on ranks that one does not have.
#include <iostream>

#include "experiment/bundle_results.hpp"
#include "experiment/cost.hpp"
#include "experiment/crew.hpp"
#include "experiment/rehearsal.hpp"
#include "support/catch.hpp"

using namespace pbrsim;

namespace {

/// Areas of unequal size, like those of the eight pilots.
Workload areas(std::size_t n, double seconds_each) {
  const std::vector<double> sizes{0.3, 0.6, 1.6, 1.2, 1.1, 0.7, 1.0, 1.5};
  Workload w;
  for (std::size_t a = 0; a < n; ++a)
    w.block_seconds.push_back(seconds_each * sizes[a % sizes.size()]);
  w.pool_seconds.assign(n, 0.0);
  return w;
}

}  // namespace

TEST_CASE("two ranks beside rank 0, by hand") {
  Workload w = areas(1, 1);
  w.block_seconds = {2};
  w.replications = 5;
  const Rehearsal r = rehearse(w, {3, 0.0, 1e300});
  CHECK(r.blocks == 5);
  CHECK(r.seconds == 6);  // three and two of 2 s
  CHECK(r.even_seconds == 5);
  CHECK(r.imbalance == 1.2);
  CHECK(r.bytes == 0);
  // Two draws: each rank makes each draw once, and its area's stock.
  w.draws = 2;
  w.replications = 2;
  w.draw_seconds = 1;
  w.pool_seconds = {0.5};
  const Rehearsal drawn = rehearse(w, {3, 0.0, 1e300});
  CHECK(drawn.seconds == 2 * (2 + 1.5));
  CHECK(drawn.seconds_of_draws == 4 * 1.5);
}

TEST_CASE("rank 0 is the bottleneck where results are large") {
  Workload w = areas(8, 0.1);
  w.replications = 1000;
  w.block_bytes = 1e6;
  const Rehearsal few = rehearse(w, {9, 2e-5, 4e8}), many = rehearse(w, {1001, 2e-5, 4e8});
  CHECK(few.bytes == 8e9);
  CHECK(few.rank_0_busy < 0.5);
  CHECK(few.seconds < 1.1 * few.even_seconds);
  CHECK(many.rank_0_busy > 0.9);
  CHECK(many.seconds > 8e9 / 4e8);
}

TEST_CASE("what is added up crosses once for an area and bundle") {
  Workload w = areas(8, 0.1);
  w.replications = 1000;
  w.node_bytes = 1e6;
  const Rehearsal r = rehearse(w, {65, 2e-5, 1e12});
  CHECK(r.bytes >= 8e9 / 16);
  CHECK(r.bytes < 8e9 / 4);  // bundles are of 16 replications until half of them are left
  CHECK(r.seconds < 1.1 * r.even_seconds);
}

TEST_CASE("what a plan's blocks take adds up to what the run takes") {
  Plan plan = make_plan(load_scenario(TWO_DESIGNS, {}).scenario);
  plan.replications = 1000;
  const Workload w = workload_of(plan);
  double seconds = 0;
  for (const double s : w.block_seconds)
    seconds += s * 1000;
  CHECK(estimate_cost(plan, 1).seconds == Approx(seconds).epsilon(0.05));  // but for the stock
  CHECK(w.block_bytes > 1e3);
  CHECK(w.block_bytes < 1e5);
  CHECK(w.node_bytes > 1e4);
  CHECK(w.node_bytes < 1e6);
}

// The constants of experiment/cost.cpp: test_experiment "[.bytes]".
TEST_CASE("bytes that blocks of the eight pilots leave", "[.bytes]") {
  Plan plan = make_plan(load_scenario(EIGHT_PILOTS, {}).scenario);
  plan.replications = 16;
  fill_pools(plan, 2);
  RunOptions options;
  options.threads = 2;
  options.tables = {&cell_table("ledger")};
  const std::size_t areas = plan.areas.size(), of_each = 16;
  std::vector<BundleResults> bundles(areas, BundleResults(of_each, areas, options));
  double alone = 0, bare = 0, blocks = 0;
  run_blocks(plan, options, [&](BlockResult&& block) {
    ++blocks;
    alone += static_cast<double>(to_bytes(std::vector<BlockResult>{block}).size());
    bundles[block.number.area].add(BlockResult(block));
    block.totals = {};
    bare += static_cast<double>(to_bytes(std::vector<BlockResult>{block}).size());
  });
  double bundled = 0;
  for (BundleResults& bundle : bundles)
    bundled += static_cast<double>(to_bytes(bundle.take()).size());
  std::cout << blocks << " blocks: " << alone / blocks << " bytes each by itself, " << bare / blocks
            << " without panels and providers; in bundles of " << of_each << " " << bundled / blocks
            << " a block, so " << (bundled - bare) / static_cast<double>(areas) << " a node\n";
}

// The figures of scenarios/cluster/README.md: test_experiment "[.national]".
TEST_CASE("a national run", "[.national]") {
  // A block of the eight pilots: 0.36 s with two designs; with 20, in which 8 of 11 + 19 * 3 years
  // are shared.
  Workload w = areas(150, 0.36 * (8 + 20 * 3) / (8 + 2 * 3));
  w.draws = 500;
  w.replications = 20;
  w.draw_seconds = 150 * 20 * 0.005;
  w.pool_seconds.assign(150, 0.8);
  w.block_bytes = 20 * 3.9e3;
  w.node_bytes = 20 * 34e3;
  const auto say = [&](const char* what, const Workload& work, int ranks) {
    const Rehearsal r = rehearse(work, {ranks, 2e-5, 4e8});
    std::cout << what << ", " << ranks << " ranks: " << r.blocks << " blocks, " << r.seconds
              << " s, evenly " << r.even_seconds << " s, imbalance " << r.imbalance
              << ", rank 0 busy " << r.rank_0_busy << ", bytes " << r.bytes << ", draws "
              << r.seconds_of_draws << " s of all ranks\n";
  };
  say("in one piece", w, 1000);
  w.draws = 10;
  w.block_bytes = 30;  // a shard's results are its checkpoints
  w.node_bytes = 0;
  say("one of 50 shards", w, 20);
}
