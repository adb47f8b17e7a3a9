#include "provider/variants.hpp"

#include <algorithm>

#include "core/units.hpp"

namespace pbrsim {

namespace {

/// Whether reviews for the term tell the beliefs apart, who agree on use and wellbeing.
bool tells_apart(const Contract::Term& t, const JourneyBeliefs& a, const JourneyBeliefs& b) {
  const auto reads = [&](Domain d, Measure own) {
    return (t.requires_all & bit(d)) != 0 || t.measure == own;
  };
  return (t.verified_by == Verifier::provider && a.misreported != b.misreported) ||
         (reads(Domain::injecting, Measure::stopped_injecting_at_review) &&
          a.injecting != b.injecting) ||
         (reads(Domain::housing, Measure::housing_resolved_at_review) && a.housing != b.housing) ||
         (reads(Domain::employment, Measure::found_work_at_review) && a.unemployed != b.unemployed);
}

/// By term of the plan.
std::vector<bool> told_apart(const ContractPlan& plan, const JourneyBeliefs& a,
                             const JourneyBeliefs& b) {
  std::vector<bool> told;
  for (const ContractPlan::Term& planned : plan.terms) {
    const Contract::Term& t = plan.contract->terms()[planned.index];
    told.push_back(t.kind == TermKind::outcome && at_review(t.measure) && tells_apart(t, a, b));
  }
  return told;
}

Outlook from_triage(Outlook outlook, const std::optional<OnBooks>& met) {
  if (met) outlook.triage -= met->age;
  return outlook;
}

}  // namespace

VariantWorths::VariantWorths(const ContractPlan& plan, const BeliefVariants& variants,
                             double discount)
    : like_(variants.size()) {
  worths_.reserve(variants.size());
  for (std::size_t i = 0; i < variants.size(); ++i) {
    std::size_t same = 0;
    while (same < i && !worths_alike(variants[same], variants[i]))
      ++same;
    like_[i] = same < i ? like_[same] : worths_.size();
    if (same == i) worths_.push_back(worths_of_terms(plan, variants[i], discount));
  }
}

ValuedVariants::ValuedVariants(const ContractPlan& plan, const BeliefVariants& variants,
                               BeliefVariants::Chain& chain, Group group, const Outlook& outlook,
                               const std::optional<OnBooks>& met)
    : plan_(&plan),
      variants_(&variants),
      group_(group),
      outlook_(from_triage(outlook, met)),
      met_(met),
      courses_(plan, variants.course[0], chain, group, outlook_),
      beside_(variants.beside.size()) {
  follow(courses_);
  for (std::size_t i = 0; i < beside_.size(); ++i) {
    const JourneyBeliefs& beliefs = variants.beside[i];
    auto told = told_apart(plan, variants.course[0], beliefs);
    if (std::ranges::find(told, true) == told.end()) continue;
    beside_[i].emplace(told, Walk<FirstOf<courses>>(plan, beliefs, chain, group_, outlook_, told));
    follow(beside_[i]->walk);
  }
}

template <class P>
void ValuedVariants::follow(Walk<P>& walk) const {
  if (met_) walk.meet(met_->age, met_->clients);
  walk.go_to_the_end();
}

JourneyValue ValuedVariants::value(std::size_t variant, Band band,
                                   const VariantWorths& worths) const {
  const auto valued = [&](const auto& walk, std::size_t course) {
    return walk.value(static_cast<int>(course), (*variants_)[variant], worths[variant], band,
                      outlook_.discount, !met_);
  };
  if (variant < BeliefVariants::courses) return valued(courses_, variant);
  JourneyValue value = valued(courses_, 0);
  if (const auto& beside = beside_[variant - BeliefVariants::courses]) {
    const JourneyValue own = valued(beside->walk, 0);
    for (std::size_t i = 0; i < beside->told_apart.size(); ++i)
      if (beside->told_apart[i])
        value.terms[plan_->terms[i].index] = own.terms[plan_->terms[i].index];
  }
  return value;
}

}  // namespace pbrsim
