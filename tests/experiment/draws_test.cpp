// Draws: one joint sample a draw, the same for every design and area, whatever else is uncertain.
#include <algorithm>
#include <cmath>
#include <map>

#include "experiment/draws.hpp"
#include "support/catch.hpp"

using namespace pbrsim;

namespace {

LoadedScenario loaded(std::vector<Override> more = {}) { return load_scenario(UNCERTAIN, more); }

}  // namespace

TEST_CASE("quantiles are uniform, independent, and named: another distribution changes none") {
  const LoadedScenario few = loaded();
  const LoadedScenario many =
      loaded({{"pathway.transfer", "!uniform {low: 0.01 per year, high: 0.1 per year}"}});
  CHECK(names_of_draws(few.scenario) ==
        std::vector<std::string>{"moves", "pathway.completion.rate"});
  constexpr int draws = 4000;
  double sum = 0, squares = 0, product = 0, next = 0, before = 0.5;
  for (std::uint32_t draw = 1; draw <= draws; ++draw) {
    const Quantiles a = sample_of(few.scenario, 11, draw).quantiles,
                    b = sample_of(many.scenario, 11, draw).quantiles;
    if (draw <= 20) CHECK(b.size() == 3);
    if (draw <= 20) CHECK(a.at("moves") == b.at("moves"));
    const double x = a.at("moves") - 0.5, y = a.at("pathway.completion.rate") - 0.5;
    sum += x;
    squares += x * x;
    product += x * y;
    next += x * before;
    before = x;
  }
  // Standard errors over 4,000 draws: 0.0046, 0.0012, 0.0013, 0.0013; bounds at 4 of them.
  CHECK(std::abs(sum / draws) < 0.0185);
  CHECK(std::abs(squares / draws - 1.0 / 12) < 0.005);
  CHECK(std::abs(product / draws) < 0.0053);
  CHECK(std::abs(next / draws) < 0.0053);
  CHECK(sample_of(few.scenario, 11, 1).quantiles != sample_of(few.scenario, 12, 1).quantiles);
}

TEST_CASE("every area has each number at the quantile of its draw; what is known stays") {
  const LoadedScenario source = loaded();
  const Plan base = make_plan(source.scenario);
  CHECK(base.draws == 5);
  const Plan plan = drawn_plan(base, source, 3, 2);
  CHECK(plan.draw == 3);
  const Quantiles q = sample_of(source.scenario, base.seed, 3).quantiles;
  for (const Uncertain& u : source.scenario.uncertain) {
    const double expected = quantile(u.distribution, q.at(u.draw));
    for (const AreaPlan& area : plan.areas) {
      const std::string path = "areas." + area.model.id + ".pathway.";
      if (u.path == path + "moves_away") CHECK(area.model.pathway.moves_away == expected);
      if (u.path == path + "completion.rate.opiate")
        CHECK(area.model.pathway.completion.rate[Group::opiate] == expected);
    }
  }
  CHECK(plan.areas[0].model.pathway.moves_away != base.areas[0].model.pathway.moves_away);
  CHECK(plan.areas[0].model.pathway.moves_away == plan.areas[1].model.pathway.moves_away);
  CHECK(plan.areas[0].model.pathway.transfer == base.areas[0].model.pathway.transfer);
  CHECK_FALSE(plan.areas[0].pool.people().empty());
}

TEST_CASE("blocks of one draw have one sample, whatever their area and replication") {
  const LoadedScenario source = loaded();
  const Plan base = make_plan(source.scenario);
  Plans plans(base, source, 4);
  for (const std::uint32_t draw : {1u, 2u}) {
    const double expected = drawn_plan(base, source, draw, 2).areas[0].model.pathway.moves_away;
    for (const BlockNumber& number : {BlockNumber{0, 1, 1, draw}, BlockNumber{0, 0, 0, draw}})
      for (const AreaPlan& area : plans.of(number)->areas)
        CHECK(area.model.pathway.moves_away == expected);
  }
  // Each by itself, so that none finds what another has made.
  for (const std::size_t area : {std::size_t{0}, std::size_t{1}}) {
    Plans alone(base, source, 4);
    CHECK(alone.of({0, area, 1, 2})->areas[0].model.pathway.moves_away ==
          plans.of({0, 0, 0, 2})->areas[0].model.pathway.moves_away);
  }
}

