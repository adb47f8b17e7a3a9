// Months, years, dated actions and money.
#include <algorithm>
#include <cmath>

#include "area/cell.hpp"
#include "core/error.hpp"

namespace pbrsim {

namespace {

const Hazard once_a_year = Hazard::constant(1);
constexpr double void_after_return = 21;  // days in which a return voids a planned exit

enum EffectPurpose : std::uint32_t { abstinence_effect, exit_effect, completion_effect };

ProcessMask differing(const LocalFactors& a, const LocalFactors& b) {
  ProcessMask result = 0;
  for (std::size_t j = 0; j < process_count; ++j)
    if (a[j] != b[j]) result |= ProcessMask{1} << j;
  return result;
}

double effect_sum(double persistent, double transient, double trend, double years) {
  return persistent + transient + trend * std::max(0.0, years);
}

/// An event on `day` that goes back to an episode's exit or a journey's start on `earned`.
template <class Record>
TariffEvent event_of(TariffEvent::Kind kind, const Record& record, double earned, double day) {
  TariffEvent event;
  event.kind = kind;
  event.day = day;
  event.earned = earned;
  event.person = record.person;
  event.journey = record.journey;
  event.group = record.group;
  event.band = record.band;
  return event;
}

}  // namespace

void Cell::open_month(int month) {
  month_ = month;
  for (ProviderRecords& records : records_)
    records.begin_month();
  const Timeline& timeline = schedule_->timeline;
  const double begin = timeline.month_start(month);
  month_end_day_ = timeline.month_start(month + 1);
  month_end_ = to_seconds(month_end_day_);
  const Seconds length = month_end_ - to_seconds(begin);
  for (std::uint32_t rest = blocks_used_; rest != 0; rest &= rest - 1) {
    const auto first = static_cast<std::size_t>(std::countr_zero(rest)) * accrual_block;
    for (std::size_t i = first; i < first + accrual_block; ++i)
      accrued_[i] = occupancy_[i] * length;
  }
  for (std::size_t i = 0; i < treated_.size(); ++i)
    treated_time_[i] = treated_[i] * length;
  for (const Group g : all_of<Group>())
    history_.panel.offences(month, g) += offence_rate_[g] * (month_end_day_ - begin);

  const int since_go_live = month - schedule_->go_live_month;
  const Shock shock = in_force(area_->area.shocks, timeline.month_date(month));
  const bool hours_change = shock.capacity != shock_.capacity;
  const bool inflow_changes = shock.inflow != shock_.inflow;
  shock_ = shock;
  if (hours_change) set_hours();
  if (begin == schedule_->go_live) history_.at_go_live = tally();
  if (begin == schedule_->contract_end) history_.at_contract_end = tally();
  if (coming_ != nullptr) {
    if (coming_->transition_ends > coming_->transition_begins) {
      if (begin == coming_->transition_begins)
        capacity_ = 1.0 - coming_->design.transition.capacity_loss;
      if (begin == coming_->transition_ends) capacity_ = 1.0;
    }
    set_staffing(begin);
    if (begin == schedule_->go_live) adopt();
    begin_money_month();
    set_hours();
    if (since_go_live >= -coming_->months_ahead && since_go_live % 3 == 0 &&
        begin < schedule_->contract_end) {
      revise_practice();
      set_hours();
    }
  }
  if (month > 0 && since_go_live % 12 == 0)
    begin_year(begin);
  else if (inflow_changes)
    set_inflow(begin);
  for (std::size_t i = 0; i < providers_.size(); ++i)
    admit_waiting(i);
  start_assessments();
}

void Cell::close_month() {
  note_returns();
  history_.panel.close(counts_, accrued_, blocks_used_);
  counts_.clear();
  see_clients();
  if (coming_ == nullptr) return;
  pay_month();
  // What closes on the first of the next month belongs to that month, but for the run's last day.
  const bool last = month_end_day_ == schedule_->timeline.end();
  const double until = last ? std::nextafter(month_end_day_, never) : month_end_day_;
  close_windows(until);
  close_offence_windows(until);
  const int since_go_live = month_ - schedule_->go_live_month;
  const bool year_ends = since_go_live % 12 == 11 || month_end_day_ == schedule_->contract_end;
  if (since_go_live >= 0 && (year_ends || last)) pay_year();
  close_accounts();
}

void Cell::begin_year(double day) {
  const Timeline& timeline = schedule_->timeline;
  const int months = timeline.month_of(day) - schedule_->go_live_month;
  year_ = static_cast<int>(std::floor(months / 12.0));
  set_inflow(day);
  if (options_.transient_effects) draw_transient();
  const AreaParameters& area = area_->area;
  const AreaEffects year = effects_of_year();
  for (const Group g : all_of<Group>()) {
    const AreaEffects& trend = area.trend[g];
    effects_[g] = {
        effect_sum(area.persistent.abstinence, year.abstinence, trend.abstinence, year_),
        effect_sum(area.persistent.unplanned_exit, year.unplanned_exit, trend.unplanned_exit,
                   year_),
        effect_sum(area.persistent.completion, year.completion, trend.completion, year_)};
  }
  const std::vector<LocalFactors> before = local_;
  set_local_factors();
  if (local_ != before) refresh_everyone();
  for (std::uint32_t slot = 0; slot < people_.size(); ++slot) {
    Person& p = people_[slot];
    if (!alive(slot) || !in_treatment(p.setting) || p.last_treated_year == year_) continue;
    count_treated(p);
  }
}

void Cell::set_inflow(double day) {
  const AreaParameters& area = area_->area;
  for (const Group g : all_of<Group>()) {
    inflow_per_year_[g] =
        area.new_people[g] * std::pow(1.0 + area.growth[g], year_) * shock_.inflow * options_.scale;
    Process& inflow = inflow_[g];
    const double left = inflow.running() ? inflow.remaining(once_a_year, day)
                        : inflow.drawn() ? inflow.goal
                                         : inflow_exponential(g, inflow.fired);
    if (inflow_per_year_[g] <= 0) {
      inflow.stop(left);
      arrival_due_[g] = never;
      continue;
    }
    if (inflow.running() && inflow.factor == inflow_per_year_[g]) continue;
    arrival_due_[g] = inflow.run(1, once_a_year, inflow_per_year_[g], 0, day, left);
  }
  find_next_arrival();
}

void Cell::count_treated(Person& p) {
  p.last_treated_year = static_cast<std::int16_t>(year_);
  count(p, Count::treated_in_year);
  if (!reads_offences_ || !paying()) return;
  TariffEvent event;
  event.kind = TariffEvent::Kind::client;
  pay_for(p, event, now_);
}

void Cell::draw_transient() {
  const AreaParameters& area = area_->area;
  const double rho = area.transient_autocorrelation;
  const auto next = [&](double before, double sd, EffectPurpose purpose) {
    if (sd <= 0) return 0.0;
    const double u =
        streams_.uniform({EntityKind::area, 0}, purpose, static_cast<std::uint32_t>(year_ + 1000));
    const double innovation = sd * normal_quantile(u);
    return transient_drawn_ ? rho * before + std::sqrt(1 - rho * rho) * innovation : innovation;
  };
  transient_ = {next(transient_.abstinence, area.transient_sd.abstinence, abstinence_effect),
                next(transient_.unplanned_exit, area.transient_sd.unplanned_exit, exit_effect),
                next(transient_.completion, area.transient_sd.completion, completion_effect)};
  transient_drawn_ = true;
}

/// What is the area's own and passes: its year, and what is left of a year that it was chosen for.
AreaEffects Cell::effects_of_year() const {
  if (!options_.transient_effects) return {};
  const ChosenFor& chosen = area_->area.chosen_for;
  const double left = chosen.left(year_, area_->area.transient_autocorrelation);
  return {transient_.abstinence + left * chosen.effects.abstinence,
          transient_.unplanned_exit + left * chosen.effects.unplanned_exit,
          transient_.completion + left * chosen.effects.completion};
}

void Cell::set_local_factors() {
  const std::vector<LocalFactors> before = std::move(local_);
  local_.assign(local_rows(), no_local_factors);
  exit_relapse_.clear();
  accepts_.clear();
  head_start_.clear();
  for (std::size_t i = 0; i < providers_.size(); ++i)
    for (const MeasuredBand b : all_of<MeasuredBand>()) {
      const LocalFactors practice = practice_factors(practice_[i], area_->levers, b);
      exit_relapse_.push_back(relapse_after_exit(practice_[i], area_->levers, b));
      accepts_.push_back(acceptance(practice_[i], b));
      head_start_.push_back(head_start(practice_[i], area_->levers, b));
      for (const Group g : all_of<Group>()) {
        LocalFactors& row = local_[local_row(i, g, static_cast<Band>(b))];
        row = practice;
        row[static_cast<std::size_t>(ProcessId::stop_presenting)] *=
            std::exp(effects_[g].abstinence);
        row[static_cast<std::size_t>(ProcessId::unplanned_exit)] *=
            std::exp(effects_[g].unplanned_exit);
        row[static_cast<std::size_t>(ProcessId::planned_exit)] *= std::exp(effects_[g].completion);
      }
    }
  add_circumstances();
  moved_.resize(local_.size(), all_processes);
  for (std::size_t row = 0; row < std::min(before.size(), local_.size()); ++row)
    moved_[row] |= differing(before[row], local_[row]);
}

void Cell::set_hours() {
  hours_.resize(providers_.size() * enum_size<Modality> * enum_size<MeasuredBand>);
  std::size_t at = 0;
  for (std::size_t i = 0; i < providers_.size(); ++i) {
    providers_[i].hours = to_micro_hours(area_->providers[i].keyworker_hours * capacity_ *
                                         staffed_share(i) * posts(i) * options_.scale);
    const Practice& takes = design_->design.behaviour.time ? practice_[i] : area_->legacy_practice;
    for (const Modality m : all_of<Modality>())
      for (const MeasuredBand b : all_of<MeasuredBand>())
        hours_[at++] = client_hours(area_->service, takes, area_->levers, m, b);
  }
  assessor_.hours = to_micro_hours(design_->design.assessment.hours * options_.scale);
}

/// Brings a person into line with hours and local factors of which those `which` may have changed.
void Cell::refresh(std::uint32_t slot, ProcessMask which) {
  Person& p = people_[slot];
  if (in_treatment(p.setting)) {
    const MicroHours hours = hours_for(p);
    providers_[p.provider].committed += hours - p.committed;
    p.committed = hours;
  }
  if (p.factors_moved) which = after(Changed::setting);
  if (which == 0) return;
  p.factors_moved = false;
  const double before = p.next_time;
  update(p, which, now_, design_->rates, local_[p.local], exponentials_, integrated_);
  find_next(p);
  if (p.next_time != before) schedule(p, slot);
}

void Cell::refresh_everyone() {
  const ProcessMask all = after(Changed::setting);
  for (std::uint32_t slot = 0; slot < people_.size(); ++slot)
    if (alive(slot)) refresh(slot, moved_[people_[slot].local] & all);
  std::ranges::fill(moved_, 0);
}

void Cell::take_on(const DesignModel& design) {
  PBRSIM_EXPECT(now_ <= design.first_action);
  coming_ = &design;
  circumstances_matter_ |= design.design.behaviour.has_circumstances();
  set_local_factors();
  history_.shared_clinical_events = history_.clinical_events;
  accounts_.clear();
  windows_.clear();
  offence_windows_.clear();
  for (std::size_t i = 0; i < design.contracts.size(); ++i) {
    accounts_.emplace_back(design.contracts[i], static_cast<std::uint8_t>(i));
    for (const int months : design.contracts[i].windows())
      windows_.emplace_back(months, planned_exits_.size());
    for (const int months : design.contracts[i].offence_windows())
      offence_windows_.emplace_back(months, 0);
    has_terms_ |= !design.contracts[i].terms().empty();
    reads_standing_at_exit_ |= design.contracts[i].reads_standing_at_exit();
    reads_offences_ |= design.contracts[i].reads_offences();
    reads_contacts_ |= design.contracts[i].reads_contacts();
    for (const Contract::Term& term : design.contracts[i].terms())
      claws_back_ |= term.claw_back.has_value();
  }
  for (std::uint32_t slot = 0; slot < people_.size() && keeps_twins(); ++slot)
    if (alive(slot)) {
      begin_twin(people_[slot]);
      note_spell(people_[slot]);
    }
  std::sort(windows_.begin(), windows_.end());
  windows_.erase(std::unique(windows_.begin(), windows_.end()), windows_.end());
  std::sort(offence_windows_.begin(), offence_windows_.end());
  offence_windows_.erase(std::unique(offence_windows_.begin(), offence_windows_.end()),
                         offence_windows_.end());
}

void Cell::adopt() {
  // A hazard's number means the same in every design but for the assessment service's own.
  for (std::uint32_t slot = 0; slot < people_.size(); ++slot) {
    Process& assessment = people_[slot].of(ProcessId::assessment);
    if (!alive(slot) || (people_[slot].running & bit(ProcessId::assessment)) == 0) continue;
    halt(assessment, design_->rates, now_, integrated_);
    people_[slot].running &= ~bit(ProcessId::assessment);
  }
  design_ = coming_;
  practice_ = design_->practice;
  open_accounts();
  set_local_factors();
  settle_circumstances();
  set_hours();
  if (!design_->design.assessment.independent)
    for (std::uint32_t slot = 0; slot < people_.size(); ++slot)
      if (alive(slot) && people_[slot].setting == Setting::awaiting_assessor) {
        ++people_[slot].ticket;
        people_[slot].independently_assessed = false;
        put(people_[slot], Setting::referred);
        commit(slot, after(Changed::setting));
      }
  re_register_everyone();
  std::ranges::fill(moved_, all_processes);  // the design's own hazards and standard
  refresh_everyone();
}

void Cell::pay_for(const Person& p, TariffEvent event, double day) {
  event.day = day;
  event.person = p.key;
  event.journey = p.journeys;
  event.journey_began = p.journey_start;
  event.group = p.group;
  event.band = p.band;
  pay_both(event, p.provider);
}

/// To the provider, and to the assessment service if the design has one: its contract may pay for
/// what becomes of the people of the area.
void Cell::pay_both(const TariffEvent& event, std::size_t provider) {
  for (const std::size_t contract : coming_->contracts_of[provider])
    pay(event, contract);
  if (coming_->own_payees <= providers_.size()) return;
  for (const std::size_t contract : coming_->contracts_of[providers_.size()])
    pay(event, contract);
}

void Cell::pay(const TariffEvent& event, std::size_t payee) {
  for (const LedgerEntry& entry : accounts_[payee].apply(coming_->contracts[payee], event)) {
    history_.ledger.push_back(entry);
    expect_payment(entry);
  }
}

void Cell::pay_month() {
  const Timeline& timeline = schedule_->timeline;
  const double begin = timeline.month_start(month_);
  if (begin < schedule_->go_live) return;
  TariffEvent event;
  event.kind = TariffEvent::Kind::month;
  event.day = month_end_day_ - 1;
  event.month = month_ - schedule_->go_live_month;
  for (std::size_t payee = 0; payee < accounts_.size(); ++payee)
    pay(event, payee);
  event.kind = TariffEvent::Kind::treated;
  std::size_t at = 0;
  for (std::size_t i = 0; i < providers_.size(); ++i)
    for (const Group g : all_of<Group>())
      for (const Band b : all_of<Band>())
        for (const Modality m : all_of<Modality>()) {
          event.group = g;
          event.band = b;
          event.modality = m;
          event.time = treated_time_[at++];
          if (event.time <= 0) continue;
          for (const std::size_t contract : coming_->contracts_of[i])
            pay(event, contract);
        }
}

void Cell::close_windows(double day) {
  for (auto& [months, next] : windows_) {
    for (; next < planned_exits_.size(); ++next) {
      const Episode& e = history_.episodes[planned_exits_[next]];
      const double closes =
          months == 0 ? e.end + void_after_return : schedule_->timeline.months_after(e.end, months);
      if (closes >= day) break;
      TariffEvent event = event_of(TariffEvent::Kind::window_closed, e, e.end, closes);
      event.journey_began = e.journey_start;
      event.window_months = months;
      event.failed = e.next_triage <= closes;
      event.contacted = contacted(e.person, e.end, closes);
      event.reported = e.reported;
      event.confirmed = e.confirmed;
      event.problems_at_start = e.problems_at_start;
      event.coded = !planned(e.reason);
      pay_both(event, e.provider);
    }
  }
}

/// Whether a criminal-justice drug worker met the person in those days. Contacts are known once
/// offences are settled: so they are for everybody, once a month.
bool Cell::contacted(std::uint32_t person, double from, double to) {
  if (!reads_contacts_) return false;
  if (contacts_month_ != month_) {
    contacts_month_ = month_;
    for (std::uint32_t slot = 0; slot < people_.size(); ++slot)
      if (alive(slot) && people_[slot].offending != 0) count_offences(people_[slot]);
  }
  const auto found = contacts_.find(person);
  return found != contacts_.end() &&
         std::ranges::any_of(found->second, [&](double day) { return day > from && day <= to; });
}

void Cell::pay_year() {
  TariffEvent event;
  event.kind = TariffEvent::Kind::year_end;
  event.day = month_end_day_ - 1;
  event.month = month_ - schedule_->go_live_month;
  // Offences are settled when a person's rate changes: those of the year must be in before it ends.
  if (reads_offences_)
    for (std::uint32_t slot = 0; slot < people_.size(); ++slot)
      if (alive(slot) && people_[slot].offending != 0) count_offences(people_[slot]);
  for (std::size_t payee = 0; payee < accounts_.size(); ++payee)
    pay(event, payee);
}

/// An offence of a client treated in the contract year, after the journey began.
void Cell::pay_for_offence(const Person& p, double day) {
  if (coming_ == nullptr || day < schedule_->go_live) return;
  if (p.last_treated_year != year_ || day < p.journey_start) return;
  TariffEvent event;
  event.kind = TariffEvent::Kind::offence;
  pay_for(p, event, day);
}

void Cell::claw_back(const Person& p) {
  if (coming_ == nullptr || p.last_exit_record == no_record) return;
  const Episode& e = history_.episodes[p.last_exit_record];
  if (!planned(e.recorded_reason)) return;
  pay_both(event_of(TariffEvent::Kind::returned, e, e.end, now_), e.provider);
}

void Cell::open_offence_window(std::uint32_t slot) {
  if (offence_windows_.empty()) return;
  const Person& p = people_[slot];
  journeys_.push_back({slot, p.key, p.journeys, p.group, p.band, p.provider, now_});
}

void Cell::close_offence_windows(double day) {
  for (auto& [months, next] : offence_windows_) {
    for (; next < journeys_.size(); ++next) {
      const Journey& j = journeys_[next];
      const double closes = schedule_->timeline.months_after(j.start, months);
      if (closes >= day) break;
      TariffEvent event = event_of(TariffEvent::Kind::offence_window, j, j.start, closes);
      event.journey_began = j.start;
      event.window_months = months;
      event.failed = offended(j, closes);
      pay_both(event, j.provider);
    }
  }
}

bool Cell::offended(const Journey& j, double until) {
  Person& p = people_[j.slot];
  // Who died or left cannot be shown not to have offended.
  if (!alive(j.slot) || p.key != j.person) return true;
  if (p.offending != 0) count_offences(p);
  const auto proven = proven_.find(j.person);
  if (proven == proven_.end()) return false;
  return std::ranges::any_of(proven->second,
                             [&](double day) { return day > j.start && day <= until; });
}

Tally Cell::tally() const {
  Tally result{fired_, integrated_};
  for (std::size_t slot = 0; slot < people_.size(); ++slot) {
    if (!alive(slot)) continue;
    const Person& p = people_[slot];
    for (ProcessMask rest = p.running; rest != 0; rest &= rest - 1) {
      const Process& process = p.process[static_cast<std::size_t>(std::countr_zero(rest))];
      result.integrated[static_cast<Transition>(process.tag)] -=
          process.remaining(design_->rates.hazard(process.hazard), now_);
    }
  }
  return result;
}

History Cell::finish() {
  PBRSIM_EXPECT(now_ == schedule_->timeline.end());
  close_month();
  for (std::uint32_t slot = 0; slot < people_.size(); ++slot) {
    if (!alive(slot)) continue;
    Person& p = people_[slot];
    ++history_.population.living;
    if (p.offending != 0) count_offences(p);
    if (in_treatment(p.setting)) record_episode(p);
    if (options_.keep_observed && p.setting == Setting::waiting && p.assessed_day >= p.referred_day)
      note_unstarted(p, true);
  }
  history_.at_end = tally();
  return std::move(history_);
}

}  // namespace pbrsim
