/// Random numbers keyed by who and what for, never by when, where or in which order.
///
/// Every uniform is a pure function of (seed, draw, replication, area, entity, purpose, count)
/// through Philox4x32-10 (Salmon, Moraes, Dror & Shaw 2011, doi:10.1145/2063384.2063405;
/// Random123). The same person therefore meets the same chance in every design, on any thread, in
/// any shard.
///
///     key      = first 64 bits of Philox(key = seed, counter = (draw, replication, area, 0))
///     counter  = (entity id, entity kind << 16 | purpose, count, 0)
///
/// The map from (entity, purpose, count) to counters is one-to-one, so two different purposes never
/// share a number within a block; keys of different blocks are 64-bit images of a bijection.
/// Uniforms lie in the open interval (0, 1), on the grid (n + 1/2) / 2^53.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

#include <Random123/philox.h>

namespace pbrsim {

enum class EntityKind : std::uint32_t {
  person = 1,
  provider = 2,
  inflow = 3,
  area = 4,
  stock = 5,
  parameter = 6
};

/// Whose randomness: a kind and a number that is the same in every design.
struct Entity {
  EntityKind kind;
  std::uint32_t id;
};

/// Which block of an experiment.
struct BlockKey {
  std::uint64_t seed = 0;
  std::uint32_t draw = 0;
  std::uint32_t replication = 0;
  std::uint32_t area = 0;  // area_key(name), so that other areas in the file do not matter
};

/// A stable 32-bit number for an area's name (FNV-1a).
constexpr std::uint32_t area_key(std::string_view name) {
  std::uint32_t hash = 2166136261u;
  for (const char c : name)
    hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
  return hash;
}

/// The random numbers of one block. A small value; copy it freely.
class Streams {
 public:
  Streams() = default;
  explicit Streams(const BlockKey& block) {
    const Philox::ctr_type counter{{block.draw, block.replication, block.area, 0}};
    const Philox::key_type seed{
        {static_cast<std::uint32_t>(block.seed), static_cast<std::uint32_t>(block.seed >> 32)}};
    const auto mixed = Philox()(counter, seed);
    for (std::uint32_t i = 0; i < rounds; ++i)
      keys_[i] = {mixed[0] + i * PHILOX_W32_0, mixed[1] + i * PHILOX_W32_1};
  }

  /// Uniform number `count` of `entity` for `purpose` (< 65536).
  double uniform(Entity entity, std::uint32_t purpose, std::uint32_t count) const {
    const auto bits = block(entity, purpose, count);
    return to_uniform(bits[0], bits[1]);
  }

  /// Two independent uniforms with the same name.
  std::pair<double, double> uniform_pair(Entity entity, std::uint32_t purpose,
                                         std::uint32_t count) const {
    const auto bits = block(entity, purpose, count);
    return {to_uniform(bits[0], bits[1]), to_uniform(bits[2], bits[3])};
  }

 private:
  using Philox = r123::Philox4x32;

  static constexpr std::uint32_t rounds = 10;

  /// Philox of the counter, written out so that the keys of its rounds are reckoned once a block.
  std::array<std::uint32_t, 4> block(Entity entity, std::uint32_t purpose,
                                     std::uint32_t count) const {
    std::array<std::uint32_t, 4> c{
        entity.id, static_cast<std::uint32_t>(entity.kind) << 16 | purpose, count, 0};
    for (const auto& key : keys_) {
      const std::uint64_t a = std::uint64_t{PHILOX_M4x32_0} * c[0];
      const std::uint64_t b = std::uint64_t{PHILOX_M4x32_1} * c[2];
      c = {static_cast<std::uint32_t>(b >> 32) ^ c[1] ^ key[0], static_cast<std::uint32_t>(b),
           static_cast<std::uint32_t>(a >> 32) ^ c[3] ^ key[1], static_cast<std::uint32_t>(a)};
    }
    return c;
  }
  static double to_uniform(std::uint32_t high, std::uint32_t low) {
    const std::uint64_t word = (static_cast<std::uint64_t>(high) << 32 | low) >> 11;
    return (static_cast<double>(word) + 0.5) * 0x1p-53;
  }

  std::array<std::array<std::uint32_t, 2>, rounds> keys_{};
};

}  // namespace pbrsim
