/// An area and the designs that are compared in it, as their author writes them.
///
/// People per year, log hazard effects, months and pounds; dates are the first of a month.
#pragma once

#include <cmath>
#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/dates.hpp"
#include "pathway/parameters.hpp"
#include "provider/behaviour.hpp"
#include "provider/parameters.hpp"
#include "tariff/parameters.hpp"

namespace pbrsim {

/// Added to the log hazards by which areas differ: transitions 7, 9 and 10.
struct AreaEffects {
  double abstinence = 0;
  double unplanned_exit = 0;
  double completion = 0;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("abstinence", self.abstinence, spec::coefficient,
          "on becoming abstinent in treatment (7)");
    visit("unplanned_exit", self.unplanned_exit, spec::coefficient, "on unplanned exit (9)");
    visit("completion", self.completion, spec::coefficient, "on planned exit (10)");
  }
};

/// What an area's transient effect was, in one year, because areas that then did well were chosen.
/// The mean of a stationary first-order autoregression given its value in that year: it fades from
/// there to both sides with the autocorrelation, so that a chosen area regresses to its persistent
/// effect.
struct ChosenFor {
  int years_before = 2;
  AreaEffects effects;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("years_before", self.years_before, spec::number(1, 20).from(spec::judgement),
          "the year in which it did so well: 2 for the last but one before go-live");
    AreaEffects::fields(self.effects, visit);
  }
  /// Share of it that is left in a year, counted from go-live.
  double left(int year, double autocorrelation) const {
    return std::pow(autocorrelation, std::abs(year + years_before));
  }
};

/// What an area is to an evaluation.
enum class EvaluatedAs : std::uint8_t { treated, comparison, redesigned };
template <>
struct EnumNames<EvaluatedAs> {
  static constexpr std::array<std::string_view, 3> values{"treated", "comparison", "redesigned"};
};

/// Something that happens to an area whatever the design: a budget cut, a change of commissioner, a
/// redesign. Multipliers while it lasts; those of shocks at the same time multiply.
struct Shock {
  std::string label;
  Date begins{};
  std::optional<int> months;
  double capacity = 1;
  double fixed_cost = 1;
  double inflow = 1;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("label", self.label, spec::any, "what it is, in words");
    visit("begins", self.begins, spec::any.must(), "first of a month, in the history or later");
    visit("months", self.months, spec::number(1, 1200),
          "how long it lasts; to the end of the run if left out");
    visit("capacity", self.capacity, spec::multiplier,
          "multiplies the keyworker hours of all providers, and what they cost");
    visit("fixed_cost", self.fixed_cost, spec::multiplier,
          "multiplies the fixed cost of all providers");
    visit("inflow", self.inflow, spec::multiplier,
          "multiplies the people referred for the first time");
  }
};

/// What is in force in the month that begins on that day.
Shock in_force(const std::vector<Shock>& shocks, Date month);

struct AreaParameters {
  std::string name;
  ByGroup<double> new_people{};
  ByGroup<double> growth{};
  AreaEffects persistent;
  AreaEffects transient_sd;
  double transient_autocorrelation = 0;
  ChosenFor chosen_for;
  ByGroup<AreaEffects> trend{};
  std::vector<Shock> shocks;
  EvaluatedAs evaluated_as = EvaluatedAs::treated;
  double stands_for = 1;
  std::map<std::string, ProviderParameters> providers;

  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("name", self.name, spec::any, "name as printed");
    visit("new_people", self.new_people, {Unit::people_per_year, 0, 1e6},
          "people referred for the first time, a year, at go-live");
    visit("growth", self.growth, {Unit::share, -0.5, 0.5},
          "yearly growth of that number, as a share, before and after go-live");
    visit("persistent", self.persistent, spec::any,
          "lasting difference of the area from the rest, log hazard");
    visit("transient_sd", self.transient_sd, spec::any,
          "standard deviation of the year-to-year difference, log hazard");
    visit("transient_autocorrelation", self.transient_autocorrelation, spec::number(0, 0.99),
          "from one year to the next");
    visit("chosen_for", self.chosen_for, spec::any,
          "what of its year-to-year difference it was chosen for, log hazard; fades with the "
          "autocorrelation");
    visit("trend", self.trend, spec::any, "national trend a year from go-live on, log hazard");
    visit("shocks", self.shocks, spec::any,
          "dated events that befall the area under every design alike");
    visit("evaluated_as", self.evaluated_as, spec::any,
          "what it is to an evaluation: treated by the designs, comparison, or redesigned without "
          "outcome pay; for evaluation.csv alone");
    visit("stands_for", self.stands_for, spec::number(0, 1e6).sure(),
          "how many areas it stands for in an evaluation; for evaluation.csv alone");
    visit("providers", self.providers, spec::any.must(), "providers by name");
  }
  void validate(Problems& problems) const;
};

enum class Standard : std::uint8_t { occasional_user_allowed, drug_free_only };
template <>
struct EnumNames<Standard> {
  static constexpr std::array<std::string_view, 2> values{"occasional_user_allowed",
                                                          "drug_free_only"};
};

