/// What of a provider's behaviour is at work under a design. A switch that is off means that the
/// mechanism is absent, as if the program did not know it; all are off but `time`, which works
/// under fixed practice too.
#pragma once

#include "core/fields.hpp"

namespace pbrsim {

struct Behaviour {
  bool effort = false;
  bool discharge = false;
  bool selection = false;
  bool coding = false;
  bool reporting = false;
  bool learning = false;
  bool shared_learning = false;
  bool anticipation = false;
  bool year_progress = false;
  bool client_choice = false;
  bool readiness = false;
  bool recovery_focus = false;
  bool crowding_out = false;
  bool time = true;
  bool money = false;
  bool pressure = false;
  bool verification = false;
  bool review_coverage = false;
  bool review_dates = false;
  bool staff = false;
  bool re_registration = false;

  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("effort", self.effort, spec::any,
          "providers revise their efforts on engagement, abstinence, reintegration and harm "
          "reduction");
    visit("discharge", self.discharge, spec::any, "they revise when they discharge");
    visit("selection", self.selection, spec::any,
          "they revise whom they accept and see first, where they control intake");
    visit("coding", self.coding, spec::any,
          "they revise how high they score complexity, where they assess");
    visit("reporting", self.reporting, spec::any,
          "they revise what they report of a failed outcome, where they verify");
    visit("learning", self.learning, spec::any,
          "beliefs follow the provider's own records; off: those of the model's mean rates");
    visit("shared_learning", self.shared_learning, spec::any,
          "they learn from other areas too (response.shared_learning)");
    visit("anticipation", self.anticipation, spec::any,
          "they begin to revise before go-live (response.anticipated_quarters)");
    visit(
        "year_progress", self.year_progress, spec::any,
        "they reckon with what the contract year has brought by now and with thresholds that rise "
        "by success; off: with steady years");
    visit("client_choice", self.client_choice, spec::any,
          "clients choose between providers by what becomes of their clients "
          "(response.choice_by_success)");
    visit("readiness", self.readiness, spec::any,
          "the workforce comes round to the design by and by; off: at once");
    visit("recovery_focus", self.recovery_focus, spec::any,
          "attention to outcomes moves the norm of practice");
    visit("crowding_out", self.crowding_out, spec::any,
          "outcome pay at first displaces what was done for its own sake");
    visit("time", self.time, spec::any,
          "effort takes keyworker time, so that more of it leaves room for fewer clients; off: a "
          "client takes what it took under legacy practice");
    visit("money", self.money, spec::any,
          "providers live on what they are paid: they freeze posts, fail and are taken over");
    visit("pressure", self.pressure, spec::any,
          "clients who are pushed off drugs or medication decline to continue, and fewer people "
          "refer themselves (pathway.pressure)");
    visit("verification", self.verification, spec::any,
          "claimed completions are checked, and some unplanned exits are coded as completed "
          "(pathway.verification and the design's verification)");
    visit("review_coverage", self.review_coverage, spec::any,
          "not every due review is done (pathway.reviews.coverage)");
    visit("review_dates", self.review_dates, spec::any,
          "reviews that pay wait a little for the day on which they show abstinence "
          "(pathway.reviews.put_off)");
    visit("staff", self.staff, spec::any,
          "keyworkers leave and are replaced, and measuring takes hours (pathway.staff)");
    visit("re_registration", self.re_registration, spec::any,
          "open cases are registered anew at go-live (the design's transition.re_registration)");
  }
  /// Is there any lever that providers move?
  bool responds() const { return effort || discharge || selection || coding || reporting; }
  /// Do hazards in treatment depend on more than place, group and band?
  bool has_circumstances() const { return pressure || verification || staff || money; }
  friend bool operator==(const Behaviour&, const Behaviour&) = default;
};

}  // namespace pbrsim
