/// A contract as its designer writes it: clusters of complexity bands and a list of payment terms.
///
/// Money in pounds, nominal. Every term names its kind; a field that the kind or the measure does
/// not use is refused. What each field means for a payment: contract.hpp. A term's prices are
/// either given in pounds or, where the contract has a `budget`, by `share` of it: those are solved
/// so that the term brings its share at legacy practice (area/budget.hpp).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "core/fields.hpp"
#include "record/reviews.hpp"
#include "record/vocabulary.hpp"

namespace pbrsim {

enum class TermKind : std::uint8_t { block, attachment, activity, process, outcome, floor };
template <>
struct EnumNames<TermKind> {
  static constexpr std::array<std::string_view, 6> values{"block",   "attachment", "activity",
                                                          "process", "outcome",    "floor"};
};

enum class Measure : std::uint8_t {
  // outcomes at a review
  abstinent_presenting_at_review,
  abstinent_at_review,
  reliably_improved_at_review,
  stopped_injecting_at_review,
  housing_resolved_at_review,
  found_work_at_review,
  wellbeing_normal_at_review,
  // outcomes of an exit or a window
  planned_exit,
  no_representation,
  no_proven_offence,
  fewer_offences,
  // processes
  started_in_time,
  vaccination_offered,
  review_done,
};
template <>
struct EnumNames<Measure> {
  static constexpr std::array<std::string_view, 14> values{"abstinent_presenting_at_review",
                                                           "abstinent_at_review",
                                                           "reliably_improved_at_review",
                                                           "stopped_injecting_at_review",
                                                           "housing_resolved_at_review",
                                                           "found_work_at_review",
                                                           "wellbeing_normal_at_review",
                                                           "planned_exit",
                                                           "no_representation",
                                                           "no_proven_offence",
                                                           "fewer_offences",
                                                           "started_in_time",
                                                           "vaccination_offered",
                                                           "review_done"};
};
constexpr bool at_review(Measure m) { return m <= Measure::wellbeing_normal_at_review; }
constexpr bool is_process(Measure m) { return m >= Measure::started_in_time; }
/// Does it wait for a window after the exit or the start of the journey to close?
constexpr bool has_window(Measure m) {
  return m == Measure::no_representation || m == Measure::no_proven_offence;
}

/// Whose word counts. As the design: the assessment service where there is one, else the provider.
enum class Verifier : std::uint8_t { as_the_design, assessor, provider };
template <>
struct EnumNames<Verifier> {
  static constexpr std::array<std::string_view, 3> values{"as_the_design", "assessor", "provider"};
};

/// Journeys by when they began: under the contract, or before it.
enum class AppliesTo : std::uint8_t { all, begun_under_it, begun_before };
template <>
struct EnumNames<AppliesTo> {
  static constexpr std::array<std::string_view, 3> values{"all", "new", "stock"};
};

/// What voids "no return": another journey in treatment, or a drug worker's contact on arrest too.
enum class CountsAsReturn : std::uint8_t { treatment, treatment_or_criminal_justice };
template <>
struct EnumNames<CountsAsReturn> {
  static constexpr std::array<std::string_view, 2> values{"treatment",
                                                          "treatment_or_criminal_justice"};
};

/// What a threshold leaves to be paid.
enum class Beyond : std::uint8_t { what_exceeds_it, everything_once_met };
template <>
struct EnumNames<Beyond> {
  static constexpr std::array<std::string_view, 2> values{"what_exceeds_it", "everything_once_met"};
};

/// Settled once a contract year: so many achieved, or such a share of the opportunities, and only
/// then is anything paid.
struct Threshold {
  std::optional<double> rate;
  std::optional<double> count;
  Beyond pays = Beyond::what_exceeds_it;
  double malus = 0;
  double ratchet = 0;
  static constexpr std::array<std::string_view, 2> alternatives{"rate", "count"};
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("rate", self.rate, spec::share, "share of the opportunities of the contract year");
    visit("count", self.count, spec::count, "number achieved in the contract year");
    visit("pays", self.pays, spec::any, "what is paid beyond it");
    visit("malus", self.malus, spec::gbp, "pounds taken off for each one short of it");
    visit("ratchet", self.ratchet, spec::share,
          "next year's threshold rises by this share of what the year achieved beyond it");
  }
  void validate(Problems& problems) const;
  friend bool operator==(const Threshold&, const Threshold&) = default;
};

