#include "results/panel_table.hpp"

#include <cmath>

#include "core/error.hpp"
#include "core/units.hpp"

namespace pbrsim {

namespace {

constexpr double year_of_follow_up = 365;

/// Where each kind of column begins.
constexpr std::size_t first_count = 0;
constexpr std::size_t first_setting = first_count + count_kinds;
constexpr std::size_t first_other = first_setting + enum_size<Setting>;
enum Other : std::size_t {
  injecting_days = first_other,
  abstinent_days,
  proven_offences,
  offences,
  starters_followed,
  starters_completed,
  exits_followed_6,
  exits_returned_6,
  exits_followed_12,
  exits_returned_12,
};

std::size_t row_of(const PanelKeys& keys, Group g, Band b) {
  std::size_t row = keys.group ? static_cast<std::size_t>(g) : 0;
  if (keys.cluster) row = row * enum_size<Band> + static_cast<std::size_t>(b);
  return row;
}

}  // namespace

PanelBlock::PanelBlock(const History& history, const Schedule& schedule, const PanelKeys& keys)
    : rows_((keys.group ? enum_size<Group> : 1) * (keys.cluster ? enum_size<Band> : 1)),
      values_(static_cast<std::size_t>(history.panel.months()) * rows_ * panel_values().size()) {
  const Panel& panel = history.panel;
  const auto cell = [&](int month, Group g, Band b, std::size_t column) -> double& {
    return values_[(static_cast<std::size_t>(month) * rows_ + row_of(keys, g, b)) *
                       panel_values().size() +
                   column];
  };
  for (int m = 0; m < panel.months(); ++m) {
    for (const auto& entry : panel.counts(m)) {
      const CountKey key = count_key(entry.index);
      cell(m, key.group, key.band, first_count + static_cast<std::size_t>(key.count)) +=
          static_cast<double>(entry.value);
    }
    for (const auto& entry : panel.time(m)) {
      const AccrualClass c = class_of(entry.index);
      const double days = to_days(entry.value);
      cell(m, c.group, c.band, first_setting + static_cast<std::size_t>(c.setting)) += days;
      if (c.injecting) cell(m, c.group, c.band, injecting_days) += days;
      if (!c.uses_presenting && !c.uses_other) cell(m, c.group, c.band, abstinent_days) += days;
    }
    for (const Group g : all_of<Group>()) {
      cell(m, g, Band::unassessed, offences) += panel.offences(m, g);
      for (const Band b : all_of<Band>())
        cell(m, g, b, proven_offences) += static_cast<double>(panel.proven(m, g, b));
    }
  }
  const Timeline& timeline = schedule.timeline;
  const double end = timeline.end();
  for (const Episode& e : history.episodes) {
    const bool followed = e.journey_start >= 0 && e.journey_start + year_of_follow_up <= end;
    const auto started = followed ? timeline.month_of(e.journey_start) : 0;
    if (followed && !e.continues_journey) ++cell(started, e.group, e.band, starters_followed);
    if (!planned(e.reason) || e.reopened) continue;
    if (followed && e.end <= e.journey_start + year_of_follow_up)
      ++cell(started, e.group, e.band, starters_completed);
    const Date exit = timeline.date_of(e.end);
    const int month = timeline.month_of(e.end);
    for (const int window : {6, 12}) {
      const double closes = timeline.day_of(add_months(exit, window));
      if (closes > end) continue;
      ++cell(month, e.group, e.band, window == 6 ? exits_followed_6 : exits_followed_12);
      if (e.next_triage <= closes)
        ++cell(month, e.group, e.band, window == 6 ? exits_returned_6 : exits_returned_12);
    }
  }
}

void PanelBlock::add(const PanelBlock& other) {
  if (other.empty()) return;
  if (empty()) {
    *this = other;
    return;
  }
  PBRSIM_EXPECT(values_.size() == other.values_.size());
  for (std::size_t i = 0; i < values_.size(); ++i)
    values_[i] += other.values_[i];
}

Field as_it_is(const PanelValue& v) { return v.value; }

CellTable panel_by_replication(const PanelKeys& keys, bool drawn) {
  PBRSIM_EXPECT(keys.replication);
  const auto add_rows = [keys](const CellView& cell, TableRows& rows) {
    add_panel_rows(rows, PanelBlock(cell.history, cell.schedule, keys),
                   {cell.design.id, cell.area.id, cell.replication, 1}, cell.schedule, keys);
  };
  const TableSchema schema = panel_schema(keys);
  return {drawn ? with_draw(schema) : schema, add_rows, false, false};
}

void add_panel_rows(TableRows& rows, const PanelBlock& sums, const PanelOf& of,
                    const Schedule& schedule, const PanelKeys& keys, const PanelPrint& print) {
  const std::size_t bands = keys.cluster ? enum_size<Band> : 1;
  std::vector<Field> fields;
  for (int m = 0; m < schedule.timeline.months(); ++m) {
    const Date month = schedule.timeline.month_date(m);
    for (std::size_t row = 0; row < sums.rows_a_month(); ++row) {
      fields = {of.design, of.area, month, financial_year(month),
                std::int64_t{m - schedule.go_live_month}};
      if (keys.group) fields.emplace_back(name_of(static_cast<Group>(row / bands)));
      if (keys.cluster) fields.emplace_back(name_of(static_cast<Band>(row % bands)));
      fields.emplace_back(keys.replication ? of.replication : of.replications);
      for (std::size_t c = 0; c < panel_values().size(); ++c)
        fields.push_back(
            print({m, row, c, sums.at(m, row, c) / static_cast<double>(of.replications)}));
      rows.add(fields);
    }
  }
}

}  // namespace pbrsim
