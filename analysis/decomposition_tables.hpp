/// Tables of a difference taken apart: decomposition.csv and players.csv.
#pragma once

#include "analysis/decomposition.hpp"
#include "results/table.hpp"

namespace pbrsim {

/// In the order in which they are written.
std::vector<TableSchema> decomposition_tables();

TableSchema decomposition_schema();
void add_decomposition_rows(TableRows& rows, const Decomposition& decomposition);

TableSchema player_schema();
void add_player_rows(TableRows& rows, const DecompositionPlan& plan);

/// Parts that are taken out, as they then are: "effort off; transition as under block".
std::string off_states(const std::vector<std::string>& parts, const std::string& from);

}  // namespace pbrsim
