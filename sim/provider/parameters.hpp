/// A provider as its designer writes it.
///
/// Keyworker hours a week; money in pounds at the scenario's price year.
#pragma once

#include "core/error.hpp"
#include "core/fields.hpp"
#include "record/practice.hpp"

namespace pbrsim {

/// What a client takes of a provider, by modality, at legacy practice.
struct ServiceParameters {
  ByModality<double> hours = ByModality<double>::filled(1.0);
  ByModality<double> cash_cost{};
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("hours", self.hours, {Unit::hours_per_week, 1e-3, 168},
          "keyworker hours per client-week");
    visit("cash_cost", self.cash_cost, spec::gbp_per_week,
          "prescribing, tests and premises per client-week; no keyworker time in it");
  }
};

/// What a provider has to live on, and what becomes of it where that is not enough (see
/// provider/finances.hpp). A week of spend is what it costs a week on the day of go-live.
struct FinancesParameters {
  double reserves = 56;
  double overdraft = 28;
  double overdraft_interest = 0.08;
  double foresight = 365.25;
  double freezes_at = 0.8;
  double frozen_posts = 0.1;
  int months_beyond_limit = 2;
  double takeover = 21;
  double successor_reserves = 56;
  double transfer_shock = 1.5;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("reserves", self.reserves,
          spec::duration.from("providers hold 1 to 3 months of spend, recalled"),
          "cash at go-live, as time that it would pay for; what the contract before still owes is "
          "part of it");
    visit("overdraft", self.overdraft, spec::duration.from(spec::judgement),
          "what it may owe its bank, as time that it would pay for");
    visit("overdraft_interest", self.overdraft_interest, spec::share.from(spec::judgement),
          "a year, on what is overdrawn");
    visit("foresight", self.foresight,
          FieldSpec{Unit::duration, 1, 120 * 365.25}.from(spec::judgement),
          "mean time ahead for which it sees to it that the practice that it chooses does not "
          "take it beyond its overdraft");
    visit("freezes_at", self.freezes_at, spec::share.from(spec::judgement),
          "share of the overdraft beyond which it freezes posts");
    visit("frozen_posts", self.frozen_posts, spec::share.from(spec::judgement),
          "share of keyworker hours lost, and not paid for, while posts are frozen");
    visit("months_beyond_limit", self.months_beyond_limit,
          spec::number(0, 1200).sure().from(spec::judgement),
          "months in a row that it can stay beyond its overdraft before it fails");
    visit("takeover", self.takeover, spec::duration.from("2 to 4 weeks, judgement"),
          "from its failure until a successor takes over its contract");
    visit("successor_reserves", self.successor_reserves, spec::duration.from(spec::judgement),
          "cash with which a successor begins");
    visit("transfer_shock", self.transfer_shock, spec::multiplier.from(spec::judgement),
          "multiplier, for 12 weeks, on unplanned exits of clients who come to it from a provider "
          "that failed");
  }
};

struct ProviderParameters {
  double keyworker_hours = 0;
  ByModality<bool> offers = ByModality<bool>::filled(true);
  ByGroup<double> share = ByGroup<double>::filled(1.0);
  double hourly_cost = 0;
  double fixed_cost = 0;
  FinancesParameters finances;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("keyworker_hours", self.keyworker_hours, spec::hours_per_week.must(),
          "client-facing keyworker hours that it has");
    visit("offers", self.offers, spec::any, "modalities that it offers");
    visit("share", self.share, spec::multiplier,
          "weight with which a client chooses it among the providers that offer the modality");
    visit("hourly_cost", self.hourly_cost, spec::gbp_per_hour,
          "cost of one keyworker hour, on-costs and management included");
    visit("fixed_cost", self.fixed_cost, spec::gbp_per_year,
          "what does not vary with hours or clients");
    visit("finances", self.finances, spec::any,
          "what it has to live on; read where behaviour.money is on");
  }
};

