/// Every table that a run can write, for the codebook and for whoever must know their names.
#pragma once

#include <vector>

#include "results/schema.hpp"

namespace pbrsim {

/// `drawn`: by a run over draws.
std::vector<TableSchema> all_tables(bool drawn = false);

/// Those besides that a run writes where its scenario asks for them, or another command.
std::vector<TableSchema> tables_asked_for();

/// The codebook of all of them and of the tables that other commands write, as `pbrsim codebook`
/// prints it.
std::string whole_codebook();

}  // namespace pbrsim
