// What the tables of the extract are.
#include "results/extract.hpp"

namespace pbrsim {

namespace {

std::vector<Column> person_keys() {
  Column person = person_column();
  person.description =
      "Pseudonym; the same number is the same person in all tables of the extract, in every design "
      "of the area and replication, and means nothing beyond them.";
  return {design_column(), area_column(), replication_column(), person};
}

Column presentation_column() {
  return whole_number("presentation",
                      "Number of the person's presentation to services in the extract, recorded "
                      "ones first, in order of time.")
      .at_least(1);
}

TableSchema begin_schema(std::string name, std::string title, std::string row) {
  TableSchema s;
  s.name = std::move(name);
  s.title = std::move(title);
  s.row = std::move(row);
  s.when = "with --extract; refused with --suppress and --round, because these are unit records";
  s.columns = person_keys();
  s.primary_key = {"design", "area", "replication", "person"};
  s.foreign_keys = {to_designs(), to_areas()};
  return s;
}

void add_columns(TableSchema& s, std::vector<Column> columns) {
  for (Column& c : columns)
    s.columns.push_back(std::move(c));
}

std::vector<Column> journey_columns() {
  const char* unstarted = "no treatment began, or it began on paper alone";
  return {
      text("group", "Substance group at the first referral.").one_of(group_values()),
      text("age_band", "Age at the start, or at an assessment that no treatment followed."),
      text("sex", "Sex.").one_of(sex_values()),
      text("complexity", "Complexity band as coded at the assessment.").one_of(band_values()),
      text("provider", "Provider where the journey began.").empty_if("no treatment began"),
      date("referral", "Day of the referral; may lie before the run."),
      date("assessment", "Day of the assessment; may lie before the run."),
      date("triage",
           "Day of the first appointment at which treatment starts: the start of the journey and "
           "of its first modality.")
          .empty_if("no treatment began by the data cut"),
      date("end", "Day on which the journey ended.").empty_if("open at the data cut, or none"),
      text("discharge_reason", "NDTMS discharge reason as the provider recorded it.")
          .one_of(exit_reason_values())
          .empty_if("open at the data cut, or no treatment"),
      whole_number("prior_journeys", "Journeys before this one, anywhere and at any time.")
          .at_least(0)
          .empty_if("no treatment began"),
      whole_number("episodes", "Spells with one provider each that make up the journey.")
          .at_least(0),
      yes_or_no("injecting", "Injecting by the review at the start.").empty_if(unstarted),
      yes_or_no("housing_problem", "Housing problem by the review at the start.")
          .empty_if(unstarted),
      yes_or_no("employed", "In work by the review at the start.").empty_if(unstarted),
      yes_or_no("on_paper",
                "The journey began on paper alone, when open cases were registered anew more than "
                "21 days later; the treatment before it is another row."),
      yes_or_no("followup_exposed", "Begun in the 12 months before go-live."),
      yes_or_no("censored", "Open, or still on the way to treatment, at the data cut."),
      date("data_cut", "Day up to which the records reach.")};
}

}  // namespace

TableSchema journeys_schema() {
  TableSchema s = begin_schema(
      "journeys", "Extract: journeys",
      "One treatment journey that goes on when the extract begins (`evaluation.before`) or begins "
      "later, or one recorded assessment that no treatment followed; as the monitoring system "
      "would hold it.");
  s.columns.push_back(presentation_column());
  add_columns(s, journey_columns());
  s.primary_key.push_back("presentation");
  return s;
}

TableSchema tops_schema() {
  TableSchema s = begin_schema(
      "tops", "Extract: reviews",
      "One review (Treatment Outcomes Profile) of a journey in journeys.csv, as reported: at the "
      "start, every 12 weeks, and at an exit recorded as completed.");
  add_columns(
      s,
      {presentation_column(), whole_number("review", "Number within the journey.").at_least(1),
       date("day", "Day of the review."),
       text("kind", "Occasion.")
           .one_of({{"start", "at the start"}, {"interim", "12-weekly"}, {"exit", "at the exit"}}),
       number("presenting_days", "Days of use of what the person came for, of the last 28.")
           .in("days")
           .within(0, 28),
       number("other_days", "Days of use of anything else, of the last 28.")
           .in("days")
           .within(0, 28),
       yes_or_no("injecting", "Injecting."), yes_or_no("housing_problem", "Housing problem."),
       yes_or_no("employed", "In work."),
       number("wellbeing", "Psychological wellbeing, 0 worst to 20 best.")
           .in("score")
           .within(0, 20)});
  s.primary_key = {"design", "area", "replication", "person", "presentation", "review"};
  return s;
}

TableSchema deaths_schema() {
  TableSchema s = begin_schema("deaths", "Extract: deaths",
                               "One death of a person with a journey in journeys.csv, as linked "
                               "from the register of deaths.");
  add_columns(s, {date("day", "Day of the death."),
                  text("cause", "Cause.")
                      .one_of({{"drug_poisoning", "drug poisoning"}, {"other", "any other"}})});
  return s;
}

TableSchema offences_schema() {
  TableSchema s = begin_schema("offences", "Extract: offences",
                               "One proven acquisitive offence of a person in journeys.csv, as "
                               "linked from the register of convictions.");
  add_columns(s, {whole_number("offence", "Number within the person's.").at_least(1),
                  date("proven", "Day on which it was proven.")});
  s.primary_key.push_back("offence");
  return s;
}

TableSchema truth_schema() {
  TableSchema s = begin_schema(
      "truth", "Extract: what truly was",
      "One presentation, recorded or not, with what no monitoring system holds; kept apart from "
      "journeys.csv, so that an estimator is not given it by accident.");
  add_columns(
      s,
      {presentation_column(), yes_or_no("recorded", "It has a row in journeys.csv."),
       yes_or_no("started", "Treatment began by the data cut."),
       text("reason", "Why the journey truly ended.")
           .one_of(exit_reason_values())
           .empty_if("open at the data cut, or no treatment"),
       whole_number("reviews", "Reviews in the first 365 days, that at the start left out.")
           .at_least(0),
       whole_number("reviews_truly_abstinent", "Of them, those truly without use of anything.")
           .at_least(0),
       whole_number("reviews_reported_abstinent", "Of them, those reported so.").at_least(0),
       number("offences_expected",
              "Acquisitive offences to be expected in the 365 days from the start or assessment, "
              "proven or not.")
           .in("offences")
           .at_least(0)});
  s.primary_key.push_back("presentation");
  return s;
}

}  // namespace pbrsim
