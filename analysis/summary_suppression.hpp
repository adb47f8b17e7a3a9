/// Which estimates are hidden where small numbers are suppressed; see results/disclosure.hpp for
/// the rules.
///
/// A quantity is small where its mean over replications or one of the percentiles printed is. A
/// measure is hidden where a quantity that it is made of is, and with it its difference from the
/// baseline. Measures that weigh months differently (QALYs and discounted costs) are hidden in an
/// area as soon as a number that goes into them is, because they would be a second equation for it;
/// spend is where payments are. The cost of services weighs only totals, which count as published.
#pragma once

#include "analysis/comparison.hpp"
#include "results/disclosure.hpp"

namespace pbrsim {

/// What of an area's panel or ledger is hidden, as far as weighed measures depend on it.
struct HiddenInArea {
  bool person_time = false;  // from go-live on
  bool offences = false;
  std::vector<bool> payments;  // by design
};

class SummarySuppression {
 public:
  SummarySuppression(const Outcomes& outcomes, const DisclosureRules& rules);

  /// Columns of the panel whose total over the contract is hidden in an area.
  std::vector<std::size_t> hidden_columns(std::size_t area) const;
  /// Hides the measures that weigh what is hidden; one entry per area.
  void hide_weighed(const std::vector<HiddenInArea>& areas);
  /// area = areas() is the total.
  bool hides(std::size_t design, std::size_t area, const MeasureInfo& measure) const;

 private:
  void hide_small(const Outcomes& outcomes, std::size_t family);
  void hide_complements(const Outcomes& outcomes, std::size_t family);
  bool& hidden(std::size_t area, Quantity q) { return hidden_[area][q]; }

  DisclosureRules rules_;
  std::vector<EnumArray<Quantity, bool>> hidden_;  // by area, the total last
  std::vector<std::vector<bool>> spend_;           // by design and area, the total last
};

}  // namespace pbrsim
