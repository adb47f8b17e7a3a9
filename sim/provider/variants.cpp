#include "provider/variants.hpp"

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

/// Terms whose reviews tell a variant from the first course, variant by variant.
std::vector<ValuedVariants::Followed::Told> ValuedVariants::told_apart(
    const ContractPlan& plan, const BeliefVariants& variants) {
  std::vector<Followed::Told> told;
  for (const JourneyBeliefs& beliefs : variants.beside)
    for (std::size_t i = 0; i < plan.terms.size(); ++i) {
      const Contract::Term& t = plan.contract->terms()[plan.terms[i].index];
      if (t.kind == TermKind::outcome && at_review(t.measure) &&
          tells_apart(t, variants.course[0], beliefs))
        told.push_back({i, &beliefs});
    }
  return told;
}

ValuedVariants::ValuedVariants(const ContractPlan& plan, const BeliefVariants& variants,
                               BeliefVariants::Chain& chain, Group group, const Outlook& outlook,
                               const std::optional<OnBooks>& met)
    : plan_(&plan),
      variants_(&variants),
      outlook_(from_triage(outlook, met)),
      met_(met),
      told_(told_apart(plan, variants)),
      walk_(plan, variants.course[0], chain, group, outlook_, told_) {
  if (met) walk_.meet(met->age, met->clients);
  walk_.go_to_the_end();
}

JourneyValue::Terms ValuedVariants::terms(std::size_t variant, Band band,
                                          const VariantWorths& worths) const {
  const bool beside = variant >= BeliefVariants::courses;
  const JourneyBeliefs& beliefs = (*variants_)[variant];
  JourneyValue::Terms terms = walk_.terms(beside ? 0 : static_cast<int>(variant), beliefs,
                                          worths[variant], band, outlook_.discount, !met_);
  for (std::size_t i = 0; beside && i < told_.size(); ++i)
    if (told_[i].beliefs == &beliefs)
      terms[plan_->terms[told_[i].term].index] = walk_.value_beside(i, worths[variant], band);
  return terms;
}

}  // namespace pbrsim
