/// What it is worth that designs meet the same people with the same chance: the variance of the
/// paired difference beside that of two independent runs, which is the sum of the designs' own.
///
/// Where a measure has an estimate by integrated hazards (its compensator), that estimates the same
/// mean, so its paired variance stands beside the independent variance of the raw numbers.
#pragma once

#include <string>
#include <vector>

#include "analysis/comparison.hpp"

namespace pbrsim {

struct Pairing {
  std::size_t design = 0;
  const MeasureInfo* measure = nullptr;
  bool by_hazards = false;  // the paired variance is that of the estimate by integrated hazards
  double independent = 0, paired = 0;  // variances, of one replication; NaN for fewer than two
  double ratio = 0;                    // independent replications that one pair is worth
};

/// Of starts, planned exits, abstinence at reviews, spend and QALYs, for every design but the
/// baseline, in all areas together.
std::vector<Pairing> pairings(const Outcomes& outcomes, std::size_t baseline);

/// As a table; empty where there is nothing to compare or one replication.
std::string pairing_report(const Outcomes& outcomes, std::size_t baseline);

}  // namespace pbrsim
