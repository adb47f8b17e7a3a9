/// Taking the difference between two designs apart: how much of it is effort, selection, the
/// transition and so on.
///
/// Coalitions of players (area/players.hpp) are designs of their own: the design asked about with
/// each player that is absent taken out, as it stands under the design compared with. All of them
/// run in the same blocks, forked from one history: the same people with the same chance. Of a
/// measure v, replication by replication,
///
///     whole         = v(to) − v(from)
///     before        = v(from, the players' switches off) − v(from)
///     payment_rules = v(to, all players out) − v(from, the players' switches off)
///     a player      = its Shapley value in the game v(to, with the players of a coalition only)
///
/// so that the last three kinds add up to the first. `before` is what providers did in answer to
/// the contract of `from` itself. `payment_rules` compares two designs that differ in nothing but
/// what is paid for the same events. Ratios are ratios of sums over areas in each coalition, as in
/// the summary; a replication counts where the measure is defined in all its coalitions.
///
/// Up to `most_exact` players the Shapley values are exact; with more, each replication draws
/// orders of its own, the same for all areas, so that the spread over replications holds the chance
/// of the orders too. Players that cannot make a difference in any area are left out of the game.
#pragma once

#include "analysis/comparison.hpp"
#include "analysis/shapley.hpp"
#include "area/players.hpp"
#include "experiment/run.hpp"

namespace pbrsim {

inline constexpr std::size_t most_exact = 6;

struct DecompositionPlan {
  std::string from, to;
  std::vector<Player> players;
  std::vector<std::vector<std::string>> parts_at_play;  // of each player: can make a difference
  std::vector<std::size_t> at_play;        // those that can make a difference; bits of coalitions
  std::vector<std::vector<Order>> orders;  // by replication; empty: all coalitions, exact
  /// Designs: from, to, from with the players' switches off, then the coalitions but the whole one.
  Plan plan;
  std::vector<Coalition> coalitions;  // from the fourth design on

  bool exact() const { return orders.empty(); }
  bool plays(std::size_t player) const;
  /// Of the plan's designs those that a replication needs.
  std::vector<std::size_t> designs_of(std::uint32_t replication) const;
};

/// What would run. Throws UserError where a design is unknown, both are one, or they differ in a
/// part that no player holds.
DecompositionPlan plan_decomposition(const Scenario& scenario, const std::string& from,
                                     const std::string& to);

/// Builds pools, solves prices and makes the designs of the coalitions, with the prices of the
/// design that they are made from.
void make_coalitions(DecompositionPlan& plan, int threads);

class Decomposition {
 public:
  /// The plan must outlive it.
  explicit Decomposition(const DecompositionPlan& plan);

  /// One replication: sums by area and design, in the order of designs_of(); none for an area whose
  /// block failed.
  void add(std::uint32_t replication, const std::vector<std::vector<Sums>>& by_area);

  const DecompositionPlan& plan() const { return *plan_; }
  std::size_t areas() const { return plan_->plan.areas.size(); }
  /// whole, before, payment_rules, then the players in order.
  std::size_t parts() const { return 3 + plan_->players.size(); }
  std::string part_name(std::size_t part) const;

  /// By replication; area = areas() is the total, `measure` indexes measures().
  const std::vector<double>& values(std::size_t area, std::size_t measure, std::size_t part) const;
  const std::vector<double>& from(std::size_t area, std::size_t measure) const;
  const std::vector<double>& to(std::size_t area, std::size_t measure) const;

 private:
  struct Cell {
    std::vector<std::vector<double>> parts;
    std::vector<double> from, to;
  };
  using Value = std::function<double(std::size_t design)>;
  const Cell& cell(std::size_t area, std::size_t measure) const;
  std::vector<double> take_apart(std::uint32_t replication, const Value& value,
                                 const Game& game) const;

  const DecompositionPlan* plan_;
  std::vector<Cell> cells_;  // by area and measure
};

}  // namespace pbrsim
