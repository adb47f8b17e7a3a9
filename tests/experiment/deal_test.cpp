// Dealing: every block once, taken in order, a bounded number begun; results cross between
// processes bit for bit. Ranks are those of a dry run, whose clock can be reckoned by hand.
#include <numeric>
#include <thread>

#include "experiment/crew.hpp"
#include "experiment/dry_run.hpp"
#include "support/catch.hpp"

using namespace pbrsim;

namespace {

struct Taken {
  std::vector<std::size_t> order;
  std::size_t most_begun = 0;  // and not yet taken
  double seconds = 0, busy = 0, bytes = 0;
  std::vector<double> worked;
  std::size_t here = 0;  // by rank 0 itself
};

struct Case {
  DryRunMachine machine;
  std::vector<double> seconds;  // by block
  double bytes = 0;             // of each result
  std::size_t window = 1000000;
  bool rank_0_works = false;
};

/// What ranks that are none send back: the blocks that they were given.
std::vector<BlockResult> echo(const std::string& work) {
  std::vector<BlockResult> results;
  for (const BlockNumber& number : bundle_from(work).blocks)
    results.push_back({number, "", {}});
  return results;
}

Taken deal_dry(const Case& c) {
  std::size_t begun = 0;
  std::atomic<std::size_t> here = 0, done = 0;
  const auto dry = std::make_shared<DryRun>(c.machine, [&](int, std::string_view work) {
    while (c.rank_0_works && here == 0)
      std::this_thread::yield();  // no time passes for ranks that are none
    DryRunCost cost;
    for (const BlockNumber& number : bundle_from(work).blocks) {
      cost.seconds += c.seconds.at(number.index);
      cost.bytes += c.bytes;
    }
    return cost;
  });
  Taken taken;
  Crew crew{Comm(dry)};
  Dealt dealt;
  dealt.range = {0, c.seconds.size()};
  dealt.shape = {1, static_cast<std::size_t>(c.machine.ranks), c.window};
  dealt.number = [&](std::size_t i) {
    ++begun;
    taken.most_begun = std::max(taken.most_begun, begun - done);
    return BlockNumber{i, 0, 0, 0};
  };
  dealt.read = echo;
  dealt.take = [&](BlockResult&& block) {
    taken.order.push_back(block.number.index);
    ++done;
  };
  if (c.rank_0_works)
    dealt.simulate_here = [&](const Dealt::Next& next, const Dealt::HandOn& hand_on) {
      while (const auto number = next()) {
        ++here;
        hand_on({*number, "", {}});
      }
    };
  CHECK(deal(crew, dealt) == c.seconds.size());
  taken.seconds = dry->now();
  taken.busy = dry->rank_0_busy();
  taken.bytes = dry->received_bytes();
  taken.worked = dry->worked();
  taken.here = here;
  return taken;
}

std::vector<std::size_t> in_order(std::size_t n) {
  std::vector<std::size_t> all(n);
  std::iota(all.begin(), all.end(), std::size_t{0});
  return all;
}

}  // namespace

TEST_CASE("two ranks share blocks as each is free, by a clock reckoned by hand") {
  // The first takes the block of 3 s, the second the three others.
  const Case two{{3, 0.0, 1e300}, {3, 1, 1, 1}};
  const Taken taken = deal_dry(two);
  CHECK(taken.order == in_order(4));
  CHECK(taken.seconds == 3);
  CHECK(taken.worked == std::vector<double>{0, 3, 3});
  // Messages of 0.25 s, there and back for each of three blocks in a row, after the first to ask.
  Case slow = two;
  slow.machine.latency = 0.25;
  CHECK(deal_dry(slow).seconds == 0.25 + 3 * (1 + 0.5));
  // Results that take rank 0 half a second each: the last one is taken behind the third.
  Case busy = two;
  busy.machine.bytes_a_second = 200;
  busy.bytes = 100;
  const Taken held = deal_dry(busy);
  CHECK(held.busy == 2);
  CHECK(held.bytes == 400);
  CHECK(held.seconds == 4.5);
}

