#include "analysis/tables.hpp"

#include "analysis/calibration_tables.hpp"
#include "analysis/decomposition_tables.hpp"
#include "analysis/did_tables.hpp"
#include "analysis/evidence_tables.hpp"
#include "analysis/explanation_tables.hpp"
#include "analysis/precision.hpp"
#include "analysis/summary_tables.hpp"
#include "analysis/trace.hpp"
#include "analysis/uncertainty_tables.hpp"
#include "results/cell_tables.hpp"
#include "results/codebook.hpp"
#include "results/panel_table.hpp"
#include "results/provider_table.hpp"
#include "results/reference_tables.hpp"

namespace pbrsim {

std::vector<TableSchema> all_tables(bool drawn) {
  std::vector<TableSchema> tables{summary_schema(), difference_schema()};
  if (drawn) {
    tables.push_back(uncertainty_schema());
    tables.push_back(best_schema());
    tables.push_back(draws_schema());
  }
  tables.push_back(whole_panel_schema());
  tables.push_back(whole_provider_schema());
  for (const CellTable& table : cell_tables(drawn))
    tables.push_back(table.schema);
  for (const TableSchema& schema :
       {design_schema(), area_schema(), term_schema(), measure_schema()})
    tables.push_back(schema);
  return tables;
}

std::vector<TableSchema> tables_asked_for() {
  return {precision_schema(),
          trace_schema(),
          did_schema(),
          did_summary_schema(),
          calibration_target_schema(),
          calibration_parameter_schema(),
          posterior_schema({"NAME"})};
}

std::string whole_codebook() {
  std::vector<TableSchema> tables = all_tables(true);
  for (const TableSchema& schema : tables_asked_for())
    tables.push_back(schema);
  for (const TableSchema& schema : explanation_tables())
    tables.push_back(schema);
  for (const TableSchema& schema : decomposition_tables())
    tables.push_back(schema);
  tables.push_back(parameter_schema());
  tables.push_back(target_schema());
  return codebook(tables);
}

}  // namespace pbrsim