/// Hours of a client-week that two efforts take together, beyond what each takes by itself: above 0
/// they crowd each other out, below 0 one serves the other (Holmstrom and Milgrom 1991,
/// doi:10.1093/jleo/7.special_issue.24). Shares of a client's hours per unit of both.
struct HoursTogether {
  double engagement_abstinence = 0, engagement_reintegration = 0, engagement_harm_reduction = 0;
  double abstinence_reintegration = 0, abstinence_harm_reduction = 0;
  double reintegration_harm_reduction = 0;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    const auto together = spec::number(-10, 10);
    visit("engagement_abstinence", self.engagement_abstinence, together,
          "engagement and abstinence effort");
    visit("engagement_reintegration", self.engagement_reintegration, together,
          "engagement and reintegration");
    visit("engagement_harm_reduction", self.engagement_harm_reduction, together,
          "engagement and harm reduction");
    visit("abstinence_reintegration", self.abstinence_reintegration, together,
          "abstinence effort and reintegration");
    visit("abstinence_harm_reduction", self.abstinence_harm_reduction, together,
          "abstinence effort and harm reduction");
    visit("reintegration_harm_reduction", self.reintegration_harm_reduction, together,
          "reintegration and harm reduction");
  }
};

/// What practice does: log hazard per unit of s(e) - s(1), s(e) = 1 - exp(-e), and hours per
/// client-week.
struct LeverEffects {
  double engagement_drop_out = 0, engagement_gives_up = 0;
  double abstinence_stop = 0, abstinence_start = 0;
  double reintegration_relapse = 0, reintegration_housing = 0, reintegration_jobs = 0;
  double harm_reduction_injecting = 0, harm_reduction_poisoning = 0;
  double hours_engagement = 0, hours_abstinence = 0, hours_reintegration = 0,
         hours_harm_reduction = 0;
  HoursTogether hours_together;
  double head_start = 28;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("engagement_drop_out", self.engagement_drop_out, spec::number(0, 10),
          "engagement lowers unplanned exits");
    visit("engagement_gives_up", self.engagement_gives_up, spec::number(0, 10),
          "engagement lowers giving up while waiting");
    visit("abstinence_stop", self.abstinence_stop, spec::number(0, 10),
          "abstinence effort: use stops sooner");
    visit("abstinence_start", self.abstinence_start, spec::number(0, 10),
          "abstinence effort: fewer lapses");
    visit("reintegration_relapse", self.reintegration_relapse, spec::number(0, 10),
          "reintegration lowers relapse after exit");
    visit("reintegration_housing", self.reintegration_housing, spec::number(0, 10),
          "reintegration ends housing problems sooner");
    visit("reintegration_jobs", self.reintegration_jobs, spec::number(0, 10),
          "reintegration brings jobs sooner");
    visit("harm_reduction_injecting", self.harm_reduction_injecting, spec::number(0, 10),
          "harm reduction ends injecting sooner");
    visit("harm_reduction_poisoning", self.harm_reduction_poisoning, spec::number(0, 10),
          "harm reduction lowers poisoning in treatment");
    visit("hours_engagement", self.hours_engagement, spec::number(0, 10),
          "share of a client's hours per unit of engagement effort");
    visit("hours_abstinence", self.hours_abstinence, spec::number(0, 10),
          "share of hours per unit of abstinence effort");
    visit("hours_reintegration", self.hours_reintegration, spec::number(0, 10),
          "share of hours per unit of reintegration effort");
    visit("hours_harm_reduction", self.hours_harm_reduction, spec::number(0, 10),
          "share of hours per unit of harm-reduction effort");
    visit("hours_together", self.hours_together, spec::any,
          "share of hours per unit of two efforts beyond legacy practice, together");
    visit("head_start", self.head_start, spec::duration.from(spec::judgement),
          "days by which one unit of selection moves a client up the waiting list");
  }
};

}  // namespace pbrsim
