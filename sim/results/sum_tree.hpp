/// Sums over the replications of a run, the same to the last bit however they were shared out.
///
/// Floating-point sums depend on the order of adding. Here the order follows from the replications'
/// numbers alone: a fixed binary tree stands over them, whose node of level k and number i covers
/// the replications from i·2^k to before (i+1)·2^k; a node is its left half plus its right half. A
/// half that has not come is nothing, which leaves the other as it is; so is a replication that
/// failed. Whoever has consecutive replications adds them up as far as their nodes are whole and
/// hands on those nodes: joined with the others they give the same bits.
///
/// `Sum` is a value with `add(const Sum&)`; a default-constructed one is nothing. With a `Packing`
/// (`static std::string pack(const Sum&)` and `static Sum unpack(const std::string&)`, which give
/// back the same bits) nodes lie packed but for the last few, which are all that is touched often:
/// what lies at hand does not grow with the replications.
#pragma once

#include <cstddef>
#include <string>
#include <type_traits>
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

template <class Sum, class Packing = void>
class SumTree {
 public:
  static constexpr bool packs = !std::is_void_v<Packing>;
  /// Nodes before the last of them lie packed.
  static constexpr std::size_t at_hand = 4;

  struct Part {
    TreeNode node;
    Sum sum;
    std::string packed = {};  // what the sum was, if it is not at hand
  };

  /// Precondition: begins where the node before it ended; the first may begin anywhere.
  void add(const TreeNode& node, Sum sum) {
    PBRSIM_EXPECT(parts_.empty() || parts_.back().node.end() == node.begin());
    parts_.push_back({node, std::move(sum)});
    while (parts_.size() > 1 && join_last_two()) {
    }
    if constexpr (packs)
      for (std::size_t i = parts_.size(); i-- > at_hand;)
        put_away(parts_[i - at_hand]);
  }

  /// The largest whole nodes of what was added, in order: of n replications at most 2 log2(n) + 1.
  const std::vector<Part>& parts() const requires(!packs) { return parts_; }
  std::vector<Part> take() requires(!packs) { return std::move(parts_); }

  /// Precondition: the first node began at 0.
  Sum total() const {
    PBRSIM_EXPECT(parts_.empty() || parts_.front().node.begin() == 0);
    Sum sum;
    for (auto part = parts_.rbegin(); part != parts_.rend(); ++part) {
      Sum left = sum_of(*part);
      left.add(sum);
      sum = std::move(left);
    }
    return sum;
  }

 private:
  static Sum sum_of(const Part& part) {
    if constexpr (packs)
      if (!part.packed.empty()) return Packing::unpack(part.packed);
    return part.sum;
  }
  static void put_away(Part& part) {
    if (!part.packed.empty()) return;
    part.packed = Packing::pack(part.sum);
    part.sum = Sum();
  }

  /// False if they are not the halves of one node.
  bool join_last_two() {
    Part &left = parts_[parts_.size() - 2], &right = parts_.back();
    if (left.node.level != right.node.level || left.node.number % 2 == 1) return false;
    if constexpr (packs)
      if (!left.packed.empty()) {
        left.sum = Packing::unpack(left.packed);
        left.packed = {};
      }
    left.sum.add(right.sum);
    left.node = {left.node.level + 1, left.node.number / 2};
    parts_.pop_back();
    return true;
  }

  std::vector<Part> parts_;
};

}  // namespace pbrsim
