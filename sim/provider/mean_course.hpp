/// Average clients going through the pathway week by week; for mean_rates.cpp alone.
///
/// Mass is by modality, use and weeks abstinent; within a week hazards are those of the week's mean
/// and every event ends it. Rates per day.
#pragma once

#include <vector>

#include "provider/mean_rates.hpp"

namespace pbrsim {

inline constexpr int course_weeks = 5 * 52;
inline constexpr int abstinent_weeks = 105;  // the last one holds all who are abstinent longer

/// Sums of hazard times person-time, and of person-time.
struct Exposure {
  double days = 0, stops = 0, lapse = 0, completion = 0, unplanned = 0, other_exit = 0,
         transfer = 0;
  Exposure& operator+=(const Exposure& other);
};

struct StageExposure {
  std::array<Exposure, use_states> by_use;
  ByModality<double> modality{};  // person-days
};

struct MeanCourse {
  StageExposure early, later;
  std::vector<double> exits = std::vector<double>(abstinent_weeks);  // by weeks abstinent
  double late_exits = 0, settled_exits = 0;  // after 12 weeks in treatment; 28 days abstinent
};

MeanCourse follow_treatment(const PathwayParameters& pathway, Group group, const ClientMix& mix,
                            const JourneyPlace& place, double other_use);

/// The first year after planned exits: abstinent and using.
struct MeanAftermath {
  double abstinent_days = 0, using_days = 0;
  double relapse = 0, remission = 0, returns_abstinent = 0, returns_using = 0;
};
MeanAftermath follow_exits(const PathwayParameters& pathway, Group group, const ClientMix& mix,
                           const JourneyPlace& place, const MeanCourse& course, double gone);

/// Deaths and custody a day, by week in treatment or out of it.
class OtherExits {
 public:
  OtherExits(const PathwayParameters& pathway, Group group, const ClientMix& mix,
             const JourneyPlace& place, bool treated, int weeks);
  double rate(int week, bool using_presenting, Modality modality) const;
  /// Without custody.
  double deaths(int week, bool using_presenting, Modality modality) const;

 private:
  const Mortality* mortality_;
  bool treated_;
  double custody_, when_abstinent_;
  std::vector<double> poisoning_, other_;
};

/// Mean hazards a day over the first weeks of the clock.
std::vector<double> week_rates(const HazardParameters& hazard, int weeks);

}  // namespace pbrsim
