#include "results/episode_table.hpp"

#include <cmath>

namespace pbrsim {

namespace {

Field date_or_missing(const Timeline& timeline, double day) {
  if (std::isnan(day)) return Missing{};
  return timeline.start() + std::chrono::days(static_cast<int>(std::floor(day)));
}

std::vector<Column> who() {
  return {
      design_column(),
      area_column(),
      replication_column(),
      person_column(),
      whole_number("journey",
                   "Number of the person's treatment journey, 1 the first ever, journeys before "
                   "the run included. A triage within 21 days of an exit continues the journey.")
          .at_least(1),
      whole_number("episode", "Number of the person's episode, in time order.").at_least(1),
      text("group", "Substance group at the first referral.").one_of(group_values()),
      text("band", "Complexity band as measured, with error, at the assessment before the triage.")
          .one_of(band_values()),
      text("sex", "Sex.").one_of(sex_values()),
      number("age", "Age at triage, to two decimals.").in("years").at_least(0),
      text("provider", "Provider of the episode, by its name in the scenario."),
      text("modality", "Kind of treatment at the end of the episode, or at the end of the run.")
          .one_of(modality_values()),
  };
}

std::vector<Column> when() {
  return {
      date("referred",
           "Day of the referral that led to the triage, or of the transfer from another provider; "
           "may lie before the run."),
      date("assessed", "Day of the latest assessment before the triage; may lie before the run."),
      date("triage",
           "Day of the first appointment at which treatment starts: the start of the episode; may "
           "lie before the run."),
      date("ended", "Day of the exit.").empty_if("open at the end of the run"),
      text("reason", "Why the episode truly ended.").one_of(exit_reason_values()),
      text("recorded_reason", "Discharge reason as the provider records it.")
          .one_of(exit_reason_values()),
      yes_or_no("continues_journey",
                "The triage came within 21 days of the exit before and continues its journey."),
      yes_or_no("reopened",
                "A triage within 21 days followed the exit; a completion is voided by it."),
      date("next_triage", "Day of the person's next triage in the area.")
          .empty_if("none before the end of the run"),
      date("died", "Day of the person's death, in the last episode before it.")
          .empty_if("no death before the end of the run, or a later episode carries it"),
  };
}

}  // namespace

TableSchema episode_schema() {
  TableSchema s;
  s.name = "episodes";
  s.title = "Treatment episodes";
  s.row =
      "One spell of treatment of one person with one provider, from triage to exit, that ended in "
      "the run or was open at its end. But for `recorded_reason` it says what happened, without "
      "error.";
  s.when = "with --episodes; refused with --suppress and --round, because these are unit records";
  s.columns = who();
  for (Column& c : when())
    s.columns.push_back(std::move(c));
  s.primary_key = {"design", "area", "replication", "person", "episode"};
  s.foreign_keys = {to_designs(), to_areas()};
  return s;
}

void add_episode_rows(const CellView& cell, TableRows& rows) {
  const Timeline& timeline = cell.schedule.timeline;
  for (const Episode& e : cell.history.episodes)
    rows.add({std::string_view(cell.design.id),
              std::string_view(cell.area.id),
              cell.replication,
              std::int64_t{e.person},
              std::int64_t{e.journey},
              std::int64_t{e.episode},
              name_of(e.group),
              name_of(e.band),
              name_of(e.sex),
              std::round(static_cast<double>(e.age) * 100) / 100,
              std::string_view(cell.area.provider_names[e.provider]),
              name_of(e.modality),
              date_or_missing(timeline, e.referred),
              date_or_missing(timeline, e.assessed),
              date_or_missing(timeline, e.triage),
              date_or_missing(timeline, e.end),
              name_of(e.reason),
              name_of(e.recorded_reason),
              e.continues_journey,
              e.reopened,
              date_or_missing(timeline, e.next_triage),
              date_or_missing(timeline, e.died)});
}

}  // namespace pbrsim
