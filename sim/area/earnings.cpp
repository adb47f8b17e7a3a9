#include "area/earnings.hpp"

#include <algorithm>

namespace pbrsim {

namespace {

constexpr const char* so = ", so that the term never pays; change it or remove the term";

/// A payee and the clients for whom it may be paid. The assessment service is paid for everybody's.
struct Payee {
  std::string name;
  bool service;
  ByGroup<bool> comes{};
};

Payee payee_of(const std::string& name, const DesignParameters& design,
               const AreaParameters& area) {
  const auto provider = area.providers.find(name);
  Payee payee{name,
              provider == area.providers.end() && design.assessment.independent &&
                  name == design.assessment.service,
              {}};
  for (const Group g : all_of<Group>())
    payee.comes[g] = area.new_people[g] > 0 &&
                     (provider == area.providers.end() || provider->second.share[g] > 0);
  return payee;
}

/// Groups that the term is for and that come to the payee.
std::vector<Group> groups_of(const TermParameters& term, const Payee& payee) {
  std::vector<Group> result;
  for (const Group g : all_of<Group>()) {
    const bool named =
        term.groups.empty() || std::ranges::find(term.groups, g) != term.groups.end();
    if (named && payee.comes[g] && term.group_factor[g] > 0) result.push_back(g);
  }
  return result;
}

/// Why nobody of the groups ever meets the measure; "" if somebody may.
std::string why_never_met(Measure measure, const std::vector<Group>& groups,
                          const PathwayParameters& pathway) {
  const auto nobody = [&](auto has) { return std::ranges::none_of(groups, has); };
  if ((at_review(measure) || measure == Measure::review_done) && pathway.reviews.interval <= 0)
    return "no reviews are done (pathway.reviews.interval is 0)";
  if (measure == Measure::vaccination_offered && pathway.reviews.vaccination_offered <= 0)
    return "no vaccination is offered (pathway.reviews.vaccination_offered is 0)";
  if (measure == Measure::stopped_injecting_at_review && nobody([&](Group g) {
        return pathway.people[g].injecting.share > 0 || pathway.injecting.begins[g] > 0;
      }))
    return "nobody in its groups ever injects (pathway.people, pathway.injecting.begins)";
  if (measure == Measure::housing_resolved_at_review && nobody([&](Group g) {
        return pathway.people[g].housing_problem.share > 0 || pathway.housing_problem.begins[g] > 0;
      }))
    return "nobody in its groups ever has a housing problem (pathway.people, "
           "pathway.housing_problem.begins)";
  if (measure == Measure::found_work_at_review &&
      nobody([&](Group g) { return pathway.employment.begins[g] > 0; }))
    return "nobody in its groups ever finds work (pathway.employment.begins is 0)";
  return "";
}

void check_weeks(const TermParameters& term, const std::string& path, const Payee& payee,
                 const AreaParameters& area, Problems& problems) {
  if (payee.service) {
    problems.push_back({path + ".kind",
                        "pays for weeks in treatment, of which the assessment service has none, so "
                        "that the term never pays; remove it or change the kind",
                        {path + ".kind", "assessment.independent", "assessment.service"}});
    return;
  }
  const auto provider = area.providers.find(payee.name);
  if (provider == area.providers.end() || !term.price_per_week) return;
  const auto& prices = *term.price_per_week;
  const auto paid = [&](Modality m) { return prices[m] > 0; };
  if (std::ranges::any_of(all_of<Modality>(), paid) &&
      std::ranges::none_of(all_of<Modality>(),
                           [&](Modality m) { return paid(m) && provider->second.offers[m]; }))
    problems.push_back({path + ".price_per_week",
                        "is above 0 only for what " + payee.name + " does not offer" + so});
}

void check_term(const TermParameters& term, const std::string& path, const Payee& payee,
                const AreaParameters& area, const PathwayParameters& pathway, Problems& problems) {
  if (term.kind == TermKind::block || term.kind == TermKind::floor) return;
  if (term.kind == TermKind::activity) check_weeks(term, path, payee, area, problems);
  const std::vector<Group> groups = groups_of(term, payee);
  if (groups.empty()) {
    const std::string reason =
        payee.service ? "new_people is 0 for them"
                      : "new_people or providers." + payee.name + ".share is 0 for each of them";
    problems.push_back(
        {path + (term.groups.empty() ? "" : ".groups"),
         "nobody of the term's groups comes to " + payee.name + " (" + reason + ")" + so});
    return;
  }
  if (!term.measure) return;
  const std::string why = why_never_met(*term.measure, groups, pathway);
  if (!why.empty())
    problems.push_back(
        {path + ".measure", std::string(name_of(*term.measure)) + " is never met: " + why + so});
}

}  // namespace

void check_earnings(const DesignParameters& design, const AreaParameters& area,
                    const PathwayParameters& pathway, Problems& problems) {
  const auto check = [&](const std::string& under, const auto& contracts) {
    for (const auto& [name, contract] : contracts) {
      const Payee payee = payee_of(name, design, area);
      if (!payee.service && !area.providers.contains(name)) continue;
      for (const auto& [term_name, term] : contract.terms)
        check_term(term, under + "." + name + ".terms." + term_name, payee, area, pathway,
                   problems);
    }
  };
  check("contracts", design.contracts);
  check("successor", design.successor);
}

}  // namespace pbrsim
