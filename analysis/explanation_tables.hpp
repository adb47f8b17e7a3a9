/// Tables of explanations: client_values.csv, client_terms.csv, provider_cash.csv,
/// chosen_practice.csv.
#pragma once

#include "analysis/explanation.hpp"
#include "results/table.hpp"

namespace pbrsim {

/// In the order in which they are written.
std::vector<TableSchema> explanation_tables();

TableSchema client_value_schema();
void add_client_value_rows(TableRows& rows, const ProviderExplanation& explanation);

TableSchema client_term_schema();
void add_client_term_rows(TableRows& rows, const ProviderExplanation& explanation);

TableSchema provider_cash_schema();
/// `go_live` dates the first month.
void add_provider_cash_rows(TableRows& rows, const ProviderExplanation& explanation, Date go_live);

TableSchema chosen_practice_schema();
void add_chosen_practice_rows(TableRows& rows, const ProviderExplanation& explanation);

}  // namespace pbrsim
