/// The practice that a provider is heading for under a contract, and how near it is to moving.
///
/// From what it weighed up at its first look at the contract (provider/deliberation.hpp): where its
/// levers stand, where they would be once it has fully adjusted, and how many times its prices the
/// contract would have to pay for a lever to start to move. A lever has started once what its
/// elasticity is about (response.hpp) has changed by 0.05, the others adjusted too; found to 1%, as
/// the first of stakes that double, whatever the provider can finance. Where another optimum, too
/// far off for the provider to find in small steps, is worth more, that is there too.
#pragma once

#include <string>
#include <vector>

#include "provider/deliberation.hpp"

namespace pbrsim {

inline constexpr double least_stakes = 1.0 / 32, most_stakes = 64;
inline constexpr double starting_change = 0.05;

struct ChosenLever {
  Lever lever = Lever::engagement;
  std::string cluster;            // name in the contract; empty for a lever that all clients share
  double begins = 0, target = 0;  // as in the practice vector
  double change = 0;              // own_change() of the two
  /// Times its prices; `least_stakes` if it has started there, below 0 if not even at
  /// `most_stakes`.
  double starts_at = -1;
  double distant = 0;  // at the better distant optimum; `target` if there is none
};

struct ChosenPractice {
  std::vector<ChosenLever> levers;  // those that are free to move
  double gain = 0;                  // J at the target less J where it begins, pounds a week
  double distant_gain = 0;          // of the better distant optimum over the target; 0: none
  double cash_worth = 0;  // where the target is all that it can finance: Choice::cash_worth
};

ChosenPractice explain_choice(const Deliberation& weighed, const Moves& target);

}  // namespace pbrsim
