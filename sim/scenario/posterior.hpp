/// Joint samples of what is not known, from a CSV file; and whether what a scenario says of
/// sampling fits its distributions.
#pragma once

#include "scenario/report.hpp"
#include "scenario/scenario.hpp"
#include "scenario/tree.hpp"

namespace pbrsim::yaml {

/// The tree with the columns and rows of the file that sampling.posterior names in the place of its
/// name, so that the complete scenario needs no other file. RFC 4180, without line ends in fields.
/// What is wrong goes to the report; the tree is then as it was.
NodePtr with_posterior(const NodePtr& root, Report& report);

/// Names are those of draws; a posterior's values are in the range of every key that they are for,
/// and stand for one distribution each.
void check_sampling(const Node& root, const Scenario& scenario, Report& report);

}  // namespace pbrsim::yaml
