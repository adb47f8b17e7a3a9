#include "analysis/uncertainty_tables.hpp"

#include <cmath>

#include "analysis/decision.hpp"
#include "analysis/nested.hpp"
#include "results/reference_tables.hpp"

namespace pbrsim {

namespace {

constexpr const char* when_drawn = "where the scenario asks for draws (run.draws)";
constexpr const char* no_value = "defined in no replication";
constexpr const char* few_draws = "defined in fewer than two draws";
constexpr const char* no_split = "fewer than two draws, or no draw with two replications";

Column quantity(const char* name, const char* unit, std::string description, const char* missing) {
  return number(name, std::move(description)).in(unit).empty_if(missing);
}

void append_interval(std::vector<Column>& columns, const char* name, const char* unit,
                     const std::string& description, const char* missing) {
  columns.push_back(quantity(name, unit, description, missing));
  for (const char* end : {"lower", "upper"}) {
    Column c = quantity("", unit,
                        std::string(end == std::string("lower") ? "Lower" : "Upper") +
                            " end of its 95% interval, of the normal model.",
                        missing);
    c.name = std::string(name) + "_" + end;
    columns.push_back(std::move(c));
  }
}

void append(std::vector<Field>& row, const WithInterval& x) {
  for (const double value : {x.value, x.lower, x.upper})
    row.push_back(number_or_missing(value));
}

std::string_view name_of_area(const Outcomes& outcomes, std::size_t area) {
  return area == outcomes.areas() ? all_areas : std::string_view(outcomes.area_names()[area]);
}

void add_uncertainty_row(TableRows& rows, std::vector<Field> row, const Nested& n) {
  row.emplace_back(static_cast<std::int64_t>(n.draws));
  row.emplace_back(static_cast<std::int64_t>(n.values));
  row.push_back(number_or_missing(n.mean.value));
  row.push_back(number_or_missing(n.standard_error));
  row.push_back(number_or_missing(n.mean.lower));
  row.push_back(number_or_missing(n.mean.upper));
  for (const double p : {n.p2_5, n.p10, n.p50, n.p90, n.p97_5})
    row.push_back(number_or_missing(p));
  append(row, n.parameters);
  append(row, n.chance);
  append(row, n.share);
  rows.add(row);
}

std::vector<double> difference(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> result;
  for (std::size_t i = 0; i < a.size(); ++i)
    result.push_back(a[i] - b[i]);
  return result;
}

}  // namespace

TableSchema uncertainty_schema() {
  TableSchema s;
  s.name = "uncertainty";
  s.title = "Uncertainty";
  s.row =
      "One measure of one design, or its paired difference from the baseline, in one area or all "
      "together: how much of its variance is what is not known about parameters, and how much is "
      "chance.";
  s.when = when_drawn;
  s.columns = {
      text("of", "What the numbers are of.")
          .one_of({{"value", "the measure of the design"},
                   {"difference",
                    "the design less the baseline, taken within each replication, where both met "
                    "the same people with the same chance in the same world"}}),
      design_column(),
      text("baseline", "Design that it is compared with.").empty_if("the design by itself"),
      text("area", "Area, or `total` for all areas of a replication together."),
      text("measure", "Measure; see measures."),
      text("unit", "Unit of the measure."),
      whole_number("draws", "Draws in which it is defined.").at_least(0),
      whole_number("n", "Replications of all draws in which it is defined.").at_least(0),
      quantity("mean", "see unit", "Mean of the draws' means.", no_value),
      quantity(
          "standard_error", "see unit",
          "Standard error of it, over draws, or over replicates of draws with `sampling: sobol`.",
          few_draws),
      quantity("lower", "see unit", "Lower end of the 95% Student-t interval of it, over the same.",
               few_draws),
      quantity("upper", "see unit", "Upper end of it.", few_draws)};
  for (const char* p : {"2.5", "10", "50", "90", "97.5"}) {
    Column c = quantity("", "see unit",
                        std::string(p) +
                            "th percentile of the draws' means (interpolated); chance takes part "
                            "in it where replications are few.",
                        no_value);
    c.name = std::string("p") + p;
    if (const auto dot = c.name.find('.'); dot != std::string::npos) c.name[dot] = '_';
    s.columns.push_back(std::move(c));
  }
  append_interval(s.columns, "variance_parameters", "square of unit",
                  "Variance that parameters make, without chance; may be below 0 where it is "
                  "small.",
                  no_split);
  append_interval(s.columns, "variance_chance", "square of unit",
                  "Variance of one replication with parameters fixed.", no_split);
  append_interval(s.columns, "parameter_share", "share",
                  "Variance that parameters make, of that of one replication.",
                  "as for the variances, or nothing varies");
  s.primary_key = {"of", "design", "area", "measure"};
  s.foreign_keys = {
      to_designs(), to_designs("baseline"), to_areas(), {{"measure"}, "measures", {"measure"}}};
  return s;
}

void add_uncertainty_rows(TableRows& rows, const Outcomes& outcomes, std::size_t baseline) {
  const auto& names = outcomes.design_names();
  for (const bool differences : {false, true})
    for (std::size_t d = 0; d < names.size(); ++d) {
      if (differences && d == baseline) continue;
      for (std::size_t a = 0; a <= outcomes.areas(); ++a)
        for (const MeasureInfo& m : measures()) {
          std::vector<double> values = outcomes.values(a, d, m);
          if (differences) values = difference(values, outcomes.values(a, baseline, m));
          std::vector<Field> row{std::string_view(differences ? "difference" : "value"),
                                 std::string_view(names[d])};
          if (differences)
            row.emplace_back(std::string_view(names[baseline]));
          else
            row.emplace_back(Missing{});
          row.emplace_back(name_of_area(outcomes, a));
          row.emplace_back(m.name);
          row.emplace_back(m.unit);
          add_uncertainty_row(rows, std::move(row),
                              nested(values, outcomes.draws(a), outcomes.parts(a)));
        }
    }
}

TableSchema best_schema() {
  TableSchema s;
  s.name = "best";
  s.title = "Which design is best";
  s.row =
      "One design in one area, or in all together, by one measure of which more or less is better: "
      "how probably it is the best of the designs, and what is lost by choosing it.";
  s.when = when_drawn;
  s.columns = {
      text("area", "Area, or `total` for all areas of a replication together."),
      text("measure", "Measure; see measures."),
      text("unit", "Unit of the measure."),
      text("better", "What is better.")
          .one_of({{"more", "the design with the largest mean of a draw is its best"},
                   {"less", "the design with the smallest is"}}),
      design_column(),
      whole_number("draws", "Draws in which every design has a value.").at_least(0),
      quantity("probability_best", "share",
               "Share of the draws in which the design is the best; equal ones share a draw. "
               "Chance takes part in it where a draw has few replications.",
               no_value),
      quantity(
          "probability_error", "share",
          "Standard error of it, over draws, or over replicates of draws with `sampling: sobol`.",
          few_draws),
      quantity("expected_regret", "see unit",
               "Mean over draws of what the design falls short of the best of the draw. The "
               "smallest of the designs' is what it would be worth to know the parameters.",
               no_value),
      quantity(
          "regret_error", "see unit",
          "Standard error of it, over draws, or over replicates of draws with `sampling: sobol`.",
          few_draws)};
  s.primary_key = {"area", "measure", "design"};
  s.foreign_keys = {to_designs(), to_areas(), {{"measure"}, "measures", {"measure"}}};
  return s;
}

void add_best_rows(TableRows& rows, const Outcomes& outcomes) {
  const auto& names = outcomes.design_names();
  for (std::size_t a = 0; a <= outcomes.areas(); ++a)
    for (const MeasureInfo& m : measures()) {
      const Better better = better_of(m);
      if (better == Better::neither) continue;
      std::vector<std::vector<double>> values;
      for (std::size_t d = 0; d < names.size(); ++d)
        values.push_back(outcomes.values(a, d, m));
      const Decision decision = decide(values, outcomes.draws(a), outcomes.parts(a), better);
      for (std::size_t d = 0; d < names.size(); ++d) {
        const BestDesign& best = decision.designs[d];
        rows.add({name_of_area(outcomes, a), m.name, m.unit, name_of(better),
                  std::string_view(names[d]), static_cast<std::int64_t>(decision.counted),
                  number_or_missing(best.probability), number_or_missing(best.standard_error),
                  number_or_missing(best.regret), number_or_missing(best.regret_error)});
      }
    }
}

TableSchema draws_schema() {
  TableSchema s;
  s.name = "draws";
  s.title = "Draws";
  s.row = "One draw of one distribution, or of those that share the name of their draw.";
  s.when = when_drawn;
  s.columns = {
      whole_number("draw", "Draw, counted from 1; the same for all designs and areas.").at_least(1),
      text("name",
           "Name of the distribution's draw: what the scenario says (draw: …), otherwise "
           "where the distribution stands."),
      number("quantile", "Every distribution of that name is at this quantile in the draw.")
          .in("share")
          .within(0, 1)
          .empty_if("the value is from a row of a posterior"),
      number("value", "Every number of that name has this value in the draw.")
          .in("that of the scenario's key")
          .empty_if("the distributions say which, at the quantile"),
      whole_number("row", "Row of the posterior that the value is from, counted from 1.")
          .at_least(1)
          .empty_if("it is from none"),
      whole_number("replicate",
                   "Independent part of the run that the draw belongs to; draws of one part are "
                   "spread evenly together.")
          .at_least(1)
          .empty_if("draws are independent (`sampling: random`)")};
  s.primary_key = {"draw", "name"};
  return s;
}

void add_draw_rows(TableRows& rows, std::int64_t draw, const Sample& sample) {
  const auto counted = [](const auto& number, std::int64_t from) -> Field {
    if (!number) return Missing{};
    return static_cast<std::int64_t>(*number) + from;
  };
  const Field replicate = counted(sample.replicate, 0);
  for (const auto& [name, u] : sample.quantiles)
    rows.add({draw, std::string_view(name), u, Missing{}, Missing{}, replicate});
  for (const auto& [name, value] : sample.values)
    rows.add({draw, std::string_view(name), Missing{}, value, counted(sample.row, 1), replicate});
}

}  // namespace pbrsim
