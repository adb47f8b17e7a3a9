#include "experiment/bundles.hpp"

#include <algorithm>

#include "core/error.hpp"

namespace pbrsim {

namespace {

/// What is left makes so many bundles for each worker.
constexpr std::size_t bundles_left_for_each = 4;

}  // namespace

Bundles::Bundles(std::size_t from, std::size_t to, const Shape& shape)
    : shape_(shape), first_(from), to_(to) {
  if (!over()) begin_node();
}

void Bundles::begin_node() {
  const std::size_t blocks_left = (to_ - first_) * shape_.areas;
  const std::size_t bundle = std::max<std::size_t>(
      1, std::min(blocks_left / bundles_left_for_each, shape_.window / 2) / shape_.workers);
  const auto fits = [&](std::size_t replications) {
    return replications <= bundle && 2 * replications * shape_.areas <= shape_.window &&
           first_ % replications == 0 && first_ + replications <= to_;
  };
  replications_ = 1;
  while (fits(2 * replications_))
    replications_ *= 2;
  width_ = std::clamp<std::size_t>(bundle / replications_, 1, shape_.areas);
  const std::size_t bundles = (shape_.areas + width_ - 1) / width_;
  width_ = (shape_.areas + bundles - 1) / bundles;
  area_ = 0;
}

std::vector<std::size_t> Bundles::next() {
  PBRSIM_EXPECT(!over());
  const std::size_t behind = std::min(area_ + width_, shape_.areas);
  std::vector<std::size_t> positions;
  for (std::size_t r = first_; r < first_ + replications_; ++r)
    for (std::size_t area = area_; area < behind; ++area)
      positions.push_back(r * shape_.areas + area);
  area_ = behind;
  if (area_ == shape_.areas) {
    first_ += replications_;
    area_ = 0;
    if (!over()) begin_node();
  }
  return positions;
}

}  // namespace pbrsim
