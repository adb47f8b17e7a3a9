// Bundles: every block once, whole nodes of the tree, few at the end; and what comes of them adds
// up to the bits of the blocks one by one.
#include <cmath>
#include <random>

#include "experiment/bundle_results.hpp"
#include "experiment/bundles.hpp"
#include "experiment/crew.hpp"
#include "support/catch.hpp"

using namespace pbrsim;

namespace {

std::vector<std::vector<std::size_t>> all_bundles(std::size_t from, std::size_t to,
                                                  const Bundles::Shape& shape) {
  Bundles bundles(from, to, shape);
  std::vector<std::vector<std::size_t>> all;
  while (!bundles.over())
    all.push_back(bundles.next());
  return all;
}

/// Replications of a bundle are those of a node, its areas a range of them.
bool is_of_a_node(const std::vector<std::size_t>& bundle, std::size_t areas) {
  const std::size_t first = bundle.front() / areas, behind = bundle.back() / areas + 1,
                    n = behind - first,
                    width = bundle.back() - bundle.front() - (n - 1) * areas + 1;
  bool good = (n & (n - 1)) == 0 && first % n == 0 && bundle.size() == n * width;
  for (std::size_t i = 0; i < bundle.size(); ++i)
    good = good && bundle[i] == bundle.front() + i / width * areas + i % width;
  return good;
}

constexpr std::size_t areas = 3, replications = 45;
using Trees = std::vector<SumTree<AreaTotals>>;  // by area

void add_to(Trees& trees, const BlockResult& block) {
  if (block.level) trees[block.number.area].add(node_of(block, areas), block.totals);
}

/// The totals as bytes.
std::string bits(const Trees& trees) {
  std::string all;
  for (const auto& tree : trees) {
    BlockResult result;
    result.totals = tree.total();
    all += to_bytes(std::vector<BlockResult>{result});
  }
  return all;
}

Trees apart(const std::vector<BlockResult>& blocks) {
  Trees trees(areas);
  for (const BlockResult& block : blocks)
    add_to(trees, block);
  return trees;
}

/// Blocks of two designs with panels whose sums depend on the order; one in eight failed.
std::vector<BlockResult> simulated() {
  const Plan plan = [] {
    Plan p = make_plan(load_scenario(TWO_DESIGNS, {}).scenario);
    p.replications = 5;
    fill_pools(p, 2);
    return p;
  }();
  std::vector<BlockResult> real;
  run_blocks(plan, {}, [&](BlockResult&& block) {
    if (block.number.area == 0) real.push_back(std::move(block));
  });
  std::vector<BlockResult> all;
  for (std::size_t i = 0; i < areas * replications; ++i) {
    BlockResult block = real[i % real.size()];
    block.number = {i, i % areas, static_cast<std::uint32_t>(i / areas), 0};
    if (i * 7 % 8 == 3)
      block = {block.number, "planted", {}};
    else  // means of several differ in the last bits by the order of adding
      for (std::size_t more = 0; more < i % 5; ++more)
        block.totals.add(real[more % real.size()].totals);
    all.push_back(std::move(block));
  }
  return all;
}

}  // namespace

TEST_CASE("every block is in one bundle, and bundles are of nodes") {
  std::mt19937_64 random(3);
  const auto number = [&](std::size_t least, std::size_t most) {
    return std::uniform_int_distribution<std::size_t>(least, most)(random);
  };
  for (int repeat = 0; repeat < 300; ++repeat) {
    Bundles::Shape shape{number(1, 12), number(1, 40), 0};
    shape.window = number(1, 40) * shape.workers;
    const std::size_t from = number(0, 50), to = from + number(0, 300);
    std::vector<int> seen(to * shape.areas);
    for (const std::vector<std::size_t>& bundle : all_bundles(from, to, shape)) {
      CHECK(is_of_a_node(bundle, shape.areas));
      CHECK(bundle.size() <= std::max<std::size_t>(1, shape.window / 2 / shape.workers));
      for (const std::size_t position : bundle)
        ++seen[position];
    }
    std::vector<int> expected(to * shape.areas, 1);
    std::fill_n(expected.begin(), from * shape.areas, 0);
    CHECK(seen == expected);
  }
}

