/// What a run over draws says beside the other tables: uncertainty.csv, best.csv, draws.csv.
#pragma once

#include "analysis/comparison.hpp"
#include "results/table.hpp"
#include "scenario/sample.hpp"

namespace pbrsim {

TableSchema uncertainty_schema();
/// Every measure of every design, then every difference from the baseline.
void add_uncertainty_rows(TableRows& rows, const Outcomes& outcomes, std::size_t baseline);

TableSchema best_schema();
void add_best_rows(TableRows& rows, const Outcomes& outcomes);

TableSchema draws_schema();
void add_draw_rows(TableRows& rows, std::int64_t draw, const Sample& sample);

}  // namespace pbrsim