struct EscalatorStep {
  double from = 0;
  double factor = 1;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("from", self.from, spec::share.must(), "success rate from which the factor holds");
    visit("factor", self.factor, spec::number(0, 10).must(), "multiplies the price");
  }
  friend bool operator==(const EscalatorStep&, const EscalatorStep&) = default;
};

/// The price rises with the cohort's success over the months before.
struct Escalator {
  int months = 12;
  std::vector<EscalatorStep> steps;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("months", self.months, spec::number(1, 36).from(spec::judgement),
          "full months that the rate is taken over");
    visit("steps", self.steps, spec::any.must(), "factors by success rate, the first from 0%");
  }
  void validate(Problems& problems) const;
  friend bool operator==(const Escalator&, const Escalator&) = default;
};

/// What was paid for a person's journey goes back if the person does.
struct ClawBack {
  int within_months = 12;
  double share = 1;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("within_months", self.within_months, spec::number(1, 24).must(),
          "months from the planned exit in which a new start of treatment takes it back");
    visit("share", self.share, spec::share, "of what was paid");
  }
  friend bool operator==(const ClawBack&, const ClawBack&) = default;
};

struct PhaseStep {
  int from_month = 0;
  double factor = 1;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("from_month", self.from_month, spec::number(0, 120).must(),
          "months after go-live from which the factor holds");
    visit("factor", self.factor, spec::number(0, 10).must(), "multiplies the amount or price");
  }
  friend bool operator==(const PhaseStep&, const PhaseStep&) = default;
};

struct TermParameters {
  TermKind kind = TermKind::block;
  Funder funder = Funder::public_health;
  std::vector<Group> groups;
  std::optional<double> amount;
  std::optional<double> share;
  std::map<std::string, double> price;
  std::map<std::string, double> price_ratio;
  ByGroup<double> group_factor = ByGroup<double>::filled(1.0);
  std::optional<ByModality<double>> price_per_week;
  std::optional<Measure> measure;
  std::optional<int> within_months;
  std::optional<double> within;
  std::optional<double> baseline;
  std::optional<int> up_to;
  std::vector<Domain> requires_all;
  Verifier verified_by = Verifier::as_the_design;
  AppliesTo applies_to = AppliesTo::all;
  CountsAsReturn counts_as_return = CountsAsReturn::treatment;
  std::optional<Threshold> threshold;
  std::optional<Escalator> escalator;
  std::optional<ClawBack> claw_back;
  std::optional<double> cap;
  std::vector<PhaseStep> phase_in;
  int from_month = 0;
  std::optional<int> until_month;
  int lag_months = 0;

