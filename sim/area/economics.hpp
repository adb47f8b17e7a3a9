/// Money and QALYs by state: what a history cost and what it was worth.
///
/// Functions of what happened, computed after it. Utilities are per person-year in a state, costs
/// in pounds of `price_year`; discounting runs from go-live, by month.
#pragma once

#include "core/fields.hpp"

namespace pbrsim {

struct EconomicsParameters {
  int price_year = 2012;
  double utility_abstinent = 0.867;
  double utility_treated = 0.683, utility_treated_injecting = 0.633;
  double utility_untreated = 0.678, utility_untreated_injecting = 0.588;
  double nhs_using = 0, nhs_abstinent = 0;
  double cost_per_offence = 0;
  double custody = 0;
  double discount_costs = 0.035, discount_qalys = 0.035;

  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("price_year", self.price_year,
          spec::number(1990, 2100).sure().from("the year of the pilots"),
          "year whose prices all costs are in");
    visit("utility_abstinent", self.utility_abstinent,
          spec::utility.from("Connock 2007 for NICE TA114"),
          "no use of anything, in treatment or not");
    visit("utility_treated", self.utility_treated,
          spec::utility.from("Connock 2007 for NICE TA114"), "in treatment, using, not injecting");
    visit("utility_treated_injecting", self.utility_treated_injecting,
          spec::utility.from("Connock 2007 for NICE TA114"), "in treatment, using, injecting");
    visit("utility_untreated", self.utility_untreated,
          spec::utility.from("Connock 2007 for NICE TA114"),
          "not in treatment, using, not injecting");
    visit("utility_untreated_injecting", self.utility_untreated_injecting,
          spec::utility.from("Connock 2007 for NICE TA114"), "not in treatment, using, injecting");
    visit("nhs_using", self.nhs_using, spec::gbp_per_year,
          "NHS use outside drug and alcohol treatment, per person-year of use");
    visit("nhs_abstinent", self.nhs_abstinent, spec::gbp_per_year, "the same without use");
    visit("cost_per_offence", self.cost_per_offence, spec::gbp,
          "cost of an acquisitive offence, proven or not");
    visit("custody", self.custody, spec::gbp_per_year, "cost of a year in custody");
    visit("discount_costs", self.discount_costs,
          FieldSpec{Unit::share, 0, 0.2}.from("HM Treasury Green Book"),
          "real discount rate a year, costs");
    visit("discount_qalys", self.discount_qalys,
          FieldSpec{Unit::share, 0, 0.2}.from("HM Treasury Green Book"),
          "real discount rate a year, QALYs");
  }
};

}  // namespace pbrsim
