// What a draw draws: spreads, correlations, rows of a posterior.
#include <cmath>
#include <fstream>
#include <optional>
#include <set>

#include "experiment/sampler.hpp"
#include "random/variates.hpp"
#include "support/catch.hpp"

using namespace pbrsim;

namespace {

constexpr const char* completion = "pathway.completion.rate";

Scenario scenario(std::vector<Override> more = {}) {
  return load_scenario(UNCERTAIN, more).scenario;
}

}  // namespace

TEST_CASE("with sobol the draws are parts, each spread evenly, none like another") {
  const Scenario s = scenario({{"sampling", "sobol"}, {"run.draws", "128"}});
  CHECK(draws_together(s) == 16);
  CHECK(draws_together(scenario()) == 1);
  std::set<double> seen;
  for (std::uint32_t part = 0; part < 8; ++part) {
    std::vector<int> strata(16);
    for (std::uint32_t i = 1; i <= 16; ++i) {
      const Sample sample = sample_of(s, 11, part * 16 + i);
      CHECK(sample.replicate == part + 1);
      CHECK(sample.quantiles.size() == 2);
      ++strata[static_cast<std::size_t>(sample.quantiles.at("moves") * 16)];
      seen.insert(sample.quantiles.at("moves"));
    }
    CHECK(strata == std::vector<int>(16, 1));
  }
  CHECK(seen.size() == 128);
  CHECK(sample_of(s, 12, 1).quantiles != sample_of(s, 11, 1).quantiles);
  CHECK_FALSE(sample_of(scenario(), 11, 1).replicate);
}

// 16,000 draws: the mean product of two normals has a standard error of sqrt((1 + r^2) / n) =
// 0.010; the bound is five of them (alpha 6e-7).
TEST_CASE("correlated draws have the correlation; the others stay as they were") {
  const std::string groups =
      "{correlations: [{of: [moves, pathway.completion.rate], coefficient: 0.8}]}";
  const std::string third = "!uniform {low: 0.01 per year, high: 0.1 per year}";
  const Scenario s = scenario({{"sampling", groups}, {"pathway.transfer", third}}),
                 plain = scenario({{"pathway.transfer", third}});
  double product = 0;
  for (std::uint32_t draw = 1; draw <= 16000; ++draw) {
    const Quantiles q = sample_of(s, 11, draw).quantiles;
    product += normal_quantile(q.at("moves")) * normal_quantile(q.at(completion));
    if (draw > 10) continue;
    const Quantiles p = sample_of(plain, 11, draw).quantiles;
    CHECK(q.at("pathway.transfer") == p.at("pathway.transfer"));
    CHECK(q.at(completion) != p.at(completion));
  }
  CHECK(product / 16000 == Approx(0.8).margin(0.05));
}

// 3,000 draws of 3 rows: a count of 1,000 has a standard deviation of 26, the mean of 1,000
// uniforms one of 0.0091; bounds at 4 of them (alpha 6e-5 each, seven of them). Rows do not follow
// from the row before, nor from what else is drawn.
TEST_CASE("a posterior gives whole rows, each as often; what it has no column for is drawn") {
  const std::string rows =
      "{posterior: {columns: [pathway.completion.rate], rows: [[1], [1.5], [2]]}}";
  const Scenario s = scenario({{"sampling", rows}}), plain = scenario();
  std::vector<int> counts(3);
  std::vector<double> moves(3);
  int as_before = 0;
  std::optional<std::size_t> before;
  for (std::uint32_t draw = 1; draw <= 3000; ++draw) {
    const Sample sample = sample_of(s, 11, draw);
    REQUIRE(sample.row);
    ++counts[*sample.row];
    CHECK(sample.values.at(completion) == 1 + 0.5 * static_cast<double>(*sample.row));
    CHECK(sample.quantiles.size() == 1);
    CHECK(sample_of(s, 11, draw).row == sample.row);
    moves[*sample.row] += sample.quantiles.at("moves");
    as_before += sample.row == before;
    before = sample.row;
    if (draw <= 10)
      CHECK(sample.quantiles.at("moves") == sample_of(plain, 11, draw).quantiles.at("moves"));
  }
  CHECK(std::abs(as_before - 1000) < 104);
  for (std::size_t r = 0; r < 3; ++r) {
    CHECK(std::abs(counts[r] - 1000) < 104);
    CHECK(std::abs(moves[r] / counts[r] - 0.5) < 0.0365);
  }
}

