/// Scenario files gone wrong: one mutation of a text, by chance that the seed fixes.
///
/// Structural mutations touch what YAML and the format are made of: keys, units, numbers, tags,
/// indentation, blocks, quotes and brackets. Byte mutations know nothing of that.
#pragma once

#include <cstdint>
#include <random>
#include <string>

namespace pbrsim::fuzz {

/// Whole numbers by chance, the same with every library.
class Chance {
 public:
  explicit Chance(std::uint64_t seed) : engine_(seed) {}
  /// From 0 to n - 1; 0 if n is 0.
  std::size_t below(std::size_t n) { return n == 0 ? 0 : engine_() % n; }
  bool coin() { return below(2) == 0; }

 private:
  std::mt19937_64 engine_;
};

std::string mutate_structure(std::string text, Chance& chance);
std::string mutate_bytes(std::string text, Chance& chance);

}  // namespace pbrsim::fuzz
