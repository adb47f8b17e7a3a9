/// What comes of a bundle: its blocks, and what is added up of them in as few sums as the tree
/// allows.
///
/// Panels and providers go to the block with which their node of the tree ends; the other blocks of
/// the area have none and no level. Whoever adds the nodes to a tree of the whole run, in the order
/// of the blocks, gets the same bits as from the blocks one by one.
#pragma once

#include <map>

#include "experiment/run.hpp"

namespace pbrsim {

class BundleResults {
 public:
  /// So many blocks, in a run of so many areas. `options` must outlive this; it says what is not
  /// added up, or not even handed on.
  BundleResults(std::size_t blocks, std::size_t areas, const RunOptions& options);

  /// Of each area replications in a row; blocks as they come of simulating.
  void add(BlockResult&& block);
  bool complete() const { return blocks_.size() == expected_; }
  /// In the order of adding. Precondition: complete.
  std::vector<BlockResult> take();

 private:
  struct Sum {
    SumTree<AreaTotals> tree;
    std::size_t first = 0;            // replication
    std::vector<std::size_t> blocks;  // of the area: where they stand among all
  };
  void add_up(BlockResult& block);

  std::size_t expected_, areas_;
  const RunOptions& options_;
  std::vector<BlockResult> blocks_;
  std::map<std::size_t, Sum> sums_;  // by area
};

}  // namespace pbrsim
