#include "pathway/review.hpp"

#include <algorithm>
#include <cmath>

#include "core/units.hpp"
#include "pathway/purposes.hpp"
#include "random/variates.hpp"

namespace pbrsim {

namespace {

constexpr double window = 28;

/// Whole days used: the share of the window in use times the person's days a week, at least 1 if
/// any.
double days_used(const UseHistory& history, bool using_now, double days_a_week, double day) {
  const double in_use = history.days_using(using_now, day, window);
  if (in_use <= 0) return 0;
  return std::clamp(std::round(in_use * days_a_week / days_per_week), 1.0, window);
}

double mean_wellbeing(const Person& p, const Reviews& r, double harm_reduction) {
  double mean = p.uses_presenting ? r.wellbeing_using : r.wellbeing_abstinent;
  if (p.housing_problem) mean += r.wellbeing_housing_problem;
  if (p.employed) mean += r.wellbeing_employed;
  return mean + r.wellbeing_harm_reduction * harm_reduction;
}

}  // namespace

Review read_review(const Person& p, double day, ReviewKind kind,
                   const PathwayParameters& parameters, const Streams& streams, double misreported,
                   double harm_reduction) {
  Review r;
  r.day = day;
  r.person = p.key;
  r.kind = kind;
  const double presenting =
      days_used(p.presenting_history, p.uses_presenting, p.presenting_days, day);
  const double other = days_used(p.other_history, p.uses_other, p.other_days, day);
  r.abstinent_presenting = presenting == 0;
  r.abstinent_all = r.abstinent_presenting && other == 0;
  const bool hides = misreported > 0 && !r.abstinent_all &&
                     streams.uniform(p.entity(), purpose::reported, p.reviews) < misreported;
  r.presenting_days = hides ? 0 : presenting;
  r.other_days = hides ? 0 : other;
  r.reported_presenting = r.presenting_days == 0;
  r.reported_all = r.reported_presenting && r.other_days == 0;
  r.reliably_improved =
      kind != ReviewKind::start &&
      p.baseline_presenting_days - r.presenting_days >= parameters.reviews.reliable_fall[p.group];
  r.injecting = p.injecting;
  r.housing_problem = p.housing_problem;
  r.employed = p.employed;
  const double noise =
      parameters.reviews.wellbeing_sd > 0
          ? normal_quantile(streams.uniform(p.entity(), purpose::wellbeing, p.reviews))
          : 0.0;
  const double score = mean_wellbeing(p, parameters.reviews, harm_reduction) +
                       parameters.reviews.wellbeing_sd * noise;
  r.wellbeing = std::clamp(std::round(score), 0.0, 20.0);
  return r;
}

}  // namespace pbrsim
