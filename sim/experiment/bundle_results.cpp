#include "experiment/bundle_results.hpp"

namespace pbrsim {

BundleResults::BundleResults(std::size_t blocks, std::size_t areas, const RunOptions& options)
    : expected_(blocks), areas_(areas), options_(options) {}

void BundleResults::add(BlockResult&& block) {
  if (options_.only_saved)
    block = {block.number, std::move(block.failure), {}};
  else if (!options_.totals_apart)
    add_up(block);
  blocks_.push_back(std::move(block));
}

void BundleResults::add_up(BlockResult& block) {
  const TreeNode node = node_of(block, areas_);
  Sum& sum = sums_[block.number.area];
  if (sum.blocks.empty()) sum.first = node.begin();
  sum.blocks.push_back(blocks_.size());
  sum.tree.add(node, std::move(block.totals));
  block.totals = {};
  block.level.reset();
}

std::vector<BlockResult> BundleResults::take() {
  PBRSIM_EXPECT(complete());
  for (auto& [area, sum] : sums_)
    for (auto& part : sum.tree.take()) {
      BlockResult& last = blocks_[sum.blocks[part.node.end() - 1 - sum.first]];
      last.totals = std::move(part.sum);
      last.level = part.node.level;
    }
  return std::move(blocks_);
}

}  // namespace pbrsim
