#include "area/budget.hpp"

#include <algorithm>
#include <cmath>

#include "area/cell.hpp"

namespace pbrsim {

namespace {

constexpr std::uint32_t budget_replication = 0xfffffffeu;  // no block has it
constexpr double unit_price = 1000;  // pounds at ratio 1, so that whole pence matter little
constexpr double people_wanted = 20000;

double to_whole_pence(double pounds) { return static_cast<double>(to_pence(pounds)) / 100.0; }

double ratio_of(const TermParameters& term, const std::string& cluster) {
  if (term.price_ratio.empty()) return 1;
  const auto own = term.price_ratio.find(cluster);
  return own != term.price_ratio.end() ? own->second : term.price_ratio.at("all");
}

std::map<std::string, double> prices(const ContractParameters& contract, const TermParameters& term,
                                     double at_ratio_1) {
  if (term.price_ratio.empty() || contract.clusters.empty())
    return {{"all", to_whole_pence(at_ratio_1 * ratio_of(term, "all"))}};
  std::map<std::string, double> result;
  for (const auto& [cluster, bands] : contract.clusters)
    result[cluster] = to_whole_pence(at_ratio_1 * ratio_of(term, cluster));
  return result;
}

/// The terms with a share, at unit prices and with nothing that depends on the price.
ContractParameters with_unit_prices(const ContractParameters& contract) {
  ContractParameters result;
  result.clusters = contract.clusters;
  for (const auto& [name, source] : contract.terms) {
    if (!source.share || source.kind == TermKind::block) continue;
    TermParameters term;
    term.kind = source.kind;
    term.groups = source.groups;
    term.group_factor = source.group_factor;
    term.measure = source.measure;
    term.within_months = source.within_months;
    term.within = source.within;
    term.up_to = source.up_to;
    term.requires_all = source.requires_all;
    term.verified_by = source.verified_by;
    term.applies_to = source.applies_to;
    term.counts_as_return = source.counts_as_return;
    if (term.kind == TermKind::activity) {
      term.price_per_week = source.price_per_week;
      for (const Modality m : all_of<Modality>())
        (*term.price_per_week)[m] *= unit_price;
    } else {
      term.price = prices(contract, source, unit_price);
    }
    result.terms[name] = term;
  }
  return result;
}

DesignModel shadow(const AreaModel& area, const DesignModel& legacy, const DesignModel& design,
                   const Schedule& schedule) {
  DesignParameters parameters = legacy.design;
  parameters.contracts.clear();
  for (const auto& [payee, contract] : design.design.contracts)
    parameters.contracts[payee] = with_unit_prices(contract);
  parameters.transition = {};
  parameters.successor.clear();
  parameters.behaviour.money = false;  // unit prices are nobody's income
  const std::vector<std::string> payees(
      design.payees.begin(),
      design.payees.begin() + static_cast<std::ptrdiff_t>(design.own_payees));
  return DesignModel(design.id, parameters, area, schedule, payees);
}

/// Pounds a year that each term of each payee earns in an area of the area's own size, from the
/// enlarged area as it stands at go-live.
std::vector<std::map<std::string, double>> expected(Cell cell, const DesignModel& unit,
                                                    const Schedule& schedule, double scale) {
  cell.take_on(unit);
  cell.advance(schedule.timeline.end());
  const History history = cell.finish();
  const double years = (schedule.contract_end - schedule.go_live) / days_per_year;
  std::vector<std::map<std::string, double>> result(unit.contracts.size());
  for (const LedgerEntry& entry : history.ledger)
    result[entry.payee][unit.contracts[entry.payee].terms()[entry.term].name] +=
        static_cast<double>(entry.amount) / 100.0 / years / scale;
  return result;
}

ContractParameters solved(const ContractParameters& contract, const std::string& payee,
                          const std::map<std::string, double>& unit_income) {
  ContractParameters result = contract;
  if (!contract.budget) return result;
  for (auto& [name, term] : result.terms) {
    if (!term.share) continue;
    const double target = *term.share * *contract.budget;
    term.share.reset();
    if (term.kind == TermKind::block) {
      term.amount = to_whole_pence(target);
      continue;
    }
    const auto income = unit_income.find(name);
    if (income == unit_income.end() || !(income->second > 0))
      throw UserError("contracts." + payee + ".terms." + name +
                      ": cannot be priced from the budget, because it earns nothing at legacy "
                      "practice; give it a price in pounds, or no share");
    const double units = target / income->second;
    if (term.kind == TermKind::activity)
      for (double& price : *term.price_per_week)
        price = to_whole_pence(price * unit_price * units);
    else
      term.price = prices(contract, term, unit_price * units);
    term.price_ratio.clear();
  }
  result.budget.reset();
  return result;
}

}  // namespace

bool has_shares(const ContractsByPayee& contracts) {
  return std::ranges::any_of(contracts, [](const auto& named) {
    return std::ranges::any_of(named.second.terms,
                               [](const auto& term) { return term.second.share.has_value(); });
  });
}

struct PriceSolver::State {
  double scale;
  Cell at_go_live;
};

PriceSolver::PriceSolver(const AreaModel& area, const DesignModel& legacy, const Schedule& schedule,
                         const StockPool& pool, std::uint64_t seed, std::uint32_t draw)
    : area_(&area), legacy_(&legacy), schedule_(&schedule) {
  CellOptions options;
  options.transient_effects = false;
  options.scale = pool.people().empty() ? enlargement(area.area, people_wanted) : pool.scale();
  const Streams streams({seed, draw, budget_replication, area_key(area.id)});
  Cell cell(area, legacy, schedule, streams, options);
  cell.take_everyone(pool);
  cell.advance(schedule.go_live);
  state_ = std::make_unique<const State>(State{options.scale, std::move(cell)});
}

PriceSolver::~PriceSolver() = default;

ContractsByPayee PriceSolver::priced(const DesignModel& design) const {
  const DesignModel unit = shadow(*area_, *legacy_, design, *schedule_);
  const auto income = expected(state_->at_go_live, unit, *schedule_, state_->scale);
  ContractsByPayee result;
  for (std::size_t payee = 0; payee < unit.payees.size(); ++payee) {
    const auto own = design.design.contracts.find(unit.payees[payee]);
    if (own != design.design.contracts.end())
      result[own->first] = solved(own->second, own->first, income[payee]);
  }
  return result;
}

}  // namespace pbrsim