TEST_CASE("all columns of a posterior are of one row") {
  const std::string rows =
      "{posterior: {columns: [pathway.completion.rate, moves], rows: [[1, 0.03], [1.5, 0.04], [2, "
      "0.05]]}}";
  const Scenario s = scenario({{"sampling", rows}});
  for (std::uint32_t draw = 1; draw <= 20; ++draw) {
    const Sample sample = sample_of(s, 11, draw);
    REQUIRE(sample.row);
    CHECK(sample.values.at(completion) == s.sampling.posterior->rows[*sample.row][0]);
    CHECK(sample.values.at("moves") == s.sampling.posterior->rows[*sample.row][1]);
  }
}

TEST_CASE("spread draws are the first points of each replicate's sequence, by the order of names") {
  const Scenario s = scenario({{"sampling", "sobol"}, {"run.draws", "32"}});
  for (std::uint32_t draw = 1; draw <= 32; ++draw) {
    const Streams streams(BlockKey{11, (draw - 1) / 4 + 1, 0, 0});
    const std::vector<double> point = scrambled_sobol(2, (draw - 1) % 4, streams);
    const Quantiles q = sample_of(s, 11, draw).quantiles;
    CHECK(q.at("moves") == point[0]);
    CHECK(q.at(completion) == point[1]);
  }
}

// 4,096 draws: the mean product of two normals of correlation r has a standard error of
// sqrt((1 + r^2) / n), here at most 0.020, 0.0175 and 0.0156; bounds at 4 of them (alpha 6e-5 each,
// six of them), which hold for spread draws all the more.
TEST_CASE("each pair of three has its own correlation, whatever the method") {
  const std::string groups =
      "correlations: [{of: [moves, pathway.transfer], coefficient: 0.8}, {of: [pathway.transfer, "
      "pathway.completion.rate], coefficient: -0.5}]}";
  for (const char* method : {"{method: random, ", "{method: sobol, "}) {
    INFO(method);
    const Scenario s =
        scenario({{"sampling", method + groups},
                  {"run.draws", "4096"},
                  {"pathway.transfer", "!uniform {low: 0.01 per year, high: 0.1 per year}"}});
    double moves_transfer = 0, transfer_completion = 0, moves_completion = 0;
    for (std::uint32_t draw = 1; draw <= 4096; ++draw) {
      const Quantiles q = sample_of(s, 11, draw).quantiles;
      const double moves = normal_quantile(q.at("moves")),
                   transfer = normal_quantile(q.at("pathway.transfer")),
                   done = normal_quantile(q.at(completion));
      moves_transfer += moves * transfer;
      transfer_completion += transfer * done;
      moves_completion += moves * done;
    }
    CHECK(std::abs(moves_transfer / 4096 - 0.8) < 0.08);
    CHECK(std::abs(transfer_completion / 4096 + 0.5) < 0.07);
    CHECK(std::abs(moves_completion / 4096) < 0.0625);
  }
}

// The numbers of these two names (FNV-1a, 64 bits) have the same lower 32 bits.
TEST_CASE("names whose numbers are half the same are drawn apart") {
  const Quantiles q =
      sample_of(scenario({{"pathway.transfer",
                           "!uniform {low: 0.01 per year, high: 0.1 per year, draw: jmqcxr}"},
                          {"pathway.moves_away",
                           "!uniform {low: 0.02 per year, high: 0.06 per year, draw: wqwdbv}"}}),
                11, 1)
          .quantiles;
  CHECK(q.at("jmqcxr") != q.at("wqwdbv"));
}
