// Streams: the generator is Philox4x32-10 as published; a uniform depends on every part of its name
// and on nothing else; uniforms are open, uniform and independent between names.
//
// Known answers are from Random123's kat_vectors (Salmon, Moraes, Dror & Shaw 2011).
// Kolmogorov-Smirnov by the DKW bound, correlations by their normal limit, chi-square on a grid:
// alpha = 1e-9 each. Controls: a sampler that is not uniform or repeats itself is refused.
#include "random/streams.hpp"

#include <cmath>
#include <set>
#include <vector>

#include "support/catch.hpp"
#include "support/statistics.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

using Words = std::array<std::uint32_t, 4>;

Words philox(Words counter, std::array<std::uint32_t, 2> key) {
  const auto out =
      r123::Philox4x32()({{counter[0], counter[1], counter[2], counter[3]}}, {{key[0], key[1]}});
  return {out[0], out[1], out[2], out[3]};
}

/// Philox4x32-10 from the paper: ten rounds of two 32-bit multiplications, the key bumped between.
Words philox_from_paper(Words c, std::array<std::uint32_t, 2> key) {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t a = std::uint64_t{0xD2511F53} * c[0], b = std::uint64_t{0xCD9E8D57} * c[2];
    c = {static_cast<std::uint32_t>(b >> 32) ^ c[1] ^ key[0], static_cast<std::uint32_t>(b),
         static_cast<std::uint32_t>(a >> 32) ^ c[3] ^ key[1], static_cast<std::uint32_t>(a)};
    key[0] += 0x9E3779B9;
    key[1] += 0xBB67AE85;
  }
  return c;
}

/// The uniform that 64 random bits stand for, to within the last place.
double uniform_from(std::uint32_t high, std::uint32_t low) {
  return std::ldexp(static_cast<double>(high), -32) + std::ldexp(static_cast<double>(low), -64);
}
bool same(double u, double expected) { return std::abs(u - expected) <= 0x1p-52; }

const Entity person{EntityKind::person, 7};

double correlation(const std::vector<double>& x, const std::vector<double>& y) {
  const Mean a = mean_of(x), b = mean_of(y);
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i)
    sum += (x[i] - a.mean) * (y[i] - b.mean);
  return sum / static_cast<double>(x.size()) / std::sqrt(a.variance * b.variance);
}

}  // namespace

