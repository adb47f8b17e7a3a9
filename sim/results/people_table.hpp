/// people.csv: one row per person and design, so that what a design did to somebody is a
/// subtraction.
#pragma once

#include "results/cell_tables.hpp"

namespace pbrsim {

TableSchema people_schema();
void add_people_rows(const CellView& cell, TableRows& rows);

/// Whether a person's number is in the sample: multiples of the golden ratio fall evenly over the
/// unit interval (Knuth, The Art of Computer Programming, vol. 3, 2nd ed. 1998, section 6.4), so
/// that every run of numbers has its share.
bool in_sample(std::uint32_t person, double share);

}  // namespace pbrsim
