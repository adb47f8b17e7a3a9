/// Difference-in-differences of shares between treated and comparison areas, as an evaluator would
/// estimate it from counts by area, before and after go-live.
///
/// Every estimate is a log odds ratio: the treated areas' change in log odds less that of the
/// comparison areas. It is the effect only if the two would have changed alike, which areas chosen
/// for a good year do not.
///
/// `raw`: the pooled 2 x 2 x 2 table, comparison areas weighted by what they stand for.
/// `area_effects`: logit with an intercept for each area, the period, and treated x period, by
/// maximum likelihood (iteratively reweighted least squares). `area_group_effects`: the same with
/// an intercept for each area and drug group, which holds the mix of groups constant.
///
/// Intervals are of two kinds, both with the area as the unit. The cluster bootstrap draws areas
/// with replacement, treated and comparison apart; its standard error, times sqrt(k / (k - 1)) and
/// with Student's t with k - 1 degrees of freedom for the few treated areas k (Cameron, Gelbach and
/// Miller 2008, doi:10.1162/rest.90.3.414). Randomisation draws sets of k comparison areas and
/// takes them for treated against the other comparison areas: how far such placebo estimates lie
/// from 0 says how far the real one may (Conley and Taber 2011, doi:10.1162/REST_a_00049). Both let
/// areas differ in how they change; neither sees what all treated areas have in common.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "core/enum_array.hpp"

namespace pbrsim {

enum class Estimator : std::uint8_t { raw, area_effects, area_group_effects };
template <>
struct EnumNames<Estimator> {
  static constexpr std::array<std::string_view, 3> values{"raw", "area_effects",
                                                          "area_group_effects"};
};

/// Successes and trials before and after go-live, of one drug group of one area.
struct PeriodCounts {
  std::array<double, 2> successes{}, trials{};
};

struct EvaluatedArea {
  std::string name;
  bool treated = false;
  double weight = 1;
  std::vector<PeriodCounts> groups;
};

/// Which areas count as treated and how much each weighs: the data, a resample or a placebo.
struct Assignment {
  std::vector<bool> treated;
  std::vector<double> weight;
};
Assignment as_observed(const std::vector<EvaluatedArea>& areas);

/// NaN where it is not defined (a share of 0 or 1, no areas on one side).
double log_odds_ratio(const std::vector<EvaluatedArea>& areas, const Assignment& assignment,
                      Estimator estimator);

inline constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

struct DidEstimate {
  double log_ratio = undefined;
  double bootstrap_error = undefined;  // standard error, small k allowed for
  double bootstrap_low = undefined, bootstrap_high = undefined;
  double placebo_low = undefined, placebo_high = undefined;
  double p = undefined;  // of no effect, by randomisation
};

struct DidOptions {
  int resamples = 399;
  double confidence = 0.95;
  std::uint64_t seed = 1;
};

/// The same areas in the same order and the same seed give the same resamples for every outcome.
DidEstimate estimate_did(const std::vector<EvaluatedArea>& areas, Estimator estimator,
                         const DidOptions& options);

}  // namespace pbrsim
