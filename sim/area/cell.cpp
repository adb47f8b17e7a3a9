#include "area/cell.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "core/prefetch.hpp"
#include "pathway/purposes.hpp"

namespace pbrsim {

namespace {

/// Asks for the parts of a person that an event reads first, while the event before is handled.
void prefetch_person(const Person& p) {
  constexpr std::size_t first_processes = 4;  // those that run most
  prefetch(&p, sizeof(PersonState) + sizeof p.factor + sizeof p.due);
  prefetch(&p.process, first_processes * sizeof(Process));
}

}  // namespace

Cell::Cell(const AreaModel& area, const DesignModel& legacy, const Schedule& schedule,
           const Streams& streams, const CellOptions& options)
    : area_(&area),
      legacy_(&legacy),
      design_(&legacy),
      schedule_(&schedule),
      streams_(streams),
      exponentials_(streams),
      options_(options),
      practice_(legacy.practice),
      records_(area.providers.size()),
      providers_(area.providers.size()),
      occupancy_(accrual_classes),
      accrued_(accrual_classes),
      treated_(area.providers.size() * enum_size<Group> * enum_size<Band> * enum_size<Modality>),
      treated_time_(treated_.size()) {
  history_.panel = Panel(schedule.timeline.months());
  history_.most_committed.assign(area.providers.size() + 1, 0);
  for (Process& inflow : inflow_)
    inflow.reset();
  circumstances_matter_ = legacy.design.behaviour.has_circumstances();
  staffing_ = steady_staffing(area.pathway.staff, area.pathway.staff.turnover);
  set_calendar();
  set_hours();
  begin_year(0);
  open_month(0);
}

void Cell::advance(double until) {
  for (;;) {
    const double boundary = std::min({until, month_end_day_, money_day_});
    for (;;) {
      const double arrival = arrival_due_[arriving_];
      const CalendarEntry entry = calendar_.top(
          std::min(arrival, boundary), [this](std::uint32_t id) { prefetch_person(people_[id]); });
      if (arrival < entry.time && arrival < boundary) {
        now_ = arrival;
        arrive(arriving_);
        continue;
      }
      if (!(entry.time < boundary)) break;
      calendar_.pop();
      if (people_[entry.id].stamp != entry.stamp) continue;
      now_ = entry.time;
      happen(entry.id);
    }
    now_ = boundary;
    if (boundary >= until) return;
    if (boundary < month_end_day_) {
      on_money_day();
      continue;
    }
    close_month();
    open_month(month_ + 1);
  }
}

void Cell::happen(std::uint32_t slot) {
  Person& p = people_[slot];
  if (p.date_is_next) return keep_date(slot);
  const ProcessId id = p.next;
  ++fired_[fire(p, id)];
  transition(slot, id);
}

void Cell::transition(std::uint32_t slot, ProcessId id) {
  switch (id) {
    case ProcessId::planned_exit: return claim_completion(slot);
    case ProcessId::unplanned_exit: return unplanned_exit(slot);
    case ProcessId::death_other: return die(slot, false);
    case ProcessId::death_poisoning: return die(slot, true);
    case ProcessId::help_seeking: return refer(slot);
    case ProcessId::start_presenting: return change_presenting(slot, true);
    case ProcessId::stop_presenting: return change_presenting(slot, false);
    case ProcessId::stop_other: return change_other(slot, false);
    case ProcessId::start_other: return change_other(slot, true);
    case ProcessId::gives_up: return give_up(slot);
    case ProcessId::assessment: return assess(slot);
    case ProcessId::modality_change: return change_modality(slot);
    case ProcessId::transfer: return transfer(slot);
    case ProcessId::custody: return to_custody(slot);
    case ProcessId::release: return release(slot);
    case ProcessId::moves_away: return move_away(slot);
    case ProcessId::keyworker_leaves: return lose_keyworker(slot);
    case ProcessId::aftercare_ends:
      put(people_[slot], Setting::community);
      return commit(slot, after(Changed::setting));
    default: return attached_state(slot, id);
  }
}

void Cell::attached_state(std::uint32_t slot, ProcessId id) {
  Person& p = people_[slot];
  switch (id) {
    case ProcessId::injecting_begins: p.injecting = true; break;
    case ProcessId::injecting_ends: p.injecting = false; break;
    case ProcessId::housing_problem_begins: p.housing_problem = true; break;
    case ProcessId::housing_problem_ends: p.housing_problem = false; break;
    case ProcessId::job_begins: p.employed = true; break;
    default: p.employed = false; break;
  }
  area_->factors.set(p, now_);
  p.factors_moved = true;  // age went on for all processes, of which only some are looked at
  note(
      p,
      static_cast<Transition>(static_cast<int>(Transition::injecting_begins) +
                              static_cast<int>(id) - static_cast<int>(ProcessId::injecting_begins)),
      false);
  commit(slot, after(Changed::attached));
}

void Cell::change_presenting(std::uint32_t slot, bool uses) {
  Person& p = people_[slot];
  p.uses_presenting = uses;
  p.presenting_since = p.clean_since = now_;
  p.presenting_history.change(now_);
  const bool treated = in_treatment(p.setting);
  if (treated && !uses) records_[p.provider].see(p.group, Learnt::abstinence);
  count(p, uses ? (treated ? Count::lapses : Count::relapses)
                : (treated ? Count::abstinence_begins : Count::remissions));
  ProcessMask changed = after(Changed::presenting) | circumstances_changed(p);
  if (uses && p.setting == Setting::aftercare) {
    put(p, Setting::community);
    changed = after(Changed::setting);
  }
  note(p, uses ? (treated ? Transition::lapse : Transition::relapse)
               : (treated ? Transition::abstinence : Transition::remission));
  commit(slot, changed | bit(ProcessId::start_presenting) | bit(ProcessId::stop_presenting));
}

void Cell::change_other(std::uint32_t slot, bool uses) {
  Person& p = people_[slot];
  p.uses_other = uses;
  p.clean_since = now_;
  p.other_history.change(now_);
  count(p, Count::other_use_changes);
  note(p, uses ? Transition::other_use_starts : Transition::other_use_stops);
  const ProcessMask changed = after(Changed::other) | circumstances_changed(p);
  commit(slot, changed | bit(ProcessId::start_other) | bit(ProcessId::stop_other));
}

void Cell::put(Person& p, Setting s) {
  p.setting = s;
  p.setting_since = now_;
}

void Cell::note(const Person& p, Transition t, bool clinical) {
  history_.clinical_events += clinical;
  if (!options_.keep_events) return;
  history_.events.push_back({now_, p.key, t, p.setting, p.uses_presenting, p.uses_other,
                             p.injecting, p.housing_problem, p.employed, p.provider});
}

void Cell::commit(std::uint32_t slot, ProcessMask changed) {
  Person& p = people_[slot];
  update(p, changed, now_, design_->rates, local_[p.local], exponentials_, integrated_);
  accrue(p);
  schedule(p, slot);
}

void Cell::schedule(Person& p, std::uint32_t slot) {
  ++p.stamp;
  find_next(p);
  calendar_.add({p.next_time, slot, p.stamp});
}

std::uint32_t Cell::free_slot() {
  if (free_.empty()) {
    people_.emplace_back();
    occupied_.push_back(1);
    return static_cast<std::uint32_t>(people_.size() - 1);
  }
  const std::uint32_t slot = free_.back();
  free_.pop_back();
  occupied_[slot] = 1;
  return slot;
}

// The rates are a guess that sets the width of a bucket and what memory is asked for, nothing else.
void Cell::set_calendar() {
  constexpr double events_per_person_year = 6, events_per_arrival = 4, events_per_episode = 3;
  double per_year = 1 + events_per_person_year * static_cast<double>(people_.size());
  for (const double n : area_->area.new_people)
    per_year += events_per_arrival * n * options_.scale;
  const double years = (schedule_->timeline.end() - now_) / days_per_year;
  history_.episodes.reserve(static_cast<std::size_t>(years * per_year / events_per_episode));
  calendar_ = Calendar(now_, schedule_->timeline.end(), per_year / days_per_year);
  people_.reserve(people_.size() * 5 / 4 + static_cast<std::size_t>(per_year / events_per_arrival));
}

void Cell::remove(std::uint32_t slot) {
  Person& p = people_[slot];
  leave_for_good(p, now_, design_->rates, integrated_);
  stop_accruing(p);
  ++p.stamp;
  ++p.ticket;
  occupied_[slot] = 0;
  free_.push_back(slot);
}

void Cell::accrue(Person& p) {
  const std::uint16_t now_in =
      index_of({p.group, p.band, p.setting, p.uses_presenting, p.uses_other, p.injecting});
  if (now_in == p.accrual) return;
  const Seconds left = month_end_ - to_seconds(now_);
  if (p.accrual != no_accrual) {
    --occupancy_[p.accrual];
    accrued_[p.accrual] -= left;
  }
  ++occupancy_[now_in];
  accrued_[now_in] += left;
  const bool arrives = p.accrual == no_accrual;
  p.accrual = now_in;
  if (p.offending != 0) settle_offending(p);
  if (!keeps_twins()) return;
  if (arrives) begin_twin(p);
  note_spell(p);
}

/// The rate that goes with where the person is.
void Cell::settle_offending(Person& p) {
  const Offending& o = area_->pathway.offending;
  double per_day =
      p.setting == Setting::custody ? 0 : o.rate[p.group] * p.offending / days_per_year;
  if (!p.uses_presenting) per_day *= o.when_abstinent;
  if (in_treatment(p.setting)) per_day *= o.in_treatment;
  set_offending(p, per_day);
}

void Cell::stop_accruing(Person& p) {
  if (p.accrual == no_accrual) return;
  --occupancy_[p.accrual];
  accrued_[p.accrual] -= month_end_ - to_seconds(now_);
  p.accrual = no_accrual;
  if (p.offending != 0) set_offending(p, 0);
  if (keeps_twins()) note_spell(p);
}

void Cell::begin_twin(const Person& p) {
  history_.twins.push_back({p.key, p.group, p.band, p.sex, p.born, now_});
}

void Cell::note_spell(const Person& p) {
  history_.spells.push_back({now_, p.key, p.accrual, p.offending_per_day});
}

void Cell::set_offending(Person& p, double per_day) {
  const double before = p.offending_per_day;
  if (per_day == before) return;
  count_offences(p);
  history_.panel.offences(month_, p.group) += (per_day - before) * (month_end_day_ - now_);
  offence_rate_[p.group] += per_day - before;
  p.offending_per_day = per_day;
  if (options_.keep_observed) history_.offending.push_back({now_, p.key, per_day});
}

void Cell::count_offences(Person& p) {
  const double since = std::exchange(p.offence_since, now_), per_day = p.offending_per_day;
  const Offending& offending = area_->pathway.offending;
  settle(p, p.offences, purpose::offence, per_day * offending.proven, since,
         [&](double day) { prove_offence(p, day); });
  settle(p, p.contacts, purpose::drug_contact, per_day * offending.drug_contact, since,
         [&](double day) {
           if (reads_contacts_) contacts_[p.key].push_back(day);
           if (options_.keep_observed) history_.contacts.push_back({day, p.key});
         });
}

/// What has happened since then at that rate a day, each told to `use` with its day.
template <class Use>
void Cell::settle(const Person& p, Person::Repeated& events, std::uint32_t purpose, double rate,
                  double since, Use use) const {
  if (rate <= 0) return;
  const auto draw = [&] {
    return exponential(streams_.uniform(p.entity(), purpose, events.number));
  };
  if (events.left == not_drawn) events.left = draw();
  while (since + events.left / rate < now_) {
    since += events.left / rate;
    use(since);
    ++events.number;
    events.left = draw();
  }
  events.left -= rate * (now_ - since);
}

void Cell::prove_offence(const Person& p, double day) {
  const double proven_on = day + area_->pathway.offending.proven_lag;
  if (!offence_windows_.empty()) proven_[p.key].push_back(proven_on);
  if (reads_offences_) pay_for_offence(p, day);
  if (options_.keep_observed) history_.proven.push_back({proven_on, p.key});
  if (proven_on < schedule_->timeline.end())
    ++history_.panel.proven(schedule_->timeline.month_of(proven_on), p.group, p.band);
}

}  // namespace pbrsim
