/// How many replications, or draws of what is not known, it takes to know a difference as surely as
/// asked for.
///
/// The statistical unit is what is independent of each other: a replication, or where the scenario
/// has draws a draw, whose value is the mean over its replications in which the difference is
/// defined. (Replications of one draw share its parameters; draws of `sampling: sobol` share the
/// scrambling, and a scenario that asks for them has no precision. A draw from the rows of a
/// posterior is a row chosen with replacement, independently of the other draws.)
///
/// Stein's two-stage rule (1945, doi:10.1214/aoms/1177731088): n units give the standard
/// deviation s of the paired difference; N = max(n, ceil((t s / h)^2)) in all, with t the 97.5%
/// quantile of Student's t with n - 1 degrees of freedom, make the interval mean +- t s / sqrt(N)
/// no wider than the half-width h. Its coverage is at least 95% for differences that are normal,
/// whatever their variance, because the mean over N is independent of s: the width is decided on by
/// the first stage alone, never by looking again. Sums over many people are nearly normal; the
/// tests have the coverage of skewed ones.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/comparison.hpp"
#include "experiment/plan.hpp"
#include "results/table.hpp"

namespace pbrsim {

/// What is to be known, and how well.
struct PrecisionTarget {
  const MeasureInfo* measure;
  std::size_t design, against, area;  // area = number of areas: all together
  double half_width;
  int first, at_most;  // units
  bool by_draw;        // units are draws; otherwise replications
};

/// "draws" or "replications".
std::string_view units_of(const PrecisionTarget& target);

/// Throws a UserError where the scenario names what is not there. Precondition: it has `precision`.
PrecisionTarget precision_target(const Scenario& scenario, const Plan& plan);

/// "planned_exits of pilot less block in all areas together".
std::string about(const PrecisionTarget& target, const std::vector<std::string>& designs,
                  const std::vector<std::string>& areas);

/// What a number of units as the first stage says.
struct FirstStage {
  std::size_t n = 0;         // in which the difference is defined
  double sd = 0;             // of it
  double t = 0;              // quantile for the interval
  double needed = 0;         // units in all for the half-width; NaN for n < 2
  double low = 0, high = 0;  // needed if the variance is at the ends of its own 95% interval
};
FirstStage first_stage(const std::vector<double>& differences, double half_width);

/// One value a unit: of differences by replication, those that are defined, or the means of draws.
/// `draws` says which draw each is of.
std::vector<double> by_unit(std::vector<double> differences,
                            const std::vector<std::uint32_t>& draws, bool by_draw);

/// Design less the one it is compared with, unit by unit; undefined ones left out.
std::vector<double> differences_of(const Outcomes& outcomes, const PrecisionTarget& target);

/// How many units the run takes in all, after those of the first stage.
int units_to_run(const PrecisionTarget& target, const FirstStage& first);

/// Where it ended.
struct PrecisionReached {
  FirstStage first;
  std::size_t n = 0;
  double mean = 0, half_width = 0;  // of the interval whose coverage holds
  bool reached = false;
  double more = 0;  // units that are still lacking
};
PrecisionReached precision_reached(const PrecisionTarget& target, const FirstStage& first,
                                   const std::vector<double>& differences);

TableSchema precision_schema();
void add_precision_row(TableRows& rows, const PrecisionTarget& target,
                       const PrecisionReached& reached, const Outcomes& outcomes);

}  // namespace pbrsim
