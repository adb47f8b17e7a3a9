#include "record/panel.hpp"

namespace pbrsim {

void Panel::close(const MonthCounts& counts, std::span<const Seconds> time_by_class) {
  for (std::size_t i = 0; i < MonthCounts::size; ++i)
    if (counts[i] != 0) counts_.push_back({static_cast<std::uint16_t>(i), counts[i]});
  for (std::size_t i = 0; i < time_by_class.size(); ++i)
    if (time_by_class[i] != 0) time_.push_back({static_cast<std::uint16_t>(i), time_by_class[i]});
  count_ends_.push_back(counts_.size());
  time_ends_.push_back(time_.size());
}

}  // namespace pbrsim
