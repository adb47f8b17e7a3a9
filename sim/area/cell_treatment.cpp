// Triage, reviews, changes of modality, exits, custody and death.
#include <algorithm>
#include <cmath>

#include "area/cell.hpp"
#include "core/error.hpp"
#include "core/prefetch.hpp"
#include "pathway/purposes.hpp"
#include "pathway/review.hpp"

namespace pbrsim {

namespace {
constexpr double journey_gap = 21;  // days: NDTMS, a shorter gap continues the journey
constexpr double three_weeks = 21;

/// Asks for the memory of the record that will come after this one; its first line was asked for
/// with this one's.
void prefetch_next(const Episode& record) {
  prefetch<Ahead::to_write>(reinterpret_cast<const char*>(&record + 1) + cache_line, sizeof record);
}

Count count_of(ExitReason reason) {
  switch (reason) {
    case ExitReason::completed_drug_free: return Count::completed_drug_free;
    case ExitReason::completed_occasional_user: return Count::completed_occasional_user;
    case ExitReason::dropped_out: return Count::dropped_out;
    case ExitReason::declined: return Count::declined;
    case ExitReason::transferred: return Count::transferred;
    case ExitReason::custody: return Count::to_custody;
    default: return Count::died_in_treatment;
  }
}

}  // namespace

bool Cell::same_journey(const Person& p) const {
  return p.episodes > 0 && now_ - p.left_day <= journey_gap;
}

void Cell::triage(std::uint32_t slot) {
  Person& p = people_[slot];
  Service& service = providers_[p.provider];
  p.committed = hours_for(p);
  service.committed += p.committed;
  PBRSIM_ENSURE(service.committed <= service.hours);
  auto& most = history_.most_committed[p.provider];
  most = std::max(most, service.committed);

  const bool new_journey = !same_journey(p);
  if (claws_back_ && new_journey) claw_back(p);
  if (p.last_exit_record != no_record) returns_.push_back({p.last_exit_record, !new_journey, now_});
  ++p.episodes;
  p.triage_day = now_;
  const bool factors_stand = p.exit_relapse == 1 && !area_->factors.any();
  p.exit_relapse = 1;
  put(p, setting_of(p.modality));
  count(p, Count::episodes);
  if (new_journey) {
    ++p.journeys;
    p.journey_start = now_;
    const double wait = now_ - p.referred_day;
    count(p, Count::journeys);
    count(p, Count::wait_seconds, to_seconds(now_) - to_seconds(std::max(0.0, p.referred_day)));
    if (wait > three_weeks) count(p, Count::waits_over_3_weeks);
    if (p.assessed_day >= p.referred_day) count(p, Count::recorded_assessments);
  }
  if (p.last_treated_year != year_) count_treated(p);
  const double abstinent = area_->pathway.people[p.group].abstinent_at_start;
  if (p.uses_presenting && happens(abstinent, p, purpose::abstinent_at_start, p.episodes)) {
    p.uses_presenting = false;
    p.presenting_since = p.clean_since = now_;
    p.presenting_history.change(now_);
  }
  if (p.displaced_until <= now_) p.displaced_until = never;
  p.local = treated_row(p);
  if (!factors_stand) area_->factors.set(p, now_);
  accrue_treatment(p, 1);
  note(p, Transition::admission);
  if (area_->pathway.reviews.interval > 0) {
    review(slot, ReviewKind::start);
    p.review_due = now_ + area_->pathway.reviews.interval;
  }
  set_next_date(p);
  if (pays())
    pay_for_triage(slot, new_journey, now_ - p.referred_day,
                   new_journey && happens(area_->pathway.reviews.vaccination_offered, p,
                                          purpose::vaccination, p.journeys));
  commit(slot, after(Changed::setting));
}

void Cell::pay_for_triage(std::uint32_t slot, bool new_journey, double wait,
                          bool vaccination_offered) {
  TariffEvent event;
  event.kind = TariffEvent::Kind::triage;
  event.new_journey = new_journey;
  event.wait = wait;
  event.vaccination_offered = vaccination_offered;
  pay_for(people_[slot], event, now_);
  if (new_journey) open_offence_window(slot);
}

/// What was arranged for today: a decision on a claim, the end of unsettled weeks, a review.
void Cell::keep_date(std::uint32_t slot) {
  Person& p = people_[slot];
  if (p.claim_due <= now_) return decide_claim(slot);
  if (p.unsettled_until <= now_ || p.displaced_until <= now_) {
    for (double* until : {&p.unsettled_until, &p.displaced_until})
      if (*until <= now_) *until = never;
    set_next_date(p);
    return commit(slot, circumstances_changed(p));
  }
  if (const auto later = better_day(p)) {
    p.review_due = *later;
  } else {
    review(slot, ReviewKind::interim);
    p.review_due = now_ + area_->pathway.reviews.interval;
  }
  set_next_date(p);
  schedule(p, slot);
}

/// Do reviews earn the client's provider anything?
bool Cell::reviews_pay(const Person& p) const {
  return paying() && std::ranges::any_of(coming_->contracts_of[p.provider], [&](auto i) {
           return coming_->contracts[i].pays_at_review(now_);
         });
}

/// The day to which a review that is due is put off: when the client will not have used for 28
/// days, unless that is too far off. It is then done, whatever it shows: 28 days from a later last
/// use are too far off for good, since nothing is put off by more than 14.
std::optional<double> Cell::better_day(const Person& p) const {
  const double put_off = area_->pathway.reviews.put_off;
  if (!design_->design.behaviour.review_dates || put_off <= 0 || p.uses_presenting) return {};
  const double day = p.presenting_since + review_window;
  if (day <= now_ || day > now_ + put_off || !reviews_pay(p)) return {};
  return day;
}

bool Cell::review_is_done(const Person& p, const Review& r) const {
  if (!design_->design.behaviour.review_coverage) return true;
  const ReviewCoverage& coverage = area_->pathway.reviews.coverage;
  const bool pays = reviews_pay(p);
  const double done = r.abstinent_presenting ? (pays ? coverage.paid_abstinent : coverage.abstinent)
                                             : (pays ? coverage.paid_using : coverage.using_);
  return happens(done, p, purpose::review_done, p.reviews);
}

void Cell::review(std::uint32_t slot, ReviewKind kind) {
  Person& p = people_[slot];
  ++p.reviews;
  if (kind == ReviewKind::exit && !options_.keep_reviews && !reads_standing_at_exit_) return;
  const Practice& practice = practice_[p.provider];
  const double embellished = practice.reporting;
  const double misreported = design_->design.assessment.independent ? 0 : embellished;
  const double harm_reduction = saturated(practice.harm_reduction[measured(p.band)]);
  const Review r = read_review(p, now_, kind, area_->pathway, streams_, misreported, embellished,
                               harm_reduction);
  if (kind == ReviewKind::interim) {
    count(p, Count::reviews_due);
    count(p, Count::due_abstinent_presenting, r.abstinent_presenting);
    count(p, Count::due_abstinent_all, r.abstinent_all);
    if (!review_is_done(p, r)) return;
  }
  if (options_.keep_reviews) history_.reviews.push_back(r);
  if (kind == ReviewKind::start) {
    p.baseline_presenting_days = r.presenting_days;
    if (p.journey_start == now_) p.problems_at_start = r.confirmed.problems;
  }
  if (kind == ReviewKind::exit) exit_review_ = r;
  if (kind != ReviewKind::interim) return;
  count(p, Count::reviews);
  count(p, Count::abstinent_presenting, r.abstinent_presenting);
  count(p, Count::abstinent_all, r.abstinent_all);
  count(p, Count::reported_presenting, r.reported_presenting);
  count(p, Count::reported_all, r.reported_all);
  count(p, Count::reliably_improved, r.reliably_improved);
  count(p, Count::injecting_at_review, r.injecting);
  count(p, Count::housing_problem_at_review, r.housing_problem);
  count(p, Count::employed_at_review, r.employed);
  count(p, Count::wellbeing_points, static_cast<std::int64_t>(r.wellbeing));
  if (!pays()) return;
  TariffEvent event;
  event.kind = TariffEvent::Kind::review;
  event.reported = r.reported;
  event.confirmed = r.confirmed;
  event.problems_at_start = p.problems_at_start;
  pay_for(p, event, now_);
}

void Cell::note_returns() {
  for (const Return& r : returns_) {
    Episode& last = history_.episodes[r.record];
    if (std::isnan(last.next_triage)) last.next_triage = r.day;
    last.reopened = last.reopened || r.reopens;
  }
  returns_.clear();
}

/// The episode as it is so far, in its place among those that happened: records are large, and a
/// copy would cost as much again.
Episode& Cell::record_episode(const Person& p) {
  Episode& e = history_.episodes.emplace_back();
  prefetch_next(e);
  e.person = p.key;
  e.journey = p.journeys;
  e.episode = p.episodes;
  e.group = p.group;
  e.band = p.band;
  e.sex = p.sex;
  e.provider = p.provider;
  e.modality = p.modality;
  e.continues_journey = p.journey_start < p.triage_day;
  e.age = static_cast<float>((p.triage_day - p.born) / days_per_year);
  e.referred = p.referred_day;
  e.assessed = p.assessed_day;
  e.journey_start = p.journey_start;
  e.triage = std::max(p.triage_day, p.journey_start);
  return e;
}

void Cell::end_episode(Person& p, ExitReason reason, ExitReason recorded) {
  ++p.exits;
  p.last_exit_record = static_cast<std::uint32_t>(history_.episodes.size());
  Episode& e = record_episode(p);
  e.reason = reason;
  e.recorded_reason = recorded;
  e.end = now_;
  if (reads_standing_at_exit_ && planned(recorded)) {
    e.reported = exit_review_.reported;
    e.confirmed = exit_review_.confirmed;
    e.problems_at_start = p.problems_at_start;
  }
  if (planned(recorded)) planned_exits_.push_back(p.last_exit_record);
  count(p, count_of(reason));
  if (planned(reason)) records_[p.provider].see(p.group, Learnt::planned_exit);
  if (reason == ExitReason::dropped_out || reason == ExitReason::declined)
    records_[p.provider].see(p.group, Learnt::unplanned_exit);
  if (pays()) {
    TariffEvent event;
    event.kind = TariffEvent::Kind::exit;
    event.transferred = reason == ExitReason::transferred;
    event.planned = planned(reason);
    event.coded = planned(recorded) && !planned(reason);
    pay_for(p, event, now_);
  }
  providers_[p.provider].committed -= p.committed;
  p.committed = 0;
  accrue_treatment(p, -1);
  const double retained = area_->pathway.start_use.retained_12_weeks;
  p.exit_relapse = exit_relapse_[practice_row(p.provider, p.band)] *
                   (now_ - p.triage_day >= twelve_weeks ? retained : 1.0);
  p.factor[static_cast<std::size_t>(ProcessId::start_presenting)] *= p.exit_relapse;
  p.left_day = p.out_since = p.seek_since = now_;
  clear_dates(p);
  p.local = left_row(p);
}

/// Will the exit that the person is about to make be one from the area too? Best asked before
/// anything else is done: random bits come late.
bool Cell::moves_away_at_exit(const Person& p) const {
  return happens(area_->pathway.moves_away_at_exit, p, purpose::moves_away, p.exits + 1u);
}

void Cell::vanish(std::uint32_t slot) {
  count(people_[slot], Count::moved_away);
  ++history_.population.moved_away;
  remove(slot);
}

void Cell::move_away(std::uint32_t slot) {
  const std::size_t provider = people_[slot].provider;
  leave_service(slot, ExitReason::transferred);
  vanish(slot);
  admit_waiting(provider);
  start_assessments();
}

void Cell::planned_exit(std::uint32_t slot) {
  Person& p = people_[slot];
  const std::size_t provider = p.provider;
  const bool moves_away = moves_away_at_exit(p);
  review(slot, ReviewKind::exit);
  // As the assessor sees it, who may be wrong.
  const bool drug_free = !p.uses_other || design_->design.standard == Standard::drug_free_only;
  end_episode(p,
              drug_free ? ExitReason::completed_drug_free : ExitReason::completed_occasional_user);
  p.came_from = CameFrom::planned_exit;
  const double share = area_->pathway.aftercare.share[p.group];
  const bool aftercare = happens(share, p, purpose::aftercare, p.exits);
  put(p, aftercare ? Setting::aftercare : Setting::community);
  note(p, Transition::planned_exit);
  if (moves_away)
    vanish(slot);
  else
    commit(slot, after(Changed::setting));
  admit_waiting(provider);
}

void Cell::unplanned_exit(std::uint32_t slot) {
  Person& p = people_[slot];
  const std::size_t provider = p.provider;
  const bool moves_away = moves_away_at_exit(p);
  review(slot, ReviewKind::exit);
  const bool declines = happens(declined_share(p), p, purpose::declines, p.exits);
  const ExitReason reason = declines ? ExitReason::declined : ExitReason::dropped_out;
  leave_unplanned(p, reason, recorded_reason(p, reason));
  if (moves_away)
    vanish(slot);
  else
    commit(slot, after(Changed::setting));
  admit_waiting(provider);
}

void Cell::leave_unplanned(Person& p, ExitReason reason, ExitReason recorded) {
  end_episode(p, reason, recorded);
  p.came_from = CameFrom::unplanned_exit;
  put(p, Setting::community);
  note(p, Transition::unplanned_exit);
}

/// The episode ends, for another one elsewhere in the area.
void Cell::end_by_transfer(std::uint32_t slot) {
  Person& p = people_[slot];
  review(slot, ReviewKind::exit);
  end_episode(p, ExitReason::transferred);
  p.came_from = CameFrom::unplanned_exit;
  note(p, Transition::transfer);
  count(p, Count::transfers_within_area);
  p.referred_day = now_;
}

void Cell::transfer(std::uint32_t slot) {
  Person& p = people_[slot];
  const std::size_t provider = p.provider;
  const std::uint8_t other = pick_provider(p, p.provider);
  if (other == no_provider) return commit(slot, after(Changed::setting));
  end_by_transfer(slot);
  p.provider = other;
  join_waiting_list(slot);
  admit_waiting(provider);
}

void Cell::change_modality(std::uint32_t slot) {
  Person& p = people_[slot];
  Modality next = Modality::psychosocial;
  if (p.modality == Modality::maintenance) next = Modality::reduction;
  if (p.modality == Modality::reduction) {
    const double fails = area_->pathway.modality_change.reduction_fails;
    if (happens(fails, p, purpose::modality_change, p.of(ProcessId::modality_change).fired))
      next = Modality::maintenance;
  }
  count(p, Count::modality_changes);
  const bool stays = next == p.modality, leaves = !area_->providers[p.provider].offers[next];
  if (stays || leaves) note(p, Transition::modality_change, false);
  if (stays) return commit(slot, after(Changed::setting));
  if (leaves) {
    p.modality = next;
    return transfer(slot);
  }
  Service& service = providers_[p.provider];
  accrue_treatment(p, -1);
  p.modality = next;
  accrue_treatment(p, 1);
  // Nobody is ejected where the new modality needs more hours than are free: intake stops instead.
  service.committed += hours_for(p) - p.committed;
  p.committed = hours_for(p);
  put(p, setting_of(next));
  note(p, Transition::modality_change, false);
  p.local = treated_row(p);
  commit(slot, after(Changed::setting));
  admit_waiting(p.provider);
}

void Cell::leave_service(std::uint32_t slot, ExitReason reason) {
  Person& p = people_[slot];
  if (in_treatment(p.setting)) {
    review(slot, ReviewKind::exit);
    end_episode(p, reason);
  } else if (on_the_way(p.setting)) {
    leave_the_way(p);
  }
}

void Cell::to_custody(std::uint32_t slot) {
  Person& p = people_[slot];
  const std::size_t provider = p.provider;
  const bool frees_places = in_treatment(p.setting) || p.setting == Setting::waiting;
  count(p, Count::sentences);
  leave_service(slot, ExitReason::custody);
  p.came_from = CameFrom::custody;
  p.out_since = p.seek_since = now_;
  put(p, Setting::custody);
  note(p, Transition::custody);
  commit(slot, after(Changed::setting));
  if (frees_places) admit_waiting(provider);
  start_assessments();
}

void Cell::release(std::uint32_t slot) {
  Person& p = people_[slot];
  count(p, Count::releases);
  p.out_since = p.seek_since = now_;
  put(p, Setting::community);
  note(p, Transition::release);
  const double share = area_->pathway.offending.continuity_of_care;
  if (happens(share, p, purpose::continuity, p.of(ProcessId::release).fired)) return refer(slot);
  commit(slot, after(Changed::setting));
}

void Cell::die(std::uint32_t slot, bool poisoning) {
  Person& p = people_[slot];
  const std::size_t provider = p.provider;
  const bool frees_places = in_treatment(p.setting) || p.setting == Setting::waiting;
  count(p, poisoning ? Count::deaths_poisoning : Count::deaths_other);
  if (in_treatment(p.setting)) end_episode(p, ExitReason::died);
  if (on_the_way(p.setting)) leave_the_way(p);
  if (p.last_exit_record != no_record) {
    Episode& last = history_.episodes[p.last_exit_record];
    last.died = now_;
    last.poisoned = poisoning;
  }
  note(p, poisoning ? Transition::death_poisoning : Transition::death_other);
  ++history_.population.dead;
  remove(slot);
  if (frees_places) admit_waiting(provider);
  start_assessments();
}

void Cell::accrue_treatment(const Person& p, int sign) {
  const std::size_t i = ((static_cast<std::size_t>(p.provider) * enum_size<Group> +
                          static_cast<std::size_t>(p.group)) *
                             enum_size<Band> +
                         static_cast<std::size_t>(p.band)) *
                            enum_size<Modality> +
                        static_cast<std::size_t>(p.modality);
  treated_[i] += sign;
  treated_time_[i] += sign * (month_end_ - to_seconds(now_));
}

}  // namespace pbrsim
