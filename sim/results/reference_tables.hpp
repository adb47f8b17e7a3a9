/// Tables that the others refer to: designs.csv, areas.csv, terms.csv, measures.csv.
#pragma once

#include "results/measures.hpp"
#include "results/table.hpp"

namespace pbrsim {

/// The row of areas.csv that stands for all areas of a replication together.
inline constexpr std::string_view all_areas = "total";

TableSchema design_schema();
void add_design_row(TableRows& rows, std::string_view design, std::string_view label,
                    bool baseline);

TableSchema area_schema();
/// The areas in order, then the total.
void add_area_rows(TableRows& rows, const std::vector<const AreaModel*>& areas);

TableSchema term_schema();
/// The terms of all payees of a design in an area.
void add_term_rows(TableRows& rows, const DesignModel& design, const AreaModel& area,
                   const Timeline& timeline);

TableSchema measure_schema();
void add_measure_rows(TableRows& rows);

}  // namespace pbrsim
