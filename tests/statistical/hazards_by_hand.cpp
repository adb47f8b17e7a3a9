#include "statistical/hazards_by_hand.hpp"

#include <algorithm>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <cmath>
#include <stdexcept>

namespace pbrsim::test {

namespace {

constexpr double year = 365.25;

/// factor * base(age of the clock), or nothing (factor 0).
struct Acting {
  double factor = 0;
  double clock = 0;
  HazardParameters base;
};

double rate_a_day(const HazardParameters& h, double age) {
  if (h.rate) return *h.rate / year;
  if (h.shape) return *h.shape / *h.scale * std::pow(age / *h.scale, *h.shape - 1);
  double rate = 0;
  for (const HazardPiece& piece : h.pieces)
    if (age >= piece.from) rate = piece.rate / year;
  return rate;
}

double integral(const HazardParameters& h, double from, double to) {
  if (h.shape) {
    // age = u^8 takes away the pole of a falling Weibull at age 0.
    const auto integrand = [&](double u) {
      const double u4 = u * u * u * u;
      return u > 0 ? 8 * u4 * u * u * u * rate_a_day(h, u4 * u4) : 0.0;
    };
    using Rule = boost::math::quadrature::gauss_kronrod<double, 15>;
    const double begin = std::sqrt(std::sqrt(std::sqrt(from))),
                 end = std::sqrt(std::sqrt(std::sqrt(to)));
    return Rule::integrate(integrand, begin, end, 12, 1e-11);
  }
  // A step function: the midpoint of each step is exact.
  std::vector<double> ends{from, to};
  for (const HazardPiece& piece : h.pieces)
    if (piece.from > from && piece.from < to) ends.push_back(piece.from);
  std::sort(ends.begin(), ends.end());
  double sum = 0;
  for (std::size_t i = 1; i < ends.size(); ++i)
    sum += rate_a_day(h, 0.5 * (ends[i - 1] + ends[i])) * (ends[i] - ends[i - 1]);
  return sum;
}

class Hand {
 public:
  Hand(const World& world, const Mistakes& mistakes)
      : world_(world), p_(world.area.pathway), m_(mistakes) {}