  static constexpr std::string_view kind_key = "kind";
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    using K = TermKind;
    visit("kind", self.kind, spec::any.must(),
          "block: so much a month; attachment: at each triage that starts a journey; activity: per "
          "week in treatment; process: per quality measure met; outcome: per outcome achieved; "
          "floor: tops the contract up to so much a contract year");
    visit("funder", self.funder, spec::any, "who pays");
    visit("groups", self.groups, spec::any.only(K::attachment, K::activity, K::process, K::outcome),
          "only for clients of these groups; all if left out");
    visit("amount", self.amount, spec::gbp_per_year.only(K::block, K::floor),
          "pounds a year; a block is paid by the month");
    visit("share", self.share,
          spec::share.only(K::block, K::attachment, K::activity, K::process, K::outcome),
          "share of the contract's budget, instead of an amount or a price");
    visit("price", self.price, spec::gbp.only(K::attachment, K::process, K::outcome),
          "pounds, one price or one for each cluster");
    visit("price_ratio", self.price_ratio,
          spec::multiplier.only(K::attachment, K::process, K::outcome),
          "with a share: prices of the clusters in proportion to each other; equal if left out");
    visit("group_factor", self.group_factor,
          spec::multiplier.only(K::attachment, K::activity, K::process, K::outcome),
          "multiplies the price by group");
    visit("price_per_week", self.price_per_week, spec::gbp_per_week.only(K::activity),
          "pounds per client-week by modality; with a share only their proportions count");
    visit("measure", self.measure, spec::any.must().only(K::process, K::outcome),
          "what is paid for");
    visit("within_months", self.within_months, spec::number(1, 24).only(K::outcome),
          "no_representation: months from the planned exit without a return; no_proven_offence: "
          "months from the start of the journey without a proven offence");
    visit("within", self.within, spec::duration.only(K::process),
          "started_in_time: longest wait from referral to triage");
    visit("baseline", self.baseline, spec::number(0, 100).only(K::outcome),
          "fewer_offences: proven offences a year per client treated, of which fewer are paid");
    visit("up_to", self.up_to, spec::number(1, 100).only(K::process, K::outcome),
          "paid at most so many times a journey at reviews; every time if left out");
    visit("requires_all", self.requires_all, spec::any.only(K::outcome),
          "paid only if there is progress in all of these domains as well");
    visit("verified_by", self.verified_by, spec::any.only(K::outcome),
          "whose word on a review counts");
    visit("applies_to", self.applies_to, spec::any.only(K::process, K::outcome),
          "which journeys earn it: new, those begun at or after the beginning of the contract; "
          "stock, those begun before it; all");
    visit(
        "counts_as_return", self.counts_as_return, spec::any.only(K::outcome),
        "no_representation: what voids it, a return to treatment or contact with a drug worker in "
        "criminal justice as well");
    visit("threshold", self.threshold, spec::any.only(K::process, K::outcome),
          "settled by the contract year, and only beyond a threshold");
    visit("escalator", self.escalator, spec::any.only(K::process, K::outcome),
          "price that rises with the cohort's success");
    visit("claw_back", self.claw_back, spec::any.only(K::attachment, K::outcome),
          "paid back if the client starts treatment again");
    visit("cap", self.cap,
          spec::gbp_per_year.only(K::attachment, K::activity, K::process, K::outcome),
          "most that this term pays in a contract year");
    visit("phase_in", self.phase_in, spec::any, "factors on amount or price by time since go-live");
    visit("from_month", self.from_month, spec::number(0, 120),
          "months after go-live from which it earns");
    visit("until_month", self.until_month, spec::number(1, 120),
          "months after go-live until which it earns; to the end of the contract if left out");
    visit("lag_months", self.lag_months, spec::number(0, 36),
          "months from the end of the month in which it is earned to payment");
  }
  void validate(Problems& problems) const;
  friend bool operator==(const TermParameters&, const TermParameters&) = default;
};

struct ContractParameters {
  std::optional<double> budget;
  std::map<std::string, std::vector<MeasuredBand>> clusters;
  std::optional<double> cap;
  std::map<std::string, TermParameters> terms;

  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("budget", self.budget, spec::gbp_per_year,
          "value of the contract, from which terms with a share are priced: so that at legacy "
          "practice each brings its share");
    visit("clusters", self.clusters, spec::any,
          "complexity clusters: the bands of each; one cluster named all if left out");
    visit("cap", self.cap, spec::gbp_per_year,
          "most that all terms but blocks and floors pay together in a contract year");
    visit("terms", self.terms, spec::any.must(), "payment terms by name; {} for none");
  }
  void validate(Problems& problems) const;
  friend bool operator==(const ContractParameters&, const ContractParameters&) = default;
};

}  // namespace pbrsim
