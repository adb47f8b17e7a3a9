/// Tables whose rows are made cell by cell, in parallel: one entry per table.
///
/// To add a table: declare its schema, write the function that adds a cell's rows, and name both in
/// the list. It is then checked, written, compressed, described in datapackage.json and printed in
/// the codebook like the others. The order of rows is that of the blocks, whatever the threads.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "area/economics.hpp"
#include "area/history.hpp"
#include "area/model.hpp"
#include "results/table.hpp"

namespace pbrsim {

/// Whose rows the table of people has.
struct PeopleChoice {
  std::vector<std::string> areas;  // all if empty
  std::vector<Group> groups;       // all if empty
  double share = 1;
};

/// One cell and where it stands.
struct CellView {
  const History& history;
  const AreaModel& area;
  const DesignModel& design;
  const Schedule& schedule;
  std::int64_t replication;
  const EconomicsParameters& economics;
  const PeopleChoice& people;
  int evaluation_months_before = 36;  // of go-live, in which tables for evaluators begin
};

struct CellTable {
  TableSchema schema;
  std::function<void(const CellView&, TableRows&)> add_rows;
  bool always;               // written by every run, not only on request
  bool about_persons;        // unit records: not to be had with suppression or rounding
  bool needs_twins = false;  // events, reviews and twins are kept for it
  // Reviews, assessments without a start and offending by person are kept for these.
  bool for_evaluation = false;  // --evaluation
  bool for_extract = false;     // --extract
};

/// `drawn`: rows begin with the number of the draw (TableRows has it lead).
const std::vector<CellTable>& cell_tables(bool drawn = false);

/// Precondition: there is one of that name.
const CellTable& cell_table(std::string_view name);

}  // namespace pbrsim
