#include "results/provider_table.hpp"

#include <algorithm>
#include <cmath>

#include "core/error.hpp"

namespace pbrsim {

namespace {

/// What stands behind the practice columns, in this order.
enum Value : std::size_t {
  hours,
  committed,
  caseload,
  queue,
  cash,
  overdraft,
  frozen_posts,
  income,
  costs,
  interest,
  failed,
  taken_over,
  values_besides,
};

/// The numbers of a practice, in the order of its fields and of the bands.
struct Numbers {
  std::vector<double>* to;
  void operator()(std::string_view, const double& stance, const FieldSpec&, std::string_view) {
    to->push_back(stance);
  }
  void operator()(std::string_view, const ByBand<double>& effort, const FieldSpec&,
                  std::string_view) {
    to->insert(to->end(), effort.begin(), effort.end());
  }
};

/// A column for each of them.
struct Names {
  std::string_view before;   // the name
  std::string_view meaning;  // before the field's own
  std::vector<Column>* to;
  void add(std::string name, std::string_view doc, const FieldSpec& spec) {
    to->push_back(
        number(std::string(before) + std::move(name),
               std::string(meaning) + " on the first day of the quarter: " + std::string(doc) + ".")
            .within(spec.min, spec.max));
  }
  void operator()(std::string_view name, const double&, const FieldSpec& spec,
                  std::string_view doc) {
    add(std::string(name), doc, spec);
  }
  void operator()(std::string_view name, const ByBand<double>&, const FieldSpec& spec,
                  std::string_view doc) {
    for (const MeasuredBand b : all_of<MeasuredBand>())
      add(std::string(name) + "_" + std::string(name_of(b)), doc, spec);
  }
};

std::vector<double> numbers_of(const Practice& practice) {
  std::vector<double> numbers;
  Numbers visit{&numbers};
  Practice::fields(practice, visit);
  return numbers;
}

std::vector<double> values_of(const ProviderQuarter& q) {
  std::vector<double> values = numbers_of(q.practice);
  const std::vector<double> target = numbers_of(q.target);
  values.insert(values.end(), target.begin(), target.end());
  const double pounds = to_pounds(q.cash);
  for (const double v :
       {q.hours, q.committed, static_cast<double>(q.caseload), static_cast<double>(q.queue), pounds,
        std::max(0.0, -pounds), q.frozen_posts, to_pounds(q.income), to_pounds(q.costs),
        to_pounds(q.interest), static_cast<double>(q.failed > 0),
        static_cast<double>(q.taken_over > 0)})
    values.push_back(v);
  return values;
}

Column people(const char* name, const char* description) {
  Column c = number(name, description).in("people").at_least(0);
  c.disclosure = Disclosure::count;
  c.family = c.name;
  return c;
}

/// Empty where the design has no money.
Column money(const char* name, const char* unit, const char* description) {
  return number(name, description)
      .in(unit)
      .empty_if("money is not at work under the design (behaviour.money)");
}

void append_standing(std::vector<Column>& columns) {
  constexpr auto pounds = "GBP, nominal";
  for (Column& c : std::vector<Column>{
           number("hours", "Keyworker hours that it has on the first day of the quarter.")
               .in("hours a week")
               .at_least(0),
           number("committed", "Of them: taken by clients on that day.")
               .in("hours a week")
               .at_least(0),
           number("places",
                  "Clients for whom the hours would do: hours divided by the mean hours of a "
                  "client then in treatment with it; of means over replications where rows are.")
               .in("people")
               .at_least(0)
               .empty_if("nobody is in treatment with it"),
           people("caseload", "Clients in treatment with it on that day."),
           people("queue", "Assessed people waiting for a place with it on that day."),
           money("cash", pounds,
                 "Cash on that day, with the day's payments; below 0 where it is overdrawn, 0 "
                 "while nobody holds the contract."),
           money("overdraft", pounds, "Of it: what it owes its bank.").at_least(0),
           money("frozen_posts", "share", "Share of its keyworker hours frozen on that day.")
               .within(0, 1),
           money("income", pounds,
                 "Paid to whoever holds the contract in the quarter, whenever it was earned; below "
                 "0 where more is taken back. Without what goes to the estate of one that failed."),
           money("costs", pounds,
                 "Staff, fixed cost, cash cost of clients and cost of transition in the quarter.")
               .at_least(0),
           money("interest", pounds, "On the overdraft, in the quarter.").at_least(0),
           money("failed", "share", "Share of replications in which it fails in the quarter.")
               .within(0, 1),
           money("taken_over", "share",
                 "Share of replications in which a successor takes over in the quarter.")
               .within(0, 1)})
    columns.push_back(std::move(c));
}

std::vector<Column> columns_of(const PanelKeys& keys, bool replications) {
  std::vector<Column> columns{
      design_column(), area_column(),
      text("provider", "Provider by its name in the scenario; a successor goes by the same name."),
      date("quarter",
           "First day of the quarter of the contract: go-live or three, six … months "
           "after it.")};
  if (keys.replication) columns.push_back(replication_column().only("--by replication"));
  if (replications)
    columns.push_back(whole_number("replications", "Replications that the values are means over.")
                          .at_least(1)
                          .only("means, which is without --by replication"));
  const Practice practice;
  Names now{"", "Practice", &columns};
  Practice::fields(practice, now);
  Names target{"target_", "Practice that it aims at", &columns};
  Practice::fields(practice, target);
  append_standing(columns);
  return columns;
}

TableSchema schema_with(const PanelKeys& keys, bool replications) {
  TableSchema s;
  s.name = "providers";
  s.title = "Providers by quarter";
  s.row = std::string("One quarter of the contract of one provider of one area under one design") +
          (keys.replication ? ", one replication." : "; values are means over the replications.");
  s.when = "where neither --suppress nor --round is given";
  s.columns = columns_of(keys, replications);
  s.primary_key = {"design", "area", "provider", "quarter"};
  if (keys.replication) s.primary_key.push_back("replication");
  s.foreign_keys = {to_designs(), to_areas()};
  return s;
}

}  // namespace

ProviderBlock::ProviderBlock(const History& history) {
  for (const ProviderQuarter& q : history.quarters)
    rows_.push_back({q.provider, q.month, values_of(q)});
}

void ProviderBlock::add(const ProviderBlock& other) {
  if (other.empty()) return;
  if (empty()) {
    *this = other;
    return;
  }
  PBRSIM_EXPECT(other.rows_.size() == rows_.size());
  for (std::size_t r = 0; r < rows_.size(); ++r)
    for (std::size_t v = 0; v < rows_[r].values.size(); ++v)
      rows_[r].values[v] += other.rows_[r].values[v];
}

TableSchema provider_schema(const PanelKeys& keys) { return schema_with(keys, !keys.replication); }

TableSchema whole_provider_schema() {
  PanelKeys keys;
  keys.replication = true;
  TableSchema s = schema_with(keys, true);
  s.row =
      "One quarter of the contract of one provider of one area under one design; with --by "
      "replication, of one replication. Without it, values are means over the replications.";
  return s;
}

CellTable providers_by_replication(bool drawn) {
  PanelKeys keys;
  keys.replication = true;
  const auto add_rows = [keys](const CellView& cell, TableRows& rows) {
    add_provider_rows(rows, ProviderBlock(cell.history),
                      {cell.design.id, cell.area.id, cell.replication, 1}, cell.area, cell.design,
                      cell.schedule, keys);
  };
  const TableSchema schema = provider_schema(keys);
  return {drawn ? with_draw(schema) : schema, add_rows, false, false};
}

void add_provider_rows(TableRows& rows, const ProviderBlock& sums, const PanelOf& of,
                       const AreaModel& area, const DesignModel& design, const Schedule& schedule,
                       const PanelKeys& keys) {
  const bool money = design.design.behaviour.money;
  const auto n = static_cast<double>(of.replications);
  for (const ProviderBlock::Row& row : sums.rows_) {
    std::vector<Field> fields{of.design, of.area,
                              std::string_view(area.provider_names[row.provider]),
                              schedule.timeline.month_date(row.month)};
    if (keys.replication)
      fields.emplace_back(of.replication);
    else
      fields.emplace_back(of.replications);
    const std::size_t levers = row.values.size() - values_besides;
    const auto besides = [&](Value v) { return row.values[levers + v]; };
    for (std::size_t v = 0; v < levers; ++v)
      fields.emplace_back(row.values[v] / n);
    fields.emplace_back(besides(hours) / n);
    fields.emplace_back(besides(committed) / n);
    fields.push_back(  // 0 / 0 where nobody is there
        number_or_missing(besides(hours) * besides(caseload) / besides(committed) / n));
    fields.emplace_back(besides(caseload) / n);
    fields.emplace_back(besides(queue) / n);
    for (std::size_t v = cash; v < values_besides; ++v)
      fields.push_back(
          number_or_missing(money ? besides(static_cast<Value>(v)) / n : std::nan("")));
    rows.add(fields);
  }
}

}  // namespace pbrsim
