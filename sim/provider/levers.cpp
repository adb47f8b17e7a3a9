#include "provider/levers.hpp"

#include <algorithm>

namespace pbrsim {

namespace {

struct Bounds {
  double low, high;
};

Bounds bounds_of(Lever lever) {
  switch (lever) {
    case Lever::selection: return {-5, 0};
    case Lever::discharge:
    case Lever::coding: return {-3, 3};
    case Lever::reporting: return {0, 1};
    default: return {0, 10};
  }
}

bool is_free(Lever lever, const Behaviour& on, const Control& control) {
  switch (lever) {
    case Lever::selection: return on.selection && control.intake;
    case Lever::discharge: return on.discharge;
    case Lever::coding: return on.coding && control.assesses;
    case Lever::reporting: return on.reporting && control.verifies;
    default: return on.effort;
  }
}

}  // namespace

double& value_of(Practice& practice, Lever lever, MeasuredBand band) {
  switch (lever) {
    case Lever::engagement: return practice.engagement[band];
    case Lever::abstinence: return practice.abstinence[band];
    case Lever::reintegration: return practice.reintegration[band];
    case Lever::harm_reduction: return practice.harm_reduction[band];
    case Lever::selection: return practice.selection[band];
    case Lever::discharge: return practice.discharge;
    case Lever::coding: return practice.coding;
    case Lever::reporting: break;
  }
  return practice.reporting;
}

double value_of(const Practice& practice, Lever lever, MeasuredBand band) {
  return value_of(const_cast<Practice&>(practice), lever, band);
}

LeverSet::LeverSet(const Contract& contract, const Practice& begins_with,
                   const Behaviour& behaviour, const Control& control)
    : clusters_(static_cast<int>(contract.clusters().size())), base_(begins_with) {
  for (const Band b : all_of<Band>())
    cluster_of_[static_cast<std::size_t>(b)] = contract.cluster_of(b);
  ranges_.resize(static_cast<std::size_t>(clusters_ * levers_by_cluster + 3));
  for (int i = 0; i < size(); ++i) {
    const Lever l = lever(i);
    const Bounds bounds = bounds_of(l);
    Range range{-1e9, 1e9, is_free(l, behaviour, control)};
    for (const MeasuredBand b : all_of<MeasuredBand>()) {
      const Band band = static_cast<Band>(b);
      if (by_cluster(l) && cluster_of(band) != i / levers_by_cluster) continue;
      range.low = std::max(range.low, std::min(0.0, bounds.low - value_of(base_, l, b)));
      range.high = std::min(range.high, std::max(0.0, bounds.high - value_of(base_, l, b)));
    }
    ranges_[static_cast<std::size_t>(i)] = range;
  }
}

bool LeverSet::any_free() const {
  return std::ranges::any_of(ranges_, [](const Range& r) { return r.free; });
}

Practice LeverSet::practice(const Moves& moves) const {
  Practice result = base_;
  for (const Lever l : all_of<Lever>()) {
    if (!by_cluster(l)) {
      value_of(result, l, MeasuredBand::very_low) += moves[index(l, 0)];
      continue;
    }
    for (const MeasuredBand b : all_of<MeasuredBand>())
      value_of(result, l, b) += moves[index(l, cluster_of(static_cast<Band>(b)))];
  }
  return result;
}

}  // namespace pbrsim
