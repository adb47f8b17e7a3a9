#include "analysis/summary_tables.hpp"

#include <cmath>

#include "results/reference_tables.hpp"

namespace pbrsim {

namespace {

Column estimate_column(const char* name, std::string description, std::string missing) {
  Column c = number(name, std::move(description)).in("see unit").empty_if(std::move(missing));
  c.disclosure = Disclosure::count;
  c.family = "estimate";
  return c;
}

std::vector<Column> estimate_columns(const std::string& what) {
  const std::string none = "defined in no replication",
                    few = "defined in fewer than two replications";
  return {
      whole_number("n", "Replications in which the " + what + " is defined.")
          .in("replications")
          .at_least(0),
      estimate_column("mean", "Mean of the " + what + " over those replications.", none),
      estimate_column("standard_error",
                      "Standard error of the mean: the error of simulating few replications, not "
                      "the uncertainty about the world. Where the scenario asks for draws, that of "
                      "the mean of the draws' means, over draws.",
                      few),
      estimate_column(
          "lower",
          "Lower end of the 95% Student-t interval of the mean over replications (over draws "
          "where there are any).",
          few),
      estimate_column("upper", "Upper end of it.", few),
      estimate_column("p10", "10th percentile over replications (interpolated).", none),
      estimate_column("p50", "Median over replications.", none),
      estimate_column("p90", "90th percentile over replications.", none),
  };
}

Column measure_column() { return text("measure", "Measure; see measures."); }

Column unit_column() { return text("unit", "Unit of the measure."); }

Column area_or_total() {
  return text("area", "Area, or `total` for all areas of a replication together.");
}

void append(std::vector<Column>& columns, std::vector<Column> more) {
  for (Column& c : more)
    columns.push_back(std::move(c));
}

using Rounding = std::function<double(double)>;

/// Counts to what is asked for, shares to a tenth of a per cent with them.
Rounding rounding_of(const MeasureInfo& m, const EstimatePrint& print) {
  const double step = print.round_to;
  if (step > 0 && counts_people(m)) return [step](double x) { return std::round(x / step) * step; };
  if (step > 0 && m.unit == "share") return [](double x) { return std::round(x * 1000) / 1000; };
  return [](double x) { return x; };
}

void append_estimate(std::vector<Field>& fields, const Estimate& e, bool hidden,
                     const Rounding& rounded) {
  fields.emplace_back(static_cast<std::int64_t>(e.n));
  if (hidden) {
    fields.insert(fields.end(), 7, Suppressed{});
    return;
  }
  fields.push_back(number_or_missing(rounded(e.mean)));
  fields.push_back(number_or_missing(e.standard_error));
  for (const double x : {e.lower, e.upper, e.p10, e.p50, e.p90})
    fields.push_back(number_or_missing(rounded(x)));
}

bool hides(const EstimatePrint& print, std::size_t design, std::size_t area, const MeasureInfo& m) {
  return print.hidden && print.hidden(design, area, m);
}

std::string_view area_name(const Outcomes& outcomes, std::size_t area) {
  return area == outcomes.areas() ? all_areas : std::string_view(outcomes.area_names()[area]);
}

}  // namespace

TableSchema summary_schema() {
  TableSchema s;
  s.name = "summary";
  s.title = "Summary";
  s.row = "One measure of one design in one area, or in all areas together, over the replications.";
  s.columns = {design_column(), area_or_total(), measure_column(), unit_column()};
  append(s.columns, estimate_columns("measure"));
  s.columns.push_back(text("description", "What the measure is."));
  s.primary_key = {"design", "area", "measure"};
  s.foreign_keys = {to_designs(), to_areas(), {{"measure"}, "measures", {"measure"}}};
  return s;
}

void add_summary_rows(TableRows& rows, const Outcomes& outcomes, const EstimatePrint& print) {
  for (std::size_t d = 0; d < outcomes.design_names().size(); ++d)
    for (std::size_t a = 0; a <= outcomes.areas(); ++a)
      for (const MeasureInfo& m : measures()) {
        std::vector<Field> row{std::string_view(outcomes.design_names()[d]), area_name(outcomes, a),
                               m.name, m.unit};
        append_estimate(row, estimate(outcomes.values(a, d, m), outcomes.parts(a)),
                        hides(print, d, a, m), rounding_of(m, print));
        row.emplace_back(m.description);
        rows.add(row);
      }
}

TableSchema difference_schema() {
  TableSchema s;
  s.name = "differences";
  s.title = "Paired differences";
  s.row =
      "One measure in one area, or in all areas together: a design less the baseline, taken within "
      "each replication, where both met the same people with the same chance.";
  s.columns = {design_column(), text("baseline", "Design that it is compared with."),
               area_or_total(), measure_column(), unit_column()};
  append(s.columns, estimate_columns("paired difference"));
  Column ratio = estimate_column(
      "variance_ratio",
      "Variance of the difference of two independent replications over that of a paired one: how "
      "many unpaired replications one pair is worth.",
      "the paired difference does not vary");
  ratio.unit = "";
  s.columns.push_back(std::move(ratio));
  s.primary_key = {"design", "area", "measure"};
  s.foreign_keys = {
      to_designs(), to_designs("baseline"), to_areas(), {{"measure"}, "measures", {"measure"}}};
  return s;
}

void add_difference_rows(TableRows& rows, const Outcomes& outcomes, std::size_t baseline,
                         const EstimatePrint& print) {
  for (std::size_t d = 0; d < outcomes.design_names().size(); ++d) {
    if (d == baseline) continue;
    for (std::size_t a = 0; a <= outcomes.areas(); ++a)
      for (const MeasureInfo& m : measures()) {
        const Difference difference =
            compare(outcomes.values(a, d, m), outcomes.values(a, baseline, m), outcomes.parts(a));
        const bool hidden = hides(print, d, a, m) || hides(print, baseline, a, m);
        std::vector<Field> row{std::string_view(outcomes.design_names()[d]),
                               std::string_view(outcomes.design_names()[baseline]),
                               area_name(outcomes, a), m.name, m.unit};
        append_estimate(row, difference.difference, hidden, rounding_of(m, print));
        row.push_back(hidden ? Suppressed{} : number_or_missing(difference.variance_ratio));
        rows.add(row);
      }
  }
}

}  // namespace pbrsim
