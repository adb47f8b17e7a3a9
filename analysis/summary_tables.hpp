/// summary.csv and differences.csv: estimates of every measure, by area and in total.
#pragma once

#include "analysis/comparison.hpp"
#include "results/table.hpp"

namespace pbrsim {

const std::vector<Column>& summary_columns();
void write_summary(TableWriter& table, const Outcomes& outcomes);

const std::vector<Column>& difference_columns();
/// Every design against the baseline, the baseline itself left out.
void write_differences(TableWriter& table, const Outcomes& outcomes, std::size_t baseline);

}  // namespace pbrsim
