/// Sums over the replications of a run, the same to the last bit however they were shared out.
///
/// Floating-point sums depend on the order of adding. Here the order follows from the replications'
/// numbers alone: a fixed binary tree stands over them, whose node of level k and number i covers
/// the replications from i·2^k to before (i+1)·2^k; a node is its left half plus its right half. A
/// half that has not come is nothing, which leaves the other as it is; so is a replication that
/// failed. Whoever has consecutive replications adds them up as far as their nodes are whole and
/// hands on those nodes: joined with the others they give the same bits.
///
/// `Sum` is a value with `add(const Sum&)`; a default-constructed one is nothing.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "core/error.hpp"

namespace pbrsim {

struct TreeNode {
  unsigned level = 0;
  std::size_t number = 0;

  std::size_t begin() const { return number << level; }
  std::size_t end() const { return (number + 1) << level; }
};

template <class Sum>
class SumTree {
 public:
  struct Part {
    TreeNode node;
    Sum sum;
  };

  /// Precondition: begins where the node before it ended; the first may begin anywhere.
  void add(const TreeNode& node, Sum sum) {
    PBRSIM_EXPECT(parts_.empty() || parts_.back().node.end() == node.begin());
    parts_.push_back({node, std::move(sum)});
    while (parts_.size() > 1 && join_last_two()) {
    }
  }

  /// The largest whole nodes of what was added, in order: of n replications at most 2 log2(n) + 1.
  const std::vector<Part>& parts() const { return parts_; }
  std::vector<Part> take() { return std::move(parts_); }

  /// Precondition: the first node began at 0.
  Sum total() const {
    PBRSIM_EXPECT(parts_.empty() || parts_.front().node.begin() == 0);
    Sum sum;
    for (auto part = parts_.rbegin(); part != parts_.rend(); ++part) {
      Sum left = part->sum;
      left.add(sum);
      sum = std::move(left);
    }
    return sum;
  }

 private:
  /// False if they are not the halves of one node.
  bool join_last_two() {
    Part &left = parts_[parts_.size() - 2], &right = parts_.back();
    if (left.node.level != right.node.level || left.node.number % 2 == 1) return false;
    left.sum.add(right.sum);
    left.node = {left.node.level + 1, left.node.number / 2};
    parts_.pop_back();
    return true;
  }

  std::vector<Part> parts_;
};

}  // namespace pbrsim
