#include "provider/variants.hpp"

#include <algorithm>

#include "core/units.hpp"

namespace pbrsim {

namespace {

bool alike(const ProblemBeliefs& a, const ProblemBeliefs& b) {
  return a.at_start == b.at_start && a.begins == b.begins && a.ends == b.ends;
}

/// Whether reviews for the term tell the beliefs apart, who agree on use and wellbeing.
bool tells_apart(const Contract::Term& t, const JourneyBeliefs& a, const JourneyBeliefs& b) {
  const auto reads = [&](Domain d, Measure own) {
    return (t.requires_all & bit(d)) != 0 || t.measure == own;
  };
  return (t.verified_by == Verifier::provider && a.misreported != b.misreported) ||
         (reads(Domain::injecting, Measure::stopped_injecting_at_review) &&
          !alike(a.injecting, b.injecting)) ||
         (reads(Domain::housing, Measure::housing_resolved_at_review) &&
          !alike(a.housing, b.housing)) ||
         (reads(Domain::employment, Measure::found_work_at_review) &&
          !alike(a.unemployed, b.unemployed));
}

bool tells_apart(const ContractPlan& plan, const JourneyBeliefs& a, const JourneyBeliefs& b) {
  return std::ranges::any_of(plan.terms, [&](const ContractPlan::Term& planned) {
    const Contract::Term& t = plan.contract->terms()[planned.index];
    return t.kind == TermKind::outcome && at_review(t.measure) && tells_apart(t, a, b);
  });
}

Outlook from_triage(Outlook outlook, const std::optional<OnBooks>& met) {
  if (met) outlook.triage -= met->age;
  return outlook;
}

}  // namespace

ValuedVariants::ValuedVariants(const ContractPlan& plan, const BeliefVariants& variants,
                               BeliefVariants::Chain& chain, Group group, const Outlook& outlook,
                               const std::optional<OnBooks>& met)
    : variants_(&variants),
      group_(group),
      outlook_(from_triage(outlook, met)),
      met_(met),
      courses_(plan, variants.course[0], chain, group, outlook_),
      beside_(variants.beside.size()) {
  follow(courses_);
  const JourneyBeliefs& first = variants.course[0];
  for (std::size_t i = 0; i < beside_.size(); ++i) {
    const JourneyBeliefs& beliefs = variants.beside[i];
    if (!tells_apart(plan, first, beliefs)) continue;
    if (!alone_) alone_.emplace(first, chain.discount());
    follow(beside_[i].emplace(plan, beliefs, *alone_, group_, outlook_));
  }
}

template <class P>
void ValuedVariants::follow(Walk<P>& walk) const {
  if (met_) walk.meet(met_->age, met_->clients);
  walk.go_to_the_end();
}

JourneyValue ValuedVariants::value(std::size_t variant, Band band) const {
  constexpr std::size_t courses = BeliefVariants::courses;
  const auto valued = [&](const auto& walk, std::size_t course) {
    return walk.value(static_cast<int>(course), (*variants_)[variant], band, outlook_.discount,
                      !met_);
  };
  if (variant < courses) return valued(courses_, variant);
  const auto& beside = beside_[variant - courses];
  return beside ? valued(*beside, 0) : valued(courses_, 0);
}

}  // namespace pbrsim
