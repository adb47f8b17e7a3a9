/// What a calibration fits to what, from a file:
///
///     pbrsim_calibration: 1
///     scenario: england.yaml
///     targets: evidence/targets.yaml
///     parameters: [completion_opiate, moves_away]
///     members: 100
///     steps: 4
///     seed: 1
///     discrepancy: {completed_1_year_pilots: {sd: 0.01}}
///
/// Files are relative to this one. Parameters are draws of distributions of the scenario, their
/// priors. They may be of natural history and the treatment system alone: how anybody responds to
/// pay, and what a contract says, no figure from before go-live can tell.
#pragma once

#include <map>

#include "scenario/evidence.hpp"

namespace pbrsim {

/// Standard deviation of what the model cannot get right, in the target's unit.
struct DiscrepancyParameters {
  double sd = 0;
  std::string conflict;

  static constexpr std::string_view scalar_key = "sd";
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("sd", self.sd, spec::number(0, 1e9).must().sure(),
          "in the target's unit; at most twice its standard error unless sources conflict");
    visit("conflict", self.conflict, spec::any, "which sources conflict, where it is more");
  }
  void validate(Problems&) const {}
};

struct CalibrationParameters {
  int version = 1;
  std::string scenario, targets;
  std::vector<std::string> parameters;
  int members = 100, steps = 4;
  double seed = 1;
  std::map<std::string, DiscrepancyParameters> discrepancy;

  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("pbrsim_calibration", self.version, spec::number(1, 1).must().sure(), "format version");
    visit("scenario", self.scenario, spec::any.must(), "that is simulated");
    visit("targets", self.targets, spec::any.must(), "file of targets");
    visit("parameters", self.parameters, spec::any.must(), "names of draws that are fitted");
    visit("members", self.members, spec::number(2, 100000).sure(), "of the ensemble");
    visit("steps", self.steps, spec::number(1, 100).sure(), "in which the data are taken in");
    visit("seed", self.seed, spec::number(0, 9007199254740991.0).sure(),
          "whole number that names the random numbers of fit and simulation");
    visit("discrepancy", self.discrepancy, spec::any, "by target; 0 where left out");
  }
  void validate(Problems&) const;
};

/// Read and checked together with what it names.
struct Calibration {
  CalibrationParameters parameters;
  LoadedScenario loaded;             // with the calibration's seed
  std::vector<Target> targets;       // all of the file, whatever their use
  std::vector<Distribution> priors;  // in the order of the parameters
};

/// What goes over the file and, by `set`, over its scenario.
struct CalibrationChanges {
  std::optional<std::int64_t> seed;
  std::optional<int> members, steps;
  std::vector<Override> set;
};

/// Throws a UserError that lists what is wrong, with file, line and path.
Calibration load_calibration(const std::filesystem::path& file,
                             const CalibrationChanges& changes = {});

}  // namespace pbrsim
