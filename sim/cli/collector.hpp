/// Blocks become replications, replications become tables.
#pragma once

#include "analysis/comparison.hpp"
#include "analysis/summary_suppression.hpp"
#include "cli/result_tables.hpp"
#include "experiment/run.hpp"
#include "results/disclosure.hpp"
#include "results/ledger_suppression.hpp"
#include "results/manifest.hpp"

namespace pbrsim::cli {

/// What a run writes.
struct OutputOptions {
  PanelKeys keys;
  std::vector<const CellTable*> tables;  // cell by cell
  DisclosureRules disclosure;
};

FailedBlock failed_block(const BlockResult& block, const Plan& plan);

/// Takes blocks in their order. What is begun but not complete does not count.
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
    std::vector<std::vector<PanelBlock>> panels;  // by slot, design; a slot is a replication if
                                                  // rows are by replication, else their sum
    std::vector<std::int64_t> replications;       // by slot: the replication's number
    std::vector<ProviderBlock> providers;         // by design: sums, unless rows are by replication
    std::vector<CellLedger> ledgers;              // by replication, design
    int counted = 0;
  };
  /// What is hidden of one area.
  struct Hidden {
    std::vector<HiddenPanel> panels;  // by slot; empty without suppression
    bool payments = false;
  };

  void count_replication();
  /// What begins the rows of tables by replication.
  std::vector<Field> leading() const;
  void keep(BlockResult& block);
  void keep_panel(Area& area, CellResult& cell, const BlockNumber& number, std::size_t design);
  bool writes_at_once() const { return !options_.disclosure.any(); }
  Hidden hide(const Area& area, const std::vector<std::size_t>& columns) const;
  HiddenInArea weighed(const Area& area, const Hidden& hidden) const;
  void keep_providers(Area& area, const CellResult& cell, const BlockNumber& number,
                      std::size_t design);
  void write_providers(std::size_t area, std::size_t design, const ProviderBlock& block,
                       std::int64_t replication, std::int64_t summed);
  void write_panel(const std::vector<Hidden>& hidden);
  void write_panel_rows(std::size_t area, std::size_t slot, std::size_t design,
                        const HiddenPanel* hidden);
  void write_ledger(const std::vector<Hidden>& hidden);

  const Plan& plan_;
  OutputOptions options_;
  ResultTables* tables_;
  std::vector<Area> areas_;
  std::vector<BlockResult> replication_;
  std::uint32_t draw_ = 0;  // of the replication being counted
};

/// Adds designs, areas, terms and measures.
void write_reference_tables(ResultTables& tables, const Plan& plan);

}  // namespace pbrsim::cli
