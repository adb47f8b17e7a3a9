/// What published targets are in the simulation: numerators and denominators of one cell, counted
/// as an evaluator would (results/evaluation*.hpp), and the figure that they make.
///
/// The block contract before go-live stands for all years. Approximations:
///
///     cohorts of one year               those of a published year that the run has; no_offence_*
///                                       that in the middle of three; back_12_months, of 2001-02,
///                                       by journeys begun before go-live
///     *_latest_review, *_first_review   reviews of journeys begun before go-live; the first one is
///                                       that of 5 to 26 weeks, for a published “6-month review”
///     back_*                            return to the area, of journeys begun before go-live and
///                                       completed; published cohorts are by the year of leaving
///     exits_dropped_out                 with those who declined
///     poisoning_deaths                  after leaving, for 12 months; published: for years
///     started_in_year                   journeys, for published people
///     deaths_*                          of clients in the area's treatment, all years before
///                                       go-live; published: of patients of general practices
#pragma once

#include "results/cell_tables.hpp"
#include "scenario/evidence.hpp"

namespace pbrsim {

struct Ratio {
  double numerator = 0, denominator = 0;
};

/// Of one statistic, drug group and year (empty: the years before go-live) in a cell.
struct SimulatedCount {
  SimulatedStatistic statistic{};
  Group group{};
  std::string year;
  Ratio count;
};

std::vector<SimulatedCount> simulated_counts(const CellView& cell);

/// The counts of a cell as a table, so that they are kept with its block.
/// `drawn`: rows begin with the number of the draw.
CellTable simulated_counts_table(bool drawn);
/// Rows of that table, as it made them.
std::vector<SimulatedCount> read_simulated_counts(const std::string& csv, bool drawn);

/// Does the count belong to the target, whatever its area?
bool counts_for(const SimulatedCount& count, const TargetParameters& target);
bool counts_for(EvaluatedAs area, const TargetParameters& target);

/// Shares by logit, rates by logarithm, with half an event added to what happened and to what did
/// not, so that none is infinite. Precondition: denominator above 0.
double transformed(const Ratio& count, const TargetParameters& target);
/// The published value on that scale, and a standard deviation by the slope there.
double transformed(double value, const TargetParameters& target);
double transformed_sd(double sd, const TargetParameters& target);
/// From that scale back.
double figure_of(double transformed, const TargetParameters& target);

}  // namespace pbrsim