TEST_CASE("no more blocks are begun than may wait for one that is slow") {
  Case c{{3, 0.0, 1e300}, {30, 1, 1, 1, 1, 1, 1, 1}};
  c.window = 3;
  const Taken taken = deal_dry(c);
  CHECK(taken.order == in_order(8));
  CHECK(taken.most_begun == 3);
  CHECK(taken.seconds == 33);  // two beside it, then five shared by two
  c.window = 100;
  CHECK(deal_dry(c).seconds == 30);
}

TEST_CASE("a thousand ranks take every block once, in order") {
  Case c;
  c.machine.ranks = 1000;
  for (std::size_t i = 0; i < 20000; ++i)
    c.seconds.push_back(0.1 + 0.01 * static_cast<double>(i * 7919 % 13));
  c.bytes = 1000;
  const Taken taken = deal_dry(c);
  CHECK(taken.order == in_order(20000));
  const double work = std::accumulate(c.seconds.begin(), c.seconds.end(), 0.0);
  CHECK(std::accumulate(taken.worked.begin(), taken.worked.end(), 0.0) == Approx(work));
  CHECK(taken.seconds >= work / 999);
  CHECK(taken.seconds < 1.05 * work / 999);
}

TEST_CASE("rank 0 works beside the others") {
  Case c{{2, 0.0, 1e300}, std::vector<double>(200, 1.0)};
  c.rank_0_works = true;
  const Taken taken = deal_dry(c);
  CHECK(taken.order == in_order(200));
  CHECK(taken.here > 0);
  CHECK(taken.worked[1] + static_cast<double>(taken.here) == 200);
}

TEST_CASE("a stop leaves a prefix") {
  std::atomic<bool> stop = false;
  const auto dry = std::make_shared<DryRun>(DryRunMachine{3}, [](int, std::string_view) {
    return DryRunCost{1, 10};
  });
  Crew crew{Comm(dry)};
  std::size_t next = 0;
  Dealt dealt;
  dealt.range = {0, 100};
  dealt.shape = {1, 100, 100};
  dealt.stop = &stop;
  dealt.number = [](std::size_t i) { return BlockNumber{i, 0, 0, 0}; };
  dealt.read = echo;
  dealt.take = [&](BlockResult&& block) {
    CHECK(block.number.index == next++);
    if (next == 5) stop = true;
  };
  CHECK(deal(crew, dealt) == next);
  CHECK(next >= 5);
  CHECK(next <= 7);  // those begun are finished
}

TEST_CASE("results come back from bytes as they were") {
  Plan plan = make_plan(load_scenario(TWO_DESIGNS, {}).scenario);
  plan.replications = 1;
  fill_pools(plan, 2);
  RunOptions options;
  options.tables = {&cell_table("ledger"), &cell_table("episodes")};
  options.ledger = true;
  run_blocks(plan, options, [&](BlockResult&& block) {
    const std::string bytes = to_bytes(std::vector<BlockResult>{block});
    const BlockResult back = results_from(bytes).at(0);
    CHECK(back.number.index == block.number.index);
    CHECK(back.number.area == block.number.area);
    REQUIRE(back.designs.size() == block.designs.size());
    CHECK(back.level == 0U);
    CHECK(back.totals.designs.size() == block.totals.designs.size());
    CHECK(to_bytes(std::vector<BlockResult>{back}) == bytes);
    for (std::size_t d = 0; d < back.designs.size(); ++d) {
      CHECK(back.designs[d].sums == block.designs[d].sums);
      CHECK(back.designs[d].tables == block.designs[d].tables);
      CHECK(back.designs[d].ledger.size() == block.designs[d].ledger.size());
    }
  });
  const std::vector<BlockResult> failed{{{7, 1, 3, 2}, "why", {}, {}, std::nullopt}};
  const BlockResult back = results_from(to_bytes(failed)).at(0);
  CHECK(back.failure == "why");
  CHECK(back.number.draw == 2);
  CHECK_FALSE(back.level);
}
