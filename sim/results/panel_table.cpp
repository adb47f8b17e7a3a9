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

std::string describe(Count c) {
  switch (c) {
    case Count::new_people: return "people referred for the first time";
    case Count::referrals: return "referrals";
    case Count::referrals_criminal_justice: return "referrals that came through criminal justice";
    case Count::assessments: return "assessments done";
    case Count::recorded_assessments: return "assessed people who entered the records";
    case Count::no_need:
      return "assessed people for whom no need of structured treatment was found";
    case Count::refused: return "people who left at the assessment itself";
    case Count::not_accepted: return "assessed people whom the provider did not accept";
    case Count::not_attended:
      return "assessed people who did not attend the first appointment at the provider";
    case Count::gave_up: return "people who gave up while referred or waiting";
    case Count::episodes: return "triages: episodes begun";
    case Count::journeys: return "triages that began a journey";
    case Count::wait_seconds: return "seconds from referral to triage, summed over journeys begun";
    case Count::waits_over_3_weeks: return "journeys begun more than 21 days after referral";
    case Count::treated_in_year:
      return "people counted as treated in the contract year, in the month in which they first "
             "were";
    case Count::reviews: return "12-weekly TOP reviews done";
    case Count::abstinent_presenting:
      return "of them: truly no use of the presenting substance in 28 days";
    case Count::abstinent_all: return "of them: truly no use of anything in 28 days";
    case Count::reported_presenting:
      return "of them: reported as no use of the presenting substance";
    case Count::reported_all: return "of them: reported as no use of anything";
    case Count::reliably_improved:
      return "of them: use of the presenting substance fell by the group's reliable threshold";
    case Count::injecting_at_review: return "of them: injecting";
    case Count::housing_problem_at_review: return "of them: with a housing problem";
    case Count::employed_at_review: return "of them: employed";
    case Count::wellbeing_points: return "sum of their wellbeing scores (0 to 20)";
    case Count::completed_drug_free: return "exits: completed, no use of anything";
    case Count::completed_occasional_user: return "exits: completed, with some other use";
    case Count::dropped_out: return "exits: dropped out";
    case Count::declined: return "exits: declined to continue";
    case Count::transferred: return "exits: transferred";
    case Count::to_custody: return "exits: to custody";
    case Count::died_in_treatment: return "exits: died";
    case Count::transfers_within_area: return "transfers to another provider of the area";
    case Count::abstinence_begins: return "times a client stopped the presenting use in treatment";
    case Count::lapses: return "times a client took it up again in treatment";
    case Count::remissions: return "times a person stopped the presenting use out of treatment";
    case Count::relapses: return "times a person took it up again out of treatment";
    case Count::other_use_changes: return "starts and stops of other use";
    case Count::modality_changes: return "changes of modality";
    case Count::sentences: return "sentences to custody";
    case Count::releases: return "releases from custody";
    case Count::deaths_poisoning: return "deaths from drug poisoning";
    case Count::deaths_other: return "deaths from other causes";
    case Count::moved_away: return "people who left the area for good";
  }
  return "";
}

std::vector<Column> make_values() {
  std::vector<Column> columns;
  for (const Count c : all_of<Count>())
    columns.push_back({std::string(name_of(c)), ColumnType::number,
                       c == Count::wait_seconds ? "seconds" : "count", describe(c)});
  for (const Setting s : all_of<Setting>())
    columns.push_back({"person_days_" + std::string(name_of(s)), ColumnType::number, "person-days",
                       "time of all people in this setting"});
  const char* people = "count";
  columns.push_back(
      {"person_days_injecting", ColumnType::number, "person-days", "time of people who inject"});
  columns.push_back({"person_days_abstinent", ColumnType::number, "person-days",
                     "time of people with no use of anything"});
  columns.push_back({"proven_offences", ColumnType::number, people, "acquisitive offences proven"});
  columns.push_back({"offences", ColumnType::number, people,
                     "integrated rate of acquisitive offending; by group, not by band"});
  columns.push_back({"starters_followed", ColumnType::number, people,
                     "journeys begun in the month that can be followed for 365 days"});
  columns.push_back({"starters_completed", ColumnType::number, people,
                     "of them: ended in a planned exit within 365 days, not reopened within 21"});
  columns.push_back(
      {"exits_followed_6", ColumnType::number, people,
       "planned exits of the month, not reopened, that can be followed for 6 calendar months"});
  columns.push_back({"exits_returned_6", ColumnType::number, people,
                     "of them: back in treatment within 6 calendar months"});
  columns.push_back({"exits_followed_12", ColumnType::number, people, "the same for 12 months"});
  columns.push_back({"exits_returned_12", ColumnType::number, people,
                     "of them: back in treatment within 12 calendar months"});
  return columns;
}

std::size_t row_of(const PanelKeys& keys, Group g, Band b) {
  std::size_t row = keys.group ? static_cast<std::size_t>(g) : 0;
  if (keys.cluster) row = row * enum_size<Band> + static_cast<std::size_t>(b);
  return row;
}

}  // namespace

const std::vector<Column>& panel_values() {
  static const std::vector<Column> columns = make_values();
  return columns;
}

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
  if (empty()) {
    *this = other;
    return;
  }
  PBRSIM_EXPECT(values_.size() == other.values_.size());
  for (std::size_t i = 0; i < values_.size(); ++i)
    values_[i] += other.values_[i];
}

std::vector<Column> panel_columns(const PanelKeys& keys) {
  std::vector<Column> columns{
      {"design", ColumnType::text, "", "design, by its name in the scenario"},
      {"area", ColumnType::text, "", "area, by its id in the scenario"},
      {"month", ColumnType::date, "", "first day of the calendar month"},
      {"financial_year", ColumnType::text, "", "English financial year (1 April to 31 March)"},
      {"from_go_live", ColumnType::whole_number, "months",
       "months since go-live; negative before it, where all designs share one history"},
  };
  if (keys.group) columns.push_back({"group", ColumnType::text, "", "substance group"});
  if (keys.cluster)
    columns.push_back(
        {"band", ColumnType::text, "", "complexity band as measured at the latest assessment"});
  if (keys.replication)
    columns.push_back({"replication", ColumnType::whole_number, "", "replication, from 0"});
  if (!keys.replication)
    columns.push_back(
        {"replications", ColumnType::whole_number, "", "replications that the means are over"});
  for (const Column& c : panel_values())
    columns.push_back(c);
  return columns;
}

std::string panel_rows(const PanelBlock& sums, double n, std::string_view design,
                       std::string_view area, std::int64_t replication, const Schedule& schedule,
                       const PanelKeys& keys) {
  std::string text;
  std::vector<Field> fields;
  for (int m = 0; m < schedule.timeline.months(); ++m) {
    const Date month = schedule.timeline.month_date(m);
    for (std::size_t row = 0; row < sums.rows_a_month(); ++row) {
      fields = {design, area, to_iso(month), financial_year(month),
                std::int64_t{m - schedule.go_live_month}};
      const std::size_t bands = keys.cluster ? enum_size<Band> : 1;
      if (keys.group) fields.emplace_back(name_of(static_cast<Group>(row / bands)));
      if (keys.cluster) fields.emplace_back(name_of(static_cast<Band>(row % bands)));
      fields.emplace_back(keys.replication ? replication : static_cast<std::int64_t>(n));
      for (std::size_t c = 0; c < panel_values().size(); ++c)
        fields.emplace_back(sums.at(m, row, c) / n);
      text += csv_row(fields);
    }
  }
  return text;
}

}  // namespace pbrsim