TEST_CASE("a run goes on to more draws with the blocks that they have in a longer run") {
  const LoadedScenario source = loaded();
  Plan base = make_plan(source.scenario);
  std::vector<double> at_once, in_two;
  std::vector<std::size_t> numbers;
  const auto people = [](const BlockResult& b) {
    return b.designs[0].sums[Quantity::treated_years];
  };
  run_draws(base, source, {}, [&](BlockResult&& block) { at_once.push_back(people(block)); });
  const auto take = [&](BlockResult&& block) {
    in_two.push_back(people(block));
    numbers.push_back(block.number.index);
  };
  base.draws = 2;
  const std::size_t first = run_draws(base, source, {}, take);
  CHECK(first == 8);
  base.draws = 5;
  run_draws(base, source, {}, {first, count_blocks(base, {})}, take);
  CHECK(in_two == at_once);
  for (std::size_t i = 0; i < numbers.size(); ++i)
    CHECK(numbers[i] == i);
}

TEST_CASE("prices set from shares of a budget are those of the means") {
  const LoadedScenario source = load_scenario(
      UNCERTAIN,
      {{"areas.north.designs.pilot.contracts.service",
        "{budget: GBP 500000 per year, clusters: ~, terms: {core: {kind: block, share: 70%, "
        "amount: ~}, "
        "start: ~, weeks: ~, abstinent: ~, stayed: ~, completed: {price: ~, share: 30%}}}"}});
  Plan base = make_plan(source.scenario);
  fill_pools(base, 2);
  const auto price = [](const Plan& plan) {
    const auto& term =
        plan.areas[0].designs[2].design.contracts.at("service").terms.at("completed");
    return std::pair(term.price.begin()->second, term.share.has_value());
  };
  CHECK(price(base).first > 0);
  CHECK_FALSE(price(base).second);
  CHECK(base.areas[0].pool.people().empty());
  CHECK(price(drawn_plan(base, source, 1, 2)) == price(base));
  CHECK(price(drawn_plan(base, source, 2, 2)) == price(base));
}

TEST_CASE("blocks come draw by draw, in order, each once; shards have whole draws") {
  const LoadedScenario source = loaded();
  const Plan base = make_plan(source.scenario);
  RunOptions options;
  options.threads = 2;
  std::size_t next = 0;
  std::map<std::uint32_t, double> people;
  const std::size_t taken = run_draws(base, source, options, [&](BlockResult&& block) {
    CHECK(block.failure.empty());
    CHECK(block.number.index == next++);
    CHECK(block.number.draw == 1 + block.number.index / 4);
    CHECK(block.number.replication == block.number.index / 2 % 2);
    if (block.number.area == 0 && block.number.replication == 0)
      people[block.number.draw] = block.designs[0].sums[Quantity::treated_years];
  });
  CHECK(taken == 20);
  std::vector<double> values;
  for (const auto& [draw, value] : people)
    values.push_back(value);
  std::sort(values.begin(), values.end());
  CHECK(std::unique(values.begin(), values.end()) == values.end());
  std::vector<int> seen(20);
  for (int shard = 1; shard <= 3; ++shard)
    for (std::size_t i = 0; i < count_blocks(base, {shard, 3}); ++i) {
      const BlockNumber n = block_at(base, {shard, 3}, i);
      CHECK((n.draw - 1) % 3 + 1 == static_cast<std::uint32_t>(shard));
      ++seen[n.index];
    }
  CHECK(seen == std::vector<int>(20, 1));
}

TEST_CASE("what cannot be drawn is told, and in a run fails its blocks alone") {
  const LoadedScenario bad = load_scenario(
      UNCERTAIN,
      {{"pathway.people.opiate.modality.maintenance", "!uniform {low: 0.3, high: 0.5}"}});
  const Plan base = make_plan(bad.scenario);
  CHECK_THROWS_AS(check_draws(base, bad), UserError);
  int failed = 0;
  run_draws(base, bad, {}, [&](BlockResult&& block) {
    failed += block.failure.find("makes no scenario") != std::string::npos;
  });
  CHECK(failed == 20);
}
