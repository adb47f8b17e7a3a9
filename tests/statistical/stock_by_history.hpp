/// What an area looks like at go-live after a history of so many years, over replications.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "support/statistics.hpp"
#include "support/tiny_area.hpp"

namespace pbrsim::test {

/// A value per replication of: caseload, time in treatment, prior journeys, abstinent, waiting, out
/// of treatment, …
using AtGoLive = std::map<std::string, std::vector<double>>;

/// `people_a_year` new, go-live on a fixed date. Without `stock` the area starts empty.
AtGoLive at_go_live(int history_years, double people_a_year, std::uint32_t replications,
                    bool stock);

/// How much a statistic differs: relative to its mean, and in standard errors.
struct Gap {
  std::string what;
  double relative = 0;
  double z = 0;
  double se = 0;  // relative
};
std::vector<Gap> gaps(const AtGoLive& a, const AtGoLive& b);

}  // namespace pbrsim::test
