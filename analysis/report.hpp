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

/// A difference with its interval: "+3.1 pts  [+2.0, +4.2]".
std::string display_difference(const Estimate& difference, Display how);
/// In the unit and with the decimals that suit a number of that size, for a column to add up.
std::string display_difference(const Estimate& difference, Display how, double largest);
/// The largest number in it, its sign left out.
double largest_of(const Estimate& difference);

/// With spaces before (right) or after it, so that it takes so many columns on a terminal.
std::string padded(const std::string& text, int to, bool right);

}  // namespace pbrsim
