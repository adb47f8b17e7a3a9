/// Blocks become replications, replications become tables.
#pragma once

#include <memory>
#include <set>

#include "analysis/comparison.hpp"
#include "analysis/summary_suppression.hpp"
#include "cli/result_tables.hpp"
#include "experiment/packed_totals.hpp"
#include "experiment/run.hpp"
#include "results/disclosure.hpp"
#include "results/ledger_suppression.hpp"
#include "results/manifest.hpp"

namespace pbrsim::cli {

/// What a run writes.
struct OutputOptions {
  PanelKeys keys;
  std::vector<const CellTable*> tables;  // cell by cell, asked for by name
  /// Panel and providers cell by cell: with --by replication, unless numbers are hidden in them.
  std::vector<std::shared_ptr<const CellTable>> by_replication;
  DisclosureRules disclosure;
  std::size_t panel_blocks = panel_blocks_a_file;

  /// All tables cell by cell.
  std::vector<const CellTable*> cell_tables() const;
};

FailedBlock failed_block(const BlockResult& block, const Plan& plan);

/// Takes blocks in their order. A replication counts once all its areas are there, and the totals
/// of all of them, which may come with a later one. What does not count leaves no trace.
class Collector {
 public:
  /// `tables` may be null: nothing is written. Plan and tables must outlive the collector.
  Collector(const Plan& plan, OutputOptions options, ResultTables* tables);

  void take(BlockResult&& block);
  /// Adds the rows that need all replications.
  void write_rest();
  /// Adds the rows of draws.csv. Precondition: there are draws, and tables.
  void write_draws(const Scenario& scenario);

  Outcomes outcomes;
  std::vector<FailedBlock> failed;
  int replications = 0;  // of all draws together
  double people = 0, clinical_events = 0;

 private:
  /// Everything of one area that suppression must see together.
  struct Area {
    SumTree<AreaTotals, PackedTotals> sum;   // of replications, unless rows are by replication
    std::vector<AreaTotals> slots;           // the replications if they are, else their sum
    std::vector<std::int64_t> replications;  // by slot: the replication's number
    std::vector<CellLedger> ledgers;         // by replication, design
    int counted = 0;
  };
  /// What is hidden of one area.
  struct Hidden {
    std::vector<HiddenPanel> panels;  // by slot; empty without suppression
    bool payments = false;
  };

  /// That whose first block among those begun is this one.
  void count_replication(std::size_t first);
  void open_tables();
  void keep(BlockResult& block);
  void keep_totals(Area& area, BlockResult& block);
  void write_cell_tables(const BlockResult& block);
  bool writes_at_once() const { return !options_.disclosure.any(); }
  Hidden hide(const Area& area, const std::vector<std::size_t>& columns) const;
  HiddenInArea weighed(const Area& area, const Hidden& hidden) const;
  void write_providers();
  void write_panel(const std::vector<Hidden>& hidden);
  void write_panel_rows(std::size_t area, std::size_t slot, std::size_t design,
                        const HiddenPanel* hidden);
  void write_ledger(const std::vector<Hidden>& hidden);

  const Plan& plan_;
  OutputOptions options_;
  ResultTables* tables_;
  std::vector<Area> areas_;
  std::vector<const CellTable*> cell_tables_;
  std::vector<BlockResult> begun_;        // replications that do not count yet
  std::set<std::size_t> without_totals_;  // areas of them
};

/// Adds designs, areas, terms and measures.
void write_reference_tables(ResultTables& tables, const Plan& plan);

}  // namespace pbrsim::cli
