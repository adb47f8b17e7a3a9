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
constexpr double onset = 0.05;                                   // of pressure
constexpr int reviews_followed = 12;                             // nearly three years of them

void put(Flow& flow, Flow::Part part, const JourneyValue::Terms& value, double times) {
  for (std::size_t t = 0; t < value.size(); ++t)
    flow.of_terms[t][part] += times * value[t].income;
}

struct MetOnBooks {
  double age;  // days
  ByUse clients;
  std::optional<bool> begun_under_it;
};

/// Contracts that do not tell journeys by their beginning need not tell them apart either. Who is
/// in the first 12 weeks at the beginning of a quarter began before the contract only if the
/// contract begins then, and so did the journey that stands for them.
std::vector<MetOnBooks> met_on_books(const ClientKind& kind, bool tells_stock) {
  if (!tells_stock)
    return {{early_age, kind.early, std::nullopt}, {later_age, kind.later, std::nullopt}};
  ByUse under_it = kind.later;
  for (std::size_t state = 0; state < under_it.size(); ++state)
    under_it[state] -= kind.stock[state];
  return {{early_age, kind.early, std::nullopt},
          {later_age, under_it, true},
          {later_age, kind.stock, false}};
}

bool depends_on_everybody(const Contract& contract) {
  return contract.cap() >= 0 || std::ranges::any_of(contract.terms(), [](const Contract::Term& t) {
           return t.escalator || t.settled_by_year() || t.cap >= 0 || t.kind == TermKind::floor;
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

namespace {

template <int n>
std::array<CourseMeans, n> means_of(const std::array<const JourneyBeliefs*, n>& beliefs,
                                    TreatmentChain<CourseStep<n>>& chain) {
  using P = Courses<n>;
  std::array<CourseMeans, n> means{};
  typename P::Rows clients = P::begin(chain.start());
  for (const bool early : {true, false}) {
    typename P::Rows after = P::Rows::Zero();
    if (early) after = P::move(clients, chain.step(true, twelve_weeks));
    const typename P::Rows stay = P::stay(clients, after, chain, early);
    clients = after;
    for (std::size_t c = 0; c < means.size(); ++c) {
      const UseRow days = stay.row(static_cast<Eigen::Index>(c));
      const StageBeliefs& s = early ? beliefs[c]->early : beliefs[c]->later;
      for (const Modality m : all_of<Modality>())
        means[c].weeks[m] += days.sum() / days_per_week * s.modality[m];
      means[c].abstinent_weeks += (days.sum() - days[uses]) / days_per_week;
      means[c].stops += days[uses] * s.stops;
      means[c].planned += days * column(s.completion);
      means[c].unplanned += days * column(s.unplanned);
    }
  }
  return means;
}

}  // namespace

CourseMeans course_means(const JourneyBeliefs& beliefs) {
  TreatmentChain<CourseStep<1>> chain(beliefs, 0);
  return means_of<1>({&beliefs}, chain)[0];
}

std::array<CourseMeans, BeliefVariants::courses> course_means(const BeliefVariants& variants,
                                                              BeliefVariants::Chain& undiscounted) {
  const auto& course = variants.course;
  return means_of<BeliefVariants::courses>({&course[0], &course[1], &course[2], &course[3]},
                                           undiscounted);
}

double PressureBeliefs::pushed(const Practice& practice, MeasuredBand band) const {
  if (declines <= 0) return 1;
  const double push = pressure(practice, legacy, band);
  return 1 + declined * std::expm1(declines * push * push / (push + onset));
}

PracticeEffects Prospect::effects_of(const Practice& practice, MeasuredBand band) const {
  return {practice_factors(practice, effects, band), relapse_after_exit(practice, effects, band),
          pressure.pushed(practice, band)};
}

JourneyBeliefs Prospect::beliefs(const ClientKind& kind, const Practice& practice,
                                 const PracticeEffects& before) const {
  PracticeEffects to = effects_of(practice, kind.bands.front());
  for (std::size_t i = 0; i < to.times.size(); ++i)
    to.times[i] /= before.times[i];
  to.relapse /= before.relapse;
  JourneyBeliefs result = with_practice(kind.beliefs, to);
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

Flow::Flow(std::size_t terms) : of_terms(terms, std::array<double, parts>{}) {}

Flow& Flow::add(const Flow& other, double times) {
  for (std::size_t t = 0; t < of_terms.size(); ++t)
    for (std::size_t p = 0; p < parts; ++p)
      of_terms[t][p] += times * other.of_terms[t][p];
  wanted += times * other.wanted;
  hours += times * other.hours;
  cash += times * other.cash;
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
      horizon_(terms.horizon),
      plan_(*terms.contract),
      outlook_{day, discount, prospect.review_interval, false},
      a_day_(discount / days_per_year),
      steady_(risk > 0 || depends_on_everybody(*terms.contract)) {}

struct IncomeFlow::Points {
  struct Point {
    int lever = -1;  // that is moved; index in the lever set
    double coding = 0;
    Practice practice;
    std::size_t variant = 0;  // of the beliefs
  };
  std::vector<Point> points;  // those that move nothing are fillers, but for the first
  BeliefVariants beliefs;
};

IncomeFlow::Points IncomeFlow::around(const ClientKind& kind, const Moves& x) const {
  const PracticeEffects before = prospect_->effects_of(prospect_->base, kind.bands.front());
  const auto at = [&](int lever) {
    Moves moved = x;
    if (lever >= 0) moved[lever] += step;
    return Points::Point{lever, moved[levers_->index(Lever::coding, 0)], levers_->practice(moved),
                         0};
  };
  const auto index = [&](Lever lever) {
    const int i = levers_->index(lever, levers_->cluster_of(kind.band()));
    return levers_->range(i).free ? i : -1;
  };
  Points around;
  around.points = {at(-1), at(index(Lever::engagement)), at(index(Lever::abstinence)),
                   at(index(Lever::discharge))};
  for (std::size_t i = 0; i < BeliefVariants::courses; ++i) {
    around.points[i].variant = i;
    around.beliefs.course[i] = prospect_->beliefs(kind, around.points[i].practice, before);
  }
  for (const Lever lever : {Lever::reintegration, Lever::harm_reduction, Lever::reporting})
    if (index(lever) >= 0) {
      around.points.push_back(at(index(lever)));
      around.points.back().variant = around.beliefs.size();
      around.beliefs.beside.push_back(
          prospect_->beliefs(kind, around.points.back().practice, before));
    }
  if (index(Lever::coding) >= 0) around.points.push_back(at(index(Lever::coding)));
  return around;
}

std::vector<IncomeFlow::KindFlow> IncomeFlow::flows(const ClientKind& kind,
                                                    const Points& points) const {
  std::vector<KindFlow> flows(points.points.size(), {Flow(terms()), Flow(terms())});
  BeliefVariants::Chain undiscounted = points.beliefs.chain(0);
  add_places(kind, points, undiscounted, flows);
  if (plan_.terms.empty()) return flows;
  if (steady_) add_steady_year(kind, points, undiscounted, flows);
  BeliefVariants::Chain discounted = undiscounted.discounted(a_day_);
  const VariantWorths worths(plan_, points.beliefs, outlook_.discount);
  add_journeys(kind, points, discounted, worths, flows);
  add_books(kind, points, discounted, worths, flows);
  return flows;
}

void IncomeFlow::add_places(const ClientKind& kind, const Points& points,
                            BeliefVariants::Chain& chain, std::vector<KindFlow>& flows) const {
  const auto means = course_means(points.beliefs, chain);
  for (std::size_t i = 0; i < flows.size(); ++i) {
    const std::size_t variant = points.points[i].variant;
    const CourseMeans& course = means[variant < means.size() ? variant : 0];
    flows[i].started.wanted = course.total_weeks();
    flows[i].started.hours = prospect_->hours(kind, course, points.points[i].practice);
    for (const Modality m : all_of<Modality>())
      flows[i].started.cash += course.weeks[m] * prospect_->service.cash_cost[m];
  }
}

/// Who is scored a little higher is paid for at the prices of the band above.
void IncomeFlow::add_journeys(const ClientKind& kind, const Points& points,
                              BeliefVariants::Chain& chain, const VariantWorths& worths,
                              std::vector<KindFlow>& flows) const {
  const ValuedVariants journeys(plan_, points.beliefs, chain, kind.group, outlook_);
  const int above = static_cast<int>(kind.bands.back()) + 1;
  const bool scored = levers_->range(levers_->index(Lever::coding, 0)).free &&
                      above < static_cast<int>(enum_size<MeasuredBand>);
  for (std::size_t i = 0; i < flows.size(); ++i) {
    const auto& [lever, coding, practice, variant] = points.points[i];
    const double lifted = scored ? kind.lifted * coding : 0;
    Flow& started = flows[i].started;
    put(started, Flow::fresh, journeys.terms(variant, kind.band(), worths), 1 - lifted);
    if (lifted != 0)
      put(started, Flow::fresh, journeys.terms(variant, static_cast<Band>(above), worths), lifted);
    started.penalties = audited_ * (practice.reporting + std::max(0.0, lifted));
  }
}

void IncomeFlow::add_steady_year(const ClientKind& kind, const Points& points,
                                 BeliefVariants::Chain& chain, std::vector<KindFlow>& flows) const {
  Outlook steady = outlook_;
  steady.discount = 0;
  steady.for_ever = true;
  steady.most_reviews = reviews_followed;
  const ValuedVariants journeys(plan_, points.beliefs, chain, kind.group, steady);
  const VariantWorths worths(plan_, points.beliefs, 0);
  for (std::size_t i = 0; i < flows.size(); ++i) {
    Flow& started = flows[i].started;
    const JourneyValue::Terms value = journeys.terms(points.points[i].variant, kind.band(), worths);
    put(started, Flow::income, value, 1);
    for (std::size_t t = 0; t < terms(); ++t) {
      started.of_terms[t][Flow::achieved] = value[t].achieved;
      started.of_terms[t][Flow::opportunities] = value[t].opportunities;
    }
  }
}

void IncomeFlow::add_books(const ClientKind& kind, const Points& points,
                           BeliefVariants::Chain& chain, const VariantWorths& worths,
                           std::vector<KindFlow>& flows) const {
  for (const auto& [age, clients, begun_under_it] : met_on_books(kind, plan_.tells_stock)) {
    if (clients == ByUse{}) continue;
    Outlook met = outlook_;
    met.begun_under_it = begun_under_it;
    const ValuedVariants books(plan_, points.beliefs, chain, kind.group, met,
                               OnBooks{age, clients});
    for (std::size_t i = 0; i < flows.size(); ++i)
      put(flows[i].on_books, Flow::booked,
          books.terms(points.points[i].variant, kind.band(), worths), 1);
  }
}

Flow IncomeFlow::flow(const Moves& x) const { return tangent(x).here; }

IncomeFlow::Tangent IncomeFlow::tangent(const Moves& x) const {
  Tangent result{Flow(terms()),
                 std::vector<Flow>(static_cast<std::size_t>(levers_->size()), Flow(terms()))};
  const Practice practice = levers_->practice(x);
  for (const ClientKind& kind : prospect_->kinds) {
    const double starts = kind.offered * acceptance(practice, kind.bands.front());
    const Points points = around(kind, x);
    const std::vector<KindFlow> at = flows(kind, points);
    const KindFlow& here = at.front();
    result.here.add(here.started, starts).add(here.on_books, 1);
    for (std::size_t i = 1; i < at.size(); ++i) {
      if (points.points[i].lever < 0) continue;
      result.slopes[static_cast<std::size_t>(points.points[i].lever)]
          .add(at[i].started, starts / step)
          .add(here.started, -starts / step)
          .add(at[i].on_books, 1 / step)
          .add(here.on_books, -1 / step);
    }
    // Acceptance is exp(selection).
    const int selection = levers_->index(Lever::selection, levers_->cluster_of(kind.band()));
    if (levers_->range(selection).free)
      result.slopes[static_cast<std::size_t>(selection)].add(here.started, starts);
  }
  return result;
}

double admitted(double wanted, double hours, double keyworker_hours) {
  if (wanted <= 0 || hours <= 0) return 1;
  const double r = wanted, n = keyworker_hours * wanted / hours;
  const double z = (r - n) / std::sqrt(r);
  return std::clamp(1 - ((r - n) * normal_cdf(z) + std::sqrt(r) * normal_density(z)) / r, 0.0, 1.0);
}

double IncomeFlow::income(const Flow& flow) const {
  const double phi = admitted(flow);
  const double r = outlook_.discount / weeks_per_year;
  const auto part = [&](std::size_t t, Flow::Part p) { return flow.of_terms[t][p]; };
  const auto weekly = [&](std::size_t t) {
    return phi * part(t, Flow::fresh) + r * part(t, Flow::booked);
  };
  double sum = -phi * flow.penalties;
  if (!steady_) {
    for (const ContractPlan::Term& term : plan_.terms)
      sum += weekly(term.index);
    return sum;
  }
  std::vector<CohortYear> years(terms());
  const double yearly = weeks_per_year * phi;
  for (std::size_t t = 0; t < terms(); ++t)
    years[t] = {yearly * part(t, Flow::achieved), yearly * part(t, Flow::opportunities),
                yearly * part(t, Flow::income), yearly};
  const std::vector<TermMargin> margins = margins_of(*contract_, years, 0, horizon_);
  for (const ContractPlan::Term& term : plan_.terms) {
    const std::size_t t = term.index;
    const TermMargin& margin = margins[t];
    sum += margin.expected / weeks_per_year +
           margin.per_pound * (weekly(t) - years[t].income / weeks_per_year);
    if (years[t].achieved > 0)
      sum -= risk_ / 2 * margin.expected * margin.expected / years[t].achieved / weeks_per_year;
  }
  return sum;
}

}  // namespace pbrsim
