#include "provider/cohort.hpp"

#include <algorithm>
#include <cmath>

#include "core/units.hpp"
#include "random/variates.hpp"

namespace pbrsim {

namespace {

double density(double z) { return std::exp(-z * z / 2) / std::sqrt(2 * M_PI); }

/// Mean factor of an escalator at a success rate of mean `rate`, by seven-point Gauss-Hermite
/// quadrature (Abramowitz & Stegun 25.10).
double mean_factor(const Escalator& escalator, double rate, double sd) {
  constexpr std::array<double, 4> node{0, 0.816287882858965, 1.673551628767471, 2.651961356835233};
  constexpr std::array<double, 4> weight{0.810264617556807, 0.425607252610128, 0.0545155828191270,
                                         0.000971781245099519};
  const auto factor = [&](double at) {
    double result = escalator.steps.front().factor;
    for (const EscalatorStep& step : escalator.steps)
      if (at >= step.from) result = step.factor;
    return result;
  };
  double sum = weight[0] * factor(rate);
  for (std::size_t i = 1; i < node.size(); ++i)
    sum +=
        weight[i] * (factor(rate + M_SQRT2 * sd * node[i]) + factor(rate - M_SQRT2 * sd * node[i]));
  return sum / std::sqrt(M_PI);
}

void escalate(const Escalator& escalator, const CohortYear& year, TermMargin& margin) {
  if (year.opportunities <= 0) return;
  const double rate = std::min(1.0, year.achieved / year.opportunities);
  const double n = year.opportunities * escalator.months / 12;
  const double sd = std::sqrt(std::max(1e-12, rate * (1 - rate) / n));
  const double h = sd / 2;
  const double factor = mean_factor(escalator, rate, sd);
  const double slope =
      (mean_factor(escalator, rate + h, sd) - mean_factor(escalator, rate - h, sd)) / (2 * h);
  const double price = year.achieved > 0 ? year.income / year.achieved : 0;
  margin.expected = year.income * factor;
  margin.per_income = factor + rate * slope;
  margin.per_opportunity = -price * rate * rate * slope;
}

void pass_threshold(const Threshold& t, const CohortYear& year, TermMargin& margin) {
  if (year.achieved <= 0) return;
  const double mean = year.achieved, price = year.income / mean;
  const double wanted = t.rate ? *t.rate * year.opportunities : *t.count;
  const double s = std::sqrt(mean), z = (mean - wanted) / s;
  const double above = normal_cdf(z), at = density(z);
  double expected = 0, by_mean = 0, by_wanted = 0;  // in units of the price
  if (t.pays == Beyond::everything_once_met) {
    expected = mean * above + s * at;
    by_mean = above + wanted * at * (1 / s - z / (2 * mean)) + at / (2 * s);
    by_wanted = -at * wanted / s;
  } else {
    expected = (mean - wanted) * above + s * at;
    by_mean = above + at / (2 * s);
    by_wanted = -above;
  }
  const double malus = price > 0 ? t.malus / price : 0;
  expected -= malus * ((wanted - mean) * (1 - above) + s * at);
  by_mean += malus * (1 - above - at / (2 * s));
  by_wanted -= malus * (1 - above);
  margin.expected = expected * price;
  margin.per_income = by_mean;
  margin.per_opportunity = t.rate ? by_wanted * *t.rate * price : 0;
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
  margin.per_opportunity *= marginal;
}

bool capped(const Contract::Term& t) {
  return t.kind != TermKind::block && t.kind != TermKind::floor;
}

/// Standard deviation of a year's income from a term, as if all payments were of the same size.
double spread(const CohortYear& year, double expected) {
  const double events = year.achieved > 0 ? year.achieved : year.journeys;
  return events > 0 ? std::abs(expected) / std::sqrt(events) : 0;
}

}  // namespace

std::vector<TermMargin> margins_of(const Contract& contract, const std::vector<CohortYear>& years) {
  std::vector<TermMargin> margins(years.size());
  double blocks = 0, variable = 0, variance = 0, floor = 0;
  for (std::size_t i = 0; i < years.size(); ++i) {
    const Contract::Term& t = contract.terms()[i];
    TermMargin& margin = margins[i];
    if (t.kind == TermKind::block) blocks += margin.expected = to_pounds(t.amount);
    if (t.kind == TermKind::floor) floor = std::max(floor, to_pounds(t.amount));
    if (!capped(t)) continue;
    margin.expected = years[i].income;
    if (t.escalator) escalate(*t.escalator, years[i], margin);
    if (t.threshold) pass_threshold(*t.threshold, years[i], margin);
    if (t.cap >= 0 && margin.expected > 0) {
      const Below b =
          below_cap(to_pounds(t.cap), margin.expected, spread(years[i], margin.expected));
      scale(margin, b.expected / margin.expected, b.chance);
    }
    variable += margin.expected;
    variance += std::pow(spread(years[i], margin.expected), 2);
  }
  double paid = 1, chance = 1;
  if (contract.cap() >= 0 && variable > 0) {
    const Below b = below_cap(to_pounds(contract.cap()), variable, std::sqrt(variance));
    paid = b.expected / variable;
    chance = b.chance;
  }
  // Below the floor another pound earned is a pound less of topping up.
  if (floor > 0 && variance > 0)
    chance *= normal_cdf((blocks + paid * variable - floor) / std::sqrt(variance));
  for (std::size_t i = 0; i < years.size(); ++i)
    if (capped(contract.terms()[i])) scale(margins[i], paid, chance);
  return margins;
}

double income_of(const JourneyValue& value, const std::vector<TermMargin>& margins,
                 std::size_t term) {
  return value.terms[term].income * margins[term].per_income +
         value.terms[term].opportunities * margins[term].per_opportunity;
}

double income_of(const JourneyValue& value, const std::vector<TermMargin>& margins) {
  double sum = 0;
  for (std::size_t i = 0; i < value.terms.size(); ++i)
    sum += income_of(value, margins, i);
  return sum;
}

}  // namespace pbrsim
