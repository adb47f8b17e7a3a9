/// Journeys of one kind of client under practices a little apart, valued together.
///
/// What a provider weighs up asks for the worth of the same client under its practice and under
/// each lever moved a little. Levers that act on the course of treatment change the belief chain;
/// what follows an exit, problems, and what is reported are read beside it or at the end. So four
/// courses go through one walk side by side, and the others share the first one's. Units as in
/// valuation.hpp.
#pragma once

#include <optional>
#include <vector>

#include "provider/walk.hpp"

namespace pbrsim {

struct BeliefVariants {
  static constexpr std::size_t courses = 4;
  using Chain = TreatmentChain<CourseStep<4>>;
  std::array<JourneyBeliefs, courses> course;
  /// As course[0] through treatment; problems, reports, relapse and returns may differ.
  std::vector<JourneyBeliefs> beside;

  std::size_t size() const { return courses + beside.size(); }
  const JourneyBeliefs& operator[](std::size_t i) const {
    return i < courses ? course[i] : beside[i - courses];
  }
  Chain chain(double discount_a_day) const {
    return {{&course[0], &course[1], &course[2], &course[3]}, discount_a_day};
  }
};

/// What exits and triages are worth to each variant at a discount a year; reckoned once where
/// variants agree on it.
class VariantWorths {
 public:
  VariantWorths(const ContractPlan& plan, const BeliefVariants& variants, double discount);
  const TermWorths& operator[](std::size_t variant) const { return worths_[like_[variant]]; }

 private:
  std::vector<std::size_t> like_;  // index in worths_
  std::vector<TermWorths> worths_;
};

/// Clients met on the books, so many in each use state.
struct OnBooks {
  double age;  // days since triage
  ByUse clients;
};

/// The variants must outlive it, and so must the chain, which is theirs at the outlook's discount.
class ValuedVariants {
 public:
  /// New journeys; with `met`, clients on the books, as value_of_clients().
  ValuedVariants(const ContractPlan& plan, const BeliefVariants& variants,
                 BeliefVariants::Chain& chain, Group group, const Outlook& outlook,
                 const std::optional<OnBooks>& met = {});
  ValuedVariants(const ValuedVariants&) = delete;

  /// By term of the contract. Precondition: `worths` are of the same plan and variants, at the
  /// outlook's discount.
  JourneyValue::Terms terms(std::size_t variant, Band band, const VariantWorths& worths) const;

 private:
  static constexpr int courses = BeliefVariants::courses;

  using Followed = Walk<Courses<courses>>;
  static std::vector<Followed::Told> told_apart(const ContractPlan& plan,
                                                const BeliefVariants& variants);

  const ContractPlan* plan_;
  const BeliefVariants* variants_;
  Outlook outlook_;  // as of triage
  bool met_;
  std::vector<Followed::Told> told_;  // of variants beside the courses
  Followed walk_;
};

}  // namespace pbrsim
