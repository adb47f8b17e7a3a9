#include "provider/choice.hpp"

#include <algorithm>
#include <cmath>

#include "core/units.hpp"
#include "provider/practice.hpp"

namespace pbrsim {

namespace {

constexpr double weeks_per_year = days_per_year / days_per_week;
constexpr double at_stake = 0.1;    // of legacy income, under the standard contract
constexpr double reachable = 0.95;  // of what unlimited effort does
constexpr double step = 1e-4;
constexpr double wide_step = 0.05;    // for second derivatives
constexpr double least_own = 0.1;     // share of a lever's own bend that altruism leaves
constexpr double enough = 1e-3;       // residual, in units of the levers
constexpr double near = 0.02;         // residual from which a short step is the last
constexpr double short_step = 3e-3;   // of any lever
constexpr double rounding = 1e-13;    // of J, relative
constexpr double longest_step = 0.5;  // of any lever at once
constexpr int most_iterations = 200;

/// What lever `l` serves, per journey.
double measure(Lever l, const JourneyBeliefs& b) {
  const CourseMeans means = course_means(b);
  switch (l) {
    case Lever::engagement: return means.total_weeks();
    case Lever::abstinence: return means.abstinent_weeks;
    case Lever::reintegration: return means.planned * (1 - AfterExit(b, 0).returned(days_per_year));
    case Lever::harm_reduction:
      return b.injecting.at_start * (1 - b.injecting.after(days_per_year / 2, true));
    default: return means.planned;
  }
}

/// Log hazard of its own process per unit of saturated effort.
double own_effect(Lever l, const LeverEffects& e) {
  switch (l) {
    case Lever::engagement: return e.engagement_drop_out;
    case Lever::abstinence: return e.abstinence_stop;
    case Lever::reintegration: return e.reintegration_relapse;
    default: return e.harm_reduction_injecting;
  }
}

double elasticity_of(Lever l, const Elasticities& e) {
  const ByLever<double> all{{e.engagement, e.abstinence, e.reintegration, e.harm_reduction,
                             e.selection, e.discharge, e.coding, e.reporting}};
  return all[l];
}

/// The move of a lever from 1 unit of effort, or of the discharge stance, that changes the log
/// hazard of its process by as much as its elasticity says.
double adjusted(Lever l, const LeverEffects& effects, double elasticity) {
  if (l == Lever::discharge) return elasticity;
  const double all = own_effect(l, effects) * std::exp(-1.0);
  return all > 0 ? -std::log1p(-std::min(elasticity / all, reachable)) : 0;
}

struct Journeys {
  double number = 0;  // a week, admitted
  double hours = 0;   // of one
};

/// kappa of a lever that serves a measure; 0 where nobody can tell.
double served(Lever l, const Prospect& prospect, const std::vector<Journeys>& journeys,
              double legacy_income, double elasticity) {
  const double move = adjusted(l, prospect.effects, elasticity);
  if (move <= 0) return 0;
  const auto total = [&](double by) {
    Practice practice = prospect.base;
    for (const MeasuredBand b : all_of<MeasuredBand>())
      if (by_cluster(l)) value_of(practice, l, b) += by;
    if (!by_cluster(l)) value_of(practice, l, MeasuredBand::very_low) += by;
    double sum = 0;
    for (std::size_t k = 0; k < journeys.size(); ++k)
      sum += journeys[k].number * measure(l, prospect.beliefs(prospect.kinds[k], practice));
    return sum;
  };
  const double now = total(0);
  const double slope = (total(move + step) - total(move - step)) / (2 * step);
  if (now <= 0 || slope <= 0) return 0;
  return at_stake * legacy_income / now * slope / (legacy_income * move);
}

/// Of all kinds.
struct Clients {
  std::vector<Journeys> journeys;
  double hours = 0;     // a week that all who are offered would take
  double admitted = 0;  // share of them (phi)
};

Clients clients_of(const Prospect& prospect) {
  Clients clients;
  clients.journeys.resize(prospect.kinds.size());
  double wanted = 0;
  for (std::size_t k = 0; k < prospect.kinds.size(); ++k) {
    const ClientKind& kind = prospect.kinds[k];
    const CourseMeans means = course_means(kind.beliefs);
    clients.journeys[k].hours = prospect.hours(kind, means, prospect.base);
    wanted += kind.offered * means.total_weeks();
    clients.hours += kind.offered * clients.journeys[k].hours;
  }
  clients.admitted = admitted(wanted, clients.hours, prospect.keyworker_hours);
  for (std::size_t k = 0; k < prospect.kinds.size(); ++k)
    clients.journeys[k].number = clients.admitted * prospect.kinds[k].offered;
  return clients;
}

ByLever<double> kappas(const Prospect& prospect, const std::vector<Journeys>& journeys,
                       const Elasticities& elasticity, double legacy_income) {
  ByLever<double> kappa{};
  for (const Lever l : all_of<Lever>()) {
    const double e = elasticity_of(l, elasticity);
    if (e > 0 && (l <= Lever::harm_reduction || l == Lever::discharge))
      kappa[l] = served(l, prospect, journeys, legacy_income, e);
    if (kappa[l] <= 0 && e > 0) kappa[l] = at_stake / e;
  }
  return kappa;
}

/// Weeks of abstinence of a journey, and of the year after a planned exit until relapse.
double abstinence(const JourneyBeliefs& b) {
  const CourseMeans means = course_means(b);
  const double until_relapse =
      b.relapse > 0 ? -std::expm1(-b.relapse * days_per_year) / b.relapse : days_per_year;
  return means.abstinent_weeks + means.planned * until_relapse / days_per_week;
}

/// Adds minus the second derivatives of what the kind's clients admitted a week have of it: the
/// lower triangle.
void add_bends(const Prospect& prospect, const LeverSet& levers, const ClientKind& kind,
               double number, Bends& bends) {
  std::vector<int> bear;
  for (const Lever l :
       {Lever::engagement, Lever::abstinence, Lever::reintegration, Lever::discharge})
    if (const int i = levers.index(l, levers.cluster_of(kind.band())); levers.range(i).free)
      bear.push_back(i);
  const auto at = [&](int i, double by_i, int j, double by_j) {
    Moves x = levers.none();
    x[i] += by_i;
    x[j] += by_j;
    return abstinence(prospect.beliefs(kind, levers.practice(x)));
  };
  const double h = wide_step;
  for (const int i : bear)
    for (const int j : bear)
      if (j <= i)
        bends(i, j) -= number *
                       (at(i, h, j, h) - at(i, h, j, -h) - at(i, -h, j, h) + at(i, -h, j, -h)) /
                       (4 * h * h);
}

/// Of the symmetric matrix with that lower triangle.
Bends semi_definite_part(const Eigen::MatrixXd& lower) {
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solved(lower);
  return solved.eigenvectors() * solved.eigenvalues().cwiseMax(0).asDiagonal() *
         solved.eigenvectors().transpose();
}

Bends altruism_of(const Prospect& prospect, const LeverSet& levers,
                  const std::vector<Journeys>& journeys, double pounds) {
  Bends bends = Bends::Zero(levers.size(), levers.size());
  for (std::size_t k = 0; k < journeys.size(); ++k)
    add_bends(prospect, levers, prospect.kinds[k], journeys[k].number, bends);
  return semi_definite_part(pounds * bends);
}

/// Takes from a kind of lever's own bends what altruism adds to them.
void make_room(Curvature& c, const LeverSet& levers) {
  ByLever<double> own{}, added{};
  for (int i = 0; i < levers.size(); ++i)
    own[levers.lever(i)] += c.own[i];
  for (int i = 0; i < levers.size(); ++i)
    for (int j = 0; j < levers.size(); ++j)
      if (levers.lever(i) == levers.lever(j)) added[levers.lever(i)] += c.altruism(i, j);
  for (int i = 0; i < levers.size(); ++i)
    if (const Lever l = levers.lever(i); own[l] > 0)
      c.own[i] *= std::max(least_own, 1 - added[l] / own[l]);
}

}  // namespace

Bends Curvature::all() const {
  const Bends d = own.asDiagonal();
  return altruism.size() ? Bends(d + altruism) : d;
}

Curvature curvature(const Prospect& prospect, const LeverSet& levers,
                    const Elasticities& elasticity, double legacy_income_a_year, double altruism) {
  const auto& [journeys, hours, phi] = clients_of(prospect);
  const double income = legacy_income_a_year / weeks_per_year;
  const ByLever<double> kappa = kappas(prospect, journeys, elasticity, income);
  Curvature result{levers.none(), {}};
  if (hours <= 0) return result;
  for (std::size_t k = 0; k < journeys.size(); ++k)
    for (const Lever l : all_of<Lever>())
      result.own[levers.index(l, levers.cluster_of(prospect.kinds[k].band()))] +=
          journeys[k].number * kappa[l] * income * journeys[k].hours / (phi * hours);
  if (altruism <= 0) return result;
  result.altruism = altruism_of(prospect, levers, journeys, altruism);
  make_room(result, levers);
  return result;
}

ChoiceProblem::ChoiceProblem(const LeverSet& levers, const IncomeFlow& offered,
                             const IncomeFlow& legacy, Curvature curvature, Moves anchor,
                             double stakes)
    : levers_(&levers), curvature_(std::move(curvature)), anchor_(std::move(anchor)) {
  for (const auto& [flow, times] : {std::pair(&offered, stakes), std::pair(&legacy, -1.0)})
    if (flow->depends_on_practice()) sides_.push_back({flow, times, false});
}

ChoiceProblem::Point ChoiceProblem::at(const Moves& x) const {
  const Moves away = x - anchor_;
  Point point{-0.5 * curvature_.own.dot(away.cwiseAbs2()), -curvature_.own.cwiseProduct(away)};
  if (curvature_.altruism.size()) {
    const Moves pull = curvature_.altruism * away;
    point.value -= 0.5 * away.dot(pull);
    point.gradient -= pull;
  }
  for (const Side& side : sides_) {
    const auto [here, slopes] = side.flow->tangent(x);
    point.value += side.times * side.worth(here);
    for (int i = 0; i < x.size(); ++i) {
      if (!moves(i)) continue;
      Flow more = here, less = here;
      more.add(slopes[static_cast<std::size_t>(i)], step);
      less.add(slopes[static_cast<std::size_t>(i)], -step);
      point.gradient[i] += side.times * (side.worth(more) - side.worth(less)) / (2 * step);
    }
  }
  for (int i = 0; i < x.size(); ++i)
    if (!moves(i)) point.gradient[i] = 0;
  return point;
}

double own_change(Lever lever, const LeverEffects& effects, double from, double to) {
  if (lever > Lever::harm_reduction) return to - from;
  return own_effect(lever, effects) * (saturated(to) - saturated(from));
}

bool ChoiceProblem::held(int lever, const Moves& x, const Moves& gradient) const {
  const LeverSet::Range& range = levers_->range(lever);
  return !moves(lever) || (x[lever] <= range.low && gradient[lever] <= 0) ||
         (x[lever] >= range.high && gradient[lever] >= 0);
}

double ChoiceProblem::residual(const Moves& x, const Moves& gradient) const {
  double worst = 0;
  for (int i = 0; i < x.size(); ++i)
    if (!held(i, x, gradient)) worst = std::max(worst, std::abs(gradient[i]) / curvature_.of(i));
  return worst;
}

Moves ChoiceProblem::within_bounds(Moves x) const {
  for (int i = 0; i < x.size(); ++i)
    x[i] = std::clamp(x[i], levers_->range(i).low, levers_->range(i).high);
  return x;
}

Choice ChoiceProblem::choose_within(const Financing& financing, const Moves& from,
                                    const Bends& bends) const {
  constexpr double first = 0.25, most = 256, precise = 1.01;
  const double least = std::min(0.0, financing.balance(anchor_));
  const Choice wanted = choose(from, bends);
  if (financing.balance(wanted.moves) >= least) return wanted;
  const auto with = [&](double worth) {
    ChoiceProblem problem = *this;
    problem.sides_.push_back({&financing.flow(), worth, true});
    Choice choice = problem.choose(from, bends);
    choice.cash_worth = worth;
    return choice;
  };
  double low = 0, high = first;
  Choice within = with(high);
  while (financing.balance(within.moves) < least) {
    if (high >= most) return {anchor_, bends, 0, 0, 0, most};  // what is always within its means
    low = high;
    within = with(high *= 2);
  }
  while (high > precise * low && high > first / most) {
    const double middle = (low + high) / 2;
    const Choice choice = with(middle);
    const bool enough_cash = financing.balance(choice.moves) >= least;
    (enough_cash ? high : low) = middle;
    if (enough_cash) within = choice;
  }
  return within;
}

Choice ChoiceProblem::choose(const Moves& from, const Bends& bends) const {
  constexpr double least_step = 1e-10, armijo = 1e-4;
  const auto n = from.size();
  Choice best{within_bounds(from), bends, 0, 0, 0};
  Bends& h = best.bends;
  bool fresh = h.size() == 0;
  if (fresh) h = curvature_.all();
  Moves& x = best.moves;
  auto [j, g] = at(x);
  const double before = j;
  for (;; ++best.iterations) {
    best.residual = residual(x, g);
    if (best.residual < enough || best.iterations == most_iterations) break;
    // Newton in the levers that can move, the others held.
    Bends reduced = h;
    Moves right = g;
    for (Eigen::Index i = 0; i < n; ++i)
      if (held(static_cast<int>(i), x, g)) {
        reduced.row(i).setZero();
        reduced.col(i).setZero();
        reduced(i, i) = 1;
        right[i] = 0;
      }
    Moves direction = reduced.ldlt().solve(right);
    const double longest = direction.cwiseAbs().maxCoeff();
    if (!fresh && best.residual < near && longest < short_step) {
      x = within_bounds(x + direction);
      break;
    }
    if (longest > longest_step) direction *= longest_step / longest;
    double length = 1;
    Moves next = within_bounds(x + direction);
    Point there = at(next);
    const double slack = rounding * std::abs(j);
    while (there.value < j + armijo * g.dot(next - x) - slack && length > least_step) {
      length /= 2;
      next = within_bounds(x + length * direction);
      there = at(next);
    }
    if (length <= least_step) {
      if (fresh) break;  // as good as rounding lets it be
      h = curvature_.all();
      fresh = true;
      continue;
    }
    fresh = false;
    const Moves s = next - x, y = g - there.gradient;
    if (s.dot(y) > 1e-12 * s.norm() * y.norm()) {
      const Moves hs = h * s;
      h += y * y.transpose() / y.dot(s) - hs * hs.transpose() / s.dot(hs);
    }
    x = next;
    j = there.value;
    g = there.gradient;
  }
  best.gain = j - before;
  return best;
}

}  // namespace pbrsim
