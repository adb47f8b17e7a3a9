#include "provider/mean_course.hpp"

#include <algorithm>

#include "core/units.hpp"

namespace pbrsim {

namespace {

constexpr int early_weeks = 12;

struct Week {
  double stops = 0, lapse = 0, completion = 0, unplanned = 0, other_exit = 0, transfer = 0;
  double modality = 0;
  double total() const {
    return stops + lapse + completion + unplanned + other_exit + transfer + modality;
  }
};

double of(const std::array<double, process_count>& factors, ProcessId id) {
  return factors[static_cast<std::size_t>(id)];
}

double base(const Hazard& hazard, int week) {
  return (hazard.cumulative(days_per_week * (week + 1)) - hazard.cumulative(days_per_week * week)) /
         days_per_week;
}

std::vector<double> bases(const HazardParameters& hazard, int weeks) {
  std::vector<double> result;
  const Hazard h = hazard.hazard();
  for (int w = 0; w < weeks; ++w)
    result.push_back(base(h, w));
  return result;
}

class Treatment {
 public:
  Treatment(const PathwayParameters& pathway, Group group, const ClientMix& mix,
            const JourneyPlace& place, double other_use)
      : p_(pathway),
        g_(group),
        mix_(mix),
        place_(place),
        drop_out_(bases(pathway.drop_out.hazard[group], course_weeks)),
        stop_(bases(pathway.stop_use.treatment[group], course_weeks)),
        lapse_(bases(pathway.start_use.treatment[group], abstinent_weeks)),
        other_exits_(pathway, group, mix, place, true, course_weeks),
        other_use_(place.standard.occasional_user_allowed
                       ? 1 - other_use * (1 - pathway.completion.with_other_use)
                       : 1 - other_use) {}

  MeanCourse follow() {
    const double abstinent = p_.people[g_].abstinent_at_start;
    for (const Modality m : all_of<Modality>()) {
      using_[m] = place_.modality[m] * (1 - abstinent);
      abstinent_[m].assign(abstinent_weeks, 0.0);
      abstinent_[m][0] = place_.modality[m] * abstinent;
    }
    for (week_ = 0; week_ < course_weeks; ++week_)
      step();
    return course_;
  }

 private:
  double factor(ProcessId id) const { return of(mix_.factor, id) * of(place_.local, id); }

  Week rates(Modality m, bool presenting, int weeks_abstinent) const {
    Week w;
    const auto i = static_cast<std::size_t>(week_);
    if (presenting)
      w.stops = stop_[i] * p_.stop_use.modality[m] * factor(ProcessId::stop_presenting);
    else
      w.lapse = lapse_[static_cast<std::size_t>(weeks_abstinent)] * p_.start_use.modality[m] *
                factor(ProcessId::start_presenting);
    w.unplanned = drop_out_[i] * p_.drop_out.modality[m] * factor(ProcessId::unplanned_exit) *
                  (presenting ? 1 : p_.drop_out.when_abstinent);
    if (!presenting && !on_substitution(setting_of(m))) {
      const double ready = std::clamp(
          weeks_abstinent + 1 - p_.completion.minimum_abstinence / days_per_week, 0.0, 1.0);
      w.completion = p_.completion.rate[g_] / days_per_year * ready * p_.completion.modality[m] *
                     other_use_ * factor(ProcessId::planned_exit);
    }
    w.other_exit = other_exits_.rate(week_, presenting, m);
    w.transfer = (p_.transfer[g_] + p_.moves_away) / days_per_year;
    w.completion =
        place_.claims.confirmed(w.completion, w.lapse + w.unplanned + w.other_exit + w.transfer);
    w.modality = p_.modality_change.rate[m] / days_per_year * factor(ProcessId::modality_change) *
                 (presenting ? p_.modality_change.when_using : 1);
    return w;
  }

  /// A week of `mass`; what stays, and what moved on.
  void move(double mass, Modality m, bool presenting, int weeks_abstinent) {
    if (mass <= 0) return;
    const Week w = rates(m, presenting, weeks_abstinent);
    const double total = w.total();
    const double leaves = -std::expm1(-total * days_per_week);
    const double days = total > 0 ? mass * leaves / total : mass * days_per_week;
    record(w, days, m, presenting, weeks_abstinent);
    const int older = std::min(weeks_abstinent + 1, abstinent_weeks - 1);
    const auto put = [&](Modality to, bool uses_now, int age, double amount) {
      (uses_now ? next_using_[to] : next_abstinent_[to][static_cast<std::size_t>(age)]) += amount;
    };
    put(m, presenting, older, mass * (1 - leaves));
    put(m, false, 0, w.stops * days);
    put(m, true, 0, w.lapse * days);
    for (const Modality to : all_of<Modality>())
      if (place_.offers[to]) put(to, presenting, older, w.modality * days * change(m, to));
  }

