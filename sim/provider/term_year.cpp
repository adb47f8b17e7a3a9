#include "provider/term_year.hpp"

#include <cmath>

#include "core/units.hpp"
#include "random/variates.hpp"

namespace pbrsim {

namespace {

constexpr double least_variance = 1e-12;

Smooth cdf(const Smooth& z) {
  return {normal_cdf(z.value()), normal_density(z.value()) * z.derivatives()};
}
Smooth density(const Smooth& z) {
  const double at = normal_density(z.value());
  return {at, -z.value() * at * z.derivatives()};
}
Smooth root(const Smooth& variance) {
  if (variance.value() <= least_variance) return Smooth(std::sqrt(least_variance));
  const double s = std::sqrt(variance.value());
  return {s, variance.derivatives() / (2 * s)};
}

/// The rest of a year.
struct Rest {
  Smooth achieved, opportunities;
};
Rest rest_of(const CohortYear& year, double rest) {
  Rest r{{rest * year.achieved, 2, 0}, {rest * year.opportunities, 2, 1}};
  r.achieved.derivatives() *= rest;
  r.opportunities.derivatives() *= rest;
  return r;
}

/// Mean factor on the price: its steps, each as often as the rate of the months before reaches it.
Smooth escalation(const Escalator& escalator, const CohortYear& year) {
  const auto [m, n] = rest_of(year, 1);
  if (n.value() <= m.value()) return Smooth(escalator.steps.back().factor);
  const Smooth rate = m / n;
  const Smooth one_less_rate = 1.0 - rate, in_window = n * (escalator.months / 12.0);
  const Smooth variance = rate * one_less_rate / in_window;
  const Smooth sd = root(variance);
  Smooth factor(escalator.steps.front().factor);
  for (std::size_t i = 1; i < escalator.steps.size(); ++i) {
    const Smooth z = (rate - escalator.steps[i].from) / sd;
    factor += (escalator.steps[i].factor - escalator.steps[i - 1].factor) * cdf(z);
  }
  return factor;
}

/// Mean of what exceeds 0 of a normal quantity.
Smooth surplus_of(const Smooth& mean, const Smooth& sd) {
  const Smooth z = mean / sd;
  const Smooth above = mean * cdf(z);
  return above + sd * density(z);
}

/// Mean numbers of outcomes: paid for, and short of the threshold.
struct Paid {
  Smooth paid, short_of, exceeds;
};
Paid beyond(const Threshold& t, const Rest& rest, const YearSoFar::Term& done, const Smooth& raised,
            double volume_sd) {
  const auto& [m, n] = rest;
  const double v2 = volume_sd * volume_sd;
  const Smooth p = t.rate ? Smooth(*t.rate + raised) : Smooth(0.0);
  const Smooth count = t.count ? Smooth(*t.count + raised) : Smooth(0.0);
  const Smooth drift = m - p * n;
  const Smooth sum = done.achieved - p * done.opportunities + drift;
  const Smooth variance = m * (1.0 - 2.0 * p) + p * p * n + v2 * drift * drift;
  const Smooth s = root(variance);
  const Smooth excess = sum - count;
  Paid result;
  result.exceeds = result.paid = surplus_of(excess, s);
  result.short_of = result.exceeds - excess;
  if (t.pays != Beyond::everything_once_met) return result;
  // Whole numbers: the normal stands for them from half a unit below.
  const double lower = t.count ? std::ceil(count.value()) - 0.5 - count.value() : 0;
  const Smooth y = (excess - lower) / s;
  const Smooth covariance = m * (1.0 - p) + v2 * m * drift;
  const Smooth all = done.achieved + m;
  result.paid = all * cdf(y) + covariance / s * density(y);
  return result;
}

/// Fewer offences (`achieved`) than the baseline of the clients (`opportunities`).
TermYear fewer(const Contract::Term& t, const Rest& rest, const YearSoFar::Term& done) {
  const auto& [offences, clients] = rest;
  const double price = to_pounds(t.price.front());
  const Smooth mean = t.baseline * (done.opportunities + clients) - done.achieved - offences;
  const Smooth sd = root(Smooth(offences + t.baseline * t.baseline * clients));
  const Smooth z = mean / sd;
  return {price * surplus_of(mean, sd), normal_cdf(z.value()), Smooth(0.0)};
}

}  // namespace

TermYear term_year(const Contract::Term& t, const CohortYear& to_come, double rest,
                   const YearSoFar::Term& done, const Smooth& raised, double volume_sd) {
  const Rest left = rest_of(to_come, rest);
  if (t.outcome(Measure::fewer_offences)) return fewer(t, left, done);
  const double all = (t.threshold ? done.achieved : 0) + left.achieved.value();
  const Smooth factor = t.escalator ? escalation(*t.escalator, to_come) : Smooth(1.0);
  TermYear year;
  if (!t.threshold && !t.escalator) {
    year.expected = Smooth(rest * to_come.income);
    return year;
  }
  const double at_price = all > 0 ? rest * to_come.income / all : 0;
  if (!t.threshold)
    return {at_price * factor * left.achieved, all > 0 ? factor.value() : 0, Smooth(0.0)};
  const Threshold& threshold = *t.threshold;
  const Paid b = beyond(threshold, left, done, raised, volume_sd);
  const Smooth price = at_price * factor + (all > 0 ? done.income / all : 0.0);
  year.expected = price * b.paid - threshold.malus * b.short_of;
  year.per_income = all > 0 ? factor.value() * b.paid.value() / all : 0;
  const Smooth chances = done.opportunities + left.opportunities;
  if (threshold.ratchet > 0) year.raise = threshold.ratchet * b.exceeds;
  if (threshold.rate && chances.value() > 0) year.raise = year.raise / chances;
  return year;
}

}  // namespace pbrsim
