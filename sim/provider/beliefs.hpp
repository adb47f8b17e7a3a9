/// What a provider believes of a journey: the constant rates of a small Markov chain.
///
/// In treatment a client is in an early stage (the first 12 weeks of the journey, exactly) or a
/// later one, and uses, is abstinent for less than 12 weeks, or for longer; the step between the
/// two kinds of abstinence is taken at the rate 1 / 12 weeks. After a planned exit the client is
/// abstinent or uses, comes back, or is out of reach (dead, in custody, moved). Other use, problems
/// and wellbeing run beside it, each independent of the rest. Rates per day, durations days, shares
/// 0 to 1. Returns are not part of a journey.
#pragma once

#include <array>
#include <cmath>

#include "pathway/course.hpp"
#include "record/vocabulary.hpp"

namespace pbrsim {

inline constexpr double twelve_weeks = 84;
inline constexpr double review_window = 28;  // days that a review looks back on
inline constexpr double void_window = 21;    // days in which a return voids a planned exit

enum UseState : int { uses, abstinent, abstinent_12_weeks };
inline constexpr int use_states = 3;
using ByUse = std::array<double, use_states>;

/// One stage in treatment.
struct StageBeliefs {
  double stops = 0;     // becoming abstinent, of those who use
  ByUse lapse{};        // of the abstinent
  ByUse completion{};   // planned exit, of the abstinent
  ByUse unplanned{};    // drop-out and decline
  ByUse other_exit{};   // death and custody
  double transfer = 0;  // to another provider or out of the area: no chance of an outcome at exit
  double pressed = 1;   // of the abstinent: share who use something else or are prescribed
  ByModality<double> modality{};  // shares of client-time
};

/// A problem that comes and goes.
struct ProblemBeliefs {
  double at_start = 0;
  double begins = 0, ends = 0;
  bool operator==(const ProblemBeliefs&) const = default;
  /// P(problem after `days` | problem at the start or not).
  double after(double days, bool problem) const {
    const double turnover = begins + ends;
    const double level = turnover > 0 ? begins / turnover : 0;
    const double left = std::exp(-turnover * days);
    return turnover > 0 ? level + ((problem ? 1 : 0) - level) * left : problem;
  }
  double after(double days) const {
    return at_start * after(days, true) + (1 - at_start) * after(days, false);
  }
};

/// How reviews are done where they are paid for.
struct ReviewHabits {
  double uses = 1, abstinent = 1;  // share done, of clients who used and who did not
  double put_off = 0;              // days that one waits at most for 28 days without use
};

/// A journey of a client of one group and measured band.
struct JourneyBeliefs {
  double abstinent_at_start = 0;
  StageBeliefs early, later;

  // After a planned exit; coming back is a triage.
  double relapse = 0, remission = 0;
  double returns_abstinent = 0, returns_using = 0;
  double out_of_reach = 0;

  double no_other_use = 1;      // share of reviews with no other use in 28 days
  double improved_within = 28;  // days without use that make a reliable improvement; 0: never
  double settled_at_exit = 1;   // share of planned exits with no presenting use in 28 days
  double coded = 0;  // share of unplanned exits of the abstinent that are coded as planned
  ReviewHabits reviews;
  ProblemBeliefs injecting, housing, unemployed;
  ByUse wellbeing_normal{};

  double offender = 0;        // share with a propensity to offend
  double proven_per_day = 0;  // proven offences of an offender
  /// Proven offences of a client, offender or not, out of treatment; in it they are so many times.
  double proven_using = 0, proven_abstinent = 0, proven_in_treatment = 1;
  /// Contacts of a client with criminal-justice drug workers, likewise.
  double met_using = 0, met_abstinent = 0;
  double dies_or_moves = 0;  // wherever the client is
  double mean_wait = 0;      // referral to triage
  double vaccination = 0;    // share offered it
  double misreported = 0;    // failures at a review that the provider reports as achieved
};

/// What of a practice acts on a journey: each process times its multiplier; relapse after a planned
/// exit; unplanned exits of clients who use something or are prescribed, by being pushed.
struct PracticeEffects {
  LocalFactors times = no_local_factors;
  double relapse = 1;
  double pushed = 1;
};
/// The same journey under another practice.
JourneyBeliefs with_practice(const JourneyBeliefs& beliefs, const PracticeEffects& practice);

}  // namespace pbrsim
