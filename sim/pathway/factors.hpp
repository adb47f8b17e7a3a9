/// A person's own multiplier on each hazard: covariates, frailty, propensities, attached states.
///
/// Recomputed when a journey begins (age and earlier journeys move) and when injecting, housing or
/// employment change; constant in between.
#pragma once

#include "pathway/parameters.hpp"
#include "pathway/person.hpp"

namespace pbrsim {

/// The covariates that act on a process; all 0 where there are none.
const Covariates& covariates_of(ProcessId id, const PathwayParameters& parameters);

/// Processes whose hazard reads injecting, housing or employment.
ProcessMask reads_attached_states(const PathwayParameters& parameters);

/// Which processes have covariates at all, found once per scenario.
class Factors {
 public:
  explicit Factors(const PathwayParameters& parameters);
  /// Does any process read covariates?
  bool any() const { return !uses_.empty(); }
  /// Writes p.factor as of day `now`.
  void set(Person& p, double now) const;

 private:
  struct Use {
    ProcessId id;
    Covariates coefficients;
  };
  std::vector<Use> uses_;
};

}  // namespace pbrsim
