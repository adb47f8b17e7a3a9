/// Beliefs at the mean rates of the clinical pathway: what a provider with long records would
/// think.
///
/// `sample_clients` averages the personal multipliers of hazards over people as they are at their
/// first referral, by group and measured band. `mean_beliefs` lets such average clients go through
/// the pathway week by week (by modality, time in the episode and time abstinent), and takes for
/// each belief state the hazards averaged over the time that is spent in it; after a planned exit
/// over the first year. Constant hazards come out as they are, to rounding. Approximations: frailty
/// is 1, a client has the mean multiplier of the band, other use stands at its long-run level and
/// stays apart from everything else, a return follows a referral at once, problems do not change
/// who stays. Where an assessor decides, a claim that is pending comes to nothing if the
/// client lapses or leaves, at the rate k together: of the claims made at the rate c, none while
/// one is pending, clients leave at c s exp(-kD) / (1 + c (1 - exp(-kD)) / k), s the sensitivity
/// and D the delay (a lapse that is taken for none is left out). Rates per day.
#pragma once

#include "pathway/birth.hpp"
#include "pathway/factors.hpp"
#include "pathway/rates.hpp"
#include "provider/beliefs.hpp"

namespace pbrsim {

/// Clients of one group and measured band at the start of a first journey.
struct ClientMix {
  double share = 0;                            // of the group
  std::array<double, process_count> factor{};  // mean multipliers; frailty 1
  double age = 35;
  double injecting = 0, housing_problem = 0, unemployed = 0;
  double presenting_days = 7;          // a week, mean
  std::vector<double> other_share;     // long-run shares of time with other use, some of the people
  double offender = 0, offending = 0;  // share; mean propensity of theirs
};
using ClientMixes = ByGroup<ByBand<ClientMix>>;

/// `coding` shifts measured complexity. The same people whatever else the scenario says.
ClientMixes sample_clients(const PathwayParameters& pathway, const Births& births,
                           const Factors& factors, double coding, int people);

/// Claimed completions that an assessor decides on: later, and some not in the client's favour.
struct ClaimBeliefs {
  double sensitivity = 1;
  double delay = 0;  // days
  /// The rate of leaving as completed where claims are made at the rate `claims` while none is
  /// pending, and clients leave or lapse at the rate `lost`.
  double confirmed(double claims, double lost) const;
};

/// What of the place acts on a journey besides the client.
struct JourneyPlace {
  LocalFactors local = no_local_factors;  // area and practice
  double exit_relapse = 1;                // practice on relapse after an exit
  double harm_reduction = 0;              // saturating effort above legacy
  CompletionStandard standard;
  ByModality<double> modality{};  // shares at triage
  /// Who changes to another modality than these is transferred.
  ByModality<bool> offers = ByModality<bool>::filled(true);
  double misreported = 0;  // reporting stance
  double mean_wait = 0;    // days
  ReviewHabits reviews;
  ClaimBeliefs claims;
  double coded = 0;  // unplanned exits of clients who meet the standard that are coded as planned
};

JourneyBeliefs mean_beliefs(const PathwayParameters& pathway, Group group, const ClientMix& mix,
                            const JourneyPlace& place);

}  // namespace pbrsim
