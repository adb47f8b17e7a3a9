/// How strongly and how fast providers respond to what they are paid for.
///
/// The strength of a lever is an elasticity: the change of the log hazard of the lever's own
/// process (log acceptance for selection, standard deviations of complexity for coding, share of
/// failures for reporting) once a provider has fully adjusted to a standard contract, which puts a
/// tenth of its legacy income, linearly, on the measure that the lever serves. A lever with 0 stays
/// where it is.
#pragma once

#include "core/error.hpp"
#include "core/fields.hpp"

namespace pbrsim {

struct Elasticities {
  double engagement = 0.1, abstinence = 0.1, reintegration = 0.1, harm_reduction = 0.1;
  double discharge = 0.1, selection = 0.1, coding = 0.1, reporting = 0.1;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    const auto elasticity = spec::number(0, 100).from(spec::judgement);
    visit("engagement", self.engagement, elasticity, "log hazard of unplanned exit");
    visit("abstinence", self.abstinence, elasticity, "log hazard of becoming abstinent");
    visit("reintegration", self.reintegration, elasticity, "log hazard of relapse after an exit");
    visit("harm_reduction", self.harm_reduction, elasticity, "log hazard of ceasing to inject");
    visit("discharge", self.discharge, elasticity, "log hazard of planned exit");
    visit("selection", self.selection, elasticity,
          "log probability of acceptance, where a client brings a tenth less than the mean");
    visit("coding", self.coding, elasticity,
          "shift of measured complexity, where a unit of it brings a tenth more");
    visit("reporting", self.reporting, elasticity,
          "share of failures reported as achieved, where reporting all would bring a tenth more");
  }
};

/// What other areas have seen: events of a process, and those that the mean rates would have had
/// there. Computed beforehand, so that areas do not depend on each other within a run.
struct PooledEvidence {
  double events = 0, expected = 0;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("events", self.events, spec::number(0, 1e9), "events seen");
    visit("expected", self.expected, spec::number(0, 1e9),
          "events that the mean rates would have had among the same clients");
  }
};

struct SharedLearning {
  PooledEvidence abstinence, unplanned_exit, planned_exit;
  double known_after = 365.25;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("abstinence", self.abstinence, spec::any, "clients becoming abstinent in treatment");
    visit("unplanned_exit", self.unplanned_exit, spec::any, "unplanned exits");
    visit("planned_exit", self.planned_exit, spec::any, "planned exits");
    visit("known_after", self.known_after, spec::duration.from(spec::judgement),
          "time from go-live until the areas know of each other's results");
  }
};

struct ResponseParameters {
  Elasticities elasticity;
  double adjustment = 0.35;
  double ready_at_start = 0.4;
  double readiness_time = 365.25;
  double recovery_focus = 0;
  double recovery_focus_time = 365.25;
  double crowding_out = 0;
  double crowding_out_time = 365.25;
  double time_preference = 0.15;
  double risk_aversion = 0;
  double altruism = 0;
  double prior_events = 50;
  SharedLearning shared_learning;
  double anticipated_quarters = 2;
  double choice_by_success = 0;

  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("elasticity", self.elasticity, spec::any,
          "full response of a lever's own process to a standard contract that stakes a tenth of "
          "legacy income on it");
    visit("adjustment", self.adjustment, spec::share.from(spec::judgement),
          "share of the way to its target that practice goes in a quarter, workforce ready");
    visit("ready_at_start", self.ready_at_start, spec::share.from(spec::judgement),
          "readiness of the workforce at go-live; 1 is ready");
    visit("readiness_time", self.readiness_time,
          FieldSpec{Unit::duration, 1, 120 * 365.25}.from(spec::judgement),
          "time in which the lack of readiness falls to 1/e");
    visit("recovery_focus", self.recovery_focus, spec::number(-5, 5),
          "efforts on abstinence and reintegration to which the norm rises in the end, where the "
          "contract is new");
    visit("recovery_focus_time", self.recovery_focus_time,
          FieldSpec{Unit::duration, 1, 120 * 365.25}.from(spec::judgement),
          "time in which 1 - 1/e of that comes about");
    visit("crowding_out", self.crowding_out, spec::number(0, 1),
          "effort of every kind that the norm loses at go-live, where the contract is new");
    visit("crowding_out_time", self.crowding_out_time,
          FieldSpec{Unit::duration, 1, 120 * 365.25}.from(spec::judgement),
          "time in which that falls to 1/e");
    visit("time_preference", self.time_preference, spec::share.from(spec::judgement),
          "a provider's own discount rate a year; what a contract's end adds goes on top");
    visit("risk_aversion", self.risk_aversion, spec::number(0, 1e3),
          "relative risk aversion: the variance of a year's income counts half of this over a "
          "year's legacy income");
    visit(
        "altruism", self.altruism, spec::gbp,
        "pounds that a client's week of abstinence is worth to a provider itself: what one effort "
        "does for another then counts, the elasticities stay; 0 is none");
    visit("prior_events", self.prior_events, spec::number(1e-6, 1e9).from(spec::judgement),
          "events of each kind that the mean rates are worth against a provider's own records");
    visit("shared_learning", self.shared_learning, spec::any,
          "what providers learn from other areas; read where behaviour.shared_learning is on");
    visit(
        "anticipated_quarters", self.anticipated_quarters,
        spec::number(1, 8).sure().from(spec::judgement),
        "quarters before go-live from which providers revise their practice, a whole number; read "
        "where behaviour.anticipation is on");
    visit("choice_by_success", self.choice_by_success, spec::number(0, 100),
          "log weight of a provider with clients per unit by which its share of exits that are "
          "planned is higher; read where behaviour.client_choice is on");
  }
};

}  // namespace pbrsim
