/// From replications to estimates: means, intervals, and paired differences between designs.
///
/// The replication is the statistical unit. Intervals are 95% Student-t intervals over
/// replications. A paired difference is taken within each replication, where both designs met the
/// same people with the same chance; `variance_ratio` is what that bought: (var A + var B) / var(A
/// - B), the number of unpaired replications that one paired replication is worth.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "analysis/kept_sums.hpp"

namespace pbrsim {

struct Estimate {
  std::size_t n = 0;  // replications in which the measure is defined
  double mean = 0;
  double standard_error = 0;  // NaN for n < 2, like the interval
  double lower = 0, upper = 0;
  double p10 = 0, p50 = 0, p90 = 0;
};

Estimate estimate(std::vector<double> values);

/// Where replications are nested in independent parts of the run (`parts` says which one each value
/// is of; all 0: none): mean, standard error and interval are those of the parts' means,
/// percentiles of all values.
Estimate estimate(const std::vector<double>& values, const std::vector<std::uint32_t>& parts);

/// Linear interpolation between order statistics (type 7). Precondition: sorted, not empty.
double percentile(const std::vector<double>& sorted, double p);

struct Difference {
  Estimate difference;
  double variance_ratio = 0;  // NaN where there is no variance
  double paired = 0;          // variance of one replication's difference
  double independent = 0;     // the same if the designs did not share their chance
};

/// Values of two designs, replication by replication; NaN where undefined.
/// `parts` as in estimate(); empty: none.
Difference compare(const std::vector<double>& design, const std::vector<double>& baseline,
                   const std::vector<std::uint32_t>& parts = {});

/// Sums of every cell that counts, and what tables are made of. Beyond the first few replications
/// they are on the disk (analysis/kept_sums.hpp), in `scratch` or the folder for temporary files.
class Outcomes {
 public:
  /// `draws_together`: how many draws in a row make one independent part.
  Outcomes(std::vector<std::string> areas, std::vector<std::string> designs, int draws_together = 1,
           const std::filesystem::path& scratch = {});

  /// One replication: sums by area and design; an empty list for an area whose block failed.
  void add(const std::vector<std::vector<Sums>>& by_area, std::uint32_t draw = 0);

  std::size_t areas() const { return areas_.size(); }
  const std::vector<std::string>& area_names() const { return areas_; }
  const std::vector<std::string>& design_names() const { return designs_; }

  /// Values of a measure by replication; area = areas() is the total over all of them.
  std::vector<double> values(std::size_t area, std::size_t design,
                             const MeasureInfo& measure) const;
  /// The draw of each of them.
  const std::vector<std::uint32_t>& draws(std::size_t area) const { return draws_[area]; }
  /// The independent part of each of them: its draw, or the replicate of draws spread together.
  std::vector<std::uint32_t> parts(std::size_t area) const { return parts_of(draws_[area]); }
  std::vector<std::uint32_t> parts_of(std::vector<std::uint32_t> draws) const;
  /// Sums by replication, with the total like values().
  std::vector<Sums> sums(std::size_t area, std::size_t design) const;

 private:
  std::size_t cell(std::size_t area, std::size_t design) const {
    return area * designs_.size() + design;
  }
  /// What of a cell's rows counts: replications in which the area does.
  template <class T>
  std::vector<T> counted(std::size_t area, std::vector<T> by_row) const;

  std::vector<std::string> areas_, designs_;
  KeptSums sums_;                                  // a row a replication; by area, the total last
  std::vector<std::vector<bool>> counts_;          // by area, the total last: by row
  std::vector<std::vector<std::uint32_t>> draws_;  // the same, where it counts
  std::uint32_t draws_together_;
};

}  // namespace pbrsim
