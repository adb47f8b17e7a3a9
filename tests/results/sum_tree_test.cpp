// Sums along the tree: the same bits however a range of replications is cut into pieces, where
// floating-point sums in order would differ.
#include "results/sum_tree.hpp"

#include <cmath>
#include <cstring>
#include <random>

#include "support/catch.hpp"

using namespace pbrsim;

namespace {

/// A sum that knows nothing from 0, so that what is added to nothing keeps its sign.
struct Number {
  double value = 0;
  bool any = false;
  void add(const Number& other) {
    if (!other.any) return;
    value = any ? value + other.value : other.value;
    any = true;
  }
};

/// Of very different size and both signs, so that the order of adding shows in the last bits.
std::vector<Number> numbers(std::size_t n) {
  std::mt19937_64 random(11);
  std::uniform_real_distribution<double> exponent(-20, 20), sign(-1, 1);
  std::vector<Number> all;
  for (std::size_t i = 0; i < n; ++i)
    all.push_back({std::copysign(std::exp(exponent(random)), sign(random)), true});
  return all;
}

double one_by_one(const std::vector<Number>& all) {
  SumTree<Number> tree;
  for (std::size_t i = 0; i < all.size(); ++i)
    tree.add({0, i}, all[i]);
  return tree.total().value;
}

/// Consecutive pieces, each added up on its own and then joined. Each ends before one of `ends`.
double in_pieces(const std::vector<Number>& all, const std::vector<std::size_t>& ends) {
  SumTree<Number> whole;
  std::size_t from = 0;
  for (const std::size_t end : ends) {
    SumTree<Number> piece;
    for (; from < end; ++from)
      piece.add({0, from}, all[from]);
    for (const auto& part : piece.parts())
      whole.add(part.node, part.sum);
  }
  return whole.total().value;
}

/// By the words of the definition: a node is its left half plus its right half.
Number by_definition(const std::vector<Number>& all, const TreeNode& node) {
  if (node.begin() >= all.size()) return {};
  if (node.level == 0) return all[node.number];
  Number sum = by_definition(all, {node.level - 1, 2 * node.number});
  sum.add(by_definition(all, {node.level - 1, 2 * node.number + 1}));
  return sum;
}

}  // namespace

TEST_CASE("the total is that of the definition, for any number of replications") {
  const std::vector<Number> all = numbers(130);
  for (std::size_t n = 1; n <= all.size(); ++n) {
    const std::vector<Number> some(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(n));
    CHECK(one_by_one(some) == by_definition(some, {8, 0}).value);
  }
  CHECK(one_by_one({}) == 0);
}

TEST_CASE("any pieces give the same bits, and adding in order does not") {
  const std::vector<Number> all = numbers(1000);
  const double whole = one_by_one(all);
  std::mt19937_64 random(12);
  std::size_t pieces_that_differ_in_order = 0;
  for (int repeat = 0; repeat < 200; ++repeat) {
    std::vector<std::size_t> ends;
    std::uniform_int_distribution<std::size_t> length(1, 1 + static_cast<std::size_t>(repeat));
    for (std::size_t at = 0; at < all.size();)
      ends.push_back(at = std::min(all.size(), at + length(random)));
    CHECK(in_pieces(all, ends) == whole);
    // What pieces that are each added up in order, and then added in order, would give.
    double sum = 0;
    std::size_t from = 0;
    for (const std::size_t end : ends) {
      double piece = 0;
      for (; from < end; ++from)
        piece += all[from].value;
      sum += piece;
    }
    pieces_that_differ_in_order += sum != whole;
  }
  double in_order = 0;
  for (const Number& n : all)
    in_order += n.value;
  CHECK(in_order != whole);
  CHECK(pieces_that_differ_in_order > 150);
}

TEST_CASE("replications that failed are nothing and keep their place") {
  std::vector<Number> all = numbers(64);
  for (const std::size_t failed : {0, 7, 8, 9, 10, 11, 63})
    all[failed] = {};
  CHECK(one_by_one(all) == by_definition(all, {6, 0}).value);
  CHECK(in_pieces(all, {5, 10, 40, 64}) == one_by_one(all));
  // Left out, those behind them would stand elsewhere in the tree.
  std::vector<Number> closed_up;
  for (const Number& n : all)
    if (n.any) closed_up.push_back(n);
  CHECK(one_by_one(closed_up) != one_by_one(all));
  const std::vector<Number> none(5);
  CHECK_FALSE(in_pieces(none, {2, 5}) != 0);
}

TEST_CASE("few nodes are held, and they must follow one another") {
  SumTree<Number> tree;
  for (std::size_t i = 5; i < 1029; ++i)
    tree.add({0, i}, {1, true});
  CHECK(tree.parts().size() <= 21);
  CHECK(tree.parts().front().node.begin() == 5);
  CHECK(tree.parts().back().node.end() == 1029);
  CHECK_THROWS_AS(tree.add({0, 1030}, {1, true}), Fault);
  CHECK_THROWS_AS(tree.add({2, 257}, {1, true}), Fault);
  CHECK_THROWS_AS(tree.total(), Fault);  // of a piece that begins at 5
}

namespace {

/// Counts how often, so that the test sees that it happens.
struct Text {
  inline static int packed = 0;
  static std::string pack(const Number& n) {
    ++packed;
    return std::string(reinterpret_cast<const char*>(&n), sizeof n);
  }
  static Number unpack(const std::string& bytes) {
    Number n;
    std::memcpy(&n, bytes.data(), sizeof n);
    return n;
  }
};

}  // namespace

TEST_CASE("Nodes that lie packed add up to the same bits") {
  for (const std::size_t n : {1, 15, 16, 31, 1000, 1023}) {
    const std::vector<Number> all = numbers(n);
    SumTree<Number, Text> tree;
    Text::packed = 0;
    for (std::size_t i = 0; i < n; ++i)
      tree.add({0, i}, all[i]);
    INFO(n << " replications");
    CHECK(tree.total().value == one_by_one(all));
    CHECK((Text::packed > 0) == (n >= 31));  // five nodes at once
  }
}