TEST_CASE("Philox gives the published answers") {
  CHECK(philox({0, 0, 0, 0}, {0, 0}) == Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  const std::uint32_t f = 0xffffffff;
  CHECK(philox({f, f, f, f}, {f, f}) == Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  CHECK(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
        Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("A uniform is the stated function of its name") {
  const BlockKey block{0x123456789abcdef0, 3, 5, 11};
  const Words mixed =
      philox_from_paper({block.draw, block.replication, block.area, 0}, {0x9abcdef0, 0x12345678});
  const Words bits = philox_from_paper({7, 1u << 16 | 42, 9, 0}, {mixed[0], mixed[1]});
  const Streams streams(block);
  CHECK(same(streams.uniform(person, 42, 9), uniform_from(bits[0], bits[1])));
  const auto [first, second] = streams.uniform_pair(person, 42, 9);
  CHECK(same(first, uniform_from(bits[0], bits[1])));
  CHECK(same(second, uniform_from(bits[2], bits[3])));
}

TEST_CASE("Every part of a name matters") {
  const BlockKey block{1, 2, 3, 4};
  std::set<double> values{Streams(block).uniform(person, 5, 6)};
  std::size_t names = 1;
  const auto also = [&](const BlockKey& b, Entity e, std::uint32_t purpose, std::uint32_t count) {
    const auto [x, y] = Streams(b).uniform_pair(e, purpose, count);
    values.insert(x);
    values.insert(y);
    names += 2;
  };
  for (const int bit : {0, 1, 7, 15}) {
    const std::uint32_t flip = 1u << bit;
    also({1 ^ flip, 2, 3, 4}, person, 5, 6);
    also({1 ^ (std::uint64_t{flip} << 32), 2, 3, 4}, person, 5, 6);
    also({1, 2 ^ flip, 3, 4}, person, 5, 6);
    also({1, 2, 3 ^ flip, 4}, person, 5, 6);
    also({1, 2, 3, 4 ^ flip}, person, 5, 6);
    also(block, {EntityKind::person, 7 ^ flip}, 5, 6);
    also(block, person, 5 ^ flip, 6);
    also(block, person, 5, 6 ^ flip);
  }
  for (const EntityKind kind :
       {EntityKind::provider, EntityKind::inflow, EntityKind::area, EntityKind::stock})
    also(block, {kind, 7}, 5, 6);
  // The parts do not run into each other.
  also({2, 1, 3, 4}, person, 5, 6);
  also({1, 3, 2, 4}, person, 5, 6);
  also(block, {EntityKind::person, 6}, 5, 7);
  also(block, {EntityKind::person, 5}, 7, 6);
  CHECK(values.size() == names);
  CHECK(Streams(block).uniform(person, 5, 6) == Streams(block).uniform_pair(person, 5, 6).first);
}

TEST_CASE("More entities, purposes or numbers change none of the others") {
  // The prefix property: the same names asked for in other company and in another order.
  const Streams streams({9, 0, 1, area_key("tiny")});
  std::vector<double> few, many;
  for (std::uint32_t id = 0; id < 20; ++id)
    for (std::uint32_t count = 0; count < 5; ++count)
      few.push_back(streams.uniform({EntityKind::person, id}, 3, count));
  for (std::uint32_t count = 8; count-- > 0;)
    for (std::uint32_t purpose = 0; purpose < 6; ++purpose)
      for (std::uint32_t id = 40; id-- > 0;)
        static_cast<void>(streams.uniform({EntityKind::person, id}, purpose, count));
  for (std::uint32_t id = 0; id < 20; ++id)
    for (std::uint32_t count = 0; count < 5; ++count)
      many.push_back(
          Streams({9, 0, 1, area_key("tiny")}).uniform({EntityKind::person, id}, 3, count));
  CHECK(few == many);
}

TEST_CASE("Area keys are FNV-1a of the name") {
  CHECK(area_key("") == 2166136261u);
  CHECK(area_key("a") == 0xe40c292c);
  CHECK(area_key("foobar") == 0xbf9cf968);
}

TEST_CASE("Uniforms are open, uniform and independent between names") {
  constexpr std::uint32_t n = 200000;
  const Streams streams({2024, 0, 0, 1}), next({2024, 0, 1, 1});
  std::vector<double> u, second, by_person, by_purpose, by_count, by_replication;
  for (std::uint32_t i = 0; i < n; ++i) {
    const auto [x, y] = streams.uniform_pair({EntityKind::person, i}, 1, 0);
    u.push_back(x);
    second.push_back(y);
    by_person.push_back(streams.uniform({EntityKind::person, i + 1}, 1, 0));
    by_purpose.push_back(streams.uniform({EntityKind::person, i}, 2, 0));
    by_count.push_back(streams.uniform({EntityKind::person, i}, 1, 1));
    by_replication.push_back(next.uniform({EntityKind::person, i}, 1, 0));
  }
  const auto identity = [](double x) { return x; };
  for (const double x : u)
    REQUIRE((x > 0 && x < 1));
  CHECK(ks_distance(u, identity) < critical_ks(n));
  CHECK(ks_distance(second, identity) < critical_ks(n));
  for (const auto* other : {&second, &by_person, &by_purpose, &by_count, &by_replication})
    CHECK(std::abs(correlation(u, *other)) * std::sqrt(n) < critical_z());
  // Cells of a 16 x 16 grid, expected n / 256 each.
  const auto grid = [&](const std::vector<double>& x, const std::vector<double>& y) {
    std::vector<double> cells(256, 0.0);
    for (std::size_t i = 0; i < x.size(); ++i)
      cells[static_cast<std::size_t>(x[i] * 16) * 16 + static_cast<std::size_t>(y[i] * 16)] += 1;
    return chi_square(cells, std::vector<double>(256, static_cast<double>(x.size()) / 256));
  };
  CHECK(grid(u, second) < critical_chi_square(255));
  CHECK(grid(u, by_count) < critical_chi_square(255));

  // Broken samplers: a square instead of the uniform, a stream that ignores `count`, a mean off by
  // 1%.
  std::vector<double> squares, shifted;
  for (const double x : u) {
    squares.push_back(x * x);
    shifted.push_back(std::pow(x, 1.04));
  }
  CHECK(ks_distance(squares, identity) > critical_ks(n));
  CHECK(ks_distance(shifted, identity) > critical_ks(n));
  CHECK(grid(u, u) > critical_chi_square(255));
}

// (n + 1/2) / 2^53 is no double for u > 1/2: it is rounded, and for the largest n rounded to 1. On
// a grid that doubles can hold, u and 1 - u are both (n + 1/2) / 2^b exactly, so that neither end
// is ever reached.
TEST_CASE("Uniforms lie on a grid that doubles can hold", "[.defect]") {
  const Streams streams({5, 0, 0, 0});
  int off_52 = 0, off_53 = 0;
  for (std::uint32_t i = 0; i < 1000; ++i) {
    const double u = streams.uniform({EntityKind::person, i}, 0, 0);
    off_52 += std::fmod(std::ldexp(u, 52), 1.0) != 0.5;
    off_53 += std::fmod(std::ldexp(u, 53), 1.0) != 0.5;
  }
  CHECK(std::min(off_52, off_53) == 0);
}
