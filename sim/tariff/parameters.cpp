#include "tariff/parameters.hpp"

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

}  // namespace

void TermParameters::validate(Problems& problems) const {
  const std::string kind_name(name_of(kind));
  const bool outcome = kind == TermKind::outcome;
  const bool priced = kind == TermKind::attachment || outcome;
  const bool window = outcome && measure == Measure::no_representation;
  const bool at_review = outcome && (measure == Measure::abstinent_at_review ||
                                     measure == Measure::abstinent_presenting_at_review);
  const Use uses[] = {
      {"amount", amount.has_value(), kind == TermKind::block, kind == TermKind::block},
      {"price", !price.empty(), priced, priced},
      {"price_per_week", price_per_week.has_value(), kind == TermKind::activity,
       kind == TermKind::activity},
      {"measure", measure.has_value(), outcome, outcome},
      {"within_months", within_months.has_value(), window, window},
      {"up_to", up_to.has_value(), at_review, false},
      {"cap", cap.has_value(), kind != TermKind::block, false},
      {"groups", !groups.empty(), kind != TermKind::block, false},
  };
  for (const Use& use : uses) {
    const std::string what =
        outcome && measure ? "measure " + std::string(name_of(*measure)) : "kind " + kind_name;
    if (use.given && !use.wanted)
      problems.push_back(
          {use.field, "is not used by a term of " + what + "; remove it or change the kind"});
    if (use.needed && !use.given)
      problems.push_back({use.field, "is missing; a term of " + what + " needs it"});
  }
}

void ContractParameters::validate(Problems& problems) const {
  if (terms.size() > 64) problems.push_back({"terms", "more than 64 terms; merge some"});
  ByBand<int> seen{};
  for (const auto& [name, bands] : clusters)
    for (const MeasuredBand b : bands)
      ++seen[b];
  if (!clusters.empty())
    for (const MeasuredBand b : all_of<MeasuredBand>())
      if (seen[b] != 1)
        problems.push_back({"clusters", "band " + std::string(name_of(b)) + " is in " +
                                            std::to_string(seen[b]) +
                                            " clusters; put each band in exactly one"});
  for (const auto& [term_name, term] : terms) {
    if (term.price.size() == 1 && term.price.contains("all")) continue;
    for (const auto& [cluster, pounds] : term.price)
      if (!clusters.contains(cluster))
        problems.push_back(
            {"terms." + term_name + ".price." + cluster,
             "no such cluster; the contract's clusters are: " + list_clusters(*this)});
    for (const auto& [cluster, bands] : clusters)
      if (!term.price.empty() && !term.price.contains(cluster))
        problems.push_back(
            {"terms." + term_name + ".price", "has no price for cluster " + cluster + "; add one"});
  }
}

}  // namespace pbrsim
