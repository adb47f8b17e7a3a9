// Inflow, referral, assessment, waiting and admission.
#include <algorithm>
#include <cmath>

#include "area/cell.hpp"
#include "core/error.hpp"
#include "pathway/purposes.hpp"

namespace pbrsim {

namespace {

double logistic(double x) { return 1.0 / (1.0 + std::exp(-x)); }

const Hazard once_a_year = Hazard::constant(1);

/// Keys of people: group in the top bits, then 1 for the initial stock, then a number.
constexpr std::uint32_t arrival_key(Group g, std::uint32_t number) {
  return static_cast<std::uint32_t>(g) << 28 | number;
}

}  // namespace

double Cell::inflow_exponential(Group g, std::uint32_t number) {
  // One block of random bits serves two arrivals.
  if (arrival_pair_of_[g] != number / 2) {
    arrival_pair_of_[g] = number / 2;
    arrival_pair_[g] =
        streams_.uniform_pair({EntityKind::inflow, static_cast<std::uint32_t>(g)}, 0, number / 2);
  }
  return exponential(number % 2 == 0 ? arrival_pair_[g].first : arrival_pair_[g].second);
}

void Cell::find_next_arrival() {
  for (const Group g : all_of<Group>())
    if (arrival_due_[g] < arrival_due_[arriving_]) arriving_ = g;
}

void Cell::arrive(Group g) {
  Process& inflow = inflow_[g];
  const std::uint32_t number = inflow.fired;
  exponentials_.anticipate({EntityKind::person, arrival_key(g, number)});
  inflow.fire();
  const double left = inflow_exponential(g, inflow.fired);
  arrival_due_[g] = inflow.run(1, once_a_year, inflow_per_year_[g], 0, now_, left);
  find_next_arrival();

  ++history_.population.arrived;
  const std::uint32_t slot = free_slot();
  Person& p = people_[slot];
  area_->births.make(p, streams_, g, arrival_key(g, number), now_);
  area_->factors.set(p, now_);
  use_block(p);
  count(p, Count::new_people);
  refer(slot);
}

void Cell::refer(std::uint32_t slot) {
  Person& p = people_[slot];
  p.referred_day = now_;
  ++p.referrals;
  count(p, Count::referrals);
  p.through_criminal_justice = happens(area_->pathway.people[p.group].through_criminal_justice, p,
                                       purpose::referral_route, p.referrals);
  if (p.through_criminal_justice) count(p, Count::referrals_criminal_justice);
  p.independently_assessed = design_->design.assessment.independent;
  if (p.independently_assessed) {
    put(p, Setting::awaiting_assessor);
    note(p, Transition::help_seeking);
    commit(slot, after(Changed::setting));
    assessor_.join({now_, p.key, slot, ++p.ticket});
    return start_assessments();
  }
  put(p, Setting::referred);
  note(p, Transition::help_seeking);
  if (area_->pathway.immediate_assessment) return assess(slot);
  commit(slot, after(Changed::setting));
}

void Cell::start_assessments() {
  const MicroHours each = to_micro_hours(design_->design.assessment.hours_per_person);
  while (!assessor_.queue_empty()) {
    const QueueEntry head = assessor_.head();
    Person& p = people_[head.slot];
    if (p.key == head.key && p.ticket == head.ticket) {
      if (!assessor_.fits(each)) return;
      assessor_.committed += each;
      history_.most_committed.back() =
          std::max(history_.most_committed.back(), assessor_.committed);
      p.committed = each;
      put(p, Setting::being_assessed);
      commit(head.slot, after(Changed::setting));
    }
    assessor_.drop_head();
  }
}

void Cell::assess(std::uint32_t slot) {
  Person& p = people_[slot];
  const bool independent = p.independently_assessed;
  assessor_.committed -= p.committed;
  p.committed = 0;
  p.assessed_day = now_;
  ++p.assessments;
  count(p, Count::assessments);
  note(p, Transition::assessment);
  choose_provider(p);
  measure_complexity(p);
  if (starts_at_all(p))
    join_waiting_list(slot);
  else
    back_to_community(slot);
  if (independent) start_assessments();
}

void Cell::measure_complexity(Person& p) {
  const ComplexityMeasurement& m = area_->pathway.complexity;
  double z = p.complexity;
  if (m.error_sd > 0)
    z += m.error_sd *
         normal_quantile(streams_.uniform(p.entity(), purpose::complexity_error, p.assessments));
  if (!p.independently_assessed) z += practice_[p.provider].coding;
  // The number of thresholds at or below z; compared without a branch, which could not be foretold.
  const int above =
      (z >= m.very_low_below) + (z >= m.low_below) + (z >= m.medium_below) + (z >= m.high_below);
  p.band = static_cast<Band>(static_cast<int>(Band::very_low) + above);
  use_block(p);
}

bool Cell::falls_below(double probability, const Person& p, std::uint32_t what,
                       std::uint32_t number) const {
  return streams_.uniform(p.entity(), what, number) < probability;
}

void Cell::choose_provider(Person& p) {
  const std::optional<Modality> only = area_->only_modality[p.group];
  p.modality = only ? *only
                    : static_cast<Modality>(
                          pick(streams_.uniform(p.entity(), purpose::modality, p.assessments),
                               area_->pathway.people[p.group].modality.values));
  p.provider = pick_provider(p);
}

std::uint8_t Cell::pick_provider(const Person& p, int not_this) const {
  if (area_->providers.size() == 1) return not_this == 0 ? no_provider : std::uint8_t{0};
  double best = -never;
  bool best_open = false;  // one that is closed is chosen only where there is no other
  std::uint8_t chosen = no_provider;
  for (std::size_t i = 0; i < area_->providers.size(); ++i) {
    const ProviderParameters& provider = area_->providers[i];
    if (static_cast<int>(i) == not_this || !provider.offers[p.modality] ||
        provider.share[p.group] <= 0 || (not_this >= 0 && closed(i)))
      continue;
    const double u =
        streams_.uniform(p.entity(), purpose::provider_choice + static_cast<std::uint32_t>(i),
                         p.assessments + p.exits * 1024u);
    double liking = std::log(provider.share[p.group]) + gumbel(u);
    if (!liking_.empty()) liking += liking_[i];
    const bool open = !closed(i);
    if (std::pair(open, liking) > std::pair(best_open, best)) {
      best = liking;
      best_open = open;
      chosen = static_cast<std::uint8_t>(i);
    }
  }
  return chosen;
}

bool Cell::starts_at_all(Person& p) {
  const PathwayParameters& pathway = area_->pathway;
  if (happens(pathway.on_the_way.refuses_at_assessment, p, purpose::assessment_outcome,
              p.assessments)) {
    count(p, Count::refused);
    return false;
  }
  if (p.independently_assessed && design_->design.assessment.handover) {
    const Handover& h = pathway.handover;
    const double no_need = logistic(h.no_need_logit + h.no_need_complexity * p.complexity);
    if (happens(no_need, p, purpose::no_need, p.assessments)) {
      count(p, Count::no_need);
      return false;
    }
  }
  if (p.independently_assessed) return true;
  if (!happens(accepts_[practice_row(p.provider, p.band)], p, purpose::accepted, p.assessments)) {
    count(p, Count::not_accepted);
    records_[p.provider].offer(p.group, p.band);
    return false;
  }
  return true;
}

MicroHours Cell::hours_for(const Person& p) const {
  return hours_[(static_cast<std::size_t>(p.provider) * enum_size<Modality> +
                 static_cast<std::size_t>(p.modality)) *
                    enum_size<MeasuredBand> +
                static_cast<std::size_t>(measured(p.band))];
}

void Cell::join_waiting_list(std::uint32_t slot) {
  Person& p = people_[slot];
  Service& service = providers_[p.provider];
  p.local = local_row(p);
  put(p, Setting::waiting);
  if (service.queue_empty() && service.fits(hours_for(p))) return admit(slot);
  double date = p.referred_day;
  if (!p.independently_assessed) date -= head_start_[practice_row(p.provider, p.band)];
  commit(slot, after(Changed::setting));
  service.join({date, p.key, slot, ++p.ticket});
  admit_waiting(p.provider);
}

void Cell::admit_waiting(std::size_t provider) {
  Service& service = providers_[provider];
  while (!service.queue_empty()) {
    const QueueEntry head = service.head();
    Person& p = people_[head.slot];
    if (p.key != head.key || p.ticket != head.ticket) {
      service.drop_head();
      continue;
    }
    if (!service.fits(hours_for(p))) return;
    service.drop_head();
    ++p.ticket;
    admit(head.slot);
  }
}

void Cell::admit(std::uint32_t slot) {
  const Person& p = people_[slot];
  if (!attends(p)) return return_to_community(slot);
  records_[p.provider].offer(p.group, p.band);
  triage(slot);
}

bool Cell::attends(const Person& p) {
  if (!p.independently_assessed || !design_->design.assessment.handover) return true;
  if (p.assessed_day < p.referred_day) return true;  // a transfer within the area
  const Handover& h = area_->pathway.handover;
  const double weeks = (now_ - p.assessed_day) / days_per_week;
  const double logit =
      h.attendance_logit + h.attendance_complexity * p.complexity + h.attendance_per_week * weeks;
  if (happens(logistic(logit), p, purpose::attendance, p.assessments)) return true;
  count(p, Count::not_attended);
  return false;
}

/// Who gives up waiting wanted a place too.
void Cell::give_up(std::uint32_t slot) {
  const Person& p = people_[slot];
  count(p, Count::gave_up);
  if (p.setting == Setting::waiting) records_[p.provider].offer(p.group, p.band);
  back_to_community(slot);
}

void Cell::back_to_community(std::uint32_t slot) {
  const std::size_t provider = people_[slot].provider;
  const bool was_waiting = people_[slot].setting == Setting::waiting;
  return_to_community(slot);
  if (was_waiting) admit_waiting(provider);
  start_assessments();
}

void Cell::return_to_community(std::uint32_t slot) {
  Person& p = people_[slot];
  leave_the_way(p);
  p.seek_since = now_;
  put(p, Setting::community);
  commit(slot, after(Changed::setting));
}

void Cell::leave_the_way(Person& p) {
  ++p.ticket;
  if (p.setting == Setting::being_assessed) assessor_.committed -= p.committed;
  p.committed = 0;
  p.local = left_row(p);
  if (p.assessed_day < p.referred_day) return;
  if (options_.keep_observed) note_unstarted(p, false);
  if (assessment_is_recorded(p)) count(p, Count::recorded_assessments);
}

/// Of someone who was assessed and does not start.
bool Cell::assessment_is_recorded(const Person& p) const {
  const Recording& recording = area_->pathway.recording;
  const double probability = p.independently_assessed ? recording.independent : recording.provider;
  return happens(probability, p, purpose::recorded, p.assessments);
}

void Cell::note_unstarted(const Person& p, bool open) {
  const double age = (p.assessed_day - p.born) / days_per_year;
  history_.unstarted.push_back({p.key, p.group, p.band, p.sex, assessment_is_recorded(p), open,
                                static_cast<float>(age), p.referred_day, p.assessed_day});
}

}  // namespace pbrsim
