// What providers make of their contracts, quarter by quarter.
#include "area/cell.hpp"

namespace pbrsim {

void Cell::revise_practice() { note_quarter(); }

void Cell::note_quarter() {
  std::vector<std::int32_t> queue(providers_.size());
  for (std::uint32_t slot = 0; slot < people_.size(); ++slot)
    if (alive(slot) && people_[slot].setting == Setting::waiting) ++queue[people_[slot].provider];
  for (std::size_t i = 0; i < providers_.size(); ++i) {
    ProviderQuarter q;
    q.provider = static_cast<std::uint8_t>(i);
    q.month = month_;
    q.practice = q.target = practice_[i];
    q.hours = to_hours(providers_[i].hours);
    q.committed = to_hours(providers_[i].committed);
    q.queue = queue[i];
    const std::size_t rows = treated_.size() / providers_.size();
    for (std::size_t row = 0; row < rows; ++row)
      q.caseload += treated_[i * rows + row];
    history_.quarters.push_back(q);
  }
}

}  // namespace pbrsim
