// The value columns of panel.csv: what each is, and what it gives away.
#include "core/error.hpp"
#include "results/panel_table.hpp"

namespace pbrsim {

namespace {

struct CountInfo {
  const char* description;
  const char* family = "";  // its own where empty
  Disclosure disclosure = Disclosure::count;
};

constexpr auto journeys_begun = "journeys begun";
constexpr auto assessed = "assessed";
constexpr auto abstinent_here = "abstinent from presenting substance";
constexpr auto abstinent_at_all = "abstinent from everything";
constexpr auto completions = "completions";

CountInfo about(Count c) {
  switch (c) {
    case Count::new_people: return {"People referred for the first time ever."};
    case Count::referrals: return {"Referrals, first and later ones."};
    case Count::referrals_criminal_justice:
      return {"Of the referrals: came through criminal justice."};
    case Count::assessments: return {"Assessments done.", assessed};
    case Count::recorded_assessments:
      return {
          "Assessed people who entered the records: those who started treatment, and of the "
          "others those whom the assessor recorded.",
          assessed};
    case Count::no_need:
      return {"Assessed people for whom no need of structured treatment was found."};
    case Count::refused: return {"People who left at the assessment itself."};
    case Count::not_accepted: return {"Assessed people whom the provider did not accept."};
    case Count::not_attended:
      return {"Assessed people who did not attend the first appointment at the provider."};
    case Count::gave_up: return {"People who gave up while referred or waiting."};
    case Count::episodes: return {"Triages: treatment episodes begun."};
    case Count::journeys:
      return {
          "Triages that began a journey: none of the person's exits lay 21 days or less before.",
          journeys_begun};
    case Count::wait_seconds:
      return {"Time from referral to triage, summed over the journeys begun; divide by journeys.",
              journeys_begun, Disclosure::with_family};
    case Count::waits_over_3_weeks:
      return {"Of the journeys begun: more than 21 days after the referral."};
    case Count::treated_in_year:
      return {
          "People in treatment in the contract year (twelve months from go-live or an anniversary "
          "of it, before go-live too), counted in the first month of it in which they were."};
    case Count::reviews: return {"12-weekly TOP reviews done of people in treatment.", "reviews"};
    case Count::abstinent_presenting:
      return {"Of the reviews: truly no use of the presenting substance in the last 28 days.",
              abstinent_here};
    case Count::abstinent_all:
      return {"Of the reviews: truly no use of anything in the last 28 days.", abstinent_at_all};
    case Count::reported_presenting:
      return {"Of the reviews: reported as no use of the presenting substance in the last 28 days.",
              abstinent_here};
    case Count::reported_all:
      return {"Of the reviews: reported as no use of anything in the last 28 days.",
              abstinent_at_all};
    case Count::reliably_improved:
      return {
          "Of the reviews: reported use of the presenting substance has fallen since the start "
          "of the episode by at least the group's reliable threshold."};
    case Count::injecting_at_review: return {"Of the reviews: truly injecting."};
    case Count::housing_problem_at_review: return {"Of the reviews: truly with a housing problem."};
    case Count::employed_at_review: return {"Of the reviews: truly employed."};
    case Count::wellbeing_points:
      return {"Wellbeing scores (0 to 20 each) summed over the reviews; divide by reviews.",
              "reviews", Disclosure::with_family};
    case Count::completed_drug_free: return {"Exits: completed, no use of anything.", completions};
    case Count::completed_occasional_user:
      return {"Exits: completed, with some use of another substance."};
    case Count::dropped_out: return {"Exits: stopped coming."};
    case Count::declined: return {"Exits: declined to continue."};
    case Count::transferred: return {"Exits: transferred to another provider, or left the area."};
    case Count::to_custody: return {"Exits: to custody."};
    case Count::died_in_treatment: return {"Exits: died."};
    case Count::transfers_within_area:
      return {
          "Of the transfers: to another provider of the area, or to the successor of one that "
          "failed."};
    case Count::abstinence_begins:
      return {"Times a client truly stopped the presenting use in treatment."};
    case Count::lapses: return {"Times a client truly took it up again in treatment."};
    case Count::remissions:
      return {"Times a person truly stopped the presenting use out of treatment."};
    case Count::relapses: return {"Times a person truly took it up again out of treatment."};
    case Count::other_use_changes:
      return {
          "True starts and stops of other use, in and out of "
          "treatment."};
    case Count::modality_changes: return {"Changes of modality within an episode."};
    case Count::sentences: return {"Sentences to custody, from treatment or not."};
    case Count::releases: return {"Releases from custody."};
    case Count::deaths_poisoning:
      return {"Deaths from drug poisoning, of everyone known to the services."};
    case Count::deaths_other:
      return {"Deaths from other causes, of everyone known to the services."};
    case Count::moved_away: return {"People known to the services who left the area for good."};
    case Count::completions_claimed:
      return {
          "Completions as the provider would record them: episodes that it first claimed to be "
          "completed, or that it coded so at an unplanned exit.",
          completions};
    case Count::completions_confirmed:
      return {
          "Completions as an independent assessor confirms them, or would if one looked: planned "
          "exits, less those of designs without such an assessor that one would not confirm.",
          completions};
    case Count::claims_not_confirmed:
      return {"Claims of completion that the assessor did not confirm; the client stayed."};
    case Count::coded_completed:
      return {"Of the exits by dropping out or declining: recorded as completed."};
    case Count::reviews_due:
      return {"12-weekly TOP reviews that fell due, done or not, of people in treatment.",
              "reviews"};
    case Count::due_abstinent_presenting:
      return {"Of the reviews due: truly no use of the presenting substance in the last 28 days.",
              abstinent_here};
    case Count::due_abstinent_all:
      return {"Of the reviews due: truly no use of anything in the last 28 days.",
              abstinent_at_all};
    case Count::keyworkers_lost: return {"Clients in treatment whose keyworker left."};
  }
  PBRSIM_EXPECT(false);
}

const char* where(Setting s) {
  switch (s) {
    case Setting::community: return "neither in treatment nor on the way to it";
    case Setting::awaiting_assessor: return "referred, in the queue for the assessment service";
    case Setting::being_assessed: return "being assessed by the assessment service";
    case Setting::referred: return "referred, being assessed by a provider";
    case Setting::waiting: return "assessed, waiting for a place";
    case Setting::maintenance: return "in treatment: substitution maintenance";
    case Setting::reduction: return "in treatment: substitution in falling doses";
    case Setting::psychosocial: return "in treatment: psychosocial";
    case Setting::residential: return "in treatment: residential";
    case Setting::aftercare: return "in aftercare after a planned exit, not in treatment";
    case Setting::custody: return "in custody";
  }
  PBRSIM_EXPECT(false);
}

Column value(std::string name, std::string unit, std::string description, Disclosure disclosure,
             std::string family = "") {
  Column c = number(std::move(name), std::move(description)).in(std::move(unit)).at_least(0);
  c.disclosure = disclosure;
  c.family = family.empty() ? c.name : std::move(family);
  return c;
}

Column person_days(std::string name, const std::string& of_whom) {
  return value("person_days_" + std::move(name), "person-days",
               "True time of people " + of_whom +
                   ", of everyone known to the services; divide by the days of the month for the "
                   "average number of people.",
               Disclosure::person_time);
}

/// In the order of `PanelBlock`'s columns after counts and settings.
std::vector<Column> other_values() {
  const auto count = [](const char* name, const char* family, const char* description) {
    return value(name, "count", description, Disclosure::count, family);
  };
  return {
      person_days("injecting", "who inject"),
      person_days("abstinent", "with no use of anything"),
      count(
          "proven_offences", "",
          "Acquisitive offences of everyone known to the services that were proven in the month."),
      count("offences", "",
            "Acquisitive offences of everyone known to the services, proven or not: their expected "
            "number, the integrated rate. Kept by group, not by band: with --by cluster all of it "
            "stands in the band `unassessed`."),
      count(
          "starters_followed", journeys_begun,
          "Journeys begun in the month that can be followed for 365 days: the month's journeys, 0 "
          "where the run ends before."),
      count("starters_completed", "",
            "Of the starters followed: ended in a planned exit within 365 days of their start that "
            "no triage within 21 days voided. Stands in the month of the start."),
      count("exits_followed_6", "planned exits followed",
            "Planned exits of the month that no triage within 21 days voided and that can be "
            "followed for 6 calendar months; 0 where the run ends before."),
      count(
          "exits_returned_6", "",
          "Of them: back in treatment within 6 calendar months. Stands in the month of the exit."),
      count("exits_followed_12", "planned exits followed", "The same for 12 calendar months."),
      count(
          "exits_returned_12", "",
          "Of them: back in treatment within 12 calendar months. Stands in the month of the exit."),
  };
}

std::vector<Column> make_values() {
  std::vector<Column> columns;
  for (const Count c : all_of<Count>()) {
    const CountInfo info = about(c);
    const char* unit = c == Count::wait_seconds       ? "seconds"
                       : c == Count::wellbeing_points ? "points"
                                                      : "count";
    columns.push_back(
        value(std::string(name_of(c)), unit, info.description, info.disclosure, info.family));
  }
  for (const Setting s : all_of<Setting>())
    columns.push_back(person_days(std::string(name_of(s)), where(s)));
  for (Column& c : other_values())
    columns.push_back(std::move(c));
  return columns;
}

}  // namespace

const std::vector<Column>& panel_values() {
  static const std::vector<Column> columns = make_values();
  return columns;
}

std::size_t panel_value(std::string_view name) {
  const auto& columns = panel_values();
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (columns[i].name == name) return i;
  PBRSIM_EXPECT(false);
}

namespace {

std::vector<Column> panel_keys_and_values(const PanelKeys& keys, bool replications) {
  std::vector<Column> columns{
      design_column(),
      area_column(),
      date("month", "First day of the calendar month."),
      text("financial_year", "English financial year (1 April to 31 March), as 2012-13."),
      whole_number("from_go_live",
                   "Months since go-live; negative before it, where all designs share one history "
                   "(a transition may begin earlier).")
          .in("months"),
  };
  if (keys.group)
    columns.push_back(
        text("group", "Substance group of the people.").one_of(group_values()).only("--by group"));
  if (keys.cluster)
    columns.push_back(
        text(
            "band",
            "Complexity band of the people as measured, with error, at their latest assessment. An "
            "assessment itself counts in the band before it, `unassessed` if it is the first.")
            .one_of(band_values())
            .only("--by cluster"));
  if (keys.replication) columns.push_back(replication_column().only("--by replication"));
  if (replications)
    columns.push_back(whole_number("replications", "Replications that the values are means over.")
                          .at_least(1)
                          .only("means, which is without --by replication"));
  for (const Column& c : panel_values())
    columns.push_back(c);
  return columns;
}

TableSchema schema_with(const PanelKeys& keys, bool replications) {
  TableSchema s;
  s.name = "panel";
  s.title = "Monthly panel";
  s.row = std::string("One calendar month of one area under one design") +
          (keys.group ? ", one substance group" : "") +
          (keys.cluster ? ", one complexity band" : "") +
          (keys.replication ? ", one replication." : "; values are means over the replications.");
  s.columns = panel_keys_and_values(keys, replications);
  s.primary_key = {"design", "area", "month"};
  if (keys.group) s.primary_key.push_back("group");
  if (keys.cluster) s.primary_key.push_back("band");
  if (keys.replication) s.primary_key.push_back("replication");
  s.foreign_keys = {to_designs(), to_areas()};
  return s;
}

}  // namespace

TableSchema panel_schema(const PanelKeys& keys) { return schema_with(keys, !keys.replication); }

TableSchema whole_panel_schema() {
  TableSchema s = schema_with({true, true, true}, true);
  s.row =
      "One calendar month of one area under one design; with --by, of one substance group, one "
      "complexity band, one replication. Without --by replication, values are means over the "
      "replications. With it, a run of many blocks has the table in parts, panel-FIRST-LAST.csv by "
      "numbers of replications, or of draws where there are some (--panel-blocks).";
  return s;
}

}  // namespace pbrsim
