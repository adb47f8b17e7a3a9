/// episodes.csv: one row per episode that ended or was open at the end of the run.
#pragma once

#include "results/cell_tables.hpp"

namespace pbrsim {

TableSchema episode_schema();
void add_episode_rows(const CellView& cell, TableRows& rows);

}  // namespace pbrsim
