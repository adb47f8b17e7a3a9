// Completions that a provider claims: decided on by an assessor or taken at its word, and unplanned
// exits that it codes as completed.
#include "area/cell.hpp"
#include "pathway/purposes.hpp"

namespace pbrsim {

/// What the design asks of a completed client; hazard 10 asks the same when it fires.
bool Cell::meets_standard(const Person& p) const {
  const bool drug_free = design_->design.standard == Standard::drug_free_only;
  if (p.uses_presenting || (drug_free && p.uses_other)) return false;
  const double since = drug_free ? p.clean_since : p.presenting_since;
  return now_ - since >= area_->pathway.completion.minimum_abstinence;
}

/// Does an independent assessor confirm the client's latest claim, or would one?
bool Cell::confirms(const Person& p) const {
  const VerificationParameters& v = area_->pathway.verification;
  const double probability = meets_standard(p) ? v.sensitivity : 1 - v.specificity;
  return happens(probability, p, purpose::confirmed, p.claims);
}

bool Cell::assessor_decides() const {
  return design_->design.behaviour.verification && design_->design.assessor_decides();
}

void Cell::count_claim(Person& p) {
  if (p.claimed_episode == p.episodes) return;
  p.claimed_episode = p.episodes;
  count(p, Count::completions_claimed);
}

void Cell::claim_completion(std::uint32_t slot) {
  Person& p = people_[slot];
  ++p.claims;
  count_claim(p);
  const double delay = assessor_decides() ? area_->pathway.verification.delay : 0;
  const bool confirmed = delay == 0 && (!design_->design.behaviour.verification || confirms(p));
  count(p, Count::completions_confirmed, confirmed);
  if (confirmed || !assessor_decides()) return planned_exit(slot);
  // A claim is no exit until it is confirmed, in the count and in its integrated hazard.
  --fired_[Transition::planned_exit];
  integrated_[Transition::planned_exit] -= 1;
  if (delay == 0) {
    count(p, Count::claims_not_confirmed);
  } else {
    p.claim_due = now_ + delay;
    set_next_date(p);
  }
  commit(slot, circumstances_changed(p) | bit(ProcessId::planned_exit));
}

/// On the day of the decision. Where nobody decides any more, a claim stands.
void Cell::decide_claim(std::uint32_t slot) {
  Person& p = people_[slot];
  p.claim_due = never;
  set_next_date(p);
  if (!assessor_decides() || confirms(p)) {
    ++fired_[Transition::planned_exit];
    integrated_[Transition::planned_exit] += 1;
    count(p, Count::completions_confirmed);
    return planned_exit(slot);
  }
  count(p, Count::claims_not_confirmed);
  commit(slot, circumstances_changed(p));
}

/// What the provider writes down for an unplanned exit.
ExitReason Cell::recorded_reason(Person& p, ExitReason reason) {
  if (!design_->design.behaviour.verification) return reason;
  const bool drug_free = design_->design.standard == Standard::drug_free_only;
  if (p.uses_presenting || (drug_free && p.uses_other)) return reason;
  const double coded =
      area_->pathway.verification.coded_completed * (1 - design_->design.stringency());
  if (!happens(coded, p, purpose::coded_completed, p.exits)) return reason;
  count(p, Count::coded_completed);
  count_claim(p);
  return p.uses_other ? ExitReason::completed_occasional_user : ExitReason::completed_drug_free;
}

}  // namespace pbrsim
