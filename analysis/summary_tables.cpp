#include "analysis/summary_tables.hpp"

namespace pbrsim {

namespace {

constexpr std::string_view all_areas = "total";

void append_estimate(std::vector<Field>& fields, const Estimate& e) {
  fields.emplace_back(static_cast<std::int64_t>(e.n));
  for (const double x : {e.mean, e.standard_error, e.lower, e.upper, e.p10, e.p50, e.p90})
    fields.push_back(number_or_missing(x));
}

void append_estimate_columns(std::vector<Column>& columns, const std::string& what) {
  columns.push_back({"n", ColumnType::whole_number, "replications",
                     "replications in which the " + what + " is defined"});
  columns.push_back(
      {"mean", ColumnType::number, "as unit", "mean of the " + what + " over replications"});
  columns.push_back({"standard_error", ColumnType::number, "as unit",
                     "standard error of the mean; empty for one replication"});
  columns.push_back({"lower", ColumnType::number, "as unit",
                     "lower end of the 95% Student-t interval of the mean"});
  columns.push_back({"upper", ColumnType::number, "as unit", "upper end of it"});
  columns.push_back({"p10", ColumnType::number, "as unit", "10th percentile over replications"});
  columns.push_back({"p50", ColumnType::number, "as unit", "median over replications"});
  columns.push_back({"p90", ColumnType::number, "as unit", "90th percentile over replications"});
}

std::string_view area_name(const Outcomes& outcomes, std::size_t area) {
  return area == outcomes.areas() ? all_areas : std::string_view(outcomes.area_names()[area]);
}

}  // namespace

const std::vector<Column>& summary_columns() {
  static const std::vector<Column> columns = [] {
    std::vector<Column> c{{"design", ColumnType::text, "", "design"},
                          {"area", ColumnType::text, "", "area, or total for all areas together"},
                          {"measure", ColumnType::text, "", "measure"},
                          {"unit", ColumnType::text, "", "unit of the measure"}};
    append_estimate_columns(c, "measure");
    c.push_back({"description", ColumnType::text, "", "what the measure is"});
    return c;
  }();
  return columns;
}

void write_summary(TableWriter& table, const Outcomes& outcomes) {
  for (std::size_t d = 0; d < outcomes.design_names().size(); ++d)
    for (std::size_t a = 0; a <= outcomes.areas(); ++a)
      for (const MeasureInfo& m : measures()) {
        std::vector<Field> row{std::string_view(outcomes.design_names()[d]), area_name(outcomes, a),
                               m.name, m.unit};
        append_estimate(row, estimate(outcomes.values(a, d, m)));
        row.emplace_back(m.description);
        table.row(row);
      }
}

const std::vector<Column>& difference_columns() {
  static const std::vector<Column> columns = [] {
    std::vector<Column> c{{"design", ColumnType::text, "", "design"},
                          {"baseline", ColumnType::text, "", "design that it is compared with"},
                          {"area", ColumnType::text, "", "area, or total for all areas together"},
                          {"measure", ColumnType::text, "", "measure"},
                          {"unit", ColumnType::text, "", "unit of the measure"}};
    append_estimate_columns(c, "paired difference");
    c.push_back({"variance_ratio", ColumnType::number, "",
                 "variance of the difference of independent runs over that of the paired "
                 "difference; empty where the difference does not vary"});
    return c;
  }();
  return columns;
}

void write_differences(TableWriter& table, const Outcomes& outcomes, std::size_t baseline) {
  for (std::size_t d = 0; d < outcomes.design_names().size(); ++d) {
    if (d == baseline) continue;
    for (std::size_t a = 0; a <= outcomes.areas(); ++a)
      for (const MeasureInfo& m : measures()) {
        const Difference difference =
            compare(outcomes.values(a, d, m), outcomes.values(a, baseline, m));
        std::vector<Field> row{std::string_view(outcomes.design_names()[d]),
                               std::string_view(outcomes.design_names()[baseline]),
                               area_name(outcomes, a), m.name, m.unit};
        append_estimate(row, difference.difference);
        row.push_back(number_or_missing(difference.variance_ratio));
        table.row(row);
      }
  }
}

}  // namespace pbrsim
