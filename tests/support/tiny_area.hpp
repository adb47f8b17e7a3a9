/// Small areas built by hand, through the modules' own structs.
///
/// `still()` is a pathway in which nobody moves: every hazard is 0, everyone is the same person and
/// is assessed and, if there is a place, admitted at referral. A test switches on what it needs. A
/// `World` holds one area with its legacy design, the designs compared and the schedule; it must
/// outlive its cells.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "area/block.hpp"

namespace pbrsim::test {

inline constexpr double no_limit = 1e6;  // keyworker hours that never bind

PathwayParameters still();

struct Setup {
  PathwayParameters pathway = still();
  AreaParameters area;  // name "tiny", nobody new; provider "north" with hours that never bind
  ServiceParameters service;  // one hour a week for every client
  LeverEffects levers;
  Practice legacy_practice;
  ResponseParameters response;
  DesignParameters legacy;  // assessed by providers, empty contracts
  std::deque<DesignParameters>
      designs;  // a deque, so that what add_design() returned stays where it is
  Date start = Date{std::chrono::year{2010} / 4 / 1};
  int history_months = 12;
  int contract_months = 24;
  int run_off_months = 12;

  Setup();
  ProviderParameters& provider(const std::string& name) { return area.providers[name]; }
  /// The design that is `legacy` in everything.
  DesignParameters& add_design(const std::string& label);
};

class World {
 public:
  explicit World(const Setup& setup);
  World(const World&) = delete;

  BlockKey key(std::uint32_t replication, std::uint64_t seed = 1) const;
  /// Histories of all designs, from an empty area unless a pool is given.
  std::vector<History> run(std::uint32_t replication, const CellOptions& options = {},
                           const StockPool& pool = {}) const;
  /// The legacy design alone, never taking on another one.
  Cell cell(std::uint32_t replication, const CellOptions& options = {}) const;
  Person newborn(std::uint32_t replication, std::uint32_t person_key, double day) const;

  Schedule schedule;
  AreaModel area;
  DesignModel legacy;
  std::vector<DesignModel> designs;
};

/// A small area where everything goes on at once: opiate and alcohol clients, all modalities, two
/// providers short of hours, offenders, custody, aftercare, transfers, attached states, reviews,
/// covariates and frailty.
Setup busy();

/// Sum of a count over groups and bands, months [from, to).
std::int64_t total(const History& history, Count count, int from, int to);
std::int64_t total(const History& history, Count count);

}  // namespace pbrsim::test
