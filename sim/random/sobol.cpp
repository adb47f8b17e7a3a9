#include "random/sobol.hpp"

#include <boost/random/sobol.hpp>

#include "core/error.hpp"

namespace pbrsim {

namespace {

constexpr unsigned bits = 32;

using Engine = boost::random::sobol_engine<std::uint32_t, bits>;

std::uint32_t scrambled(std::uint32_t x, std::uint32_t dimension, const Streams& streams) {
  std::uint32_t result = 0;
  for (unsigned k = 0; k < bits; ++k) {
    const std::uint32_t before = k == 0 ? 0 : x >> (bits - k), bit = x >> (bits - 1 - k) & 1;
    const bool flip = streams.uniform({EntityKind::parameter, dimension}, k + 1, before) < 0.5;
    result = result << 1 | (flip ? 1 - bit : bit);
  }
  return result;
}

}  // namespace

std::vector<double> scrambled_sobol(std::size_t dimensions, std::uint32_t index,
                                    const Streams& streams) {
  PBRSIM_EXPECT(dimensions >= 1 && dimensions <= most_sobol_dimensions);
  Engine engine(dimensions);
  if (index > 0) engine.seed(index - 1);  // the engine leaves out the first point
  std::vector<double> point;
  for (std::uint32_t d = 0; d < dimensions; ++d) {
    const std::uint32_t x = index > 0 ? engine() : 0;
    point.push_back((static_cast<double>(scrambled(x, d, streams)) + 0.5) * 0x1p-32);
  }
  return point;
}

}  // namespace pbrsim
