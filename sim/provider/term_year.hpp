/// A contract year of one term, as a smooth function of what it brings on average; for cohort.cpp
/// alone.
///
/// Numbers carry their derivatives by the outcomes and by the opportunities of a whole year. What
/// is done by now is certain, what is to come is a share of a year's numbers. The year's mean price
/// is held fixed. Pounds.
#pragma once

#include <Eigen/Core>
#include <unsupported/Eigen/AutoDiff>

#include "provider/cohort.hpp"

namespace pbrsim {

using Smooth = Eigen::AutoDiffScalar<Eigen::Vector2d>;

struct TermYear {
  Smooth expected = Smooth(0.0);  // pounds that the term comes to from now on
  double per_income = 1;          // what another pound at its price brings
  Smooth raise = Smooth(0.0);     // by which next year's threshold rises
};

/// `to_come`: what a whole year brings, of which the share `rest` is left.
TermYear term_year(const Contract::Term& term, const CohortYear& to_come, double rest,
                   const YearSoFar::Term& done, const Smooth& raised, double volume_sd);

}  // namespace pbrsim