  Acting acting(Transition t, const State& s) const {
    const Group g = s.person->group;
    const Setting where = s.now.setting;
    const bool treated = where >= Setting::maintenance && where <= Setting::residential;
    const bool custody = where == Setting::custody, free = where == Setting::community;
    const bool use = s.now.presenting;
    switch (t) {
      case Transition::help_seeking: {
        if (!free) return {};
        const bool completed = s.came_from == CameFrom::planned_exit;
        double f = covariates(p_.help_seeking.covariates, s);
        if (completed) f *= p_.help_seeking.after_planned_exit;
        if (s.came_from == CameFrom::custody) f *= p_.help_seeking.after_custody;
        if (!use)
          f *= completed ? p_.help_seeking.when_abstinent_after_planned_exit
                         : p_.help_seeking.when_abstinent;
        return {f, s.seek_since, p_.help_seeking.hazard[g]};
      }
      case Transition::remission: {
        if (treated || !use) return {};
        double f = covariates(p_.stop_use.covariates, s);
        if (custody) f *= p_.stop_use.custody;
        if (where == Setting::waiting) f *= p_.stop_use.on_the_way;
        return {f, s.presenting_since, p_.stop_use.community[g]};
      }
      case Transition::relapse: {
        if (treated || use) return {};
        double f = frailty(s.person->frailty_relapse) * covariates(p_.start_use.covariates, s) *
                   s.exit_relapse;
        if (s.came_from != CameFrom::planned_exit) f *= p_.start_use.after_unplanned_exit;
        if (custody) f *= p_.start_use.custody;
        return {f, s.presenting_since, longer(p_.start_use.community[g], m_.relapse_shape)};
      }
      case Transition::abstinence: {
        if (!treated || !use) return {};
        const double f = covariates(p_.stop_use.covariates, s) * by(p_.stop_use.modality, where) *
                         area(&AreaEffects::abstinence, s) * m_.abstinence_rate *
                         effort(&Practice::abstinence, world_.area.levers.abstinence_stop, s);
        return {f, s.triage, p_.stop_use.treatment[g]};
      }
      case Transition::lapse: {
        if (!treated || use) return {};
        const double f = frailty(s.person->frailty_relapse) *
                         covariates(p_.start_use.covariates, s) * by(p_.start_use.modality, where) *
                         effort(&Practice::abstinence, -world_.area.levers.abstinence_start, s);
        return {f, s.presenting_since, p_.start_use.treatment[g]};
      }
      case Transition::unplanned_exit: {
        if (!treated) return {};
        double f = frailty(s.person->frailty_drop_out) * covariates(p_.drop_out.covariates, s) *
                   by(p_.drop_out.modality, where) * area(&AreaEffects::unplanned_exit, s) *
                   effort(&Practice::engagement, -world_.area.levers.engagement_drop_out, s);
        if (!use) f *= p_.drop_out.when_abstinent;
        return {f, s.triage, longer(p_.drop_out.hazard[g], m_.drop_out_shape)};
      }
      case Transition::planned_exit: {
        if (use || (where != Setting::psychosocial && where != Setting::residential)) return {};
        double f = covariates(p_.completion.covariates, s) * by(p_.completion.modality, where) *
                   area(&AreaEffects::completion, s) * std::exp(practice(s).discharge);
        if (s.now.other) f *= p_.completion.with_other_use;
        HazardParameters base;
        base.pieces = {
            {0, 0},
            {p_.completion.minimum_abstinence + m_.completion_begins, p_.completion.rate[g]}};
        return {f, s.presenting_since, base};
      }
      case Transition::death_poisoning: {
        double f = covariates(p_.mortality.poisoning_covariates, s);
        if (!use) f *= p_.mortality.poisoning_when_abstinent;
        if (treated)
          return {f * by(p_.mortality.poisoning_modality, where) *
                      effort(&Practice::harm_reduction,
                             -world_.area.levers.harm_reduction_poisoning, s),
                  s.triage, later(p_.mortality.poisoning_in_treatment[g])};
        if (custody)
          return {f * p_.mortality.poisoning_in_custody, s.out_since,
                  later(p_.mortality.poisoning_out[g])};
        const bool released = s.came_from == CameFrom::custody;
        return {f, s.out_since,
                later(released ? p_.mortality.poisoning_after_release[g]
                               : p_.mortality.poisoning_out[g])};
      }
      case Transition::death_other:
        return {covariates(p_.mortality.other_covariates, s) *
                    (treated ? p_.mortality.other_causes_in_treatment : 1),
                s.person->born, p_.mortality.other_causes[g]};
      case Transition::custody: {
        if (custody) return {};
        double f = s.person->offending;
        if (!use) f *= p_.offending.when_abstinent;
        if (treated) f *= p_.offending.in_treatment;
        return {f, 0, constant_rate(p_.offending.custody[g])};
      }
      case Transition::release:
        return {custody ? 1.0 : 0.0, 0, constant_rate(year / p_.offending.sentence)};
      case Transition::modality_change:
        return {treated
                    ? by(p_.modality_change.rate, where) * (use ? p_.modality_change.when_using : 1)
                    : 0.0,
                0, constant_rate(1)};
      case Transition::transfer: return {treated ? 1.0 : 0.0, 0, constant_rate(p_.transfer[g])};
      case Transition::other_use_stops: {
        if (!s.now.other) return {};
        double f = 1 - s.person->other_share;
        if (treated)
          f *= p_.other_use.stop_in_treatment *
               effort(&Practice::abstinence, world_.area.levers.abstinence_stop, s);
        return {f, 0, constant_rate(p_.other_use.turnover[g])};
      }
      case Transition::other_use_starts: {
        if (s.now.other) return {};
        double f = s.person->other_share;
        if (treated)
          f *= p_.other_use.start_in_treatment *
               effort(&Practice::abstinence, -world_.area.levers.abstinence_start, s);
        if (custody) f *= p_.other_use.start_in_custody;
        return {f, 0, constant_rate(p_.other_use.turnover[g])};
      }
      case Transition::injecting_ends: {
        if (!s.now.injecting) return {};
        double f = 1;
        if (treated)
          f = p_.injecting.ends_in_treatment *
              effort(&Practice::harm_reduction, world_.area.levers.harm_reduction_injecting, s);
        return {f, 0, constant_rate(p_.injecting.ends[g])};
      }
      case Transition::job_begins: {
        if (s.now.employed) return {};
        const double f =
            treated ? effort(&Practice::reintegration, world_.area.levers.reintegration_jobs, s)
                    : 1;
        return {f, 0, constant_rate(p_.employment.begins[g])};
      }
      default: throw std::logic_error("no hazard by hand for this transition");
    }
  }

  const Practice& practice(const State& s) const {
    const DesignModel& design =
        s.design_in_force && !m_.ignore_design ? world_.designs.front() : world_.legacy;
    return design.practice[s.now.provider];
  }

  /// The multiplier on relapse that an exit takes along.
  double at_exit(const State& s, double day) const {
    const double kept =
        effort(&Practice::reintegration, -world_.area.levers.reintegration_relapse, s);
    return kept * (day - s.triage >= 84 ? p_.start_use.retained_12_weeks : 1);
  }

  /// Band by the thresholds on complexity, shifted by the provider's coding stance.
  Band measure(const State& s) const {
    const double z = s.person->complexity + practice(s).coding;
    const ComplexityMeasurement& c = p_.complexity;
    int band = 0;
    for (const double below : {c.very_low_below, c.low_below, c.medium_below, c.high_below})
      band += z >= below;
    return static_cast<Band>(band);
  }

