#include "provider/cohort.hpp"

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "core/units.hpp"
#include "provider/term_year.hpp"

namespace pbrsim {

namespace {

/// What is left below a cap, and the chance that one more pound is paid.
struct Below {
  double expected, chance;
};
Below below_cap(double cap, double mean, double sd) {
  if (sd <= 0) return {std::min(mean, cap), mean < cap ? 1.0 : 0.0};
  const double z = (mean - cap) / sd;
  return {mean - (mean - cap) * normal_cdf(z) - sd * normal_density(z), 1 - normal_cdf(z)};
}

/// A term in one year; derivatives are by a whole year's numbers, its mean price held fixed.
struct Part {
  double expected = 0, per_income = 1;
  Eigen::Vector2d by = Eigen::Vector2d::Zero();
};

void scale(Part& part, double expected, double marginal) {
  part.expected *= expected;
  part.per_income *= marginal;
  part.by *= marginal;
}

bool capped(const Contract::Term& t) {
  return t.kind != TermKind::block && t.kind != TermKind::floor;
}

/// Means and variance of a contract year, blocks and floors apart. Payments of a term vary as if
/// they were of the same size.
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
double fill_floors(const Contract& contract, double mean, double sd, std::vector<Part>& parts) {
  double topped_up = 0, highest = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Contract::Term& t = contract.terms()[i];
    if (t.kind != TermKind::floor) continue;
    const double floor = to_pounds(t.amount);
    const double reached = below_cap(floor, mean, sd).expected;
    parts[i].expected = std::max(0.0, floor - reached - topped_up);
    topped_up += parts[i].expected;
    highest = std::max(highest, floor);
  }
  return highest > 0 ? 1 - below_cap(highest, mean, sd).chance : 1;
}

/// A year of which the share `rest` is to come; thresholds rise as it ends.
class OneYear {
 public:
  OneYear(const Contract& contract, const std::vector<CohortYear>& years, double volume_sd,
          double rest, const YearSoFar& so_far)
      : contract_(&contract),
        years_(&years),
        volume_sd_(volume_sd),
        rest_(rest),
        so_far_(&so_far) {}

  std::vector<Part> parts(std::vector<Smooth>& raised) {
    std::vector<Part> parts(years_->size());
    for (std::size_t i = 0; i < parts.size(); ++i)
      parts[i] = by_itself(i, raised[i]);
    const double sd = all_.sd(volume_sd_);
    Below paid{all_.variable, 1};
    if (contract_->cap() >= 0 && all_.variable > 0)
      paid = below_cap(to_pounds(contract_->cap()) - so_far_->variable, all_.variable, sd);
    // Below the floor another pound earned is a pound less of topping up.
    const double left =
        fill_floors(*contract_, so_far_->earned + all_.blocks + paid.expected, sd, parts);
    for (std::size_t i = 0; i < parts.size(); ++i)
      if (capped(contract_->terms()[i]))
        scale(parts[i], all_.variable > 0 ? paid.expected / all_.variable : 1, paid.chance * left);
    return parts;
  }

 private:
  Part by_itself(std::size_t i, Smooth& raised) {
    const Contract::Term& t = contract_->terms()[i];
    if (t.kind == TermKind::block) {
      const double amount = to_pounds(t.amount) * rest_;
      all_.blocks += amount;
      return {amount, 1, {}};
    }
    if (!capped(t)) return {};
    const CohortYear& year = (*years_)[i];
    const YearSoFar::Term done = so_far_->terms.empty() ? YearSoFar::Term() : so_far_->terms[i];
    const TermYear of = term_year(t, year, rest_, done, raised, volume_sd_);
    raised += of.raise;
    Part part{of.expected.value(), of.per_income, of.expected.derivatives()};
    const double events = rest_ * (year.achieved > 0 ? year.achieved : year.journeys);
    const auto variance = [&] { return events > 0 ? part.expected * part.expected / events : 0; };
    if (t.cap >= 0 && part.expected > 0) {
      const double sd = std::sqrt(variance() + std::pow(volume_sd_ * part.expected, 2));
      const Below b = below_cap(to_pounds(t.cap) - done.paid, part.expected, sd);
      scale(part, b.expected / part.expected, b.chance);
    }
    all_.variable += part.expected;
    all_.squares += part.expected * part.expected;
    all_.variance += variance();
    all_.journeys = std::max(all_.journeys, rest_ * year.journeys);
    return part;
  }

  const Contract* contract_;
  const std::vector<CohortYear>* years_;
  double volume_sd_, rest_;
  const YearSoFar* so_far_;
  Year all_;
};

/// What one outcome and one opportunity bring at the term's price.
Eigen::Vector2d own_price(const Contract::Term& t, const CohortYear& year) {
  if (t.outcome(Measure::fewer_offences))
    return to_pounds(t.price.front()) * Eigen::Vector2d(-1, t.baseline);
  return {year.achieved > 0 ? year.income / year.achieved : 0, 0};
}

}  // namespace

Horizon horizon_from(const Contract& contract, int month, double discount) {
  const int months = contract.contract_month(std::nextafter(contract.ends(), 0)) + 1;
  const int left = std::min(12 - month % 12, months - month);
  PBRSIM_EXPECT(left > 0);
  return {{}, left / 12.0, (months - month - left) / 12, discount};
}

std::vector<TermMargin> margins_of(const Contract& contract, const std::vector<CohortYear>& years,
                                   double volume_sd, const Horizon& horizon) {
  const YearSoFar nothing;
  std::vector<Smooth> raised(years.size(), Smooth(0.0));
  for (std::size_t i = 0; i < horizon.so_far.terms.size(); ++i)
    raised[i] = Smooth(horizon.so_far.terms[i].raised);
  std::vector<Part> sums(years.size(), Part{0, 0, Eigen::Vector2d::Zero()});
  double weights = 0;
  for (int k = 0; k <= horizon.years_after; ++k) {
    const double share = k == 0 ? horizon.rest : 1;
    const double later = k == 0 ? 1 : std::exp(-horizon.discount * (horizon.rest + k - 0.5));
    OneYear year(contract, years, volume_sd, share, k == 0 ? horizon.so_far : nothing);
    const std::vector<Part> parts = year.parts(raised);
    weights += share * later;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      sums[i].expected += later * parts[i].expected;
      sums[i].per_income += share * later * parts[i].per_income;
      sums[i].by += later * parts[i].by;
    }
  }
  std::vector<TermMargin> margins(years.size());
  for (std::size_t i = 0; i < years.size(); ++i) {
    TermMargin& margin = margins[i];
    margin.expected = sums[i].expected / weights;
    margin.per_income = margin.per_pound = sums[i].per_income / weights;
    const Contract::Term& t = contract.terms()[i];
    if (!t.escalator && !t.settled_by_year()) continue;
    const CohortYear& year = years[i];
    const Eigen::Vector2d besides = sums[i].by / weights - margin.per_income * own_price(t, year);
    margin.per_achieved = besides[0];
    margin.per_opportunity = besides[1];
    if (year.income > 0 && !t.outcome(Measure::fewer_offences))
      margin.per_pound +=
          besides.dot(Eigen::Vector2d(year.achieved, year.opportunities)) / year.income;
  }
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
