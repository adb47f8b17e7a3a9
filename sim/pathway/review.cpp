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

/// The domains in which something is still wrong.
DomainMask problems(const Review& r, const Reviews& parameters) {
  DomainMask mask = 0;
  if (!r.confirmed.abstinent_presenting && !r.confirmed.reliably_improved) mask |= bit(Domain::use);
  if (r.injecting) mask |= bit(Domain::injecting);
  if (r.housing_problem) mask |= bit(Domain::housing);
  if (!r.employed) mask |= bit(Domain::employment);
  if (r.wellbeing < parameters.wellbeing_normal) mask |= bit(Domain::wellbeing);
  return mask;
}

}  // namespace

Review read_review(const Person& p, double day, ReviewKind kind,
                   const PathwayParameters& parameters, const Streams& streams, double misreported,
                   double embellished, double harm_reduction) {
  Review r;
  r.day = day;
  r.person = p.key;
  r.kind = kind;
  const double presenting =
      days_used(p.presenting_history, p.uses_presenting, p.presenting_days, day);
  const double other = days_used(p.other_history, p.uses_other, p.other_days, day);
  r.abstinent_presenting = presenting == 0;
  r.abstinent_all = r.abstinent_presenting && other == 0;
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

  const auto improved = [&](double days) {
    return kind != ReviewKind::start &&
           p.baseline_presenting_days - days >= parameters.reviews.reliable_fall[p.group];
  };
  r.confirmed = {r.abstinent_presenting, r.abstinent_all, improved(presenting), 0};
  r.confirmed.problems = problems(r, parameters.reviews);
  // A provider that hides use hides it all, and what else went wrong with it.
  const bool wrong = !r.abstinent_all || r.confirmed.problems != 0;
  const double luck =
      embellished > 0 && wrong ? streams.uniform(p.entity(), purpose::reported, p.reviews) : 1.0;
  const bool hides = luck < misreported;
  r.presenting_days = hides ? 0 : presenting;
  r.other_days = hides ? 0 : other;
  r.reported_presenting = r.presenting_days == 0;
  r.reported_all = r.reported_presenting && r.other_days == 0;
  r.reliably_improved = improved(r.presenting_days);
  r.reported = luck < embellished ? Standing{true, true, improved(0), 0} : r.confirmed;
  return r;
}

}  // namespace pbrsim