 private:
  double effort(ByBand<double> Practice::*lever, double effect, const State& s) const {
    const double e = (practice(s).*lever)[static_cast<MeasuredBand>(s.band)];
    return std::exp(effect * ((1 - std::exp(-e)) - (1 - std::exp(-1.0))));
  }
  double area(double AreaEffects::*of, const State& s) const {
    const AreaParameters& a = world_.area.area;
    return std::exp(a.persistent.*of + a.trend[s.person->group].*of * std::max(0, s.year));
  }
  double frailty(double value) const { return m_.ignore_frailty ? 1 : value; }
  static double by(const ByModality<double>& values, Setting where) {
    return values
        .values[static_cast<std::size_t>(where) - static_cast<std::size_t>(Setting::maintenance)];
  }
  double covariates(const Covariates& c, const State& s) const {
    if (m_.ignore_covariates) return 1;
    return std::exp(
        c.complexity * s.person->complexity + (s.person->sex == Sex::female ? c.female : 0) +
        (s.now.injecting ? c.injecting : 0) + (s.now.housing_problem ? c.housing_problem : 0) +
        (s.now.employed ? c.employed : 0));
  }
  static HazardParameters longer(HazardParameters h, double by_shape) {
    if (h.shape) *h.shape += by_shape;
    return h;
  }
  HazardParameters later(HazardParameters h) const {
    for (HazardPiece& piece : h.pieces)
      if (piece.from > 0) piece.from += m_.poisoning_weeks;
    return h;
  }

  const World& world_;
  const PathwayParameters& p_;
  Mistakes m_;
};

bool treats(Setting s) { return s >= Setting::maintenance && s <= Setting::residential; }

/// Moves the clocks over what happened at the start of a stretch.
void begin(State& s, const Stretch& next, bool first, const Hand& hand) {
  const double day = next.from;
  const bool was_treated = !first && treats(s.now.setting), used = s.now.presenting;
  if (first) s.presenting_since = s.out_since = s.seek_since = day;
  for (const Transition t : next.began) {
    const bool leaves = t == Transition::unplanned_exit || t == Transition::planned_exit ||
                        t == Transition::transfer || t == Transition::custody;
    if (leaves) {
      if (was_treated) s.exit_relapse = hand.at_exit(s, day);
      s.out_since = s.seek_since = day;
      s.came_from = t == Transition::planned_exit ? CameFrom::planned_exit
                    : t == Transition::custody    ? CameFrom::custody
                                                  : CameFrom::unplanned_exit;
    }
    if (t == Transition::release) s.out_since = s.seek_since = day;
    if (t == Transition::admission) {
      s.triage = day;
      s.exit_relapse = 1;
    }
  }
  if (!first && next.presenting != used) s.presenting_since = day;
  if (first && !next.presenting) s.presenting_since = day;
  s.now = next;
}

bool holds(const std::vector<Transition>& list, Transition t) {
  return std::find(list.begin(), list.end(), t) != list.end();
}

}  // namespace

Integral integrate(Transition transition, const std::vector<Life>& lives, const World& world,
                   std::uint32_t replication, bool waiting, const Mistakes& mistakes) {
  const Hand hand(world, mistakes);
  const Timeline& timeline = world.schedule.timeline;
  std::vector<double> cuts;
  for (int m = world.schedule.go_live_month; m < timeline.months(); m += 12)
    cuts.push_back(timeline.month_start(m));
  cuts.push_back(world.schedule.contract_end);
  std::sort(cuts.begin(), cuts.end());

  Integral result;
  for (const Life& life : lives) {
    const Person person = world.newborn(replication, life.key, life.first);
    State s;
    s.person = &person;
    double fired = 0, expected = 0, gap = 0;
    for (std::size_t i = 0; i < life.stretches.size(); ++i) {
      const Stretch& stretch = life.stretches[i];
      begin(s, stretch, i == 0, hand);
      if (holds(stretch.began, Transition::assessment)) {
        s.design_in_force = stretch.from >= world.schedule.go_live;
        // The provider of the first admission that follows assessed the person.
        for (std::size_t j = i; j < life.stretches.size(); ++j)
          if (holds(life.stretches[j].began, Transition::admission)) {
            State assessed = s;
            assessed.now.provider = life.stretches[j].provider;
            s.band = hand.measure(assessed);
            break;
          }
      }
      double from = stretch.from;
      const bool counted = waiting || stretch.setting != Setting::waiting;
      while (from < stretch.to) {
        const auto cut = std::upper_bound(cuts.begin(), cuts.end(), from);
        const double to = cut == cuts.end() ? stretch.to : std::min(stretch.to, *cut);
        s.design_in_force = from >= world.schedule.go_live;
        s.year = static_cast<int>(
            std::floor((timeline.month_of(from) - world.schedule.go_live_month) / 12.0));
        const Acting h = hand.acting(transition, s);
        if (h.factor > 0 && counted) {
          const double piece = h.factor * integral(h.base, from - h.clock, to - h.clock);
          gap += piece;
          expected += piece;
          result.to_end += piece;
          if (to <= world.schedule.contract_end) result.to_contract_end += piece;
          if (to <= world.schedule.go_live) result.to_go_live += piece;
        }
        from = to;
      }
      if (stretch.ended == transition && counted) {
        result.pieces.push_back({gap, true});
        gap = 0;
        fired += 1;
      }
    }
    result.pieces.push_back({gap, false});
    result.fired.push_back(fired);
    result.expected.push_back(expected);
  }
  return result;
}

}  // namespace pbrsim::test
