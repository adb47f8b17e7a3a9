/// The ledger and the episodes of one block as rows of ledger.csv and episodes.csv.
#pragma once

#include <string>
#include <vector>

#include "area/history.hpp"
#include "area/model.hpp"
#include "results/table.hpp"

namespace pbrsim {

const std::vector<Column>& ledger_columns();

/// Entries summed by payee, funder, term, cluster, month accrued and month paid; whole pence, so
/// the sum over the rows is the sum over the entries.
std::string ledger_rows(const History& history, const DesignModel& design, std::string_view area,
                        std::int64_t replication, const Schedule& schedule);

const std::vector<Column>& episode_columns();

/// One row per episode that ended or was open at the end of the run.
std::string episode_rows(const History& history, const DesignModel& design, const AreaModel& area,
                         std::int64_t replication, const Schedule& schedule);

}  // namespace pbrsim
