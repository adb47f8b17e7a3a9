/// The practice vector: what a provider can do more or less of.
///
/// Efforts are in units of the legacy effort, 1; stances are 0 at the professional norm unless said
/// otherwise. What practice does: provider/practice.hpp.
#pragma once

#include "core/fields.hpp"
#include "record/vocabulary.hpp"

namespace pbrsim {

struct Practice {
  ByBand<double> engagement = ByBand<double>::filled(1.0);
  ByBand<double> abstinence = ByBand<double>::filled(1.0);
  ByBand<double> reintegration = ByBand<double>::filled(1.0);
  ByBand<double> harm_reduction = ByBand<double>::filled(1.0);
  double discharge = 0;
  ByBand<double> selection{};
  double coding = 0;
  double reporting = 0;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("engagement", self.engagement, spec::number(0, 10),
          "effort on engagement, by band; 1 is legacy effort");
    visit("abstinence", self.abstinence, spec::number(0, 10), "effort on abstinence, by band");
    visit("reintegration", self.reintegration, spec::number(0, 10),
          "effort on reintegration and aftercare, by band");
    visit("harm_reduction", self.harm_reduction, spec::number(0, 10),
          "effort on harm reduction, by band");
    visit("discharge", self.discharge, spec::number(-3, 3),
          "discharge stance: log multiplier on planned exits");
    visit("selection", self.selection, spec::number(-5, 3),
          "selection stance by band, where the provider controls intake: below 0 some are not "
          "accepted, above 0 they are seen sooner");
    visit("coding", self.coding, spec::number(-3, 3),
          "upward shift of measured complexity, where the provider assesses");
    visit("reporting", self.reporting, spec::share,
          "probability that a review which found use is reported as abstinent, where the provider "
          "verifies");
  }
  friend bool operator==(const Practice&, const Practice&) = default;
};

}  // namespace pbrsim
