// A run that goes on from finished blocks simulates only what is missing and ends as if it had
// never stopped.
#include <unistd.h>

#include <atomic>
#include <cmath>
#include <fstream>
#include <limits>
#include <stdexcept>

#include "experiment/checkpoint.hpp"
#include "support/catch.hpp"

using namespace pbrsim;
namespace fs = std::filesystem;

namespace {

struct Folder {
  fs::path path =
      fs::temp_directory_path() / ("pbrsim_checkpoint_test_" + std::to_string(::getpid()));
  Folder() {
    fs::remove_all(path);
    fs::create_directories(path);
  }
  ~Folder() { fs::remove_all(path); }
};

const LoadedScenario& loaded() {
  static const LoadedScenario scenario = load_scenario(TWO_DESIGNS, {});
  return scenario;
}

const Plan& plan() {
  static const Plan made = [] {
    Plan p = make_plan(loaded().scenario);
    fill_pools(p, 2);
    return p;
  }();
  return made;
}

RunIdentity identity() {
  RunIdentity i;
  i.version = "1";
  i.commit = "abc";
  i.scenario = loaded().resolved_yaml;
  i.tables = {"ledger"};
  return i;
}

/// Everything of a block as text; numbers as bits.
std::string everything(const BlockResult& block) {
  std::string text = std::to_string(block.number.index) + block.failure + '\n';
  const auto add = [&](double x) { text.append(reinterpret_cast<const char*>(&x), sizeof x); };
  for (const CellTotals& cell : block.totals.designs)
    for (int m = 0; m < plan().schedule.timeline.months(); ++m)
      for (std::size_t row = 0; row < cell.panel.rows_a_month(); ++row)
        for (std::size_t c = 0; c < panel_values().size(); ++c)
          add(cell.panel.at(m, row, c));
  for (const CellResult& cell : block.designs) {
    for (const double q : cell.sums)
      add(q);
    for (const std::string& rows : cell.tables)
      text += rows + '\n';
    for (const LedgerSum& s : cell.ledger)
      text += std::to_string(s.payee) + ' ' + std::to_string(s.term) + ' ' +
              std::to_string(s.cluster) + to_iso(s.accrued) + to_iso(s.paid) +
              std::to_string(s.entries) + ' ' + std::to_string(s.pence) + '\n';
  }
  return text;
}

RunOptions options_for_all() {
  RunOptions options;
  options.threads = 2;
  options.panel_keys = {true, false, false};
  options.tables = {&cell_table("ledger"), &cell_table("episodes")};
  options.ledger = true;
  return options;
}

std::string run(const RunOptions& options) {
  std::string text;
  run_blocks(plan(), options, [&](BlockResult&& block) { text += everything(block); });
  return text;
}

}  // namespace

TEST_CASE("a run that goes on simulates what is missing and gives the same bits") {
  const Folder folder;
  const fs::path path = folder.path / "checkpoint";
  RunOptions options = options_for_all();
  const std::string whole = run(options);
  {
    Checkpoint checkpoint(path, identity());
    std::atomic<bool> stop{false};
    RunOptions first = options;
    first.threads = 1;
    first.saved = {&checkpoint};
    first.save_to = &checkpoint;
    first.stop = &stop;
    int taken = 0;
    run_blocks(plan(), first, [&](BlockResult&&) { stop = ++taken == 3; });
    CHECK(checkpoint.size() >= 3);
    CHECK(checkpoint.size() < 8);
  }
  Checkpoint checkpoint(path);
  CHECK(checkpoint.identity().scenario == loaded().resolved_yaml);
  const std::size_t had = checkpoint.size();
  std::atomic<std::size_t> simulated{0};
  options.saved = {&checkpoint};
  options.save_to = &checkpoint;
  options.before_block = [&](const BlockNumber& n) {
    CHECK_FALSE(checkpoint.has(n));
    ++simulated;
  };
  const bool same = run(options) == whole;
  CHECK(same);
  CHECK(simulated == 8 - had);
  CHECK(checkpoint.size() == 8);
}