/// Who assesses. An independent service (LASARS) has hours of its own and a queue.
struct AssessmentParameters {
  bool independent = false;
  std::string service = "lasars";
  double hours = 0;
  double hours_per_person = 1;
  HazardParameters duration;
  bool handover = false;
  double hourly_cost = 0;
  double fixed_cost = 0;
  double audited = 0;
  double audit_penalty = 0;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("independent", self.independent, spec::any,
          "an independent service assesses; otherwise the providers do");
    visit("service", self.service, spec::any, "its name, under which its contract stands");
    visit("hours", self.hours, spec::hours_per_week, "assessor hours that it has");
    visit("hours_per_person", self.hours_per_person, {Unit::hours_per_week, 1e-3, 168},
          "assessor hours a week that a person under assessment takes");
    visit("duration", self.duration, spec::any,
          "hazard of being done, by time since the assessment began");
    visit("handover", self.handover, spec::any,
          "a second first appointment at the provider follows (see pathway.handover)");
    visit("hourly_cost", self.hourly_cost, spec::gbp_per_hour, "cost of an assessor hour");
    visit("fixed_cost", self.fixed_cost, spec::gbp_per_year, "fixed cost of the service");
    visit("audited", self.audited, spec::share,
          "probability that an audit finds an outcome misreported or a complexity scored too high");
    visit("audit_penalty", self.audit_penalty, spec::gbp,
          "what a provider reckons to lose by each that is found; in its reckoning only, no "
          "payment");
  }
  void validate(Problems& problems) const;
};

/// Clients in treatment at go-live, in designs with behaviour.re_registration.
struct ReRegistration {
  double new_journey = 0;
  double stale = 0;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("new_journey", self.new_journey, spec::share,
          "share re-opened more than 21 days later on paper, so that they count as new journeys, "
          "their complexity measured anew");
    visit("stale", self.stale, spec::share, "share whose case turns out stale and is closed");
  }
};

/// What going over to a design costs in capacity and money.
struct TransitionParameters {
  std::optional<Date> begins;
  int months = 0;
  double capacity_loss = 0;
  double provider_cost = 0;
  ReRegistration re_registration;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("begins", self.begins, spec::any, "first of a month; go-live if left out");
    visit("months", self.months, spec::number(0, 60), "how long it lasts");
    visit("capacity_loss", self.capacity_loss, spec::share,
          "share of keyworker hours lost meanwhile");
    visit("provider_cost", self.provider_cost, spec::gbp,
          "what it costs each provider, once, spread over as many months from go-live; read where "
          "behaviour.money is on");
    visit("re_registration", self.re_registration, spec::any,
          "open cases registered anew; read where behaviour.re_registration is on");
  }
  void validate(Problems& problems) const;
};

/// Who decides on a claimed completion, under designs with behaviour.verification.
struct DesignVerification {
  Verifier by = Verifier::as_the_design;
  std::optional<double> stringency;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("by", self.by, spec::any,
          "who decides on a claimed completion; as_the_design: the assessor where an independent "
          "service assesses, else the provider, at once and in its own favour");
    visit("stringency", self.stringency, spec::share,
          "how closely exits are checked: 0 leaves the provider to code them, with 1 nothing is "
          "coded completed that is not; 1 if left out where the assessor decides, else 0");
  }
};

/// What paying by this design costs the commissioner besides what is paid.
struct SchemeParameters {
  double procurement = 0;
  double administration = 0;
  double per_outcome = 0;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("procurement", self.procurement, spec::gbp, "tendering and contracts, once, at go-live");
    visit("administration", self.administration, spec::gbp_per_year,
          "data, invoices and audit while the contract lasts");
    visit("per_outcome", self.per_outcome, spec::gbp,
          "checking one payment for an outcome or quality measure");
  }
};

struct DesignParameters {
  std::string label;
  AssessmentParameters assessment;
  Standard standard = Standard::occasional_user_allowed;
  DesignVerification verification;
  TransitionParameters transition;
  std::map<std::string, Practice> practice;
  Behaviour behaviour;
  std::map<std::string, ContractParameters> contracts;
  std::map<std::string, ContractParameters> successor;
  SchemeParameters scheme;

  /// Is a claimed completion decided on by an assessor?
  bool assessor_decides() const {
    return verification.by == Verifier::assessor ||
           (verification.by == Verifier::as_the_design && assessment.independent);
  }
  double stringency() const {
    return verification.stringency.value_or(assessor_decides() ? 1.0 : 0.0);
  }

  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("label", self.label, spec::any, "what tables call it");
    visit("assessment", self.assessment, spec::any, "who assesses, and how fast");
    visit("standard", self.standard, spec::any, "when a planned exit counts as one");
    visit("verification", self.verification, spec::any, "who decides what counts as completed");
    visit("transition", self.transition, spec::any,
          "loss of capacity while going over to the design");
    visit("practice", self.practice, spec::any,
          "practice with which each provider begins under this design; legacy practice if left "
          "out");
    visit("behaviour", self.behaviour, spec::any,
          "what of the providers' behaviour is at work; over the scenario's");
    visit("contracts", self.contracts, spec::any.must(),
          "contract of each provider and of the assessment service");
    visit(
        "successor", self.successor, spec::any,
        "contracts declared to follow when these end, to the end of the run; their payments stand "
        "in the ledger under `<payee> (successor)` and are not spend of the contract");
    visit("scheme", self.scheme, spec::any, "what the scheme itself costs the commissioner");
  }
};

/// Rules that tie a design to the area it is for. Paths, and those that a problem follows from, are
/// as seen from the design; all follow from the names of the area's providers as well.
void validate(const DesignParameters& design, const AreaParameters& area, Problems& problems);

}  // namespace pbrsim