TEST_CASE("bundles are large at first and single blocks at the end") {
  const auto bundles = all_bundles(0, 1000, {8, 16, 512});
  CHECK(bundles.front().size() == 16);
  CHECK(bundles.front().back() / 8 == 15);  // of one area
  for (std::size_t i = bundles.size() - 64; i < bundles.size(); ++i)
    CHECK(bundles[i].size() == 1);
  CHECK(bundles.size() < 8000 / 10);
}

TEST_CASE("bundles added up where they are simulated give the bits of the blocks one by one") {
  const std::vector<BlockResult> blocks = simulated();
  const std::string one_by_one = bits(apart(blocks));
  const RunOptions options;
  for (const std::size_t workers : {1, 2, 5}) {
    std::vector<BlockResult> arrived(blocks.size());
    std::size_t nodes = 0;
    for (const auto& bundle : all_bundles(0, replications, {areas, workers, 32 * workers})) {
      BundleResults results(bundle.size(), areas, options);
      for (const std::size_t position : bundle)
        results.add(BlockResult(blocks[position]));
      for (BlockResult& block : results.take()) {
        nodes += block.level.has_value();
        CHECK(block.designs.size() == blocks[block.number.index].designs.size());
        arrived[block.number.index] = std::move(block);
      }
    }
    const bool same = bits(apart(arrived)) == one_by_one;
    CHECK(same);
    CHECK(3 * nodes < 2 * blocks.size());
  }
  // In order, without the tree, the bits are others: what stands above says something.
  Trees in_order(areas);
  for (std::size_t area = 0; area < areas; ++area) {
    AreaTotals sum;
    for (std::size_t i = area; i < blocks.size(); i += areas)
      sum.add(blocks[i].totals);
    in_order[area].add({6, 0}, sum);
  }
  const bool same = bits(in_order) == one_by_one;
  CHECK_FALSE(same);
}

TEST_CASE("so do any replications in a row, whatever nodes they begin and end in") {
  const std::vector<BlockResult> blocks = simulated();
  const std::string one_by_one = bits(apart(blocks));
  const RunOptions options;
  std::mt19937_64 random(5);
  for (int repeat = 0; repeat < 20; ++repeat) {
    Trees joined(areas);
    for (std::size_t from = 0; from < replications;) {
      const std::size_t to =
          std::min(replications, from + std::uniform_int_distribution<std::size_t>(1, 17)(random));
      BundleResults results((to - from) * areas, areas, options);
      for (; from < to; ++from)
        for (std::size_t area = 0; area < areas; ++area)
          results.add(BlockResult(blocks[from * areas + area]));
      for (const BlockResult& block : results.take())
        add_to(joined, block);
    }
    const bool same = bits(joined) == one_by_one;
    CHECK(same);
  }
}

TEST_CASE("what is not to be added up, or not to be sent, is not") {
  const std::vector<BlockResult> blocks = simulated();
  RunOptions options;
  options.totals_apart = true;
  BundleResults apart(2, areas, options);
  apart.add(BlockResult(blocks[0]));
  CHECK_FALSE(apart.complete());
  apart.add(BlockResult(blocks[3]));
  CHECK(apart.complete());
  for (const BlockResult& block : apart.take()) {
    CHECK(block.level == 0U);
    CHECK_FALSE(block.totals.designs.empty());
  }
  options.only_saved = true;
  BundleResults bare(2, areas, options);
  bare.add(BlockResult(blocks[0]));
  bare.add({{3, 0, 1, 0}, "why", {}});
  const std::vector<BlockResult> left = bare.take();
  CHECK(left[0].designs.empty());
  CHECK(left[0].totals.designs.empty());
  CHECK(left[1].failure == "why");
}
