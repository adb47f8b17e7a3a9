/// The monthly panel as a table: what is summed, and under which keys.
///
/// A `PanelBlock` is one cell's panel reduced to numbers: months × (group × band, or their sum) ×
/// columns. Blocks of the same shape add up; the table prints means over replications.
#pragma once

#include <string>
#include <vector>

#include "area/history.hpp"
#include "area/model.hpp"
#include "results/table.hpp"

namespace pbrsim {

/// Which keys `--by` adds.
struct PanelKeys {
  bool group = false;
  bool cluster = false;
  bool replication = false;
};

/// The value columns, in order.
const std::vector<Column>& panel_values();

class PanelBlock {
 public:
  PanelBlock() = default;
  PanelBlock(const History& history, const Schedule& schedule, const PanelKeys& keys);

  /// Precondition: the other block has the same shape, or this one is empty.
  void add(const PanelBlock& other);
  bool empty() const { return values_.empty(); }

  /// One row of values; `number` counts group-major, 0 where neither key is on.
  double at(int month, std::size_t number, std::size_t column) const {
    return values_[(static_cast<std::size_t>(month) * rows_ + number) * panel_values().size() +
                   column];
  }
  std::size_t rows_a_month() const { return rows_; }

 private:
  std::size_t rows_ = 1;
  std::vector<double> values_;
};

/// All columns of panel.csv for these keys.
std::vector<Column> panel_columns(const PanelKeys& keys);

/// The rows of one design and area: means over `n` replications (or the values of one).
std::string panel_rows(const PanelBlock& sums, double n, std::string_view design,
                       std::string_view area, std::int64_t replication, const Schedule& schedule,
                       const PanelKeys& keys);

}  // namespace pbrsim
