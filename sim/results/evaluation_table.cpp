#include "results/evaluation_table.hpp"

#include <cmath>

#include "results/evaluation.hpp"
#include "results/evaluation_years.hpp"

namespace pbrsim {

namespace {

constexpr const char* written =
    "with --evaluation, or where the scenario says `evaluation: {tables: true}`; refused with "
    "--suppress and --round";

std::vector<Column> keys() {
  return {
      design_column(), area_column(), replication_column(),
      text("evaluated_as", "What the area is to an evaluation.")
          .one_of({{"treated", "one where the designs are tried"},
                   {"comparison", "one of the others"},
                   {"redesigned", "one of the others, redesigned without outcome pay"}}),
      number("stands_for", "How many areas it stands for: its weight.").in("areas").at_least(0)};
}

Column group_column() {
  return text("group", "Substance group at the first referral.").one_of(group_values());
}

Column item_column(std::string_view name, const char* meaning, bool whole) {
  const bool years = name.starts_with("years");
  if (whole) return whole_number(std::string(name), meaning).at_least(0);
  return number(std::string(name), meaning).in(years ? "years" : "offences").at_least(0);
}

Field item_field(double value, bool whole) {
  if (whole) return static_cast<std::int64_t>(std::llround(value));
  return std::round(value * 1e6) / 1e6;
}

double begin_of(const CellView& cell) {
  const Timeline& timeline = cell.schedule.timeline;
  const Date go_live = timeline.date_of(cell.schedule.go_live);
  return timeline.day_of(add_months(go_live, -cell.evaluation_months_before));
}

std::vector<Field> key_fields(const CellView& cell) {
  return {std::string_view(cell.design.id), std::string_view(cell.area.id), cell.replication,
          name_of(cell.area.area.evaluated_as), cell.area.area.stands_for};
}

template <class I>
void add_items(std::vector<Field>& fields, const EnumArray<I, double>& items) {
  for (const I item : all_of<I>())
    fields.push_back(item_field(items[item], is_whole(item)));
}

TableSchema with_keys(TableSchema s) {
  s.when = written;
  s.foreign_keys = {to_designs(), to_areas()};
  return s;
}

}  // namespace

TableSchema evaluation_schema() {
  TableSchema s;
  s.name = "evaluation";
  s.title = "Journeys as an evaluator would count them";
  s.row =
      "One quarter in one area under one design: of its drug group, the people assessed in it, and "
      "the journeys that began in it, with what became of them by the data cut, the end of the "
      "run. Counts are of the records as they would be kept, but for those that say `truly` or "
      "`expected`. Alcohol alone is a group of its own, left out of drug journeys. Re-presentation "
      "is to treatment in the area; contact with criminal justice is not in it, because the model "
      "has no such register.";
  s.columns = keys();
  s.columns.push_back(date("quarter", "First day of the quarter."));
  s.columns.push_back(
      text("period", "Where the quarter lies.")
          .one_of({{"earlier", "before the period before"},
                   {"before", "as long before go-live as the contract lasts from it"},
                   {"contract", "from go-live to the contract's end"},
                   {"later", "after it, under the successor contract"}}));
  s.columns.push_back(group_column());
  for (const Item item : all_of<Item>())
    s.columns.push_back(item_column(name_of(item), item_meanings()[item], is_whole(item)));
  s.primary_key = {"design", "area", "replication", "quarter", "group"};
  return with_keys(std::move(s));
}

void add_evaluation_rows(const CellView& cell, TableRows& rows) {
  const Quarters quarters(cell.schedule.timeline, begin_of(cell));
  const std::vector<ByGroup<Items>> items = evaluate(cell.history, cell.schedule, quarters);
  for (std::size_t q = 0; q < quarters.size(); ++q)
    for (const Group g : all_of<Group>()) {
      std::vector<Field> fields = key_fields(cell);
      fields.emplace_back(cell.schedule.timeline.date_of(quarters.start(q)));
      fields.emplace_back(name_of(period_of(quarters.start(q), cell.schedule)));
      fields.emplace_back(name_of(g));
      add_items(fields, items[q][g]);
      rows.add(fields);
    }
}

TableSchema evaluation_years_schema() {
  TableSchema s;
  s.name = "evaluation_years";
  s.title = "Everyone in treatment in a year as an evaluator would count them";
  s.row =
      "One whole English financial year in one area under one design: of its drug group, everyone "
      "in treatment at any time in it. Counts are of the records as they would be kept; the data "
      "cut is the end of the run.";
  s.columns = keys();
  s.columns.push_back(text("year", "Financial year, April to March, like 2012-13."));
  s.columns.push_back(group_column());
  for (const YearItem item : all_of<YearItem>())
    s.columns.push_back(item_column(name_of(item), year_item_meanings()[item], is_whole(item)));
  s.primary_key = {"design", "area", "replication", "year", "group"};
  return with_keys(std::move(s));
}

void add_evaluation_year_rows(const CellView& cell, TableRows& rows) {
  const Timeline& timeline = cell.schedule.timeline;
  const std::vector<FinancialYear> years = financial_years(timeline, begin_of(cell));
  const std::vector<ByGroup<YearItems>> items = evaluate_years(cell.history, cell.schedule, years);
  for (std::size_t y = 0; y < years.size(); ++y)
    for (const Group g : all_of<Group>()) {
      std::vector<Field> fields = key_fields(cell);
      fields.emplace_back(financial_year(timeline.date_of(years[y].from)));
      fields.emplace_back(name_of(g));
      add_items(fields, items[y][g]);
      rows.add(fields);
    }
}

}  // namespace pbrsim
