#include "tariff/parameters.hpp"

#include <cmath>

namespace pbrsim {

namespace {

struct Use {
  const char* field;
  bool given;
  bool wanted;
  bool needed;
};

std::string list_clusters(const ContractParameters& contract) {
  if (contract.clusters.empty()) return "all";
  std::string names;
  for (const auto& [name, bands] : contract.clusters)
    names += (names.empty() ? "" : ", ") + name;
  return names;
}

/// The rules of a list of steps: not empty, rising.
template <class Steps, class Position>
void check_rising(const Steps& steps, const char* field, const char* position, Position at,
                  Problems& problems) {
  for (std::size_t i = 1; i < steps.size(); ++i)
    if (!(at(steps[i]) > at(steps[i - 1])))
      problems.push_back({std::string(field) + "[" + std::to_string(i) + "]." + position,
                          "must be above that of the step before; put the steps in order"});
}

}  // namespace

void Threshold::validate(Problems& problems) const {
  if (!rate && !count)
    problems.push_back({"", "names no threshold; give rate (a share) or count (a number a year)"});
  if (rate && count) problems.push_back({"count", "stands beside a rate; give one of the two"});
}

void Escalator::validate(Problems& problems) const {
  if (steps.empty()) {
    problems.push_back({"steps", "is empty; give at least one step, from: 0%"});
    return;
  }
  if (steps.front().from != 0)
    problems.push_back({"steps[0].from", "must be 0%, so that every success rate has a factor"});
  check_rising(
      steps, "steps", "from", [](const EscalatorStep& s) { return s.from; }, problems);
}

void TermParameters::validate(Problems& problems) const {
  const bool outcome = kind == TermKind::outcome, process = kind == TermKind::process;
  const bool measured = (outcome || process) && measure.has_value();
  const bool priced = kind == TermKind::attachment || outcome || process;
  const bool by_amount = kind == TermKind::block || kind == TermKind::floor;
  const bool window = measured && has_window(*measure);
  const bool review = measured && (at_review(*measure) || *measure == Measure::review_done);
  const bool fewer = measured && *measure == Measure::fewer_offences;
  const bool started = measured && *measure == Measure::started_in_time;
  const bool standing = outcome && measured && !fewer && *measure != Measure::no_proven_offence;
  const bool returnable =
      kind == TermKind::attachment ||
      (outcome && measured &&
       (*measure == Measure::planned_exit || *measure == Measure::no_representation));
  const Use uses[] = {
      {"amount", amount.has_value(), by_amount, by_amount && !share},
      {"price", !price.empty(), priced && !share, priced && !share},
      {"price_ratio", !price_ratio.empty(), priced && share.has_value(), false},
      {"price_per_week", price_per_week.has_value(), kind == TermKind::activity,
       kind == TermKind::activity},
      {"measure", measure.has_value(), outcome || process, outcome || process},
      {"within_months", within_months.has_value(), window, window},
      {"within", within.has_value(), started, started},
      {"baseline", baseline.has_value(), fewer, fewer},
      {"up_to", up_to.has_value(), review, false},
      {"requires_all", !requires_all.empty(), standing, false},
      {"verified_by", verified_by != Verifier::as_the_design, standing, false},
      {"threshold", threshold.has_value(), (outcome || process) && !fewer, false},
      {"escalator", escalator.has_value(), (outcome || process) && !fewer, false},
      {"claw_back", claw_back.has_value(), returnable, false},
      {"cap", cap.has_value(), !by_amount, false},
      {"groups", !groups.empty(), !by_amount && !fewer, false},
  };
  const std::string what = measured && (outcome || process)
                               ? "measure " + std::string(name_of(*measure))
                               : "kind " + std::string(name_of(kind));
  for (const Use& use : uses) {
    if (use.given && !use.wanted)
      problems.push_back({use.field, "is not used by a term of " + what +
                                         (std::string_view(use.field).starts_with("price") && share
                                              ? " with a share; remove one of the two"
                                              : "; remove it or change the kind")});
    if (use.needed && !use.given)
      problems.push_back({use.field, "is missing; a term of " + what + " needs it"});
  }
  if (measured && is_process(*measure) != process)
    problems.push_back({"measure", std::string(name_of(*measure)) + " is a measure of kind " +
                                       (process ? "outcome" : "process") +
                                       "; change the kind or the measure"});
  if (claw_back && threshold)
    problems.push_back({"claw_back",
                        "stands beside a threshold, under which nothing is paid for a "
                        "person; give one of the two"});
  if (amount && share)
    problems.push_back({"share", "stands beside an amount; give one of the two"});
  if (fewer && price.size() > 1)
    problems.push_back({"price", "must be one price: fewer_offences is settled for all together"});
  if (fewer && share)
    problems.push_back({"share",
                        "cannot price fewer_offences, whose volume depends on the "
                        "baseline; give a price"});
  if (until_month && *until_month <= from_month)
    problems.push_back({"until_month", "must come after from_month"});
  check_rising(
      phase_in, "phase_in", "from_month",
      [](const PhaseStep& s) { return static_cast<double>(s.from_month); }, problems);
}

namespace {

void check_clusters(const ContractParameters& contract, Problems& problems) {
  ByBand<int> seen{};
  for (const auto& [name, bands] : contract.clusters)
    for (const MeasuredBand b : bands)
      ++seen[b];
  if (contract.clusters.empty()) return;
  for (const MeasuredBand b : all_of<MeasuredBand>())
    if (seen[b] != 1)
      problems.push_back({"clusters", "band " + std::string(name_of(b)) + " is in " +
                                          std::to_string(seen[b]) +
                                          " clusters; put each band in exactly one"});
}

void check_prices(const ContractParameters& contract, const std::string& field,
                  const std::map<std::string, double>& prices, Problems& problems) {
  if (prices.empty() || (prices.size() == 1 && prices.contains("all"))) return;
  for (const auto& [cluster, pounds] : prices)
    if (!contract.clusters.contains(cluster))
      problems.push_back({field + "." + cluster, "no such cluster; the contract's clusters are: " +
                                                     list_clusters(contract)});
  for (const auto& [cluster, bands] : contract.clusters)
    if (!prices.contains(cluster))
      problems.push_back({field, "has no price for cluster " + cluster + "; add one"});
}

void check_budget(const ContractParameters& contract, Problems& problems) {
  double sum = 0;
  bool shared = false;
  for (const auto& [name, term] : contract.terms)
    if (term.share) {
      shared = true;
      sum += *term.share;
    }
  if (shared && !contract.budget)
    problems.push_back({"budget", "is missing; terms with a share need the value of the contract"});
  if (contract.budget && !shared)
    problems.push_back({"budget", "is used by no term; give terms a share of it or remove it"});
  if (shared && contract.budget && std::abs(sum - 1) > 1e-9)
    problems.push_back({"terms", "the shares of the budget add up to " + std::to_string(sum * 100) +
                                     "%, not to 100%"});
}

}  // namespace

void ContractParameters::validate(Problems& problems) const {
  if (terms.size() > 64) problems.push_back({"terms", "more than 64 terms; merge some"});
  check_clusters(*this, problems);
  check_budget(*this, problems);
  for (const auto& [name, term] : terms) {
    check_prices(*this, "terms." + name + ".price", term.price, problems);
    check_prices(*this, "terms." + name + ".price_ratio", term.price_ratio, problems);
  }
}

}  // namespace pbrsim
