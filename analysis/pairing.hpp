/// What it is worth that designs meet the same people with the same chance: the variance of the
/// paired difference beside that of two independent runs, which is the sum of the designs' own.
///
/// Where a measure has an estimate by integrated hazards (its compensator), that estimates the same
/// mean, so its paired variance stands beside the independent variance of the raw numbers.
///
/// What happens or does not (a start, a planned exit, abstinence at a review) cannot be paired
/// without limit. With means a and b of a replication, counts of rare independent events vary by
/// their means, so that independent runs differ with variance a + b; however well runs are paired,
/// |a - b| events at least happen in one and not in the other, and the difference varies by as
/// much. The ratio is at most about B = (a + b) / |a - b|, which stands beside it. For shares of
/// the same number of reviews that number cancels. Estimates by integrated hazards are no counts
/// and may do better.
#pragma once

#include <limits>
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
  double bound = std::numeric_limits<double>::quiet_NaN();  // B; NaN where it is not yes or no
};

/// B of two means that are not negative; infinite where they are the same, NaN where both are 0 or
/// one is undefined.
double bound_of_yes_or_no(double a, double b);

/// Of starts, planned exits, abstinence at reviews, spend and QALYs, for every design but the
/// baseline, in all areas together.
std::vector<Pairing> pairings(const Outcomes& outcomes, std::size_t baseline);

/// As a table; empty where there is nothing to compare or one replication.
std::string pairing_report(const Outcomes& outcomes, std::size_t baseline);

}  // namespace pbrsim
