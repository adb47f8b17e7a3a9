/// summary.csv and differences.csv: estimates of every measure, by area and in total.
#pragma once

#include <functional>

#include "analysis/comparison.hpp"
#include "results/table.hpp"

namespace pbrsim {

/// What is shown of the estimates.
struct EstimatePrint {
  /// Nothing but n is shown of a measure of a design (by index) in an area (areas() is the total).
  std::function<bool(std::size_t design, std::size_t area, const MeasureInfo&)> hidden;
  double round_to = 0;  // counts to the nearest, and shares to 0.001; 0: as they are
};

TableSchema summary_schema();
void add_summary_rows(TableRows& rows, const Outcomes& outcomes, const EstimatePrint& print = {});

TableSchema difference_schema();
/// Every design against the baseline, the baseline itself left out. Hidden where either is.
void add_difference_rows(TableRows& rows, const Outcomes& outcomes, std::size_t baseline,
                         const EstimatePrint& print = {});

}  // namespace pbrsim