TEST_CASE("numbers that are not numbers, minus nothing and the smallest come back as they were") {
  const Folder folder;
  const fs::path path = folder.path / "checkpoint";
  const std::vector<double> odd{-0.0, std::nan(""), std::numeric_limits<double>::denorm_min(),
                                std::numeric_limits<double>::infinity(), 1.0 / 3};
  BlockResult block{{5, 1, 2, 7}, "", {}};
  for (const double x : odd) {
    CellResult cell;
    cell.sums.values.fill(x);
    cell.tables = {"a,b\n", ""};
    cell.ledger = {
        {1, 2, 3, Date(std::chrono::days(-40000)), Date(std::chrono::days(40000)), 4, -5}};
    block.designs.push_back(std::move(cell));
  }
  Checkpoint(path, identity()).save(block);
  const Checkpoint checkpoint(path, Checkpoint::ReadOnly{});
  REQUIRE(checkpoint.has({99, 1, 2, 7}));
  CHECK_FALSE(checkpoint.has({5, 1, 2, 6}));
  CHECK_FALSE(checkpoint.has({5, 1, 1, 7}));
  CHECK_FALSE(checkpoint.has({5, 0, 2, 7}));
  const BlockResult again = checkpoint.load({5, 1, 2, 7});
  REQUIRE(again.designs.size() == odd.size());
  const auto bits = [](const BlockResult& b) {
    std::string text;
    for (const CellResult& cell : b.designs)
      text.append(reinterpret_cast<const char*>(&cell.sums), sizeof cell.sums);
    return text;
  };
  const bool same = bits(again) == bits(block);
  CHECK(same);
  CHECK(again.designs[0].tables == block.designs[0].tables);
  CHECK(again.designs[0].ledger[0].accrued == Date(std::chrono::days(-40000)));
  CHECK(again.designs[0].ledger[0].pence == -5);
}

TEST_CASE("a block that fails is not kept and is run again") {
  const Folder folder;
  Checkpoint checkpoint(folder.path / "checkpoint", identity());
  RunOptions options = options_for_all();
  options.save_to = &checkpoint;
  options.before_block = [](const BlockNumber& n) {
    if (n.index == 3) throw std::runtime_error("planted");
  };
  run(options);
  CHECK(checkpoint.size() == 7);
  const Checkpoint again(folder.path / "checkpoint");
  CHECK_FALSE(again.has(block_at(plan(), {}, 3)));
  CHECK(again.has(block_at(plan(), {}, 4)));
}

TEST_CASE("what was made by something else is named") {
  const RunIdentity then = identity();
  CHECK(what_changed(then, then).empty());
  const auto changed_by = [&](const std::vector<Override>& overrides) {
    RunIdentity now = then;
    now.scenario = load_scenario(TWO_DESIGNS, overrides).resolved_yaml;
    return what_changed(then, now);
  };
  CHECK(changed_by({{"run.replications", "40"}}).empty());
  CHECK(changed_by({{"run.seed", "12"}}) ==
        std::vector<std::string>{"the seed (run.seed): 11, now 12"});
  CHECK(changed_by({{"areas.north.transient_autocorrelation", "0.4"}}) ==
        std::vector<std::string>{"scenario, areas.north.transient_autocorrelation: 0.5, now 0.4"});
  RunIdentity now = then;
  now.version = "2";
  now.scenario = "of another version, and not to be read";
  CHECK(what_changed(then, now) == std::vector<std::string>{"the program's version: 1, now 2"});
  now = then;
  now.by = {"group"};
  now.suppress = 5;
  CHECK(what_changed(then, now) ==
        std::vector<std::string>{"--by: none, now group", "--suppress: none, now 5"});
  now = then;
  now.scenario_file = "moved.yaml";
  CHECK(what_changed(then, now).empty());
}

TEST_CASE("the shards of a run are its replications, each in one of them") {
  for (const int of : {1, 2, 3, 4}) {
    std::vector<int> seen(8);
    for (int i = 1; i <= of; ++i)
      for (std::size_t b = 0; b < count_blocks(plan(), {i, of}); ++b) {
        const BlockNumber n = block_at(plan(), {i, of}, b);
        CHECK(static_cast<int>(n.replication) % of == i - 1);
        CHECK(n.index == 2 * n.replication + n.area);
        ++seen[n.index];
      }
    CHECK(seen == std::vector<int>(8, 1));
  }
  CHECK(count_blocks(plan(), {5, 5}) == 0);
}
