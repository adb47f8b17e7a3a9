/// The table on the terminal: designs side by side, with the paired difference and its interval.
#pragma once

#include <string>
#include <vector>

#include "analysis/comparison.hpp"

namespace pbrsim {

/// `labels` and `area_labels` are for people; 100 columns wide at most with two designs.
std::string report(const Outcomes& outcomes, std::size_t baseline,
                   const std::vector<std::string>& labels,
                   const std::vector<std::string>& area_labels);

/// A number as a policy reader wants it: thousands separated, shares in per cent, "£1.20m".
std::string display(double value, Display how);

}  // namespace pbrsim
