/// Where the values of a scenario come from, and what its results are to be held against.
///
/// A value's provenance is its own, or that of the nearest mapping around it that has a mark or a
/// source. Values that have neither are the program's defaults, or say themselves what they are
/// (names, switches).
///
/// A targets file lists published statistics with what they are of and how surely they are known:
///
///     pbrsim_targets: 1
///     targets:
///       NAME: {statistic: …, value: 0.34, standard_error: 0.0054, …, mark: S, source: …}
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "scenario/scenario.hpp"

namespace pbrsim {

struct EvidenceRow {
  std::string path;  // in the complete scenario; areas.* is every area
  // With its unit; of a distribution all of it, and the posterior's mean in the unit of
  // `--resolved` if there is one; of long lists their size.
  std::string value;
  std::string distribution;  // its family; empty for a plain value
  std::string mark, source, note;
};

/// Every value of the complete scenario but empty lists, in its order; what all areas have alike,
/// with the same provenance, stands once.
std::vector<EvidenceRow> evidence_of(const LoadedScenario& loaded);

/// Whether the value stands at or below a path, which may begin within an area (pathway.drop_out).
bool stands_below(const EvidenceRow& row, std::string_view path);

/// What a target is for: fitting, a check beside the fit, an input of the model, or nothing.
enum class TargetUse : std::uint8_t { fit, check, input, none };
template <>
struct EnumNames<TargetUse> {
  static constexpr std::array<std::string_view, 4> values{"fit", "check", "input", "none"};
};

/// What the simulation counts for a target (analysis/simulated_targets.hpp says of which records).
enum class SimulatedStatistic : std::uint8_t {
  completed_1_year,
  abstinent_latest_review,
  abstinent_presenting_first_review,
  improved_first_review,
  back_6_months,
  back_12_months,
  waited_3_weeks_at_most,
  exits_completed,
  exits_transferred,
  exits_in_custody,
  exits_dropped_out,
  completed_in_year,
  completed_in_year_and_away,
  started_in_year,
  poisoning_deaths,
  lost_30_days,
  retained_12_weeks,
  away_5_years,
  in_5_years,
  away_4_years,
  no_offence_completed,
  no_offence_dropped_out,
  deaths_substituted,
  deaths_2_weeks_off,
  deaths_4_weeks_off,
  deaths_1_year_off,
};
template <>
struct EnumNames<SimulatedStatistic> {
  static constexpr std::array<std::string_view, 26> values{"completed_1_year",
                                                           "abstinent_latest_review",
                                                           "abstinent_presenting_first_review",
                                                           "improved_first_review",
                                                           "back_6_months",
                                                           "back_12_months",
                                                           "waited_3_weeks_at_most",
                                                           "exits_completed",
                                                           "exits_transferred",
                                                           "exits_in_custody",
                                                           "exits_dropped_out",
                                                           "completed_in_year",
                                                           "completed_in_year_and_away",
                                                           "started_in_year",
                                                           "poisoning_deaths",
                                                           "lost_30_days",
                                                           "retained_12_weeks",
                                                           "away_5_years",
                                                           "in_5_years",
                                                           "away_4_years",
                                                           "no_offence_completed",
                                                           "no_offence_dropped_out",
                                                           "deaths_substituted",
                                                           "deaths_2_weeks_off",
                                                           "deaths_4_weeks_off",
                                                           "deaths_1_year_off"};
};

/// Which of the simulated areas a target is of.
enum class TargetAreas : std::uint8_t { all, pilots, elsewhere };
template <>
struct EnumNames<TargetAreas> {
  static constexpr std::array<std::string_view, 3> values{"all", "pilots", "elsewhere"};
};

struct TargetParameters {
  std::string label, statistic, denominator, population, period, unit, error_from;
  TargetUse use = TargetUse::fit;
  double value = 0, standard_error = 0;
  std::optional<SimulatedStatistic> measured_as;  // none: the simulation counts no such thing
  std::vector<Group> groups;                      // all if empty
  TargetAreas areas = TargetAreas::all;
  std::string year;  // financial; empty: the years before go-live

  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("label", self.label, spec::any, "short name of the group of targets");
    visit("use", self.use, spec::any.must(), "fit, check, input or none");
    visit("statistic", self.statistic, spec::any.must(), "what was counted");
    visit("denominator", self.denominator, spec::any.must(), "of whom or what");
    visit("population", self.population, spec::any.must(), "where and which clients");
    visit("period", self.period, spec::any.must(), "when");
    visit("unit", self.unit, spec::any.must(), "share, per year, journeys");
    visit("value", self.value, spec::number(0, 1e9).must().sure(), "as published");
    visit("standard_error", self.standard_error, spec::number(1e-12, 1e9).must().sure(),
          "of the value");
    visit("error_from", self.error_from, spec::any.must(), "how the standard error was got");
    visit("measured_as", self.measured_as, spec::any,
          "what `pbrsim calibrate` counts for it; nothing if left out");
    visit("groups", self.groups, spec::any, "of which drug groups; all if left out");
    visit("areas", self.areas, spec::any, "all; pilots, which are treated; or elsewhere");
    visit("year", self.year, spec::any,
          "financial year in the simulation, like 2011-12; as long before go-live as the contract "
          "lasts if left out");
  }
  void validate(Problems&) const {}
};

struct Target {
  std::string name;
  TargetParameters parameters;
  std::string mark, source, note;
};

/// In the order of the file. Throws a UserError that lists all mistakes; a target without mark or
/// source is one.
std::vector<Target> load_targets(const std::filesystem::path& file);

}  // namespace pbrsim
