#include "record/panel.hpp"

#include <bit>

namespace pbrsim {

void Panel::close(const MonthCounts& counts, std::span<const Seconds> time_by_class,
                  std::uint32_t blocks) {
  for (std::uint32_t rest = blocks; rest != 0; rest &= rest - 1) {
    const auto block = static_cast<std::size_t>(std::countr_zero(rest));
    for (std::size_t i = block * count_kinds; i < (block + 1) * count_kinds; ++i)
      if (counts[i] != 0) counts_.push_back({static_cast<std::uint16_t>(i), counts[i]});
    for (std::size_t i = block * accrual_block; i < (block + 1) * accrual_block; ++i)
      if (time_by_class[i] != 0) time_.push_back({static_cast<std::uint16_t>(i), time_by_class[i]});
  }
  count_ends_.push_back(counts_.size());
  time_ends_.push_back(time_.size());
}

}  // namespace pbrsim
