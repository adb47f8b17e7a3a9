#include "analysis/shapley.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

namespace pbrsim {

namespace {

Coalition with(Coalition coalition, std::size_t player) {
  return coalition | Coalition{1} << player;
}

std::vector<double> none(std::size_t players) { return std::vector<double>(players, std::nan("")); }

/// |S|! (n - |S| - 1)! / n! by |S|: 1 / (n C(n - 1, |S|)).
std::vector<double> weights(std::size_t n) {
  std::vector<double> result;
  double choices = 1;
  for (std::size_t size = 0; size < n; ++size) {
    result.push_back(1 / (static_cast<double>(n) * choices));
    choices *= static_cast<double>(n - 1 - size) / static_cast<double>(size + 1);
  }
  return result;
}

}  // namespace

std::vector<double> shapley(std::size_t players, const Game& value) {
  const Coalition all = (Coalition{1} << players) - 1;
  std::vector<double> values;  // less that of nobody, so that little is lost to rounding
  for (Coalition s = 0; s <= all; ++s)
    values.push_back(value(s) - (s == 0 ? 0 : values.front()));
  if (std::ranges::any_of(values, [](double v) { return std::isnan(v); })) return none(players);
  values.front() = 0;
  const std::vector<double> weight = weights(players);
  std::vector<double> result(players);
  for (std::size_t i = 0; i < players; ++i)
    for (Coalition s = 0; s <= all; ++s)
      if (with(s, i) != s)
        result[i] +=
            weight[static_cast<std::size_t>(std::popcount(s))] * (values[with(s, i)] - values[s]);
  return result;
}

std::vector<double> shapley_by_orders(const std::vector<Order>& orders, const Game& value) {
  const std::size_t players = orders.front().size();
  std::vector<double> sums(players);
  const double nobody = value(0);
  for (const Order& order : orders) {
    Coalition coalition = 0;
    double before = 0;
    for (const std::size_t player : order) {
      coalition = with(coalition, player);
      const double now = value(coalition) - nobody;
      sums[player] += now - before;
      before = now;
    }
  }
  if (std::ranges::any_of(sums, [](double v) { return std::isnan(v); })) return none(players);
  for (double& sum : sums)
    sum /= static_cast<double>(orders.size());
  return sums;
}

std::vector<Order> random_orders(std::size_t players, int orders,
                                 const std::function<double(std::uint32_t)>& uniform) {
  std::vector<Order> result;
  std::uint32_t next = 0;
  while (static_cast<int>(result.size()) < orders) {
    Order order(players);
    std::iota(order.begin(), order.end(), std::size_t{0});
    if (result.size() % 2 == 1) {
      order.assign(result.back().rbegin(), result.back().rend());
    } else {
      for (std::size_t left = players; left > 1; --left) {
        const double at = uniform(next++) * static_cast<double>(left);
        std::swap(order[left - 1], order[std::min(static_cast<std::size_t>(at), left - 1)]);
      }
    }
    result.push_back(std::move(order));
  }
  return result;
}

std::vector<Coalition> coalitions_of(const Order& order) {
  std::vector<Coalition> result{0};
  for (const std::size_t player : order)
    result.push_back(with(result.back(), player));
  return result;
}

}  // namespace pbrsim
