#include "area/parameters.hpp"

namespace pbrsim {

void AreaParameters::validate(Problems& problems) const {
  if (providers.empty())
    problems.push_back({"providers", "is empty; an area needs at least one provider"});
  if (providers.size() > 16)
    problems.push_back({"providers", "has more than 16 providers; merge some"});
}

void AssessmentParameters::validate(Problems& problems) const {
  if (!independent) return;
  if (hours <= 0)
    problems.push_back(
        {"hours",
         "is missing or 0, so nobody would ever be assessed; give the service's hours a week"});
  const bool any = duration.rate || duration.shape || !duration.pieces.empty();
  if (!any)
    problems.push_back({"duration",
                        "is missing; an independent assessment needs a hazard of being done, for "
                        "example 1 per week"});
}

void validate(const DesignParameters& design, const AreaParameters& area, Problems& problems) {
  std::string payees;
  for (const auto& [name, provider] : area.providers)
    payees += (payees.empty() ? "" : ", ") + name;
  const bool service = design.assessment.independent;
  if (service) payees += ", " + design.assessment.service;
  for (const auto& [name, practice] : design.practice)
    if (!area.providers.contains(name))
      problems.push_back({"practice." + name, "no such provider; the area has: " + payees});
  for (const auto& [name, contract] : design.contracts)
    if (!area.providers.contains(name) && !(service && name == design.assessment.service))
      problems.push_back(
          {"contracts." + name,
           "nobody of that name is paid in this area and design; there are: " + payees});
  for (const auto& [name, contract] : design.successor) {
    if (!area.providers.contains(name) && !(service && name == design.assessment.service))
      problems.push_back(
          {"successor." + name,
           "nobody of that name is paid in this area and design; there are: " + payees});
    if (contract.budget)
      problems.push_back({"successor." + name + ".budget",
                          "a successor's prices must be given in pounds; remove it"});
  }
  for (const auto& [name, provider] : area.providers)
    if (!design.contracts.contains(name))
      problems.push_back(
          {"contracts", "provider " + name + " has no contract; add contracts." + name});
  if (service && area.providers.contains(design.assessment.service))
    problems.push_back({"assessment.service", "has the name of a provider; choose another"});
}

}  // namespace pbrsim