  /// Share of the changes from a modality that lead to another, or back to itself.
  double change(Modality from, Modality to) const {
    const double fails = p_.modality_change.reduction_fails;
    switch (from) {
      case Modality::maintenance: return to == Modality::reduction;
      case Modality::reduction:
        if (to == Modality::maintenance) return fails;
        return to == Modality::psychosocial ? 1 - fails : 0;
      default: return to == Modality::psychosocial;
    }
  }

  /// Share of the changes that lead to another provider.
  double elsewhere(Modality from) const {
    double share = 0;
    for (const Modality to : all_of<Modality>())
      if (!place_.offers[to]) share += change(from, to);
    return share;
  }

  void record(const Week& w, double days, Modality m, bool presenting, int weeks_abstinent) {
    StageExposure& stage = week_ < early_weeks ? course_.early : course_.later;
    const int state = presenting                      ? uses
                      : weeks_abstinent < early_weeks ? abstinent
                                                      : abstinent_12_weeks;
    stage.by_use[static_cast<std::size_t>(state)] +=
        {days,
         w.stops * days,
         w.lapse * days,
         w.completion * days,
         w.unplanned * days,
         w.other_exit * days,
         (w.transfer + w.modality * elsewhere(m)) * days};
    stage.modality[m] += days;
    const double exits = w.completion * days;
    if (!presenting) course_.exits[static_cast<std::size_t>(weeks_abstinent)] += exits;
    if (week_ >= early_weeks) course_.late_exits += exits;
    if (weeks_abstinent >= review_window / days_per_week) course_.settled_exits += exits;
  }

  void step() {
    next_using_ = {};
    for (auto& ages : next_abstinent_)
      ages.assign(abstinent_weeks, 0.0);
    for (const Modality m : all_of<Modality>()) {
      move(using_[m], m, true, -1);
      for (int age = 0; age < std::min(week_ + 1, abstinent_weeks); ++age)
        move(abstinent_[m][static_cast<std::size_t>(age)], m, false, age);
    }
    std::swap(using_, next_using_);
    std::swap(abstinent_, next_abstinent_);
  }

  const PathwayParameters& p_;
  Group g_;
  const ClientMix& mix_;
  const JourneyPlace& place_;
  std::vector<double> drop_out_, stop_, lapse_;
  OtherExits other_exits_;
  double other_use_;  // multiplies completion
  int week_ = 0;
  ByModality<double> using_{}, next_using_{};
  ByModality<std::vector<double>> abstinent_, next_abstinent_;
  MeanCourse course_;
};

}  // namespace

Exposure& Exposure::operator+=(const Exposure& o) {
  days += o.days;
  stops += o.stops;
  lapse += o.lapse;
  completion += o.completion;
  unplanned += o.unplanned;
  other_exit += o.other_exit;
  transfer += o.transfer;
  return *this;
}

std::vector<double> week_rates(const HazardParameters& hazard, int weeks) {
  return bases(hazard, weeks);
}

OtherExits::OtherExits(const PathwayParameters& p, Group g, const ClientMix& mix,
                       const JourneyPlace& place, bool treated, int weeks)
    : mortality_(&p.mortality),
      treated_(treated),
      custody_(p.offending.custody[g] / days_per_year * of(mix.factor, ProcessId::custody) *
               (treated ? p.offending.in_treatment : 1)),
      when_abstinent_(p.offending.when_abstinent) {
  const Mortality& d = p.mortality;
  const Hazard poisoning = (treated ? d.poisoning_in_treatment[g] : d.poisoning_out[g]).hazard();
  const Hazard other = d.other_causes[g].hazard();
  const int age = static_cast<int>(mix.age * days_per_year / days_per_week);
  for (int week = 0; week < weeks; ++week) {
    poisoning_.push_back(base(poisoning, week) * of(mix.factor, ProcessId::death_poisoning) *
                         (treated ? of(place.local, ProcessId::death_poisoning) : 1));
    other_.push_back(base(other, age + week) * of(mix.factor, ProcessId::death_other) *
                     (treated ? d.other_causes_in_treatment : 1));
  }
}

double OtherExits::deaths(int week, bool presenting, Modality m) const {
  const auto i = static_cast<std::size_t>(week);
  return other_[i] + poisoning_[i] * (presenting ? 1 : mortality_->poisoning_when_abstinent) *
                         (treated_ ? mortality_->poisoning_modality[m] : 1);
}

double OtherExits::rate(int week, bool presenting, Modality m) const {
  return deaths(week, presenting, m) + custody_ * (presenting ? 1 : when_abstinent_);
}

MeanCourse follow_treatment(const PathwayParameters& pathway, Group group, const ClientMix& mix,
                            const JourneyPlace& place, double other_use) {
  return Treatment(pathway, group, mix, place, other_use).follow();
}

}  // namespace pbrsim
