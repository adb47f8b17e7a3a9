// Keyworkers who come and go: the hours there are, and clients who lose theirs.
#include <algorithm>

#include "area/cell.hpp"

namespace pbrsim {

bool Cell::in_transition(double day) const {
  return coming_ != nullptr && coming_->transition_begins <= day && day < coming_->transition_ends;
}

/// The design that says whether staff move: the coming one from its transition on.
const DesignModel& Cell::staffed_by() const {
  const bool under_way = coming_ != nullptr &&
                         coming_->transition_ends > coming_->transition_begins &&
                         coming_->transition_begins <= now_;
  return under_way ? *coming_ : *design_;
}

/// Multiplier on the rate at which clients lose their keyworker.
double Cell::turnover_now() const {
  if (!staffed_by().design.behaviour.staff) return 0;
  return in_transition(now_) ? area_->pathway.staff.in_transition : 1.0;
}

/// At the first of a month: staff as the month before leaves them, and who may lose a keyworker.
void Cell::set_staffing(double begin) {
  if (!staffed_by().design.behaviour.staff) return;
  const StaffParameters& staff = area_->pathway.staff;
  const double before = month_ > 0 ? schedule_->timeline.month_start(month_ - 1) : begin;
  const double turnover = staff.turnover * (in_transition(before) ? staff.in_transition : 1.0);
  staffing_ = step(staffing_, staff, turnover, (begin - before) / days_per_year);
  set_hours();
  if (in_transition(before) == in_transition(begin)) return;
  set_local_factors();
  refresh_everyone();
}

/// Hours against those at the usual turnover, less what measuring takes.
double Cell::staffed_share(std::size_t provider) const {
  if (!staffed_by().design.behaviour.staff) return 1;
  const StaffParameters& staff = area_->pathway.staff;
  const double usual = hours_share(steady_staffing(staff, staff.turnover), staff);
  const double share = hours_share(staffing_, staff) / usual;
  const bool measures =
      paying() && std::ranges::any_of(coming_->contracts_of[provider], [&](std::size_t i) {
        return coming_->contracts[i].pays_outcomes(now_);
      });
  return measures ? share * (1 - staff.measuring) : share;
}

void Cell::lose_keyworker(std::uint32_t slot) {
  Person& p = people_[slot];
  count(p, Count::keyworkers_lost);
  note(p, Transition::keyworker_leaves, false);
  const StaffParameters& staff = area_->pathway.staff;
  if (staff.unsettled > 0) p.unsettled_until = now_ + staff.unsettled;
  set_next_date(p);
  commit(slot, circumstances_changed(p) | bit(ProcessId::keyworker_leaves));
}

}  // namespace pbrsim
