/// Parameters made ready to run: shared by all cells of an area and draw, never changed.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "area/parameters.hpp"
#include "pathway/birth.hpp"
#include "pathway/factors.hpp"
#include "pathway/rates.hpp"
#include "provider/practice.hpp"
#include "provider/prospect.hpp"
#include "tariff/contract.hpp"

namespace pbrsim {

/// When things happen in every area: days of the run's timeline and the dates they stand for.
struct Schedule {
  Timeline timeline;
  double go_live = 0;
  double contract_end = 0;
  int go_live_month = 0;  // month of the timeline that go-live begins; may lie beyond its end
};

/// What does not depend on the design.
struct AreaModel {
  AreaModel(std::string id, AreaParameters area, PathwayParameters pathway,
            ServiceParameters service, LeverEffects levers, Practice legacy_practice,
            ResponseParameters response = {});

  std::string id;
  AreaParameters area;
  PathwayParameters pathway;
  ServiceParameters service;
  LeverEffects levers;
  Practice legacy_practice;
  ResponseParameters response;
  std::vector<std::string> provider_names;
  std::vector<ProviderParameters> providers;
  ByGroup<std::optional<Modality>> only_modality;  // at triage, where a group has one
  Births births;
  Factors factors;
};

/// One design in one area. Payees are the providers in order, then the assessment service if any,
/// then again those of them that have a successor contract, under a name that says so.
struct DesignModel {
  DesignModel(std::string id, DesignParameters design, const AreaModel& area,
              const Schedule& schedule);
  /// The same with payees of its own: providers in order, then perhaps an assessment service.
  DesignModel(std::string id, DesignParameters design, const AreaModel& area,
              const Schedule& schedule, std::vector<std::string> payees);

  std::string id;
  DesignParameters design;
  Rates rates;
  std::vector<Practice> practice;         // by provider, to begin with
  std::vector<ProviderOutlook> outlooks;  // by provider; empty where practice stays
  std::vector<std::string> payees;
  std::vector<Contract> contracts;                     // by payee
  std::size_t own_payees = 0;                          // without the successors
  std::vector<std::vector<std::size_t>> contracts_of;  // of an own payee: indices into `contracts`
  double transition_begins = 0;                        // day
  double transition_ends = 0;  // day; equal to the beginning where there is none
  /// The earliest day on which the design does anything.
  double first_action = 0;
  int months_ahead = 0;  // of go-live, in which providers already respond
};

/// The day from which designs may differ: before it one history serves them all.
double fork_day(const std::vector<DesignModel>& designs);

/// Months from the end of the contract until the last window of any design closes.
int run_off_months(const std::vector<DesignParameters>& designs);

}  // namespace pbrsim
