#include "analysis/did_tables.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "random/variates.hpp"

namespace pbrsim {

namespace {

constexpr double confidence_shown = 0.95;

Field ratio_or_missing(double log_ratio) {
  return number_or_missing(std::isnan(log_ratio) ? undefined : std::exp(log_ratio));
}

std::vector<AllowedValue> outcome_values() {
  std::vector<AllowedValue> values;
  for (const DidOutcome& o : did_outcomes())
    values.push_back({std::string(o.name), std::string(o.meaning)});
  return values;
}

std::vector<AllowedValue> estimator_values() {
  return {{"raw", "pooled 2 x 2 x 2 table, comparison areas weighted by what they stand for"},
          {"area_effects", "logit with area effects, period, and treated x period"},
          {"area_group_effects", "the same with an effect for each area and drug group"}};
}

std::vector<Column> what() {
  return {text("outcome",
               "Share that is compared, between the contract's length before go-live "
               "and the contract; drug groups together, alcohol left out.")
              .one_of(outcome_values()),
          text("estimator", "How it is estimated.").one_of(estimator_values())};
}

Column ratio(std::string name, std::string description) {
  return number(std::move(name), std::move(description))
      .in("odds ratio")
      .at_least(0)
      .empty_if("not defined by these counts");
}

/// Linear between order statistics. Precondition: sorted, not empty.
double percentile(const std::vector<double>& sorted, double share) {
  const double at = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (at - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

struct Gathered {
  std::vector<double> ratios;
  double squares = 0, bootstraps = 0, bootstrap_rejects = 0, placebos = 0, placebo_rejects = 0;

  void add(const DidEstimate& e, double alpha) {
    if (std::isnan(e.log_ratio)) return;
    ratios.push_back(e.log_ratio);
    if (!std::isnan(e.bootstrap_error)) {
      ++bootstraps;
      squares += e.bootstrap_error * e.bootstrap_error;
      bootstrap_rejects += e.bootstrap_low > 0 || e.bootstrap_high < 0;
    }
    if (!std::isnan(e.p)) {
      ++placebos;
      placebo_rejects += e.p <= alpha;
    }
  }
};

DidSummary summary_of(Gathered g) {
  DidSummary s;
  s.worlds = static_cast<int>(g.ratios.size());
  if (g.ratios.empty()) return s;
  std::sort(g.ratios.begin(), g.ratios.end());
  const auto n = static_cast<double>(g.ratios.size());
  s.mean = 0;
  for (const double r : g.ratios)
    s.mean += r / n;
  if (g.ratios.size() > 1) {
    double squares = 0;
    for (const double r : g.ratios)
      squares += (r - s.mean) * (r - s.mean);
    s.sd = std::sqrt(squares / (n - 1));
  }
  s.p10 = percentile(g.ratios, 0.1);
  s.p90 = percentile(g.ratios, 0.9);
  if (g.bootstraps > 0) {
    s.bootstrap_error = std::sqrt(g.squares / g.bootstraps);
    s.bootstrap_rejects = g.bootstrap_rejects / g.bootstraps;
  }
  if (g.placebos > 0) s.placebo_rejects = g.placebo_rejects / g.placebos;
  return s;
}

}  // namespace

std::vector<DidRow> estimate_all(const EvaluationCounts& counts, const DidOptions& options) {
  std::vector<DidRow> rows;
  for (std::size_t w = 0; w < counts.worlds.size(); ++w)
    for (std::size_t o = 0; o < did_outcomes().size(); ++o)
      for (const Estimator e : all_of<Estimator>()) {
        const std::vector<EvaluatedArea>& areas = counts.areas[w][o];
        DidRow row;
        row.world = counts.worlds[w];
        row.outcome = o;
        row.estimator = e;
        for (const EvaluatedArea& area : areas)
          ++(area.treated ? row.treated : row.others);
        row.estimate = estimate_did(areas, e, options);
        rows.push_back(std::move(row));
      }
  return rows;
}

std::vector<DidSummary> summarise(const std::vector<DidRow>& rows, const DidOptions& options) {
  using Key = std::tuple<std::size_t, std::size_t, Estimator>;
  std::vector<std::string> designs;
  std::map<Key, Gathered> gathered;
  for (const DidRow& row : rows) {
    auto design = std::find(designs.begin(), designs.end(), row.world.design);
    if (design == designs.end()) design = designs.insert(designs.end(), row.world.design);
    gathered[{static_cast<std::size_t>(design - designs.begin()), row.outcome, row.estimator}].add(
        row.estimate, 1 - options.confidence);
  }
  std::vector<DidSummary> result;
  for (auto& [key, g] : gathered) {
    DidSummary s = summary_of(std::move(g));
    s.design = designs[std::get<0>(key)];
    s.outcome = std::get<1>(key);
    s.estimator = std::get<2>(key);
    result.push_back(std::move(s));
  }
  return result;
}

TableSchema did_schema() {
  TableSchema s;
  s.name = "did";
  s.title = "Difference-in-differences, world by world";
  s.row =
      "One outcome in one replication (and draw) under one design: what an evaluator of that world "
      "would estimate from evaluation.csv alone. An odds ratio above 1 says that the treated "
      "areas' "
      "odds rose more, or fell less, than those of the comparison areas; under the design that "
      "changes nothing it is what luck and regression to the mean alone would show.";
  s.when = "by `pbrsim evaluate` with --out";
  s.columns = {text("design", "Design, by its name in the scenario."),
               whole_number("draw", "Draw of the scenario's distributions; 0: none.").at_least(0),
               whole_number("replication", "Replication.").at_least(0)};
  for (Column& c : what())
    s.columns.push_back(std::move(c));
  for (Column& c : std::vector<Column>{
           whole_number("treated_areas", "Treated areas.").at_least(0),
           whole_number("comparison_areas", "Comparison areas.").at_least(0),
           ratio("odds_ratio", "Treated areas' change in odds over the comparison areas'."),
           ratio("bootstrap_low", "95% interval by cluster bootstrap over areas, lower end."),
           ratio("bootstrap_high", "Its upper end."),
           ratio("placebo_low",
                 "95% interval by randomisation over sets of as many comparison areas, lower end."),
           ratio("placebo_high", "Its upper end."),
           number("p", "Of no effect, by that randomisation.")
               .within(0, 1)
               .empty_if("too few comparison areas")})
    s.columns.push_back(std::move(c));
  s.primary_key = {"design", "draw", "replication", "outcome", "estimator"};
  return s;
}

void add_did_rows(TableRows& table, const std::vector<DidRow>& rows) {
  for (const DidRow& row : rows) {
    const DidEstimate& e = row.estimate;
    table.add({std::string_view(row.world.design), row.world.draw, row.world.replication,
               did_outcomes()[row.outcome].name, name_of(row.estimator),
               static_cast<std::int64_t>(row.treated), static_cast<std::int64_t>(row.others),
               ratio_or_missing(e.log_ratio), ratio_or_missing(e.bootstrap_low),
               ratio_or_missing(e.bootstrap_high), ratio_or_missing(e.placebo_low),
               ratio_or_missing(e.placebo_high), number_or_missing(e.p)});
  }
}

TableSchema did_summary_schema() {
  TableSchema s;
  s.name = "did_summary";
  s.title = "Difference-in-differences over all worlds";
  s.row = "One outcome under one design by one estimator, over all replications (and draws).";
  s.when = "by `pbrsim evaluate` with --out";
  s.columns = {text("design", "Design, by its name in the scenario.")};
  for (Column& c : what())
    s.columns.push_back(std::move(c));
  for (Column& c : std::vector<Column>{
           whole_number("worlds", "Replications (of all draws) in which it is defined.")
               .at_least(0),
           ratio("odds_ratio", "Exponential of the mean log odds ratio."),
           ratio("mean_low",
                 "95% interval of that mean over worlds, lower end: what more replications narrow. "
                 "Over draws it holds the parameters' uncertainty as well."),
           ratio("mean_high", "Its upper end."),
           ratio("p10", "10th percentile over worlds: what one evaluator may find."),
           ratio("p90", "90th percentile over worlds."),
           number("sd", "Standard deviation of the log odds ratio over worlds.")
               .at_least(0)
               .empty_if("fewer than two worlds"),
           number("bootstrap_error",
                  "Standard error of the log odds ratio that an evaluator would reckon with, by "
                  "cluster bootstrap: root mean square over worlds.")
               .at_least(0)
               .empty_if("no bootstrap"),
           number("bootstrap_rejects",
                  "Share of worlds in which the bootstrap's 95% interval leaves out 1.")
               .within(0, 1)
               .empty_if("no bootstrap"),
           number("placebo_rejects", "Share of worlds in which randomisation has p of 5% or less.")
               .within(0, 1)
               .empty_if("too few comparison areas")})
    s.columns.push_back(std::move(c));
  s.primary_key = {"design", "outcome", "estimator"};
  return s;
}

DidInterval mean_interval(const DidSummary& s) {
  if (s.worlds < 2) return {};
  const double reach = student_t_quantile(0.5 + confidence_shown / 2, s.worlds - 1) * s.sd /
                       std::sqrt(static_cast<double>(s.worlds));
  return {s.mean - reach, s.mean + reach};
}

void add_did_summary_rows(TableRows& table, const std::vector<DidSummary>& rows) {
  for (const DidSummary& s : rows) {
    const DidInterval mean = mean_interval(s);
    table.add({std::string_view(s.design), did_outcomes()[s.outcome].name, name_of(s.estimator),
               static_cast<std::int64_t>(s.worlds), ratio_or_missing(s.mean),
               ratio_or_missing(mean.low), ratio_or_missing(mean.high), ratio_or_missing(s.p10),
               ratio_or_missing(s.p90), number_or_missing(s.sd),
               number_or_missing(s.bootstrap_error), number_or_missing(s.bootstrap_rejects),
               number_or_missing(s.placebo_rejects)});
  }
}

}  // namespace pbrsim
