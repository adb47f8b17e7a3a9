#include "tariff/parameters.hpp"

#include <cmath>
#include <sstream>

#include "core/units.hpp"
#include "tariff/steps.hpp"

namespace pbrsim {

void Threshold::validate(Problems& problems) const {
  if (!rate && !count)
    problems.push_back({"", "names no threshold; give rate (a share) or count (a number a year)"});
  if (rate && count) problems.push_back({"count", "stands beside a rate; give one of the two"});
  if (count && *count > 0 && *count < 1)
    problems.push_back({"count",
                        "is less than one a year; give a share of the opportunities as rate, or a "
                        "number of at least 1",
                        {"count"}});
}

void Escalator::validate(Problems& problems) const {
  if (steps.empty()) {
    problems.push_back({"steps", "is empty; give at least one step, from: 0%"});
    return;
  }
  if (steps.front().from != 0)
    problems.push_back({"steps.0.from", "must be 0%, so that every success rate has a factor"});
  check_rising(
      steps, "steps", "from", [](const EscalatorStep& s) { return s.from; }, problems);
}

namespace {

std::string list_clusters(const ContractParameters& contract) {
  std::string names;
  for (const auto& [name, bands] : contract.clusters)
    names += (names.empty() ? "" : ", ") + name;
  return names;
}

void check_clusters(const ContractParameters& contract, Problems& problems) {
  ByBand<int> seen{};
  for (const auto& [name, bands] : contract.clusters) {
    if (bands.empty())
      problems.push_back(
          {"clusters." + name, "has no bands; remove it or give it some", {"clusters"}});
    for (const MeasuredBand b : bands)
      ++seen[b];
  }
  if (contract.clusters.empty()) return;
  for (const MeasuredBand b : all_of<MeasuredBand>())
    if (seen[b] != 1)
      problems.push_back({"clusters",
                          "band " + std::string(name_of(b)) + " is in " + std::to_string(seen[b]) +
                              " clusters; put each band in exactly one",
                          {"clusters"}});
}

/// Prices, or their proportions: one for all, or one for each cluster. What stands beside `all`
/// goes over it.
void check_prices(const ContractParameters& contract, const std::string& field, const char* what,
                  const std::map<std::string, double>& prices, Problems& problems) {
  if (prices.empty()) return;
  const std::vector<std::string> from{"clusters", field};
  for (const auto& [cluster, value] : prices)
    if (cluster != "all" && !contract.clusters.contains(cluster))
      problems.push_back(
          {field + "." + cluster,
           contract.clusters.empty()
               ? "is for a cluster, and the contract has none; add clusters to the "
                 "contract, or give one value for all"
               : "no such cluster; the contract's clusters are: " + list_clusters(contract),
           from});
  if (prices.contains("all")) return;
  for (const auto& [cluster, bands] : contract.clusters)
    if (!prices.contains(cluster))
      problems.push_back({field,
                          std::string("has no ") + what + " for cluster " + cluster +
                              "; add one, or all for whatever is left out",
                          from});
}

void check_budget(const ContractParameters& contract, Problems& problems) {
  double sum = 0;
  bool shared = false;
  std::vector<std::string> from{"budget", "terms."};
  for (const auto& [name, term] : contract.terms) {
    from.push_back("terms." + name + ".share");
    if (term.share) {
      shared = true;
      sum += *term.share;
    }
  }
  if (shared && !contract.budget)
    problems.push_back(
        {"budget", "is missing; terms with a share need the value of the contract", {"budget"}});
  if (contract.budget && !shared)
    problems.push_back(
        {"budget", "is used by no term; give terms a share of it or remove it", from});
  if (shared && contract.budget && to_pence(*contract.budget) == 0)
    problems.push_back({"budget",
                        "is 0, so that terms with a share never pay; change it or remove them",
                        {"budget"}});
  if (shared && std::abs(sum - 1) > 1e-9) {
    std::ostringstream percent;
    percent.precision(10);
    percent << sum * 100;
    problems.push_back({"terms",
                        "the shares of the budget add up to " + percent.str() +
                            "%, not to 100%; change them so that they do",
                        from});
  }
}

void check_cap(const ContractParameters& contract, Problems& problems) {
  if (!contract.cap) return;
  std::vector<std::string> from{"cap", "terms."};
  bool holds = false;
  for (const auto& [name, term] : contract.terms) {
    from.push_back("terms." + name + ".kind");
    holds = holds || (term.kind != TermKind::block && term.kind != TermKind::floor);
  }
  if (!holds)
    problems.push_back({"cap",
                        "holds nothing down: the contract has only blocks and floors, which it is "
                        "not for; remove it or add other terms",
                        from});
  else if (to_pence(*contract.cap) == 0)
    problems.push_back({"cap",
                        "is 0, so that only blocks and floors ever pay; change it or remove the "
                        "other terms",
                        {"cap"}});
}

}  // namespace

void ContractParameters::validate(Problems& problems) const {
  if (terms.size() > 64)
    problems.push_back({"terms", "more than 64 terms; merge some", {"terms."}});
  check_clusters(*this, problems);
  check_budget(*this, problems);
  check_cap(*this, problems);
  for (const auto& [name, term] : terms) {
    check_prices(*this, "terms." + name + ".price", "price", term.price, problems);
    check_prices(*this, "terms." + name + ".price_ratio", "ratio", term.price_ratio, problems);
  }
}

}  // namespace pbrsim
