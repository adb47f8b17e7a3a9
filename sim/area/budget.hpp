/// Prices set from a budget.
///
/// A term with a share of its contract's budget is priced so that at legacy practice and under the
/// legacy assessment it is expected to bring that share of the budget a year, averaged over the
/// contract, clients already on the books included. The expectation is that of an enlarged area,
/// simulated once per area and parameter draw with chance of its own: never a replication's own
/// future. Thresholds, floors, escalators, phases, claw-backs, caps and spans are left out of it: a
/// share is what the term would bring without them. Prices come out in whole pence, so that the
/// same prices written in pounds give the same contract.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "area/model.hpp"
#include "area/stock.hpp"

namespace pbrsim {

using ContractsByPayee = std::map<std::string, ContractParameters>;

/// Is any term of these contracts to be priced?
bool has_shares(const ContractsByPayee& contracts);

/// The enlarged area at go-live, from which each design's contract years are tried at unit prices.
/// What it is made of must outlive it.
class PriceSolver {
 public:
  PriceSolver(const AreaModel& area, const DesignModel& legacy, const Schedule& schedule,
              const StockPool& pool, std::uint64_t seed, std::uint32_t draw);
  ~PriceSolver();

  /// The contracts of `design` with every share turned into an amount or prices in pounds.
  /// Throws UserError if a term earns nothing at legacy practice, so that no price would do.
  ContractsByPayee priced(const DesignModel& design) const;

 private:
  struct State;
  const AreaModel* area_;
  const DesignModel* legacy_;
  const Schedule* schedule_;
  std::unique_ptr<const State> state_;
};

}  // namespace pbrsim
