/// Points that fill the unit cube more evenly than chance, made random again: Sobol's sequence
/// (Sobol 1967; direction numbers of Joe & Kuo 2008, doi:10.1137/070709359, in Boost.Random),
/// scrambled bit by bit as Owen does (1995, doi:10.1007/978-1-4612-2552-2_19).
///
/// Each bit of a coordinate is flipped or not by a random bit that is named by the coordinate and
/// all bits before it. Every point is then uniform by itself, and the first 2^k points of one
/// scrambling are as even as Sobol's; independent scramblings give independent estimates, whose
/// variance is the estimate's error. The first point of the sequence, 0, is part of it (Owen 2022,
/// doi:10.1007/978-3-030-98319-2_4); coordinates have 32 bits.
#pragma once

#include <cstdint>
#include <vector>

#include "random/streams.hpp"

namespace pbrsim {

/// As many coordinates as there are direction numbers for.
inline constexpr std::size_t most_sobol_dimensions = 3667;

/// Point `index` (from 0) with `dimensions` coordinates in (0, 1), scrambled by the streams' bits
/// of parameters. Precondition: 1 <= dimensions <= most_sobol_dimensions.
std::vector<double> scrambled_sobol(std::size_t dimensions, std::uint32_t index,
                                    const Streams& streams);

}  // namespace pbrsim
