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

}  // namespace

ValuedVariants::ValuedVariants(const ContractPlan& plan, const BeliefVariants& variants,
                               BeliefVariants::Chain& chain, Group group, const Outlook& outlook)
    : variants_(&variants), group_(group), outlook_(outlook), new_(true) {
  follow_all(plan, chain);
}

ValuedVariants::ValuedVariants(const ContractPlan& plan, const BeliefVariants& variants,
                               BeliefVariants::Chain& chain, Group group, const Outlook& outlook,
                               double age, const ByUse& clients)
    : variants_(&variants),
      group_(group),
      outlook_(outlook),
      new_(false),
      age_(age),
      clients_(clients) {
  outlook_.triage -= age;
  follow_all(plan, chain);
}

template <class P>
Walk<P> ValuedVariants::follow(const ContractPlan& plan, const JourneyBeliefs& beliefs,
                               typename P::Chain& chain) const {
  Walk<P> walk(plan, beliefs, chain, group_, outlook_);
  if (!new_) walk.meet(age_, clients_);
  walk.go_to_the_end();
  return walk;
}

void ValuedVariants::follow_all(const ContractPlan& plan, BeliefVariants::Chain& chain) {
  const JourneyBeliefs& first = variants_->course[0];
  courses_.push_back(follow<Courses<4>>(plan, first, chain));
  beside_.resize(variants_->beside.size());
  std::optional<Courses<1>::Chain> alone;
  for (std::size_t i = 0; i < beside_.size(); ++i) {
    const JourneyBeliefs& beliefs = variants_->beside[i];
    if (!tells_apart(plan, first, beliefs)) continue;
    if (!alone) alone.emplace(first, chain.discount());
    beside_[i] = follow<Courses<1>>(plan, beliefs, *alone);
  }
}

JourneyValue ValuedVariants::value(std::size_t variant, Band band) const {
  constexpr std::size_t courses = BeliefVariants::courses;
  const auto valued = [&](const auto& walk, std::size_t course) {
    return walk.value(static_cast<int>(course), (*variants_)[variant], band, outlook_.discount,
                      new_);
  };
  if (variant < courses) return valued(courses_.front(), variant);
  const auto& beside = beside_[variant - courses];
  return beside ? valued(*beside, 0) : valued(courses_.front(), 0);
}

}  // namespace pbrsim
