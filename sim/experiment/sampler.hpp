/// What a draw draws: a joint sample of all distributions of a scenario.
///
/// With `sampling: random` quantiles are independent uniforms named by (seed, draw, name of the
/// distribution's draw), so that another distribution in the file changes none of them. With
/// `sobol` the draws fall into as many parts as the scenario has replicates, one after the other;
/// each is the beginning of a scrambled Sobol sequence (random/sobol.hpp) with a coordinate for
/// each name in alphabetical order. Correlations are put in after that (random/correlation.hpp).
/// Unknowns of a posterior take their values from one of its rows, chosen with equal probability
/// and with replacement by one more coordinate.
#pragma once

#include <cstdint>

#include "random/sobol.hpp"
#include "scenario/sample.hpp"

namespace pbrsim {

/// One coordinate is for the row of a posterior.
inline constexpr std::size_t most_unknowns_spread = most_sobol_dimensions - 1;

/// Precondition: draw >= 1; with `sobol`, run.draws is that of the run.
Sample sample_of(const Scenario& scenario, std::uint64_t seed, std::uint32_t draw);

/// How many draws in a row belong together: 1 where draws are independent, otherwise those of a
/// replicate.
int draws_together(const Scenario& scenario);

}  // namespace pbrsim
