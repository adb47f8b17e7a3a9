/// Tables of evidence: parameters.csv, targets.csv, and the same for reading.
#pragma once

#include "results/table.hpp"
#include "scenario/evidence.hpp"

namespace pbrsim {

TableSchema parameter_schema();
void add_parameter_rows(TableRows& rows, const std::vector<EvidenceRow>& evidence);

TableSchema target_schema();
void add_target_rows(TableRows& rows, const std::vector<Target>& targets);

/// Markdown: a table for each of the scenario's parts, values without mark or source left out.
std::string parameters_as_markdown(const std::vector<EvidenceRow>& evidence);
std::string targets_as_markdown(const std::vector<Target>& targets);

}  // namespace pbrsim
