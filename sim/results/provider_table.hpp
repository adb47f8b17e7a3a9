/// providers.csv: each provider quarter by quarter; what it does, what it aims at, how it stands.
///
/// A `ProviderBlock` is one cell's quarters reduced to numbers. Blocks of the same design and area
/// add up; the table prints means over replications. One column per lever and band, taken from the
/// field list of `Practice`. Not written with suppression or rounding: caseloads of single
/// providers and their cash give away what the other tables hide.
#pragma once

#include <vector>

#include "results/panel_table.hpp"

namespace pbrsim {

class ProviderBlock {
 public:
  ProviderBlock() = default;
  explicit ProviderBlock(const History& history);

  /// Precondition: the other block has the same rows, or one of them is empty.
  void add(const ProviderBlock& other);
  bool empty() const { return rows_.empty(); }

  /// Everything, in order, for an archive that saves or restores it.
  template <class Archive>
  void serialize(Archive& archive) {
    archive(rows_);
  }

 private:
  friend void add_provider_rows(TableRows& rows, const ProviderBlock& sums, const PanelOf& of,
                                const AreaModel& area, const DesignModel& design,
                                const Schedule& schedule, const PanelKeys& keys);
  struct Row {
    std::uint8_t provider;
    int month;
    std::vector<double> values;
    template <class Archive>
    void serialize(Archive& archive) {
      archive(provider, month, values);
    }
  };
  std::vector<Row> rows_;
};

/// Only `keys.replication` matters.
TableSchema provider_schema(const PanelKeys& keys);
/// With every column that it can have; for the codebook.
TableSchema whole_provider_schema();
/// The table by replication, whose rows come cell by cell.
CellTable providers_by_replication(bool drawn);

/// The rows of one design and area, divided by the number of replications.
void add_provider_rows(TableRows& rows, const ProviderBlock& sums, const PanelOf& of,
                       const AreaModel& area, const DesignModel& design, const Schedule& schedule,
                       const PanelKeys& keys);

}  // namespace pbrsim
