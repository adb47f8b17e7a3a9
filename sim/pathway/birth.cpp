#include "pathway/birth.hpp"

#include <algorithm>
#include <cmath>
#include <memory>

#include "core/units.hpp"
#include "pathway/purposes.hpp"
#include "random/variates.hpp"

namespace pbrsim {

namespace {
constexpr double youngest = 18;
}

FrailtyLaw::FrailtyLaw(const Frailty& frailty) : fast_share_(frailty.fast_share) {
  if (frailty.variance > 0) gamma_.emplace(frailty.variance);
  // Two classes with mean 1: slow * (1 - s) + slow * ratio * s = 1.
  slow_ = 1.0 / (1.0 - frailty.fast_share + frailty.fast_share * frailty.fast_ratio);
  fast_ = slow_ * frailty.fast_ratio;
}

Births::Link Births::link(const Attribute& a) {
  if (a.share <= 0) return {};
  const double rest = std::sqrt(std::max(1e-12, 1.0 - a.loading * a.loading));
  const double threshold = a.share >= 1 ? 1e9 : normal_quantile(a.share);
  return {threshold / rest, a.loading / rest, true};
}

double Births::Link::probability(double z) const {
  return possible ? normal_cdf(intercept + slope * z) : 0.0;
}

Births::LevelLaw Births::law(const Level& level, double top) {
  const double share = std::clamp(level.median / top, 0.0, 1.0);
  LevelLaw result;
  result.top = top;
  result.fixed = top * share;
  if (level.spread <= 0 || share <= 0 || share >= 1) return result;
  result.centre = normal_quantile(share);
  result.on_z = level.spread * level.loading;
  result.own = level.spread * std::sqrt(1.0 - level.loading * level.loading);
  return result;
}

double Births::LevelLaw::value(double z, double u) const {
  if (on_z == 0 && own == 0) return fixed;
  return top * normal_cdf(centre + on_z * z + own * normal_quantile(u));
}

Births::Births(const PathwayParameters& parameters)
    : drop_out_(parameters.drop_out.frailty), relapse_(parameters.start_use.frailty) {
  for (const Group g : all_of<Group>()) {
    const GroupPeople& people = parameters.people[g];
    GroupLaw& l = laws_[g];
    l.female = people.female.share;
    const double cv = people.age_sd / people.age_mean;
    l.age_mean = people.age_mean;
    l.age_log_sd = std::sqrt(std::log1p(cv * cv));
    l.age_log_mean = std::log(people.age_mean) - 0.5 * l.age_log_sd * l.age_log_sd;
    l.injecting = link(people.injecting);
    l.housing_problem = link(people.housing_problem);
    l.employed = link(people.employed);
    l.offender = link(people.offender);
    l.prior_treatment = link(people.prior_treatment);
    l.presenting_days = law(people.presenting_days, 7);
    l.other_days = law(people.other_days, 7);
    l.other_share = law(people.other_use, 1);
    l.offending_on_z = people.offending_spread * people.offending_loading;
    l.offending_own = people.offending_spread *
                      std::sqrt(1 - people.offending_loading * people.offending_loading);
    l.offending_shift = -0.5 * people.offending_spread * people.offending_spread;
  }
}

void Births::make(Person& p, const Streams& streams, Group group, std::uint32_t key,
                  double day) const {
  const GroupLaw& l = laws_[group];
  const std::uint32_t stamp = p.stamp;
  std::construct_at(static_cast<PersonState*>(&p));
  std::construct_at(static_cast<Background*>(&p));
  p.stamp = stamp;
  p.key = key;
  p.group = group;
  const auto pair = [&](std::uint32_t which) {
    return streams.uniform_pair(p.entity(), purpose::birth, which);
  };
  const auto [u_z, u_age] = pair(0);
  const double z = normal_quantile(u_z);
  p.complexity = z;
  const double age = l.age_log_sd > 0
                         ? std::exp(l.age_log_mean + l.age_log_sd * normal_quantile(u_age))
                         : l.age_mean;
  p.born = day - days_per_year * std::max(youngest, age);

  if (l.female > 0 || l.injecting.possible) {
    const auto [u_sex, u_injecting] = pair(1);
    p.sex = u_sex < l.female ? Sex::female : Sex::male;
    p.injecting = u_injecting < l.injecting.probability(z);
  }
  if (l.housing_problem.possible || l.employed.possible) {
    const auto [u_housing, u_employed] = pair(2);
    p.housing_problem = u_housing < l.housing_problem.probability(z);
    p.employed = u_employed < l.employed.probability(z);
  }
  if (l.offender.possible || l.prior_treatment.possible) {
    const auto [u_offender, u_prior] = pair(3);
    p.journeys = u_prior < l.prior_treatment.probability(z) ? 1 : 0;
    if (u_offender < l.offender.probability(z)) {
      p.offending = 1;
      if (l.offending_own > 0 || l.offending_on_z != 0)
        p.offending = std::exp(l.offending_shift + l.offending_on_z * z +
                               l.offending_own * normal_quantile(pair(7).first));
    }
  }
  if (l.presenting_days.own > 0 || l.other_days.own > 0) {
    const auto [u_presenting, u_other] = pair(4);
    p.presenting_days = l.presenting_days.value(z, u_presenting);
    p.other_days = l.other_days.value(z, u_other);
  } else {
    p.presenting_days = l.presenting_days.fixed;
    p.other_days = l.other_days.fixed;
  }
  if (l.other_share.fixed > 0) {
    const auto [u_share, u_state] = pair(5);
    p.other_share = l.other_share.value(z, u_share);
    p.uses_other = u_state < p.other_share;
  }
  if (drop_out_.on() || relapse_.on()) {
    const auto [u_drop_out, u_relapse] = pair(6);
    p.frailty_drop_out = drop_out_.value(u_drop_out);
    p.frailty_relapse = relapse_.value(u_relapse);
  }
  p.setting_since = p.presenting_since = p.clean_since = p.out_since = p.seek_since = day;
}

}  // namespace pbrsim
