/// evaluation.csv and evaluation_years.csv: what an evaluator would count, area by area.
#pragma once

#include "results/cell_tables.hpp"

namespace pbrsim {

TableSchema evaluation_schema();
void add_evaluation_rows(const CellView& cell, TableRows& rows);

TableSchema evaluation_years_schema();
void add_evaluation_year_rows(const CellView& cell, TableRows& rows);

}  // namespace pbrsim
