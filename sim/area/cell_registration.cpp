// Clients who are registered anew when another contract begins.
//
// Where the provider of an area changes hands on paper, its open cases are closed and opened again.
// Most go on as the same journey. Where the gap on paper is longer than 21 days the client counts
// as one of a new journey, though nothing has changed for them: the old one ends as a transfer, the
// new one begins with a new measurement of complexity. Stale cases are found and closed.
#include "area/cell.hpp"
#include "pathway/purposes.hpp"

namespace pbrsim {

void Cell::re_register_everyone() {
  if (!design_->design.behaviour.re_registration) return;
  const ReRegistration& r = design_->design.transition.re_registration;
  for (std::uint32_t slot = 0; slot < people_.size(); ++slot) {
    Person& p = people_[slot];
    if (!alive(slot) || !in_treatment(p.setting)) continue;
    if (happens(r.stale, p, purpose::stale_case, p.exits))
      close_stale_case(slot);
    else if (happens(r.new_journey, p, purpose::re_registered, p.episodes))
      re_register(slot);
  }
}

void Cell::close_stale_case(std::uint32_t slot) {
  Person& p = people_[slot];
  review(slot, ReviewKind::exit);
  leave_unplanned(p, ExitReason::dropped_out, ExitReason::dropped_out);
  commit(slot, after(Changed::setting));
}

void Cell::re_register(std::uint32_t slot) {
  Person& p = people_[slot];
  p.last_exit_record = static_cast<std::uint32_t>(history_.episodes.size());
  Episode& closed = record_episode(p);
  closed.reason = closed.recorded_reason = ExitReason::transferred;
  closed.end = now_;
  returns_.push_back({p.last_exit_record, false, now_});
  count(p, Count::transferred);

  accrue_treatment(p, -1);
  ++p.assessments;
  measure_complexity(p);
  ++p.episodes;
  ++p.journeys;
  p.journey_start = now_;
  count(p, Count::episodes);
  count(p, Count::journeys);
  accrue_treatment(p, 1);
  p.local = treated_row(p);
  if (paying()) pay_for_triage(slot, true, 0, false);
}

}  // namespace pbrsim
