// Blocks in parallel: same results for any number of threads, in order, bounded in flight, failures
// apart.
#include <atomic>
#include <cmath>
#include <stdexcept>

#include "experiment/cost.hpp"
#include "experiment/run.hpp"
#include "support/catch.hpp"

using namespace pbrsim;

namespace {

Plan small_plan(std::uint64_t seed = 11) {
  Plan plan = make_plan(load_scenario(TWO_DESIGNS, {}).scenario);
  plan.seed = seed;
  fill_pools(plan, 2);
  return plan;
}

/// Everything that reaches the tables, as one text.
std::string everything(const Plan& plan, RunOptions options) {
  std::string text;
  options.tables = {&cell_table("ledger"), &cell_table("episodes")};
  const TableSchema schema = panel_schema(options.panel_keys);
  run_blocks(plan, options, [&](BlockResult&& block) {
    text += std::to_string(block.number.index) + '\n';
    for (std::size_t d = 0; d < block.designs.size(); ++d) {
      const CellResult& cell = block.designs[d];
      TableRows rows(schema);
      add_panel_rows(rows, block.totals.designs[d].panel, {plan.designs[d], "x"}, plan.schedule,
                     options.panel_keys);
      text += rows.text() + cell.tables.at(0) + cell.tables.at(1);
      for (const double q : cell.sums)
        text += csv_row({number_or_missing(q)});
    }
  });
  return text;
}

}  // namespace

TEST_CASE("1, 2 and 7 threads give the same bytes; another seed does not") {
  const Plan plan = small_plan();
  RunOptions options;
  options.panel_keys = {true, true, false};
  options.threads = 1;
  const std::string one = everything(plan, options);
  for (const int threads : {2, 7}) {
    options.threads = threads;
    CHECK(everything(plan, options) == one);
  }
  CHECK(everything(small_plan(12), options) != one);
}

TEST_CASE("blocks arrive in order, and at most two a thread are in flight") {
  const Plan plan = small_plan();
  std::atomic<int> begun{0};
  std::atomic<int> most{0};
  int taken = 0;
  RunOptions options;
  options.threads = 2;
  options.before_block = [&](const BlockNumber&) {
    const int in_flight = ++begun - taken;
    if (in_flight > most) most = in_flight;
  };
  std::size_t expected = 0;
  const std::size_t total = run_blocks(plan, options, [&](BlockResult&& block) {
    CHECK(block.number.index == expected++);
    CHECK(block.number.area == block.number.index % 2);
    ++taken;
  });
  CHECK(total == 8);
  CHECK(most <= 2 * options.threads + 1);
}

TEST_CASE("a block that throws is a failure with its number; the others count") {
  const Plan plan = small_plan();
  RunOptions options;
  options.threads = 2;
  options.before_block = [](const BlockNumber& n) {
    if (n.index == 3) throw std::runtime_error("planted");
  };
  std::size_t good = 0;
  std::vector<std::size_t> failed;
  run_blocks(plan, options, [&](BlockResult&& block) {
    if (block.failure.empty())
      ++good;
    else
      failed.push_back(block.number.index);
    if (!block.failure.empty()) {
      CHECK(block.failure == "planted");
      CHECK(block.designs.empty());
    }
  });
  CHECK(good == 7);
  CHECK(failed == std::vector<std::size_t>{3});
}

TEST_CASE("what cannot be taken ends the run, and nothing of it is lost on the way") {
  Plan plan = small_plan();
  plan.replications = 100;
  RunOptions options;
  options.threads = 4;
  std::atomic<std::size_t> begun{0};
  std::size_t taken = 0;
  options.before_block = [&](const BlockNumber&) { ++begun; };
  const auto take = [&](BlockResult&&) {
    if (++taken == 5) throw std::length_error("full");
  };
  CHECK_THROWS_AS(run_blocks(plan, options, take), std::length_error);
  CHECK(taken == 5);
  CHECK(begun <= 5 + 2 * static_cast<std::size_t>(options.threads));
}

TEST_CASE("after a stop what arrives is a prefix of the blocks") {
  const Plan plan = small_plan();
  std::atomic<bool> stop{false};
  RunOptions options;
  options.threads = 2;
  options.stop = &stop;
  std::size_t next = 0;
  const std::size_t taken = run_blocks(plan, options, [&](BlockResult&& block) {
    CHECK(block.number.index == next++);
    if (next == 2) stop = true;
  });
  CHECK(taken == next);
  CHECK(taken < 8);
}

TEST_CASE("a copy of a design differs by exactly nothing; a different one differs") {
  const Plan plan = small_plan();
  RunOptions options;
  const TableSchema schema = panel_schema({});
  const auto panel = [&](const CellTotals& cell) {
    TableRows rows(schema);
    add_panel_rows(rows, cell.panel, {"d", "a"}, plan.schedule, {});
    return rows.take();
  };
  bool pilot_differs = false;
  run_blocks(plan, options, [&](BlockResult&& block) {
    const CellResult &design = block.designs[0], &copy = block.designs[1],
                     &pilot = block.designs[2];
    for (const Quantity q : all_of<Quantity>()) {
      const bool same = design.sums[q] == copy.sums[q];
      INFO(name_of(q));
      CHECK(same);
      pilot_differs = pilot_differs || design.sums[q] != pilot.sums[q];
    }
    CHECK(panel(block.totals.designs[0]) == panel(block.totals.designs[1]));
  });
  CHECK(pilot_differs);
}

TEST_CASE("the cost of a run grows with what is asked") {
  Plan plan = make_plan(load_scenario(TWO_DESIGNS, {}).scenario);
  const RunCost few = estimate_cost(plan, 1);
  plan.replications *= 10;
  const RunCost many = estimate_cost(plan, 1);
  CHECK(few.people > 100);
  CHECK(many.seconds > few.seconds);
  CHECK(many.memory_mib == few.memory_mib);
}

TEST_CASE("a legacy contract set from its budget is what providers hold others against") {
  using Changes = std::vector<Override>;
  const auto run = [](const Changes& changes) {
    Plan plan = make_plan(load_scenario(TWO_DESIGNS, changes).scenario);
    fill_pools(plan, 2);
    return everything(plan, {});
  };
  const Changes responds = {{"behaviour", "{effort: true, discharge: true}"}};
  Changes by_share = responds;
  for (const std::string design : {"block", "copy"})
    by_share.push_back({"areas.north.designs." + design + ".contracts.service",
                        "{budget: GBP 500000 per year, terms: {core: {kind: block, share: 100%, "
                        "amount: ~}}}"});
  const std::string in_pounds = run(responds);
  CHECK(in_pounds != run({}));
  CHECK(run(by_share) == in_pounds);
}
