#include "provider/cohort.hpp"

#include <algorithm>
#include <cmath>

#include "core/units.hpp"
#include "random/variates.hpp"

namespace pbrsim {

namespace {

double density(double z) { return std::exp(-z * z / 2) / std::sqrt(2 * M_PI); }

/// A quantity that depends on the mean numbers of outcomes and of opportunities.
struct Function {
  double value = 0, by_outcome = 0, by_opportunity = 0;
};

/// Mean factor on the price: its steps, each as often as the rate of the months before reaches it.
Function escalation(const Escalator& escalator, const CohortYear& year) {
  Function factor{escalator.steps.front().factor, 0, 0};
  const double m = year.achieved, n = year.opportunities;
  if (n <= m) return {escalator.steps.back().factor, 0, 0};
  const double years = escalator.months / 12.0, rate = m / n;
  const double sd = std::sqrt(rate * (1 - rate) / (n * years));
  const double sd_by_m = (n - 2 * m) / (n * n * n * years) / (2 * sd);
  const double sd_by_n = m * (3 * m - 2 * n) / (n * n * n * n * years) / (2 * sd);
  for (std::size_t i = 1; i < escalator.steps.size(); ++i) {
    const double rise = escalator.steps[i].factor - escalator.steps[i - 1].factor;
    const double z = (rate - escalator.steps[i].from) / sd, at = rise * density(z) / sd;
    factor.value += rise * normal_cdf(z);
    factor.by_outcome += at * (1 / n - z * sd_by_m);
    factor.by_opportunity += at * (-rate / n - z * sd_by_n);
  }
  return factor;
}

/// Mean number of outcomes that are paid for, those that a malus takes off apart.
struct PaidBeyond {
  Function paid, missing;
};
PaidBeyond beyond(const Threshold& t, const CohortYear& year, double volume_sd) {
  const double m = year.achieved, p = t.rate.value_or(0), v2 = volume_sd * volume_sd;
  const bool all = t.pays == Beyond::everything_once_met;
  // Whole numbers: the normal stands for them from half a unit below.
  const double count = t.count ? *t.count : 0;
  const double mean = m - p * year.opportunities;
  const double variance = m * (1 - 2 * p) + p * p * year.opportunities + v2 * mean * mean;
  const double s = std::sqrt(std::max(1e-12, variance));
  const double s_by_m = (1 - 2 * p + 2 * v2 * mean) / (2 * s);
  const double s_by_n = (p * p - 2 * p * v2 * mean) / (2 * s);
  const double excess = mean - count, z = excess / s;
  const double above = normal_cdf(z), at = density(z);
  PaidBeyond result;
  result.paid = {excess * above + s * at, above + at * s_by_m, -p * above + at * s_by_n};
  result.missing = {result.paid.value - excess, result.paid.by_outcome - 1,
                    result.paid.by_opportunity + p};
  if (!all) return result;
  const double low = t.count ? std::ceil(count) - 0.5 : 0, y = (mean - low) / s;
  const double met = normal_cdf(y), near = density(y);
  const double covariance = m * (1 - p) + v2 * m * mean;
  const auto derivative = [&](double m_by, double mean_by, double s_by, double covariance_by) {
    const double y_by = (mean_by - y * s_by) / s;
    return m_by * met + m * near * y_by +
           near * (covariance_by / s - covariance / s * (s_by / s + y * y_by));
  };
  result.paid = {m * met + covariance / s * near, derivative(1, 1, s_by_m, 1 - p + v2 * (mean + m)),
                 derivative(0, -p, s_by_n, -v2 * m * p)};
  return result;
}

/// A term by itself: escalator, then threshold.
TermMargin by_itself(const Contract::Term& t, const CohortYear& year, double volume_sd) {
  TermMargin margin;
  margin.expected = year.income;
  if (!t.escalator && !t.threshold) return margin;
  const bool any = year.achieved > 0;
  const double price = any ? year.income / year.achieved : 0;
  const Function factor = t.escalator ? escalation(*t.escalator, year) : Function{1, 0, 0};
  const PaidBeyond b =
      t.threshold ? beyond(*t.threshold, year, volume_sd) : PaidBeyond{{year.achieved, 1, 0}, {}};
  const double malus = t.threshold ? t.threshold->malus : 0;
  const auto by = [&](double Function::*direction) {
    return price * (factor.value * b.paid.*direction + factor.*direction * b.paid.value) -
           malus * b.missing.*direction;
  };
  margin.expected = price * factor.value * b.paid.value - malus * b.missing.value;
  // An outcome adds its own price to the year's mean price, and one to the count.
  margin.per_income = any ? factor.value * b.paid.value / year.achieved : 0;
  margin.per_achieved = by(&Function::by_outcome) - price * margin.per_income;
  margin.per_opportunity = by(&Function::by_opportunity);
  return margin;
}

/// What is left below a cap, and the chance that one more pound is paid.
struct Below {
  double expected, chance;
};
Below below_cap(double cap, double mean, double sd) {
  if (sd <= 0) return {std::min(mean, cap), mean < cap ? 1.0 : 0.0};
  const double z = (mean - cap) / sd;
  return {mean - (mean - cap) * normal_cdf(z) - sd * density(z), 1 - normal_cdf(z)};
}

void scale(TermMargin& margin, double expected, double marginal) {
  margin.expected *= expected;
  margin.per_income *= marginal;
  margin.per_achieved *= marginal;
  margin.per_opportunity *= marginal;
}

bool capped(const Contract::Term& t) {
  return t.kind != TermKind::block && t.kind != TermKind::floor;
}

/// Variance of a year's income from a term whose journeys are as many as believed, as if all
/// payments were of the same size.
double variance_of(const CohortYear& year, double expected) {
  const double events = year.achieved > 0 ? year.achieved : year.journeys;
  return events > 0 ? expected * expected / events : 0;
}

/// Means and variance of a contract year, blocks and floors apart.
struct Year {
  double blocks = 0, variable = 0, squares = 0, variance = 0, journeys = 0;
  double sd(double volume_sd) const {
    // Terms share their journeys: what one client brings under both varies together.
    const double shared =
        journeys > 0 ? std::max(0.0, variable * variable - squares) / journeys : 0;
    return std::sqrt(variance + shared + std::pow(volume_sd * variable, 2));
  }
};

/// Tops up to each floor in turn, so that each adds what the ones before it leave; what is left of
/// another pound.
double fill_floors(const Contract& contract, double mean, double sd,
                   std::vector<TermMargin>& margins) {
  double topped_up = 0, highest = 0;
  for (std::size_t i = 0; i < margins.size(); ++i) {
    const Contract::Term& t = contract.terms()[i];
    if (t.kind != TermKind::floor) continue;
    const double floor = to_pounds(t.amount);
    const double reached = below_cap(floor, mean, sd).expected;
    margins[i].expected = std::max(0.0, floor - reached - topped_up);
    topped_up += margins[i].expected;
    highest = std::max(highest, floor);
  }
  return highest > 0 ? 1 - below_cap(highest, mean, sd).chance : 1;
}

}  // namespace

std::vector<TermMargin> margins_of(const Contract& contract, const std::vector<CohortYear>& years,
                                   double volume_sd) {
  std::vector<TermMargin> margins(years.size());
  Year all;
  for (std::size_t i = 0; i < years.size(); ++i) {
    const Contract::Term& t = contract.terms()[i];
    TermMargin& margin = margins[i];
    if (t.kind == TermKind::block) all.blocks += margin.expected = to_pounds(t.amount);
    if (!capped(t)) continue;
    margin = by_itself(t, years[i], volume_sd);
    if (t.cap >= 0 && margin.expected > 0) {
      const double sd = std::sqrt(variance_of(years[i], margin.expected) +
                                  std::pow(volume_sd * margin.expected, 2));
      const Below b = below_cap(to_pounds(t.cap), margin.expected, sd);
      scale(margin, b.expected / margin.expected, b.chance);
    }
    all.variable += margin.expected;
    all.squares += margin.expected * margin.expected;
    all.variance += variance_of(years[i], margin.expected);
    all.journeys = std::max(all.journeys, years[i].journeys);
  }
  const double sd = all.sd(volume_sd);
  Below paid{all.variable, 1};
  if (contract.cap() >= 0 && all.variable > 0)
    paid = below_cap(to_pounds(contract.cap()), all.variable, sd);
  // Below the floor another pound earned is a pound less of topping up.
  const double left = fill_floors(contract, all.blocks + paid.expected, sd, margins);
  for (std::size_t i = 0; i < years.size(); ++i)
    if (capped(contract.terms()[i]))
      scale(margins[i], all.variable > 0 ? paid.expected / all.variable : 1, paid.chance * left);
  return margins;
}

double income_of(const JourneyValue& value, const std::vector<TermMargin>& margins,
                 std::size_t term) {
  const JourneyValue::OfTerm& of = value.terms[term];
  const TermMargin& margin = margins[term];
  return of.income * margin.per_income + of.achieved * margin.per_achieved +
         of.opportunities * margin.per_opportunity;
}

double income_of(const JourneyValue& value, const std::vector<TermMargin>& margins) {
  double sum = 0;
  for (std::size_t i = 0; i < value.terms.size(); ++i)
    sum += income_of(value, margins, i);
  return sum;
}

}  // namespace pbrsim
