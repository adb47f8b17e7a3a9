/// Variance over draws of what is not known, split into what parameters and what chance make of it.
///
/// Values are nested: replications (chance) within draws (parameters). The one-way random-effects
/// analysis of variance (O'Hagan, Stevenson & Madan 2007, doi:10.1002/hec.1199), with D draws, n
/// values, sums of squares S_between and S_within:
///
///     chance      = S_within / (n - D)
///     parameters  = (S_between / (D - 1) - chance) / n0,   n0 = (n - sum n_d^2 / n) / (D - 1)
///     share       = parameters / (parameters + chance)
///
/// `parameters` may come out below 0, and is left so: it is unbiased. 95% intervals are of the
/// normal model: exact for chance (chi squared) and for the share (F), Williams' for parameters
/// (1962, doi:10.1093/biomet/49.1-2.278); with draws of unequal size they are approximate. Ends are
/// cut at 0.
///
/// The mean is that of the means of independent parts of the run, and so are its standard error and
/// t interval: parts are the draws, or with `sampling: sobol` the replicates of draws. Then draws
/// of one part are not independent of each other and the split is approximate: spread draws vary
/// between each other a little more than independent ones, by at most one part in D.
#pragma once

#include <cstdint>
#include <vector>

#include "analysis/comparison.hpp"

namespace pbrsim {

/// An estimate with its 95% interval; NaN where there is none.
struct WithInterval {
  double value, lower, upper;
};

struct Nested {
  std::size_t draws = 0, values = 0;
  WithInterval mean;
  double standard_error;
  double p2_5, p10, p50, p90, p97_5;  // of the draws' means
  WithInterval parameters, chance, share;
};

/// `draws` and `parts` say which draw and part each value is of; values that are not numbers are
/// left out.
Nested nested(const std::vector<double>& values, const std::vector<std::uint32_t>& draws,
              const std::vector<std::uint32_t>& parts);
/// Draws are the parts.
inline Nested nested(const std::vector<double>& values, const std::vector<std::uint32_t>& draws) {
  return nested(values, draws, draws);
}

/// The mean of each draw that has a value, in the order of the draws.
std::vector<double> means_by_draw(const std::vector<double>& values,
                                  const std::vector<std::uint32_t>& draws);

}  // namespace pbrsim
