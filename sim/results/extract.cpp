#include "results/extract.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <tuple>

#include "results/evaluation.hpp"
#include "results/offending.hpp"

namespace pbrsim {

namespace {

Field date_or_missing(const Timeline& timeline, double day) {
  if (std::isnan(day)) return Missing{};
  return timeline.start() + std::chrono::days(static_cast<int>(std::floor(day)));
}

Field reason_or_missing(ExitReason reason) {
  if (reason == ExitReason::open) return Missing{};
  return name_of(reason);
}

/// Five years from 20 to 64, as national statistics have them.
std::string age_band(float age) {
  const int years = static_cast<int>(age);
  if (years < 18) return "under 18";
  if (years < 20) return "18-19";
  if (years >= 65) return "65 and over";
  const int from = years / 5 * 5;
  return std::to_string(from) + "-" + std::to_string(from + 4);
}

double begin_of(const CellView& cell) {
  const Timeline& timeline = cell.schedule.timeline;
  const Date go_live = timeline.date_of(cell.schedule.go_live);
  return timeline.day_of(add_months(go_live, -cell.evaluation_months_before));
}

bool exposed(double start, const Schedule& schedule) {
  const Timeline& timeline = schedule.timeline;
  const double from = timeline.day_of(add_months(timeline.date_of(schedule.go_live), -12));
  return start >= from && start < schedule.go_live;
}

/// The presentations of a cell with what they point to.
struct Extracted {
  explicit Extracted(const CellView& cell)
      : journeys(journeys_of(cell.history.episodes)),
        reviews(cell.history.reviews),
        all(presentations(journeys, cell.history.unstarted, begin_of(cell))) {}
  Extracted(const Extracted&) = delete;
  std::vector<Journey> journeys;
  ReviewsByPerson reviews;
  std::vector<Presentation> all;

  const Review* at_start(const Journey& journey) const {
    const std::vector<const Review*> found = reviews.of(journey);
    const bool any = !found.empty() && found.front()->kind == ReviewKind::start;
    return any ? found.front() : nullptr;
  }
  /// Of whom there is a record.
  std::set<std::uint32_t> people() const {
    std::set<std::uint32_t> result;
    for (const Presentation& p : all)
      if (p.recorded) result.insert(p.person());
    return result;
  }
};

std::vector<Field> keys_of(const CellView& cell, std::uint32_t person) {
  return {std::string_view(cell.design.id), std::string_view(cell.area.id), cell.replication,
          std::int64_t{person}};
}

void append(std::vector<Field>& fields, std::initializer_list<Field> more) {
  fields.insert(fields.end(), more.begin(), more.end());
}

Field yes_or_missing(const Review* review, bool Review::*what) {
  if (review == nullptr) return Missing{};
  return review->*what;
}

void add_started(std::vector<Field>& fields, const Presentation& p, const Extracted& extracted,
                 const CellView& cell) {
  const Timeline& timeline = cell.schedule.timeline;
  const Journey& j = *p.journey;
  const Episode& e = *j.first;
  const Review* start = extracted.at_start(j);
  append(fields,
         {name_of(e.group), age_band(e.age), name_of(e.sex), name_of(e.band),
          std::string_view(cell.area.provider_names[e.provider]),
          date_or_missing(timeline, e.referred), date_or_missing(timeline, e.assessed),
          date_or_missing(timeline, j.start()), date_or_missing(timeline, j.end()),
          reason_or_missing(j.last->recorded_reason), std::int64_t{e.journey} - 1,
          static_cast<std::int64_t>(j.episodes.size()), yes_or_missing(start, &Review::injecting),
          yes_or_missing(start, &Review::housing_problem), yes_or_missing(start, &Review::employed),
          j.re_registered, exposed(j.start(), cell.schedule), j.open()});
}

void add_unstarted(std::vector<Field>& fields, const Unstarted& u, const CellView& cell) {
  const Timeline& timeline = cell.schedule.timeline;
  append(fields, {name_of(u.group), age_band(u.age), name_of(u.sex), name_of(u.band), Missing{},
                  date_or_missing(timeline, u.referred), date_or_missing(timeline, u.assessed),
                  Missing{}, Missing{}, Missing{}, Missing{}, std::int64_t{0}, Missing{}, Missing{},
                  Missing{}, false, false, u.open});
}

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
  const char* unstarted = "no treatment began, or none on paper alone";
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

std::vector<const Review*> year_of_reviews(const Presentation& p, const Extracted& extracted) {
  std::vector<const Review*> result;
  if (p.journey == nullptr) return result;
  for (const Review* r : extracted.reviews.of(*p.journey))
    if (r->kind != ReviewKind::start && r->day <= p.begins() + 365) result.push_back(r);
  return result;
}

}  // namespace

std::vector<Presentation> presentations(const std::vector<Journey>& journeys,
                                        const std::vector<Unstarted>& unstarted, double from) {
  std::vector<Presentation> all;
  for (const Journey& j : journeys)
    if (j.open() || j.end() >= from) all.push_back({&j, nullptr, true});
  for (const Unstarted& u : unstarted)
    if (u.assessed >= from) all.push_back({nullptr, &u, u.recorded});
  std::stable_sort(all.begin(), all.end(), [](const Presentation& a, const Presentation& b) {
    return std::tuple(a.person(), !a.recorded, a.begins()) <
           std::tuple(b.person(), !b.recorded, b.begins());
  });
  for (std::size_t i = 0; i < all.size(); ++i)
    all[i].number = i > 0 && all[i - 1].person() == all[i].person() ? all[i - 1].number + 1 : 1;
  return all;
}

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

void add_journey_rows(const CellView& cell, TableRows& rows) {
  const Extracted extracted(cell);
  const Date cut = cell.schedule.timeline.date_of(cell.schedule.timeline.end());
  for (const Presentation& p : extracted.all) {
    if (!p.recorded) continue;
    std::vector<Field> fields = keys_of(cell, p.person());
    fields.emplace_back(std::int64_t{p.number});
    if (p.journey != nullptr)
      add_started(fields, p, extracted, cell);
    else
      add_unstarted(fields, *p.unstarted, cell);
    fields.emplace_back(cut);
    rows.add(fields);
  }
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
           .within(0, 28),
       number("other_days", "Days of use of anything else, of the last 28.").within(0, 28),
       yes_or_no("injecting", "Injecting."), yes_or_no("housing_problem", "Housing problem."),
       yes_or_no("employed", "In work."),
       number("wellbeing", "Psychological wellbeing, 0 worst to 20 best.").within(0, 20)});
  s.primary_key = {"design", "area", "replication", "person", "presentation", "review"};
  return s;
}

