/// How the blocks of a run are bundled for the processes that share it.
///
/// A bundle is some areas of 2^k replications in a row that make a node of the tree of sums
/// (results/sum_tree.hpp), so that one node for each area is all that is left of its panels. The
/// areas of a node are shared out before the next node is begun. Bundles are large at first and
/// end as single blocks, each a fixed part of what is left for each worker, so that all workers end
/// at about the same time. A node has at most half of the blocks that may be begun and not taken,
/// and a bundle at most a worker's part of them, so that nobody waits for room.
/// What comes of the blocks does not depend on any of this.
#pragma once

#include <cstddef>
#include <vector>

namespace pbrsim {

class Bundles {
 public:
  struct Shape {
    std::size_t areas = 1;
    std::size_t workers = 1;  // threads of all processes
    std::size_t window = 1;   // blocks that may be begun and not taken
  };

  /// Replications from one to before the other.
  Bundles(std::size_t from, std::size_t to, const Shape& shape);

  bool over() const { return first_ >= to_; }
  /// The position of a block is replication * areas + area. Where the node of the next bundle
  /// begins and ends. Precondition: not over.
  std::size_t node_begin() const { return first_ * shape_.areas; }
  std::size_t node_end() const { return (first_ + replications_) * shape_.areas; }
  bool node_is_begun() const { return area_ > 0; }

  /// Positions of the next bundle, replication by replication. Precondition: not over.
  std::vector<std::size_t> next();

 private:
  void begin_node();

  Shape shape_;
  std::size_t first_, to_;
  std::size_t replications_ = 1;  // of the node
  std::size_t width_ = 1;         // areas of a bundle
  std::size_t area_ = 0;          // the next one
};

}  // namespace pbrsim
