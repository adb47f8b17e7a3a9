/// What a contract makes of clients in the eyes of a provider.
///
/// Beliefs are either learnt (area/learnt.hpp: rates, kinds of clients and how many are offered, as
/// the simulation's own providers have them at go-live), or, with nobody simulated, those of mean
/// rates (provider/mean_rates.hpp) under the design's practice and the area's lasting effects;
/// journeys begin at go-live. The volume is a judgement, used for shadow prices, cohort terms and
/// cash alone: people new to treatment, times the journeys that each is believed to make in ten
/// years, as many as places allow (Erlang-A with patience equal to stay). It is believed to within
/// a fifth (standard deviation), so that a cap, threshold or floor that it seems to settle leaves
/// clients some worth. Pounds, weeks, hours.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/chosen_practice.hpp"
#include "area/model.hpp"
#include "provider/cohort.hpp"

namespace pbrsim {

/// Levers that a provider may pull a little further.
enum class ExplainedLever : std::uint8_t {
  engagement,
  abstinence,
  reintegration,
  harm_reduction,
  discharge
};
template <>
struct EnumNames<ExplainedLever> {
  static constexpr std::array<std::string_view, 5> values{
      "engagement", "abstinence", "reintegration", "harm_reduction", "discharge"};
};
template <class T>
using ByExplainedLever = EnumArray<ExplainedLever, T>;

/// A client of a group and cluster: the mean over its bands.
struct ExplainedClient {
  Group group;
  std::size_t cluster = 0;
  double journeys_a_year = 0;  // of this provider
  double income = 0;           // expected, discounted, of a journey begun at go-live
  std::vector<double> by_term;
  double cash_cost = 0, keyworker_cost = 0;  // discounted, while the contract lasts
  double stay_weeks = 0, abstinent_weeks = 0,
         planned_exits = 0;                 // of the whole journey, no discount
  double contract_hours = 0;                // discounted, under the contract
  ByExplainedLever<double> lever_income{};  // pounds a journey per unit of the lever
  ByExplainedLever<double> lever_cost{};    // keyworker time and longer stays, pounds
  double margin() const { return income - cash_cost - keyworker_cost; }
  /// Income that is left for keyworker time, per hour of it.
  double per_hour() const { return contract_hours > 0 ? (income - cash_cost) / contract_hours : 0; }
};

struct CashMonth {
  double income = 0, cost = 0, balance = 0;
};

struct ProviderExplanation {
  std::string area, design, provider;
  std::vector<std::string> terms, clusters;
  std::vector<std::string> ratchets;   // terms whose threshold is left as it is
  std::vector<std::string> for_stock;  // terms that no journey below can earn
  std::vector<std::string> for_new;    // terms that clients met at go-live cannot earn
  std::vector<TermMargin> margins;     // by term
  double discount = 0;                 // a year
  double unconditional = 0;            // pounds a year, whatever it does
  double places = 0, wanted = 0;       // clients at a time: those there is room for, those who come
  double shadow_price = 0;             // pounds that one more keyworker hour would bring
  std::vector<ExplainedClient> clients;
  std::vector<CashMonth> cash;           // from go-live
  int runway = -1;                       // first month that covers its own costs; -1: none does
  double lowest_balance = 0;             // pounds; from no reserves
  std::optional<ChosenPractice> chosen;  // where a history was simulated and it may choose

  bool worth_admitting(const ExplainedClient& c) const { return c.per_hour() > shadow_price; }
  /// Does anything that it is paid depend on clients?
  bool pays_for_clients() const;
  /// More effort on such a client costs more than it brings, whatever the effort.
  static bool parked(const ExplainedClient& c);
};

/// Precondition: `provider` indexes the area's providers; shares of budgets have been priced.
/// With `learnt`, the provider's prospect at go-live under the design, its beliefs are those.
ProviderExplanation explain_provider(const AreaModel& area, const DesignModel& design,
                                     const Schedule& schedule, std::size_t provider,
                                     const Prospect* learnt = nullptr);

}  // namespace pbrsim
