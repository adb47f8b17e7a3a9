/// Shapley values: what each player of a game adds to what all of them achieve, on average over the
/// orders in which they may come (Shapley 1953, doi:10.1515/9781400881970-018).
///
/// A coalition is a set of players, bit i for player i. Values are in the unit of the game. A
/// player that never makes a difference gets exactly 0; where the value of a coalition is not a
/// number, all players get none.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

namespace pbrsim {

using Coalition = std::uint32_t;
using Order = std::vector<std::size_t>;  // players, the first to come first
using Game = std::function<double(Coalition)>;

/// Exact: Σ over coalitions S without i of |S|! (n − |S| − 1)! / n! (v(S ∪ i) − v(S)).
std::vector<double> shapley(std::size_t players, const Game& value);

/// The mean over those orders alone. What players get adds up to v(all) − v(none) in each order. If
/// orders are drawn at random it has the Shapley value as its expectation (Castro, Gómez & Tejada
/// 2009, doi:10.1016/j.cor.2008.04.004). Precondition: at least one order.
std::vector<double> shapley_by_orders(const std::vector<Order>& orders, const Game& value);

/// So many random orders; every other one is the one before it from its end, which evens out what
/// depends on coming early. `uniform(k)` is the k-th number in (0, 1).
std::vector<Order> random_orders(std::size_t players, int orders,
                                 const std::function<double(std::uint32_t)>& uniform);

/// The coalitions that an order meets, none and all included.
std::vector<Coalition> coalitions_of(const Order& order);

}  // namespace pbrsim
