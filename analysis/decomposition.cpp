#include "analysis/decomposition.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <set>

#include "random/streams.hpp"

namespace pbrsim {

namespace {

enum Design : std::size_t { from_design, to_design, before_design, first_coalition };
enum Part : std::size_t { whole, before, payment_rules, first_player };
constexpr std::uint32_t order_of_players = 1000;  // a purpose of its own, of no area

void check_design(const char* option, const std::string& name, const Scenario& scenario) {
  if (std::ranges::find(scenario.designs, name) != scenario.designs.end()) return;
  std::string list;
  for (const std::string& one : scenario.designs)
    list += (list.empty() ? "" : ", ") + one;
  throw UserError(std::string(option) + " " + name +
                  ": the scenario has no design of that name; it has: " + list);
}

/// The designs of an area, ready to be compared part by part.
struct Pair {
  DesignParameters from, to;
};

Pair pair_of(const AreaPlan& area) {
  return {with_all_practice(area.designs[from_design].design, area.model),
          with_all_practice(area.designs[to_design].design, area.model)};
}

bool holds(const Player& player, const std::string& part) {
  return std::ranges::find(player.parts, part) != player.parts.end();
}

void check_parts(const DecompositionPlan& plan) {
  for (const std::string& part : all_parts()) {
    if (std::ranges::any_of(plan.players, [&](const Player& p) { return holds(p, part); }))
      continue;
    for (const AreaPlan& area : plan.plan.areas) {
      const Pair pair = pair_of(area);
      if (needs_player(part, pair.to, pair.from))
        throw UserError("no player holds " + part + ", but " + plan.to + " has it otherwise than " +
                        plan.from + " (area " + area.model.id +
                        "), or moves practice by it; add it to one of decompose.players");
    }
  }
}

bool matters_in_some_area(const std::string& part, const Plan& plan) {
  return std::ranges::any_of(plan.areas, [&](const AreaPlan& area) {
    const Pair pair = pair_of(area);
    return matters(part, pair.to, pair.from, area.model);
  });
}

/// Those of the player's parts that can make a difference.
std::vector<std::string> parts_at_play(const Player& player, const Plan& plan) {
  std::vector<std::string> parts;
  std::ranges::copy_if(player.parts, std::back_inserter(parts),
                       [&](const std::string& part) { return matters_in_some_area(part, plan); });
  return parts;
}

Coalition everybody(const DecompositionPlan& plan) {
  return (Coalition{1} << plan.at_play.size()) - 1;
}

std::vector<std::vector<Order>> draw_orders(const DecompositionPlan& plan, int permutations) {
  std::vector<std::vector<Order>> orders;
  for (int r = 0; r < plan.plan.replications; ++r) {
    const Streams streams({plan.plan.seed, 0, static_cast<std::uint32_t>(r), 0});
    orders.push_back(random_orders(plan.at_play.size(), permutations, [&](std::uint32_t k) {
      return streams.uniform({EntityKind::area, 0}, order_of_players, k);
    }));
  }
  return orders;
}

/// Those that any replication needs, without the whole one.
std::vector<Coalition> needed_by(const DecompositionPlan& plan) {
  std::set<Coalition> needed;
  for (const auto& orders : plan.orders)
    for (const Order& order : orders)
      for (const Coalition c : coalitions_of(order))
        needed.insert(c);
  if (plan.exact())
    for (Coalition c = 0; c < everybody(plan); ++c)
      needed.insert(c);
  needed.erase(everybody(plan));
  return {needed.begin(), needed.end()};
}

DesignParameters coalition_of(const Pair& pair, const DecompositionPlan& plan,
                              Coalition coalition) {
  DesignParameters design = pair.to;
  for (std::size_t i = 0; i < plan.at_play.size(); ++i)
    if ((coalition >> i & 1) == 0)
      for (const std::string& part : plan.players[plan.at_play[i]].parts)
        design = without_part(std::move(design), pair.from, part);
  return design;
}

}  // namespace

bool DecompositionPlan::plays(std::size_t player) const {
  return std::ranges::find(at_play, player) != at_play.end();
}

std::vector<std::size_t> DecompositionPlan::designs_of(std::uint32_t replication) const {
  std::set<Coalition> needed(coalitions.begin(), coalitions.end());
  if (!exact()) {
    needed.clear();
    for (const Order& order : orders[replication])
      for (const Coalition c : coalitions_of(order))
        needed.insert(c);
  }
  std::vector<std::size_t> result{from_design, to_design, before_design};
  for (std::size_t i = 0; i < coalitions.size(); ++i)
    if (needed.contains(coalitions[i])) result.push_back(first_coalition + i);
  return result;
}

DecompositionPlan plan_decomposition(const Scenario& scenario, const std::string& from,
                                     const std::string& to) {
  check_design("--from", from, scenario);
  check_design("--to", to, scenario);
  if (from == to) throw UserError("--from and --to are both " + to + "; name two designs");
  DecompositionPlan plan;
  plan.from = from;
  plan.to = to;
  plan.players = players_of(scenario.decompose);
  plan.plan = make_plan(scenario);
  plan.plan.draws = 0;  // what is not known stays at its mean
  const auto index = [&](const std::string& name) {
    return static_cast<std::size_t>(std::ranges::find(scenario.designs, name) -
                                    scenario.designs.begin());
  };
  for (AreaPlan& area : plan.plan.areas)
    area.designs = {area.designs[index(from)], area.designs[index(to)]};
  plan.plan.designs = {from, to};
  plan.plan.baseline = 0;
  check_parts(plan);
  for (std::size_t i = 0; i < plan.players.size(); ++i) {
    plan.parts_at_play.push_back(parts_at_play(plan.players[i], plan.plan));
    if (!plan.parts_at_play.back().empty()) plan.at_play.push_back(i);
  }
  if (plan.at_play.size() > most_players)
    throw UserError("more than " + std::to_string(most_players) +
                    " players make a difference; put some together in decompose.players");
  if (plan.at_play.size() > most_exact)
    plan.orders = draw_orders(plan, scenario.decompose.permutations);
  plan.coalitions = needed_by(plan);
  return plan;
}

void make_coalitions(DecompositionPlan& plan, int threads) {
  fill_pools(plan.plan, threads);
  for (AreaPlan& area : plan.plan.areas) {
    const Pair pair = pair_of(area);
    const auto add = [&](const std::string& id, DesignParameters design) {
      area.designs.emplace_back(id, std::move(design), area.model, plan.plan.schedule);
    };
    add(plan.from, without_switches(pair.from, plan.players));
    for (const Coalition c : plan.coalitions)
      add(plan.to, coalition_of(pair, plan, c));
  }
  set_outlooks(plan.plan, threads);
}

Decomposition::Decomposition(const DecompositionPlan& plan)
    : plan_(&plan), cells_((areas() + 1) * measures().size()) {
  for (Cell& each : cells_)
    each.parts.resize(parts());
}

std::vector<double> Decomposition::take_apart(std::uint32_t replication, const Value& value,
                                              const Game& game) const {
  const std::vector<double> shares = plan_->exact()
                                         ? shapley(plan_->at_play.size(), game)
                                         : shapley_by_orders(plan_->orders[replication], game);
  std::vector<double> parts(this->parts());
  parts[whole] = value(to_design) - value(from_design);
  parts[before] = value(before_design) - value(from_design);
  parts[payment_rules] = game(0) - value(before_design);
  for (std::size_t i = 0; i < shares.size(); ++i)
    parts[first_player + plan_->at_play[i]] = shares[i];
  if (std::ranges::any_of(parts, [](double x) { return std::isnan(x); }))
    std::ranges::fill(parts, std::nan(""));
  return parts;
}

void Decomposition::add(std::uint32_t replication, const std::vector<std::vector<Sums>>& by_area) {
  const std::vector<std::size_t> designs = plan_->designs_of(replication);
  std::map<Coalition, std::size_t> at{{everybody(*plan_), to_design}};
  for (std::size_t d = first_coalition; d < designs.size(); ++d)
    at[plan_->coalitions[designs[d] - first_coalition]] = d;
  Outcomes outcomes(std::vector<std::string>(areas()), std::vector<std::string>(designs.size()));
  outcomes.add(by_area);
  for (std::size_t a = 0; a <= areas(); ++a) {
    if (outcomes.sums(a, 0).empty()) continue;
    for (std::size_t m = 0; m < measures().size(); ++m) {
      const Value value = [&](std::size_t d) {
        return value_of(measures()[m], outcomes.sums(a, d).front());
      };
      const std::vector<double> parts =
          take_apart(replication, value, [&](Coalition c) { return value(at.at(c)); });
      Cell& cell = cells_[a * measures().size() + m];
      for (std::size_t p = 0; p < parts.size(); ++p)
        cell.parts[p].push_back(parts[p]);
      cell.from.push_back(value(from_design));
      cell.to.push_back(value(to_design));
    }
  }
}

std::string Decomposition::part_name(std::size_t part) const {
  constexpr const char* fixed[] = {"whole", "before", "payment_rules"};
  return part < first_player ? fixed[part] : plan_->players[part - first_player].name;
}

const Decomposition::Cell& Decomposition::cell(std::size_t area, std::size_t measure) const {
  return cells_[area * measures().size() + measure];
}

const std::vector<double>& Decomposition::values(std::size_t area, std::size_t measure,
                                                 std::size_t part) const {
  return cell(area, measure).parts[part];
}
const std::vector<double>& Decomposition::from(std::size_t area, std::size_t measure) const {
  return cell(area, measure).from;
}
const std::vector<double>& Decomposition::to(std::size_t area, std::size_t measure) const {
  return cell(area, measure).to;
}

}  // namespace pbrsim
