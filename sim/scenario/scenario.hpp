/// A scenario: everything that a run needs, read from YAML and checked as a whole.
///
/// The structs are those of the modules; this folder only maps paths to files and lines. See
/// scenarios/README.md for the format.
#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "area/economics.hpp"
#include "area/model.hpp"
#include "area/players.hpp"
#include "area/stock.hpp"
#include "scenario/sampling.hpp"
#include "scenario/uncertain.hpp"

namespace pbrsim {

struct RunParameters {
  Date go_live{};
  double history = 8 * 365.25;
  double contract = 2 * 365.25;
  double follow_up = 365.25;
  int replications = 20;
  int draws = 0;
  double seed = 1;

  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("go_live", self.go_live, spec::any.must(),
          "day on which the designs begin; the first of a month");
    visit("history", self.history, spec::duration.sure().from(spec::judgement),
          "how long the areas run before go-live, in whole months");
    visit("contract", self.contract, spec::duration.must().sure(),
          "how long the contracts last, in whole months");
    visit("follow_up", self.follow_up, spec::duration.sure().from(spec::judgement),
          "how long the run goes on beyond the contracts, in whole months; longer where windows of "
          "payment close later, and a year at least");
    visit("replications", self.replications, spec::number(1, 1e7).sure().from(spec::judgement),
          "independent repetitions of every area");
    visit("draws", self.draws, spec::number(0, 1e6).sure().from(spec::judgement),
          "joint samples of all values that are given as distributions, each with that many "
          "replications; 0 runs them at their means");
    visit("seed", self.seed, spec::number(0, 9007199254740991.0).sure(),
          "whole number that names the random numbers");
  }
  void validate(Problems& problems) const;
};

/// How surely a difference between two designs is to be known. What it means says
/// analysis/precision.hpp.
struct PrecisionParameters {
  std::string measure, difference;
  std::optional<std::string> area;
  double half_width = 0;
  int at_most = 0;

  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("measure", self.measure, spec::any.must(), "a measure, as summary.csv names it");
    visit("difference", self.difference, spec::any.must(), "two designs, like `pilot - block`");
    visit("area", self.area, spec::any, "the area; all together if left out");
    visit("half_width", self.half_width, spec::number(0, 1e15).must().sure(),
          "of the 95% interval of the paired difference, in the unit of the measure");
    visit("at_most", self.at_most, spec::number(1, 1e7).must().sure(),
          "replications, or draws where `run.draws` asks for them, whether or not the interval is "
          "narrow enough by then");
  }
  void validate(Problems& problems) const;
};

/// Whose rows people.csv has.
struct TwinsParameters {
  std::vector<std::string> areas;
  std::vector<Group> groups;
  double share = 1;

  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("areas", self.areas, spec::any, "only people of these areas; of all if left out");
    visit("groups", self.groups, spec::any, "only these groups; all if left out");
    visit("share", self.share, spec::share.sure(),
          "share of the people, spread evenly over their numbers and the same in every design");
  }
};

/// The tables of an evaluation: evaluation.csv and evaluation_years.csv.
struct EvaluationParameters {
  bool tables = false;
  double before = 3 * 365.25;

  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("tables", self.tables, spec::any, "write them without being asked (`--evaluation`)");
    visit("before", self.before, spec::duration.sure().from(spec::judgement),
          "how long before go-live their first rows lie, in whole months");
  }
  void validate(Problems& problems) const;
};

/// One area with everything merged that applies to it.
struct AreaScenario {
  AreaParameters area;
  PathwayParameters pathway;
  std::map<std::string, DesignParameters> designs;

  /// Fields that go over what the top level says under the same key.
  static constexpr std::array<std::string_view, 2> shared_keys{"pathway", "designs"};
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    AreaParameters::fields(self.area, visit);
    visit("pathway", self.pathway, spec::any.must(), "the clinical course, over the scenario's");
    visit("designs", self.designs, spec::any, "what is different here in the scenario's designs");
  }
  void validate(Problems& problems) const;
};

struct Scenario {
  std::string title;
  RunParameters run;
  SamplingParameters sampling;
  std::optional<PrecisionParameters> precision;
  TwinsParameters twins;
  EvaluationParameters evaluation;
  StockParameters stock;
  ServiceParameters treatment;
  LeverEffects levers;
  Practice legacy_practice;
  ResponseParameters response;
  Behaviour behaviour;
  EconomicsParameters economics;
  DecomposeParameters decompose;
  std::string legacy;                // design of the history
  std::string baseline;              // design that the others are compared with
  std::vector<std::string> designs;  // in the order of the file
  std::vector<std::string> areas;    // in the order of the file
  std::map<std::string, AreaScenario> by_area;
  /// Numbers that were given as distributions, each by its path; the members hold the means.
  std::vector<Uncertain> uncertain;

  /// Keys of the file that are not members: the version of the format, and what goes into each
  /// area.
  static constexpr std::array<std::string_view, 3> other_keys{"pbrsim", "pathway", "designs"};
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("title", self.title, spec::any, "what reports call the scenario");
    visit("run", self.run, spec::any.must(), "dates, replications and seed");
    visit("sampling", self.sampling, spec::any, "how `run.draws` are drawn from what is not known");
    visit(
        "precision", self.precision, spec::any,
        "go on beyond `run.replications`, or `run.draws`, until a difference is known as surely as "
        "this");
    visit("twins", self.twins, spec::any, "whose rows people.csv has (`--people`)");
    visit("evaluation", self.evaluation, spec::any,
          "evaluation.csv and evaluation_years.csv, what an evaluator would count");
    visit("stock", self.stock, spec::any, "the people that areas start with");
    visit("treatment", self.treatment, spec::any, "what a client takes of a provider");
    visit("levers", self.levers, spec::any, "what practice does");
    visit("legacy_practice", self.legacy_practice, spec::any, "practice during the history");
    visit("response", self.response, spec::any,
          "how strongly and how fast providers respond to what they are paid for");
    visit("behaviour", self.behaviour, spec::any,
          "what of the providers' behaviour is at work under each design that says nothing else");
    visit("economics", self.economics, spec::any, "costs and utilities");
    visit("decompose", self.decompose, spec::any,
          "how `pbrsim decompose` groups what it shares a difference out to");
    visit("legacy", self.legacy, spec::any.must(), "design of the history");
    visit("baseline", self.baseline, spec::any,
          "design that the others are compared with; legacy if left out");
    visit("areas", self.by_area, spec::any.must(), "areas by name");
  }
  void validate(Problems& problems) const;

  int history_months() const;
  int contract_months() const;
  int follow_up_months() const;
};

/// A value given on the command line: "run.replications=100".
struct Override {
  std::string path;
  std::string value;
};

/// A loaded scenario and its complete text: every field of every struct, with nothing left to
/// defaults, `extends` or overrides. Loading that text gives the same scenario.
struct LoadedScenario {
  Scenario scenario;
  std::string resolved_yaml;
};

/// Reads, merges, checks. Throws one UserError that lists all problems (at most 20), each with
/// file, line, column, path, what is wrong and what to do.
LoadedScenario load_scenario(const std::filesystem::path& file,
                             const std::vector<Override>& overrides);

/// The same from a complete text; `name` stands for the file in messages.
LoadedScenario load_scenario_text(const std::string& text, const std::string& name);

}  // namespace pbrsim
