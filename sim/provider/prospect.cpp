#include "provider/prospect.hpp"

#include <algorithm>
#include <cmath>

#include "core/units.hpp"
#include "provider/chain.hpp"
#include "provider/practice.hpp"
#include "random/variates.hpp"

namespace pbrsim {

namespace {

constexpr double weeks_per_year = days_per_year / days_per_week;
constexpr double early_age = 42, later_age = twelve_weeks + 42;  // days, of clients on the books
constexpr double step = 1e-6;                                    // of forward differences

void put(Flow& flow, Flow::Part part, const JourneyValue& value, double times) {
  for (std::size_t t = 0; t < value.terms.size(); ++t)
    flow.of_terms(static_cast<Eigen::Index>(t), part) += times * value.terms[t].income;
}

bool depends_on_everybody(const Contract& contract) {
  return contract.cap() >= 0 || std::ranges::any_of(contract.terms(), [](const Contract::Term& t) {
           return t.escalator || t.threshold || t.cap >= 0 || t.kind == TermKind::floor;
         });
}

}  // namespace

double CourseMeans::total_weeks() const {
  double sum = 0;
  for (const double w : weeks)
    sum += w;
  return sum;
}

CourseMeans& CourseMeans::add(const CourseMeans& other, double times) {
  for (const Modality m : all_of<Modality>())
    weeks[m] += times * other.weeks[m];
  abstinent_weeks += times * other.abstinent_weeks;
  stops += times * other.stops;
  planned += times * other.planned;
  unplanned += times * other.unplanned;
  return *this;
}

CourseMeans& CourseMeans::scale(double by) {
  const CourseMeans one = *this;
  *this = {};
  return add(one, by);
}

CourseMeans course_means(const JourneyBeliefs& beliefs) {
  TreatmentChain<Step> chain(beliefs, 0);
  CourseMeans means;
  UseRow clients = chain.start();
  for (const bool early : {true, false}) {
    const UseRow after =
        early ? UseRow(clients * chain.step(true, twelve_weeks).all) : UseRow(UseRow::Zero());
    const UseRow days = (clients - after) * chain.resolvent(early, 0);
    const StageBeliefs& s = chain.stage(early);
    for (const Modality m : all_of<Modality>())
      means.weeks[m] += days.sum() / days_per_week * s.modality[m];
    means.abstinent_weeks += (days.sum() - days[uses]) / days_per_week;
    means.stops += days[uses] * s.stops;
    means.planned += days * column(s.completion);
    means.unplanned += days * column(s.unplanned);
    clients = after;
  }
  return means;
}

JourneyBeliefs Prospect::beliefs(const ClientKind& kind, const Practice& practice) const {
  const MeasuredBand band = kind.bands.front();
  LocalFactors times = practice_factors(practice, effects, band);
  const LocalFactors before = practice_factors(base, effects, band);
  for (std::size_t i = 0; i < times.size(); ++i)
    times[i] /= before[i];
  JourneyBeliefs result = with_practice(
      kind.beliefs, times,
      relapse_after_exit(practice, effects, band) / relapse_after_exit(base, effects, band));
  result.misreported = practice.reporting;
  return result;
}

double Prospect::hours(const ClientKind& kind, const CourseMeans& course,
                       const Practice& practice) const {
  double sum = 0;
  for (const Modality m : all_of<Modality>())
    sum += course.weeks[m] * hours_of_client(service, effort_takes_time ? practice : base, effects,
                                             m, kind.bands.front());
  return sum;
}

Flow::Flow(std::size_t terms)
    : of_terms(decltype(of_terms)::Zero(static_cast<Eigen::Index>(terms), parts)) {}

Flow& Flow::add(const Flow& other, double times) {
  of_terms += times * other.of_terms;
  wanted += times * other.wanted;
  hours += times * other.hours;
  penalties += times * other.penalties;
  return *this;
}

IncomeFlow::IncomeFlow(const Prospect& prospect, const LeverSet& levers, const Terms& terms,
                       double day, double discount, double risk)
    : prospect_(&prospect),
      levers_(&levers),
      contract_(terms.contract),
      audited_(terms.audited),
      risk_(risk),
      plan_(*terms.contract),
      outlook_{day, discount, prospect.review_interval, false},
      steady_(risk > 0 || depends_on_everybody(*terms.contract)) {}

IncomeFlow::KindFlow IncomeFlow::of_kind(const ClientKind& kind, const Moves& x) const {
  const Practice practice = levers_->practice(x);
  const JourneyBeliefs beliefs = prospect_->beliefs(kind, practice);
  KindFlow result{Flow(terms()), Flow(terms())};
  Flow& started = result.started;
  const CourseMeans means = course_means(beliefs);
  started.wanted = means.total_weeks();
  started.hours = prospect_->hours(kind, means, practice);
  if (plan_.terms.empty()) return result;
  put(started, Flow::fresh, value_of_journey(plan_, beliefs, kind.group, kind.band(), outlook_), 1);
  value_coding(kind, beliefs, x[levers_->index(Lever::coding, 0)], started);
  started.penalties += audited_ * practice.reporting;
  if (steady_) {
    Outlook steady = outlook_;
    steady.discount = 0;
    steady.for_ever = true;
    const JourneyValue value = value_of_journey(plan_, beliefs, kind.group, kind.band(), steady);
    put(started, Flow::income, value, 1);
    for (std::size_t t = 0; t < terms(); ++t) {
      started.of_terms(static_cast<Eigen::Index>(t), Flow::achieved) = value.terms[t].achieved;
      started.of_terms(static_cast<Eigen::Index>(t), Flow::opportunities) =
          value.terms[t].opportunities;
    }
  }
  const auto book = [&](double age, const ByUse& clients) {
    if (clients == ByUse{}) return;
    put(result.on_books, Flow::booked,
        value_of_clients(plan_, beliefs, kind.group, kind.band(), outlook_, age, clients), 1);
  };
  book(early_age, kind.early);
  book(later_age, kind.later);
  return result;
}

/// Who is scored a little higher is paid for at the prices of the band above.
void IncomeFlow::value_coding(const ClientKind& kind, const JourneyBeliefs& beliefs, double coding,
                              Flow& started) const {
  const int above = static_cast<int>(kind.bands.back()) + 1;
  if (!levers_->range(levers_->index(Lever::coding, 0)).free || coding == 0) return;
  if (above >= static_cast<int>(enum_size<MeasuredBand>)) return;
  const double share = kind.lifted * coding;
  const Band higher = static_cast<Band>(above);
  Flow lifted(terms());
  put(lifted, Flow::fresh, value_of_journey(plan_, beliefs, kind.group, higher, outlook_), share);
  started.of_terms.col(Flow::fresh) *= 1 - share;
  started.of_terms.col(Flow::fresh) += lifted.of_terms.col(Flow::fresh);
  started.penalties += audited_ * std::max(0.0, share);
}

Flow IncomeFlow::flow(const Moves& x) const {
  Flow sum(terms());
  const Practice practice = levers_->practice(x);
  for (const ClientKind& kind : prospect_->kinds) {
    const KindFlow part = of_kind(kind, x);
    sum.add(part.started, kind.offered * acceptance(practice, kind.bands.front()));
    sum.add(part.on_books, 1);
  }
  return sum;
}

IncomeFlow::Tangent IncomeFlow::tangent(const Moves& x) const {
  Tangent result{Flow(terms()),
                 std::vector<Flow>(static_cast<std::size_t>(levers_->size()), Flow(terms()))};
  const Practice practice = levers_->practice(x);
  for (const ClientKind& kind : prospect_->kinds) {
    const double starts = kind.offered * acceptance(practice, kind.bands.front());
    const KindFlow here = of_kind(kind, x);
    result.here.add(here.started, starts).add(here.on_books, 1);
    for (const Lever lever : all_of<Lever>()) {
      const int i = levers_->index(lever, levers_->cluster_of(kind.band()));
      if (!levers_->range(i).free) continue;
      Flow& slope = result.slopes[static_cast<std::size_t>(i)];
      if (lever == Lever::selection) {  // acceptance is exp(selection)
        slope.add(here.started, starts);
        continue;
      }
      Moves more = x;
      more[i] += step;
      const KindFlow there = of_kind(kind, more);
      slope.add(there.started, starts / step).add(here.started, -starts / step);
      slope.add(there.on_books, 1 / step).add(here.on_books, -1 / step);
    }
  }
  return result;
}

double admitted(double wanted, double hours, double keyworker_hours) {
  if (wanted <= 0 || hours <= 0) return 1;
  const double r = wanted, n = keyworker_hours * wanted / hours;
  const double z = (r - n) / std::sqrt(r);
  const double density = std::exp(-z * z / 2) / std::sqrt(2 * M_PI);
  return std::clamp(1 - ((r - n) * normal_cdf(z) + std::sqrt(r) * density) / r, 0.0, 1.0);
}

double IncomeFlow::income(const Flow& flow) const {
  const double phi = admitted(flow);
  const double r = outlook_.discount / weeks_per_year;
  const auto part = [&](std::size_t t, Flow::Part p) {
    return flow.of_terms(static_cast<Eigen::Index>(t), p);
  };
  std::vector<double> times(terms(), 1.0);
  double variance = 0;
  if (steady_) {
    std::vector<CohortYear> years(terms());
    const double yearly = weeks_per_year * phi;
    for (std::size_t t = 0; t < terms(); ++t)
      years[t] = {yearly * part(t, Flow::achieved), yearly * part(t, Flow::opportunities),
                  yearly * part(t, Flow::income), yearly};
    const std::vector<TermMargin> margins = margins_of(*contract_, years);
    for (const ContractPlan::Term& term : plan_.terms) {
      const std::size_t t = term.index;
      if (years[t].income != 0) times[t] = margins[t].expected / years[t].income;
      if (years[t].achieved > 0)
        variance += margins[t].expected * margins[t].expected / years[t].achieved;
    }
  }
  double sum = -phi * flow.penalties - risk_ / 2 * variance / weeks_per_year;
  for (const ContractPlan::Term& term : plan_.terms)
    sum += times[term.index] *
           (phi * part(term.index, Flow::fresh) + r * part(term.index, Flow::booked));
  return sum;
}

}  // namespace pbrsim