void add_top_rows(const CellView& cell, TableRows& rows) {
  const Extracted extracted(cell);
  for (const Presentation& p : extracted.all) {
    if (p.journey == nullptr) continue;
    std::int64_t number = 0;
    for (const Review* r : extracted.reviews.of(*p.journey)) {
      std::vector<Field> fields = keys_of(cell, p.person());
      append(fields,
             {std::int64_t{p.number}, ++number, date_or_missing(cell.schedule.timeline, r->day),
              name_of(r->kind), r->presenting_days, r->other_days, r->injecting, r->housing_problem,
              r->employed, r->wellbeing});
      rows.add(fields);
    }
  }
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

void add_death_rows(const CellView& cell, TableRows& rows) {
  const Extracted extracted(cell);
  const std::set<std::uint32_t> people = extracted.people();
  for (const Journey& j : extracted.journeys) {
    if (std::isnan(j.last->died) || !people.contains(j.last->person)) continue;
    std::vector<Field> fields = keys_of(cell, j.last->person);
    append(fields, {date_or_missing(cell.schedule.timeline, j.last->died),
                    std::string_view(j.last->poisoned ? "drug_poisoning" : "other")});
    rows.add(fields);
  }
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

void add_offence_rows(const CellView& cell, TableRows& rows) {
  const Extracted extracted(cell);
  const double from = begin_of(cell), cut = cell.schedule.timeline.end();
  std::vector<ProvenOffence> proven = cell.history.proven;
  std::stable_sort(proven.begin(), proven.end(), [](const auto& a, const auto& b) {
    return std::tie(a.person, a.proven) < std::tie(b.person, b.proven);
  });
  const std::set<std::uint32_t> people = extracted.people();
  std::int64_t number = 0;
  const ProvenOffence* last = nullptr;
  for (const ProvenOffence& offence : proven) {
    if (offence.proven < from || offence.proven >= cut || !people.contains(offence.person))
      continue;
    number = last != nullptr && last->person == offence.person ? number + 1 : 1;
    last = &offence;
    std::vector<Field> fields = keys_of(cell, offence.person);
    append(fields, {number, date_or_missing(cell.schedule.timeline, offence.proven)});
    rows.add(fields);
  }
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

void add_truth_rows(const CellView& cell, TableRows& rows) {
  const Extracted extracted(cell);
  const OffencesByPerson offences(cell.history);
  const double cut = cell.schedule.timeline.end();
  for (const Presentation& p : extracted.all) {
    std::int64_t reviews = 0, truly = 0, reported = 0;
    for (const Review* r : year_of_reviews(p, extracted)) {
      ++reviews;
      truly += r->abstinent_all;
      reported += r->reported_all;
    }
    const double expected =
        offences.expected(p.person(), p.begins(), std::min(cut, p.begins() + 365));
    std::vector<Field> fields = keys_of(cell, p.person());
    append(fields, {std::int64_t{p.number}, p.recorded, p.journey != nullptr,
                    p.journey != nullptr ? reason_or_missing(p.journey->last->reason) : Missing{},
                    reviews, truly, reported, std::round(expected * 1e6) / 1e6});
    rows.add(fields);
  }
}

}  // namespace pbrsim
