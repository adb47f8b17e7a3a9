#include "provider/mean_rates.hpp"

#include <algorithm>
#include <cmath>

#include "core/units.hpp"
#include "provider/mean_course.hpp"
#include "random/variates.hpp"

namespace pbrsim {

namespace {

double of(const LocalFactors& factors, ProcessId id) {
  return factors[static_cast<std::size_t>(id)];
}

/// Use of other substances at its long-run level in treatment.
struct OtherUseBeliefs {
  double uses = 0, none_in_window = 1;
};

OtherUseBeliefs other_use(const PathwayParameters& p, Group g, const ClientMix& mix,
                          const LocalFactors& local) {
  OtherUseBeliefs result;
  if (mix.other_share.empty()) return result;
  result.none_in_window = 0;
  const double turnover = p.other_use.turnover[g] / days_per_year;
  for (const double share : mix.other_share) {
    const double starts =
        turnover * share * p.other_use.start_in_treatment * of(local, ProcessId::start_other);
    const double stops =
        turnover * (1 - share) * p.other_use.stop_in_treatment * of(local, ProcessId::stop_other);
    const double uses_now = starts + stops > 0 ? starts / (starts + stops) : share;
    result.uses += uses_now;
    result.none_in_window += (1 - uses_now) * std::exp(-starts * review_window);
  }
  const auto n = static_cast<double>(mix.other_share.size());
  return {result.uses / n, result.none_in_window / n};
}

/// Days without use before a review that make the fall in days used reliable; 0: none can.
double improved_within(const PathwayParameters& p, Group g, double days_a_week) {
  const double baseline = std::round(review_window * days_a_week / days_per_week);
  const double most_left = std::floor(baseline - p.reviews.reliable_fall[g]);
  if (most_left < 0 || days_a_week <= 0) return 0;
  if (most_left < 1) return review_window;
  const double in_use = (most_left + 0.5) * days_per_week / days_a_week;
  return std::max(0.01, review_window - in_use);
}

StageBeliefs rates_of(const StageExposure& exposure, const StageExposure& instead,
                      double other_use) {
  StageBeliefs s;
  double days = 0, transfer = 0, exposed = 0;
  for (std::size_t i = 0; i < use_states; ++i) {
    // A state that is not met takes the rates of the other stage, else of its neighbour.
    const Exposure* e = &exposure.by_use[i];
    if (e->days <= 0) e = &instead.by_use[i];
    if (e->days <= 0 && i == abstinent_12_weeks) e = &exposure.by_use[abstinent];
    if (e->days <= 0) continue;
    if (i == uses) s.stops = e->stops / e->days;
    s.lapse[i] = e->lapse / e->days;
    s.completion[i] = e->completion / e->days;
    s.unplanned[i] = e->unplanned / e->days;
    s.other_exit[i] = e->other_exit / e->days;
    transfer += e->transfer;
    exposed += e->days;
  }
  if (exposed > 0) s.transfer = transfer / exposed;
  for (const double d : exposure.modality)
    days += d;
  for (const Modality m : all_of<Modality>())
    s.modality[m] = days > 0 ? exposure.modality[m] / days : 0;
  double prescribed = 0;
  for (const Modality m : all_of<Modality>())
    if (on_substitution(setting_of(m))) prescribed += s.modality[m];
  s.pressed = 1 - (1 - other_use) * (1 - prescribed);
  return s;
}

ProblemBeliefs problem(const Alternating& a, Group g, double at_start, double ends) {
  return {at_start, a.begins[g] / days_per_year,
          a.ends[g] * a.ends_in_treatment * ends / days_per_year};
}

double normal_wellbeing(const Reviews& r, double mean) {
  const double least = std::ceil(r.wellbeing_normal) - 0.5;  // scores are rounded
  if (r.wellbeing_sd <= 0) return mean >= least;
  return normal_cdf((mean - least) / r.wellbeing_sd);
}

void set_wellbeing(JourneyBeliefs& b, const Reviews& r, double harm_reduction) {
  const double housing = b.housing.after(twelve_weeks), idle = b.unemployed.after(twelve_weeks);
  for (std::size_t i = 0; i < use_states; ++i)
    for (const bool house : {false, true})
      for (const bool work : {false, true}) {
        const double mean = (i == uses ? r.wellbeing_using : r.wellbeing_abstinent) +
                            house * r.wellbeing_housing_problem + work * r.wellbeing_employed +
                            r.wellbeing_harm_reduction * harm_reduction;
        b.wellbeing_normal[i] +=
            (house ? housing : 1 - housing) * (work ? 1 - idle : idle) * normal_wellbeing(r, mean);
      }
}

/// Over the year from triage: the share of it in treatment offends at the rate there.
double proven_offences(const PathwayParameters& p, Group g, const ClientMix& mix,
                       const MeanCourse& course) {
  double in_use = 0, clean = 0;
  for (const StageExposure* s : {&course.early, &course.later})
    for (std::size_t i = 0; i < use_states; ++i)
      (i == uses ? in_use : clean) += s->by_use[i].days;
  const double treated = in_use + clean;
  if (treated <= 0) return 0;
  const double share = std::min(1.0, treated / days_per_year);
  const double use = (in_use + clean * p.offending.when_abstinent) / treated;
  const double level = 1 - share + share * use * p.offending.in_treatment;
  return p.offending.rate[g] / days_per_year * mix.offending * p.offending.proven * level;
}

}  // namespace

double ClaimBeliefs::confirmed(double claims, double lost) const {
  const double pending = lost > 0 ? -std::expm1(-lost * delay) / lost : delay;  // days
  return claims * sensitivity * std::exp(-lost * delay) / (1 + claims * pending);
}

JourneyBeliefs mean_beliefs(const PathwayParameters& p, Group g, const ClientMix& mix,
                            const JourneyPlace& place) {
  JourneyBeliefs b;
  const OtherUseBeliefs other = other_use(p, g, mix, place.local);
  const MeanCourse course = follow_treatment(p, g, mix, place, other.uses);
  b.abstinent_at_start = p.people[g].abstinent_at_start;
  b.early = rates_of(course.early, course.later, other.uses);
  b.later = rates_of(course.later, course.early, other.uses);
  constexpr int a_month = 4, half_a_year = 26;  // after the exit, after triage
  const double moves = p.moves_away / days_per_year;
  b.out_of_reach =
      moves +
      OtherExits(p, g, mix, place, false, a_month + 1).rate(a_month, false, Modality::psychosocial);
  const MeanAftermath after = follow_exits(p, g, mix, place, course, b.out_of_reach);
  if (after.abstinent_days > 0) {
    b.relapse = after.relapse / after.abstinent_days;
    b.returns_abstinent = after.returns_abstinent / after.abstinent_days;
  }
  if (after.using_days > 0) {
    b.remission = after.remission / after.using_days;
    b.returns_using = after.returns_using / after.using_days;
  }
  b.no_other_use = other.none_in_window;
  b.improved_within = improved_within(p, g, mix.presenting_days);
  double exits = 0;
  for (const double e : course.exits)
    exits += e;
  b.settled_at_exit = exits > 0 ? course.settled_exits / exits : 1;
  b.injecting = problem(p.injecting, g, mix.injecting, of(place.local, ProcessId::injecting_ends));
  b.housing = problem(p.housing_problem, g, mix.housing_problem,
                      of(place.local, ProcessId::housing_problem_ends));
  b.unemployed = {mix.unemployed, p.employment.ends[g] / days_per_year,
                  p.employment.begins[g] * of(place.local, ProcessId::job_begins) / days_per_year};
  // Employment that ends faster in treatment is a problem that begins faster.
  b.unemployed.begins *= p.employment.ends_in_treatment;
  set_wellbeing(b, p.reviews, place.harm_reduction);
  b.offender = mix.offender;
  b.proven_per_day = proven_offences(p, g, mix, course);
  b.proven_using =
      p.offending.rate[g] / days_per_year * mix.offending * p.offending.proven * mix.offender;
  b.proven_abstinent = b.proven_using * p.offending.when_abstinent;
  b.proven_in_treatment = p.offending.in_treatment;
  b.met_using =
      p.offending.rate[g] / days_per_year * mix.offending * p.offending.drug_contact * mix.offender;
  b.met_abstinent = b.met_using * p.offending.when_abstinent;
  b.dies_or_moves = moves + OtherExits(p, g, mix, place, true, half_a_year + 1)
                                .deaths(half_a_year, true, Modality::psychosocial);
  b.mean_wait = place.mean_wait;
  b.vaccination = p.reviews.vaccination_offered;
  b.misreported = place.misreported;
  b.coded = place.coded * (place.standard.occasional_user_allowed ? 1 : 1 - other.uses);
  b.reviews = place.reviews;
  return b;
}

}  // namespace pbrsim
