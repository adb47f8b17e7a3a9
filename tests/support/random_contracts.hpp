/// Contracts that could stand in a scenario, by throws of dice: the same for the same seed.
#pragma once

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <string>

#include "support/terms.hpp"

namespace pbrsim::test {

/// From 0 to a number, that included.
class Dice {
 public:
  explicit Dice(std::uint32_t seed) : engine_(seed) {}
  int operator()(int to) { return boost::random::uniform_int_distribution<>(0, to)(engine_); }
  bool often(int in) { return (*this)(in) == 0; }

 private:
  boost::random::mt19937 engine_;
};

/// Outcomes and processes of any kind with conditions of any kind, and perhaps a floor; no blocks.
inline ContractParameters random_contract(Dice& dice) {
  ContractParameters c;
  if (dice.often(2)) c.cap = 100.0 * (1 + dice(30));
  const int n = 1 + dice(5);
  for (int i = 0; i < n; ++i) {
    const auto m = static_cast<Measure>(dice(static_cast<int>(enum_size<Measure>) - 1));
    TermParameters t = outcome(m, 0.01 * (1 + dice(30000)));
    if (m == Measure::started_in_time) t.within = 1 + dice(40);
    if (has_window(m)) t.within_months = 6;
    if (m == Measure::fewer_offences) t.baseline = 0.1 * (1 + dice(10));
    if (dice.often(2)) t.cap = 50.0 * (1 + dice(30));
    t.funder = static_cast<Funder>(dice(2));
    t.lag_months = dice(3);
    const bool exit = m == Measure::planned_exit || m == Measure::no_representation;
    const int least = m == Measure::no_representation ? 7 : 1;
    if (exit && dice.often(1)) t.claw_back = ClawBack{least + dice(12), 0.01 * (1 + dice(99))};
    if (!t.claw_back && m != Measure::fewer_offences && dice.often(2)) {
      t.threshold = Threshold{};
      t.threshold->rate = 0.1 * dice(9);
      t.threshold->pays = static_cast<Beyond>(dice(1));
      t.threshold->ratchet = 0.1 * dice(10);
    }
    if (m != Measure::fewer_offences && dice.often(2))
      t.escalator = Escalator{1 + dice(11), {{0, 0.01 * (1 + dice(200))}, {0.4, 0.01 * dice(300)}}};
    if (dice.often(3)) t.until_month = 6 + dice(18);
    c.terms["t" + std::to_string(i)] = t;
  }
  if (dice.often(2)) {
    TermParameters floor = term(TermKind::floor);
    floor.amount = 100.0 * (1 + dice(40));
    c.terms["z floor"] = floor;
  }
  return c;
}

/// What the contract's own rules have against it.
inline Problems faults(const ContractParameters& c) {
  Problems problems;
  c.validate(problems);
  for (const auto& [name, t] : c.terms)
    t.validate(problems);
  return problems;
}

}  // namespace pbrsim::test
