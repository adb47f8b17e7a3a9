#include "area/parameters.hpp"

namespace pbrsim {

void AreaParameters::validate(Problems& problems) const {
  if (providers.empty())
    problems.push_back({"providers", "is empty; an area needs at least one provider"});
  if (providers.size() > 16)
    problems.push_back({"providers", "has more than 16 providers; merge some"});
  for (const auto& [id, provider] : providers)
    if (provider.keyworker_hours == 0)
      problems.push_back({"providers." + id + ".keyworker_hours",
                          "is 0, so that it never treats anybody; give it hours or remove it",
                          {"providers." + id + ".keyworker_hours"}});
}

Shock in_force(const std::vector<Shock>& shocks, Date month) {
  Shock result;
  for (const Shock& s : shocks) {
    if (month < s.begins || (s.months && month >= add_months(s.begins, *s.months))) continue;
    result.capacity *= s.capacity;
    result.fixed_cost *= s.fixed_cost;
    result.inflow *= s.inflow;
  }
  return result;
}

void AssessmentParameters::validate(Problems& problems) const {
  if (!independent) {
    if (hours > 0)
      problems.push_back({"hours",
                          "are of an independent service, and there is none; add independent: true "
                          "or remove them",
                          {"independent", "hours"}});
    return;
  }
  if (hours <= 0)
    problems.push_back(
        {"hours",
         "is missing or 0, so nobody would ever be assessed; give the service's hours a week",
         {"independent", "hours"}});
  const bool any = duration.rate || duration.shape || !duration.pieces.empty();
  if (!any)
    problems.push_back({"duration",
                        "is missing; an independent assessment needs a hazard of being done, for "
                        "example 1 per week",
                        {"independent", "duration"}});
}

void TransitionParameters::validate(Problems& problems) const {
  if (capacity_loss > 0 && months == 0)
    problems.push_back({"months",
                        "is missing or 0, so that no capacity is lost; say how many months the "
                        "transition lasts, or remove capacity_loss",
                        {"months", "capacity_loss"}});
}

namespace {

using Contracts = std::map<std::string, ContractParameters>;

std::string list_payees(const DesignParameters& design, const AreaParameters& area) {
  std::string payees;
  for (const auto& [name, provider] : area.providers)
    payees += (payees.empty() ? "" : ", ") + name;
  if (design.assessment.independent) payees += ", " + design.assessment.service;
  return payees;
}

bool is_paid(const std::string& name, const DesignParameters& design, const AreaParameters& area) {
  return area.providers.contains(name) ||
         (design.assessment.independent && name == design.assessment.service);
}

void check_payees(const std::string& under, const Contracts& contracts,
                  const DesignParameters& design, const AreaParameters& area, Problems& problems) {
  for (const auto& [name, contract] : contracts)
    if (!is_paid(name, design, area))
      problems.push_back({under + "." + name,
                          "nobody of that name is paid in this area and design; there are: " +
                              list_payees(design, area),
                          {under + ".", "assessment.independent", "assessment.service"}});
}

void check_missing(const DesignParameters& design, const AreaParameters& area, Problems& problems) {
  for (const auto& [name, provider] : area.providers)
    if (!design.contracts.contains(name))
      problems.push_back({"contracts",
                          "provider " + name + " has no contract; add contracts." + name,
                          {"contracts."}});
  const std::string& service = design.assessment.service;
  if (design.assessment.independent && !design.contracts.contains(service))
    problems.push_back({"contracts",
                        "the assessment service has no contract; add contracts." + service +
                            ", with terms: {} if it is paid nothing",
                        {"contracts.", "assessment.independent", "assessment.service"}});
}

void check_verifiers(const std::string& under, const Contracts& contracts,
                     const DesignParameters& design, Problems& problems) {
  if (design.assessment.independent) return;
  for (const auto& [name, contract] : contracts)
    for (const auto& [term_name, term] : contract.terms) {
      const std::string path = under + "." + name + ".terms." + term_name + ".verified_by";
      const bool verified =
          (term.measure && at_review(*term.measure)) || !term.requires_all.empty();
      if (verified && term.verified_by == Verifier::assessor)
        problems.push_back({path,
                            "is assessor, and the design has no independent assessment service; "
                            "remove it or add assessment.independent: true",
                            {path, "assessment.independent"}});
    }
}

void check_successors(const Contracts& successors, Problems& problems) {
  const char* const in_pounds =
      "is not for a successor, whose amounts and prices are given in pounds; remove it";
  for (const auto& [name, contract] : successors) {
    const std::string path = "successor." + name;
    if (contract.budget) problems.push_back({path + ".budget", in_pounds, {path + ".budget"}});
    for (const auto& [term_name, term] : contract.terms) {
      const std::string share = path + ".terms." + term_name + ".share";
      if (term.share) problems.push_back({share, in_pounds, {share}});
    }
  }
}

}  // namespace

void validate(const DesignParameters& design, const AreaParameters& area, Problems& problems) {
  for (const auto& [name, practice] : design.practice)
    if (!area.providers.contains(name))
      problems.push_back({"practice." + name,
                          "no such provider; the area has: " + list_payees(design, area),
                          {"practice."}});
  check_payees("contracts", design.contracts, design, area, problems);
  check_payees("successor", design.successor, design, area, problems);
  check_missing(design, area, problems);
  check_verifiers("contracts", design.contracts, design, problems);
  check_verifiers("successor", design.successor, design, problems);
  check_successors(design.successor, problems);
  if (design.assessment.independent && area.providers.contains(design.assessment.service))
    problems.push_back({"assessment.service",
                        "has the name of a provider; choose another",
                        {"assessment.independent", "assessment.service"}});
}

}  // namespace pbrsim
