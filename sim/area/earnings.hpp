/// Terms that cannot earn in an area, as far as this is known without running it: nobody of the
/// term's groups comes to the payee, nothing that it pays for is offered, its measure is never met.
/// What only a run can show (that too few do what is paid for) stays with area/budget.hpp.
#pragma once

#include "area/parameters.hpp"
#include "core/error.hpp"
#include "pathway/parameters.hpp"

namespace pbrsim {

/// Paths as seen from the area's design.
void check_earnings(const DesignParameters& design, const AreaParameters& area,
                    const PathwayParameters& pathway, Problems& problems);

}  // namespace pbrsim
