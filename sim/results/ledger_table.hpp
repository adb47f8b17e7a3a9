/// ledger.csv: payments summed by payee, funder, term, cluster, month accrued and month paid.
///
/// Whole pence, so the sum over the rows is the sum over the entries.
#pragma once

#include <vector>

#include "results/cell_tables.hpp"

namespace pbrsim {

struct LedgerSum {
  std::uint8_t payee = 0, term = 0, cluster = 0;  // indices within the design
  Date accrued{}, paid{};                         // first of the month
  std::int64_t entries = 0;
  Pence pence = 0;
};

/// In the order of the table.
std::vector<LedgerSum> ledger_sums(const CellView& cell);

TableSchema ledger_schema();
void add_ledger_rows(const CellView& cell, TableRows& rows);

/// One row; `entries` and `pence` as they are to be printed.
void add_ledger_row(TableRows& rows, const DesignModel& design, std::string_view area,
                    std::int64_t replication, const LedgerSum& sum, Field entries, Field pence);

}  // namespace pbrsim
