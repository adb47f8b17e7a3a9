#include "pathway/rates.hpp"

#include "core/error.hpp"
#include "core/units.hpp"
#include "pathway/factors.hpp"

namespace pbrsim {

namespace {

/// One context of the table.
struct Context {
  Group group;
  Setting setting;
  bool presenting;  // uses the presenting substance
  bool other;       // uses something else
  CameFrom from;

  bool treated() const { return in_treatment(setting); }
};

using GroupHazards = ByGroup<HazardId>;

/// The base hazards by name, as indices into the table's list.
struct HazardIds {
  HazardId unit = no_hazard;  // one per year
  HazardId independent_assessment = no_hazard, provider_assessment = no_hazard;
  GroupHazards seek{}, stop_community{}, stop_treatment{}, start_community{}, start_treatment{};
  GroupHazards gives_up{}, drop_out{}, completion{};
  GroupHazards poisoning_in{}, poisoning_out{}, poisoning_release{}, other_causes{};
};

const RateEntry stopped{};

RateEntry entry(HazardId hazard, Clock clock, double factor, Transition transition) {
  return hazard == no_hazard || factor == 0 ? stopped
                                            : RateEntry{factor, hazard, clock, transition};
}

double by_modality(const ByModality<double>& values, Setting s) {
  return in_treatment(s) ? values[modality_of(s)] : 1.0;
}

RateEntry planned_exit(const Context& c, const PathwayParameters& p, const HazardIds& ids,
                       CompletionStandard standard) {
  if (!c.treated() || on_substitution(c.setting) || c.presenting) return stopped;
  if (c.other && !standard.occasional_user_allowed) return stopped;
  const Clock clock = standard.occasional_user_allowed ? Clock::presenting : Clock::clean;
  const double factor =
      by_modality(p.completion.modality, c.setting) * (c.other ? p.completion.with_other_use : 1.0);
  return entry(ids.completion[c.group], clock, factor, Transition::planned_exit);
}

RateEntry unplanned_exit(const Context& c, const PathwayParameters& p, const HazardIds& ids) {
  if (!c.treated()) return stopped;
  const double factor = by_modality(p.drop_out.modality, c.setting) *
                        (c.presenting ? 1.0 : p.drop_out.when_abstinent);
  return entry(ids.drop_out[c.group], Clock::episode, factor, Transition::unplanned_exit);
}

RateEntry help_seeking(const Context& c, const PathwayParameters& p, const HazardIds& ids) {
  if (c.setting != Setting::community && c.setting != Setting::aftercare) return stopped;
  const bool completed = c.from == CameFrom::planned_exit;
  double factor = c.presenting ? 1.0
                  : completed  ? p.help_seeking.when_abstinent_after_planned_exit
                               : p.help_seeking.when_abstinent;
  if (completed) factor *= p.help_seeking.after_planned_exit;
  if (c.from == CameFrom::custody) factor *= p.help_seeking.after_custody;
  return entry(ids.seek[c.group], Clock::seek, factor, Transition::help_seeking);
}

RateEntry start_presenting(const Context& c, const PathwayParameters& p, const HazardIds& ids) {
  if (c.presenting) return stopped;
  const StartUse& start = p.start_use;
  if (c.treated())
    return entry(ids.start_treatment[c.group], Clock::presenting,
                 by_modality(start.modality, c.setting), Transition::lapse);
  double factor = c.from == CameFrom::planned_exit ? 1.0 : start.after_unplanned_exit;
  if (c.setting == Setting::aftercare) factor *= start.aftercare;
  if (c.setting == Setting::custody) factor *= start.custody;
  return entry(ids.start_community[c.group], Clock::presenting, factor, Transition::relapse);
}

RateEntry stop_presenting(const Context& c, const PathwayParameters& p, const HazardIds& ids) {
  if (!c.presenting) return stopped;
  const StopUse& stop = p.stop_use;
  if (c.treated())
    return entry(ids.stop_treatment[c.group], Clock::episode, by_modality(stop.modality, c.setting),
                 Transition::abstinence);
  double factor = 1;
  if (on_the_way(c.setting)) factor = stop.on_the_way;
  if (c.setting == Setting::custody) factor = stop.custody;
  return entry(ids.stop_community[c.group], Clock::presenting, factor, Transition::remission);
}

RateEntry other_use(ProcessId id, const Context& c, const PathwayParameters& p,
                    const HazardIds& ids) {
  const bool stops = id == ProcessId::stop_other;
  if (stops != c.other) return stopped;
  double factor = p.other_use.turnover[c.group];
  if (c.treated()) factor *= stops ? p.other_use.stop_in_treatment : p.other_use.start_in_treatment;
  if (c.setting == Setting::custody && !stops) factor *= p.other_use.start_in_custody;
  return entry(ids.unit, Clock::none, factor,
               stops ? Transition::other_use_stops : Transition::other_use_starts);
}

RateEntry assessment(const Context& c, const HazardIds& ids) {
  if (c.setting == Setting::being_assessed)
    return entry(ids.independent_assessment, Clock::setting, 1, Transition::assessment);
  if (c.setting == Setting::referred)
    return entry(ids.provider_assessment, Clock::setting, 1, Transition::assessment);
  return stopped;
}

RateEntry modality_change(const Context& c, const PathwayParameters& p, const HazardIds& ids) {
  if (!c.treated()) return stopped;
  const double factor = p.modality_change.rate[modality_of(c.setting)] *
                        (c.presenting ? p.modality_change.when_using : 1.0);
  return entry(ids.unit, Clock::none, factor, Transition::modality_change);
}

RateEntry death_poisoning(const Context& c, const PathwayParameters& p, const HazardIds& ids) {
  const Mortality& m = p.mortality;
  const double use = c.presenting ? 1.0 : m.poisoning_when_abstinent;
  if (c.treated())
    return entry(ids.poisoning_in[c.group], Clock::episode,
                 use * by_modality(m.poisoning_modality, c.setting), Transition::death_poisoning);
  if (c.setting == Setting::custody)
    return entry(ids.poisoning_out[c.group], Clock::out, use * m.poisoning_in_custody,
                 Transition::death_poisoning);
  const auto& hazard = c.from == CameFrom::custody ? ids.poisoning_release : ids.poisoning_out;
  return entry(hazard[c.group], Clock::out, use, Transition::death_poisoning);
}

RateEntry custody(const Context& c, const PathwayParameters& p, const HazardIds& ids) {
  if (c.setting == Setting::custody) return stopped;
  const double factor = p.offending.custody[c.group] *
                        (c.presenting ? 1.0 : p.offending.when_abstinent) *
                        (c.treated() ? p.offending.in_treatment : 1.0);
  return entry(ids.unit, Clock::none, factor, Transition::custody);
}

RateEntry attached(ProcessId id, const Context& c, const PathwayParameters& p,
                   const HazardIds& ids) {
  const auto alternating = [&](const Alternating& a, bool begins, Transition t) {
    const double ends = a.ends[c.group] * (c.treated() ? a.ends_in_treatment : 1.0);
    return entry(ids.unit, Clock::none, begins ? a.begins[c.group] : ends, t);
  };
  switch (id) {
    case ProcessId::injecting_begins:
      return alternating(p.injecting, true, Transition::injecting_begins);
    case ProcessId::injecting_ends:
      return alternating(p.injecting, false, Transition::injecting_ends);
    case ProcessId::housing_problem_begins:
      return alternating(p.housing_problem, true, Transition::housing_problem_begins);
    case ProcessId::housing_problem_ends:
      return alternating(p.housing_problem, false, Transition::housing_problem_ends);
    case ProcessId::job_begins: return alternating(p.employment, true, Transition::job_begins);
    default: return alternating(p.employment, false, Transition::job_ends);
  }
}

RateEntry rate_entry(ProcessId id, const Context& c, const PathwayParameters& p,
                     const HazardIds& ids, CompletionStandard standard) {
  switch (id) {
    case ProcessId::planned_exit: return planned_exit(c, p, ids, standard);
    case ProcessId::unplanned_exit: return unplanned_exit(c, p, ids);
    case ProcessId::death_other:
      return entry(ids.other_causes[c.group], Clock::birth,
                   c.treated() ? p.mortality.other_causes_in_treatment : 1.0,
                   Transition::death_other);
    case ProcessId::help_seeking: return help_seeking(c, p, ids);
    case ProcessId::start_presenting: return start_presenting(c, p, ids);
    case ProcessId::stop_presenting: return stop_presenting(c, p, ids);
    case ProcessId::stop_other:
    case ProcessId::start_other: return other_use(id, c, p, ids);
    case ProcessId::death_poisoning: return death_poisoning(c, p, ids);
    case ProcessId::gives_up:
      return on_the_way(c.setting)
                 ? entry(ids.gives_up[c.group], Clock::setting, 1, Transition::gives_up)
                 : stopped;
    case ProcessId::assessment: return assessment(c, ids);
    case ProcessId::modality_change: return modality_change(c, p, ids);
    case ProcessId::transfer:
      return c.treated() ? entry(ids.unit, Clock::none, p.transfer[c.group], Transition::transfer)
                         : stopped;
    case ProcessId::custody: return custody(c, p, ids);
    case ProcessId::release:
      return c.setting == Setting::custody
                 ? entry(ids.unit, Clock::none, days_per_year / p.offending.sentence,
                         Transition::release)
                 : stopped;
    case ProcessId::moves_away:
      return entry(ids.unit, Clock::none, p.moves_away, Transition::moves_away);
    case ProcessId::keyworker_leaves:
      return c.treated()
                 ? entry(ids.unit, Clock::none, p.staff.turnover, Transition::keyworker_leaves)
                 : stopped;
    case ProcessId::aftercare_ends:
      return c.setting == Setting::aftercare
                 ? entry(ids.unit, Clock::none, days_per_year / p.aftercare.duration,
                         Transition::aftercare_ends)
                 : stopped;
    default: return attached(id, c, p, ids);
  }
}

Hazard completion_hazard(double per_year, double minimum_abstinence) {
  if (minimum_abstinence == 0) return Hazard::constant(per_year);
  const double starts[] = {0, minimum_abstinence};
  const double rates[] = {0, per_year};
  return Hazard::piecewise(starts, rates);
}

bool same(const RateEntry& a, const RateEntry& b) {
  return a.factor == b.factor && a.hazard == b.hazard && a.clock == b.clock;
}

}  // namespace

Rates::Rates(const PathwayParameters& parameters, const HazardParameters& independent_assessment,
             CompletionStandard standard) {
  hazards_.emplace_back();  // no_hazard
  const auto by_group = [&](const ByGroup<HazardParameters>& source) {
    GroupHazards result{};
    for (const Group g : all_of<Group>())
      result[g] = add(source[g].hazard());
    return result;
  };
  HazardIds ids;
  ids.unit = add(Hazard::constant(1));
  ids.independent_assessment = add(independent_assessment.hazard());
  ids.provider_assessment = add(parameters.provider_assessment.hazard());
  ids.seek = by_group(parameters.help_seeking.hazard);
  ids.stop_community = by_group(parameters.stop_use.community);
  ids.stop_treatment = by_group(parameters.stop_use.treatment);
  ids.start_community = by_group(parameters.start_use.community);
  ids.start_treatment = by_group(parameters.start_use.treatment);
  ids.gives_up = by_group(parameters.on_the_way.gives_up);
  ids.drop_out = by_group(parameters.drop_out.hazard);
  for (const Group g : all_of<Group>())
    ids.completion[g] = add(
        completion_hazard(parameters.completion.rate[g], parameters.completion.minimum_abstinence));
  ids.poisoning_in = by_group(parameters.mortality.poisoning_in_treatment);
  ids.poisoning_out = by_group(parameters.mortality.poisoning_out);
  ids.poisoning_release = by_group(parameters.mortality.poisoning_after_release);
  ids.other_causes = by_group(parameters.mortality.other_causes);

  live_.resize(enum_size<Group> * enum_size<Setting> * 12);
  entries_.resize(live_.size() * process_count);
  for_each_context(
      [&](std::size_t index, Group g, Setting s, bool presenting, bool other, CameFrom from) {
        const Context c{g, s, presenting, other, from};
        for (const ProcessId id : all_of<ProcessId>())
          entries_[index * process_count + static_cast<std::size_t>(id)] =
              without_idle_clock(rate_entry(id, c, parameters, ids, standard));
      });
  find_affected(parameters);
}

// Zero hazards keep their place, so that an id means the same in every design of a pathway.
HazardId Rates::add(const Hazard& hazard) {
  hazards_.push_back(hazard);
  return hazard.is_zero() ? no_hazard : static_cast<HazardId>(hazards_.size() - 1);
}

RateEntry Rates::without_idle_clock(RateEntry entry) const {
  if (hazards_[entry.hazard].is_constant()) entry.clock = Clock::none;
  return entry;
}

template <class Visit>
void Rates::for_each_context(Visit visit) const {
  for (const Group g : all_of<Group>())
    for (const Setting s : all_of<Setting>())
      for (const bool presenting : {false, true})
        for (const bool other : {false, true})
          for (int from = 0; from < 3; ++from)
            visit(context(g, s, presenting, other, static_cast<CameFrom>(from)), g, s, presenting,
                  other, static_cast<CameFrom>(from));
}

void Rates::find_affected(const PathwayParameters& parameters) {
  ProcessMask live = 0, by_presenting = 0, by_other = 0;
  for_each_context(
      [&](std::size_t index, Group g, Setting s, bool presenting, bool other, CameFrom from) {
        const RateEntry* here = entries_.data() + index * process_count;
        const RateEntry* presenting_flips =
            entries_.data() + context(g, s, !presenting, other, from) * process_count;
        const RateEntry* other_flips =
            entries_.data() + context(g, s, presenting, !other, from) * process_count;
        for (std::size_t j = 0; j < process_count; ++j) {
          const ProcessMask one = ProcessMask{1} << j;
          if (here[j].hazard == no_hazard) continue;
          live_[index] |= one;
          live |= one;
          const Clock clock = here[j].clock;
          if (!same(here[j], presenting_flips[j]) || clock == Clock::presenting ||
              clock == Clock::clean)
            by_presenting |= one;
          if (!same(here[j], other_flips[j]) || clock == Clock::clean) by_other |= one;
        }
      });
  const ProcessMask attached = live & reads_attached_states(parameters);
  affected_ = {live, by_presenting, by_other, attached};
}

}  // namespace pbrsim
