// Local factors that depend on more than place, group and band: what a client goes through, and
// what people who left think of going back.
#include <cmath>

#include "area/cell.hpp"

namespace pbrsim {

namespace {

// Circumstances of a client in treatment, as bits of a number of their set.
constexpr unsigned pressed = 1, claimed = 2, unsettled = 4, displaced = 8;
constexpr unsigned sets = 16;  // the rows of those who have left come after them

void multiply(LocalFactors& row, ProcessId id, double by) {
  row[static_cast<std::size_t>(id)] *= by;
}

}  // namespace

unsigned Cell::circumstances(const Person& p) const {
  if (!circumstances_matter_) return 0;
  const Behaviour& on = design_->design.behaviour;
  unsigned result = 0;
  if (on.pressure && (p.uses_presenting || p.uses_other || on_substitution(p.setting)))
    result |= pressed;
  if (p.claim_due != never) result |= claimed;
  if (p.unsettled_until != never) result |= unsettled;
  if (p.displaced_until != never) result |= displaced;
  return result;
}

std::uint16_t Cell::treated_row(const Person& p) const {
  return static_cast<std::uint16_t>(local_row(p) + circumstances(p) * local_rows());
}

std::uint16_t Cell::left_row(const Person& p) const {
  if (!design_->design.behaviour.pressure || p.band == Band::unassessed) return 0;
  return static_cast<std::uint16_t>(local_row(p) + sets * local_rows());
}

/// Processes to look at again after a change in the state of a client in treatment.
ProcessMask Cell::circumstances_changed(Person& p) const {
  if (!circumstances_matter_ || !in_treatment(p.setting)) return 0;
  const std::uint16_t row = treated_row(p);
  if (row == p.local) return 0;
  p.local = row;
  return bit(ProcessId::unplanned_exit) | bit(ProcessId::planned_exit);
}

/// Rows for each set of circumstances and for those who have left, from the plain ones.
void Cell::add_circumstances() {
  for (LocalFactors& row : local_)
    row[static_cast<std::size_t>(ProcessId::keyworker_leaves)] = turnover_now();
  if (!circumstances_matter_) return;
  const Pressure& effects = area_->pathway.pressure;
  const double declines = area_->pathway.drop_out.declined_share;
  const std::size_t rows = local_rows();
  local_.resize(1 + (sets + 1) * rows, no_local_factors);
  for (std::size_t i = 0; i < rows; ++i) {
    const auto band = static_cast<Band>(i % enum_size<Band>);
    if (band == Band::unassessed) continue;
    const std::size_t provider = i / enum_size<Band> / enum_size<Group>;
    const Practice& practice = practice_[provider];
    const double push = pressure(practice, area_->legacy_practice, measured(band));
    for (unsigned set = 1; set < sets; ++set) {
      LocalFactors& row = local_[1 + set * rows + i] = local_[1 + i];
      if (set & pressed)
        multiply(row, ProcessId::unplanned_exit,
                 1 + declines * std::expm1(effects.declines * push));
      if (set & unsettled) multiply(row, ProcessId::unplanned_exit, area_->pathway.staff.drop_out);
      if (set & displaced)
        multiply(row, ProcessId::unplanned_exit,
                 area_->providers[provider].finances.transfer_shock);
      if (set & claimed) multiply(row, ProcessId::planned_exit, 0);
    }
    multiply(local_[1 + sets * rows + i], ProcessId::help_seeking,
             std::exp(-effects.help_seeking * push));
  }
}

/// Everyone's row anew, as after a change of design.
void Cell::settle_circumstances() {
  if (!circumstances_matter_) return;
  for (std::uint32_t slot = 0; slot < people_.size(); ++slot) {
    Person& p = people_[slot];
    if (!alive(slot) || p.setting == Setting::waiting) continue;
    p.local = in_treatment(p.setting) ? treated_row(p) : left_row(p);
  }
}

/// The part of unplanned exits that declines to continue.
double Cell::declined_share(const Person& p) const {
  const double share = area_->pathway.drop_out.declined_share;
  if ((circumstances(p) & pressed) == 0) return share;
  const double push = pressure(practice_[p.provider], area_->legacy_practice, measured(p.band));
  const double more = std::expm1(area_->pathway.pressure.declines * push);
  return share * (1 + more) / (1 + share * more);
}

}  // namespace pbrsim
