// What a draw draws: spreads, correlations, rows of a posterior.
#include <cmath>
#include <fstream>
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

// 4,000 draws: the normals' correlation has a standard error of (1 - r^2) / sqrt(n) = 0.006.
TEST_CASE("correlated draws have the correlation; the others stay as they were") {
  const std::string groups =
      "{correlations: [{of: [moves, pathway.completion.rate], coefficient: 0.8}]}";
  const std::string third = "!uniform {low: 0.01 per year, high: 0.1 per year}";
  const Scenario s = scenario({{"sampling", groups}, {"pathway.transfer", third}}),
                 plain = scenario({{"pathway.transfer", third}});
  double product = 0;
  for (std::uint32_t draw = 1; draw <= 4000; ++draw) {
    const Quantiles q = sample_of(s, 11, draw).quantiles;
    product += normal_quantile(q.at("moves")) * normal_quantile(q.at(completion));
    if (draw > 10) continue;
    const Quantiles p = sample_of(plain, 11, draw).quantiles;
    CHECK(q.at("pathway.transfer") == p.at("pathway.transfer"));
    CHECK(q.at(completion) != p.at(completion));
  }
  CHECK(product / 4000 == Approx(0.8).margin(0.05));
}

// 3,000 draws of 3 rows: a count of 1,000 has a standard deviation of 26; bounds at 4 of them.
TEST_CASE("a posterior gives whole rows, each as often; what it has no column for is drawn") {
  const std::string rows =
      "{posterior: {columns: [pathway.completion.rate], rows: [[1], [1.5], [2]]}}";
  const Scenario s = scenario({{"sampling", rows}}), plain = scenario();
  std::vector<int> counts(3);
  for (std::uint32_t draw = 1; draw <= 3000; ++draw) {
    const Sample sample = sample_of(s, 11, draw);
    REQUIRE(sample.row);
    ++counts[*sample.row];
    CHECK(sample.values.at(completion) == 1 + 0.5 * static_cast<double>(*sample.row));
    CHECK(sample.quantiles.size() == 1);
    if (draw <= 10)
      CHECK(sample.quantiles.at("moves") == sample_of(plain, 11, draw).quantiles.at("moves"));
  }
  for (const int count : counts)
    CHECK(std::abs(count - 1000) < 104);
}
