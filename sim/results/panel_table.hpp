/// The monthly panel as a table: what is summed, and under which keys.
///
/// A `PanelBlock` is one cell's panel reduced to numbers: months × (group × band, or their sum) ×
/// columns. Blocks of the same shape add up; the table prints means over replications.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "results/cell_tables.hpp"

namespace pbrsim {

/// Which keys `--by` adds.
struct PanelKeys {
  bool group = false;
  bool cluster = false;
  bool replication = false;
};

/// By replication the table is in files of at most so many blocks (areas of replications), each of
/// whole replications; with draws, of whole draws. One block's rows are some 60 kB a design.
inline constexpr std::size_t panel_blocks_a_file = 10000;

/// The value columns, in order.
const std::vector<Column>& panel_values();
/// Precondition: there is one of that name.
std::size_t panel_value(std::string_view name);

class PanelBlock {
 public:
  PanelBlock() = default;
  PanelBlock(const History& history, const Schedule& schedule, const PanelKeys& keys);

  /// Precondition: the other block has the same shape, or one of them is empty.
  void add(const PanelBlock& other);
  bool empty() const { return values_.empty(); }

  /// One row of values; `number` counts group-major, 0 where neither key is on.
  double at(int month, std::size_t number, std::size_t column) const {
    return values_[(static_cast<std::size_t>(month) * rows_ + number) * panel_values().size() +
                   column];
  }
  std::size_t rows_a_month() const { return rows_; }

  /// Everything, in order, for an archive that saves or restores it.
  template <class Archive>
  void serialize(Archive& archive) {
    archive(rows_, values_);
  }

 private:
  std::size_t rows_ = 1;
  std::vector<double> values_;
};

/// What the table is for these keys; for the codebook, with every column that it can have.
TableSchema panel_schema(const PanelKeys& keys);
TableSchema whole_panel_schema();

/// The table by replication, whose rows come cell by cell. Precondition: `keys.replication`.
CellTable panel_by_replication(const PanelKeys& keys, bool drawn);

/// Whose panel it is.
struct PanelOf {
  std::string_view design, area;
  std::int64_t replication = 0;
  std::int64_t replications = 1;  // that the sums are over
};

/// A value and where it stands: index of the month, row within the month, index of the column.
struct PanelValue {
  int month;
  std::size_t row;
  std::size_t column;
  double value;
};
using PanelPrint = std::function<Field(const PanelValue&)>;
Field as_it_is(const PanelValue& value);

/// The rows of one design and area, divided by the number of replications.
void add_panel_rows(TableRows& rows, const PanelBlock& sums, const PanelOf& of,
                    const Schedule& schedule, const PanelKeys& keys,
                    const PanelPrint& print = as_it_is);

}  // namespace pbrsim
