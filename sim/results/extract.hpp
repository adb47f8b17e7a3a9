/// What a monitoring system would hold of one cell, person by person, and what truly was apart.
///
/// A presentation is a journey, or an assessment that no treatment followed. Days since the
/// scenario's start; the data cut is the end of the run.
#pragma once

#include <vector>

#include "results/cell_tables.hpp"
#include "results/journeys.hpp"

namespace pbrsim {

struct Presentation {
  const Journey* journey = nullptr;      // or
  const Unstarted* unstarted = nullptr;  // without treatment
  bool recorded = true;
  int number = 0;  // of the person's, recorded ones first, each in order of time

  std::uint32_t person() const {
    return journey != nullptr ? journey->first->person : unstarted->person;
  }
  double begins() const { return journey != nullptr ? journey->start() : unstarted->assessed; }
};

/// By person, then number: journeys that go on at `from` or begin later, assessments since then.
std::vector<Presentation> presentations(const std::vector<Journey>& journeys,
                                        const std::vector<Unstarted>& unstarted, double from);

TableSchema journeys_schema();
TableSchema tops_schema();
TableSchema deaths_schema();
TableSchema offences_schema();
TableSchema truth_schema();
void add_journey_rows(const CellView& cell, TableRows& rows);
void add_top_rows(const CellView& cell, TableRows& rows);
void add_death_rows(const CellView& cell, TableRows& rows);
void add_offence_rows(const CellView& cell, TableRows& rows);
void add_truth_rows(const CellView& cell, TableRows& rows);

}  // namespace pbrsim
