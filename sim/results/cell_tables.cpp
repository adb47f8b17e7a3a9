#include "results/cell_tables.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "results/episode_table.hpp"
#include "results/evaluation_table.hpp"
#include "results/extract.hpp"
#include "results/ledger_table.hpp"
#include "results/people_table.hpp"

namespace pbrsim {

namespace {

std::vector<CellTable> with_draws(std::vector<CellTable> tables) {
  for (CellTable& table : tables)
    table.schema = with_draw(std::move(table.schema));
  return tables;
}

}  // namespace

const std::vector<CellTable>& cell_tables(bool drawn) {
  static const std::vector<CellTable> tables{
      {ledger_schema(), add_ledger_rows, true, false},
      {episode_schema(), add_episode_rows, false, true},
      {people_schema(), add_people_rows, false, true, true},
      {evaluation_schema(), add_evaluation_rows, false, false, false, true},
      {evaluation_years_schema(), add_evaluation_year_rows, false, false, false, true},
      {journeys_schema(), add_journey_rows, false, true, false, false, true},
      {tops_schema(), add_top_rows, false, true, false, false, true},
      {deaths_schema(), add_death_rows, false, true, false, false, true},
      {offences_schema(), add_offence_rows, false, true, false, false, true},
      {truth_schema(), add_truth_rows, false, true, false, false, true},
  };
  static const std::vector<CellTable> drawn_tables = with_draws(tables);
  return drawn ? drawn_tables : tables;
}

const CellTable& cell_table(std::string_view name) {
  const auto& tables = cell_tables();
  const auto found = std::find_if(tables.begin(), tables.end(),
                                  [&](const CellTable& t) { return t.schema.name == name; });
  PBRSIM_EXPECT(found != tables.end());
  return *found;
}

}  // namespace pbrsim
