/// People as they are at their first referral.
///
/// All characteristics are functions of (streams, group, key): the same person in every design.
/// Days since the scenario's start.
#pragma once

#include <optional>

#include "pathway/parameters.hpp"
#include "pathway/person.hpp"
#include "random/variates.hpp"

namespace pbrsim {

/// The frailty that a uniform stands for; 1 where it is off.
class FrailtyLaw {
 public:
  explicit FrailtyLaw(const Frailty& frailty);
  bool on() const { return gamma_.has_value() || fast_share_ > 0; }
  double value(double u) const {
    if (gamma_) return gamma_->quantile(u);
    return u < fast_share_ ? fast_ : slow_;
  }

 private:
  std::optional<UnitGamma> gamma_;
  double fast_share_, slow_ = 1, fast_ = 1;
};

class Births {
 public:
  explicit Births(const PathwayParameters& parameters);

  /// Makes `p` a person of `group` who is in the community, using, on `day`; factors not set yet.
  /// The stamp stays; processes have never run. In place: a person is large and half of it stays
  /// unset.
  void make(Person& p, const Streams& streams, Group group, std::uint32_t key, double day) const;

 private:
  /// P(attribute | z) = Phi(slope * z + intercept).
  struct Link {
    double intercept = 0;
    double slope = 0;
    bool possible = false;
    double probability(double z) const;
  };
  static Link link(const Attribute& attribute);

  /// top * Phi(centre + spread * (loading z + sqrt(1 - loading^2) N)).
  struct LevelLaw {
    double centre = 0;
    double on_z = 0;
    double own = 0;
    double top = 7;
    double fixed = 0;  // used when there is no spread
    double value(double z, double u) const;
  };
  static LevelLaw law(const Level& level, double top);

  struct GroupLaw {
    double female = 0;
    double age_mean = 0, age_log_mean = 0, age_log_sd = 0;
    Link injecting, housing_problem, employed, offender, prior_treatment;
    LevelLaw presenting_days, other_days, other_share;
    double offending_on_z = 0, offending_own = 0, offending_shift = 0;
  };

  ByGroup<GroupLaw> laws_;
  FrailtyLaw drop_out_, relapse_;
};

}  // namespace pbrsim
