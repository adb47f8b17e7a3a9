/// What somebody can work out of a release who knows how its numbers hang together.
///
/// Every suppressed value is an unknown. Known are all shown values and the relations: sums over
/// months, areas and replications (every column's total over the contract's months counts as known
/// unless a measure made of it is suppressed), ratios, differences between designs, payments,
/// discounted costs, months in which designs share one history, and a design that is a copy of
/// another. A linear system over the unknowns tells which of them are determined: those whose unit
/// vector lies in the space of its rows.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "support/read_back.hpp"

namespace pbrsim::test {

using Release = std::map<std::string, Table>;

struct Recovered {
  std::string table;
  std::size_t row;
  std::string column;
};

/// What of the tests' scenario of two areas and three designs can be recovered.
std::vector<Recovered> attack(const Release& release);

/// Months of the pilot in the north in which as many journeys are shown as attachment payments are
/// suppressed: each must then be for one. `plain`: the same run with nothing suppressed.
std::size_t months_of_ones(const Release& release, const Release& plain);

/// The release of the same run in which only small numbers are suppressed, none besides.
Release only_small_suppressed(const Release& plain, int suppress);

}  // namespace pbrsim::test
