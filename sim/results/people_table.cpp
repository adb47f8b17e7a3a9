#include "results/people_table.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "results/worth.hpp"

namespace pbrsim {

namespace {

constexpr int months_followed = 6;
constexpr double review_window = 28;  // days

/// What a row adds up.
struct PersonRow {
  const Twin* twin = nullptr;
  Band band = Band::unassessed;
  double ends = 0;
  double days = 0, days_treated = 0, days_abstinent = 0, offences = 0;
  double qalys = 0, public_cost = 0, crime_cost = 0;
  std::int64_t starts = 0, reviews = 0, reviews_abstinent = 0, reviews_reported = 0;
  double reported_days = 0;
  std::int64_t planned_exits = 0, recorded_planned = 0, returned = 0;
  std::int64_t pence = 0;
  double died = no_day;
};
using People = std::unordered_map<std::uint32_t, PersonRow>;

/// The part of a stretch that lies after go-live, month by month.
void add_worth(PersonRow& p, const AccrualClass& c, const Spell& spell, double until,
               const CellView& cell) {
  const Timeline& timeline = cell.schedule.timeline;
  double from = std::max(spell.since, cell.schedule.go_live);
  while (from < until) {
    const int month = std::min(timeline.month_of(from), timeline.months() - 1);
    const double end = std::min(until, timeline.month_start(month + 1));
    const DiscountFactors factor =
        discount_factors(month - cell.schedule.go_live_month, cell.economics);
    const double years = (end - from) / days_per_year;
    p.qalys += factor.qalys * years * utility(c, cell.economics);
    p.public_cost +=
        factor.costs * years * (nhs_cost(c, cell.economics) + custody_cost(c, cell.economics));
    p.crime_cost +=
        factor.costs * (end - from) * spell.offences_per_day * cell.economics.cost_per_offence;
    from = end;
  }
}

void add_spell(PersonRow& p, const Spell& spell, double until, const CellView& cell) {
  if (spell.accrual == no_accrual) {
    p.ends = spell.since;
    return;
  }
  const AccrualClass c = class_of(spell.accrual);
  const double days = until - spell.since;
  p.days += days;
  if (in_treatment(c.setting)) p.days_treated += days;
  if (!c.uses_presenting && !c.uses_other) p.days_abstinent += days;
  p.offences += days * spell.offences_per_day;
  p.ends = until;
  add_worth(p, c, spell, until, cell);
}

/// Spells come in order of time; each lasts until the person's next.
void add_spells(People& people, const CellView& cell) {
  std::unordered_map<std::uint32_t, const Spell*> open;
  for (const Spell& spell : cell.history.spells) {
    if (!people.contains(spell.person)) continue;
    const Spell*& last = open[spell.person];
    if (last != nullptr) add_spell(people[spell.person], *last, spell.since, cell);
    last = &spell;
  }
  for (const auto& [person, spell] : open)
    add_spell(people[person], *spell, cell.schedule.timeline.end(), cell);
}

void add_episodes(People& people, const CellView& cell) {
  const Timeline& timeline = cell.schedule.timeline;
  for (const Episode& e : cell.history.episodes) {
    const auto found = people.find(e.person);
    if (found == people.end()) continue;
    PersonRow& p = found->second;
    if (e.triage >= p.twin->begins) {
      p.starts += !e.continues_journey;
      if (p.band == Band::unassessed) p.band = e.band;
    }
    if (!(e.end >= p.twin->begins)) continue;
    p.recorded_planned += planned(e.recorded_reason);
    if (!planned(e.reason) || e.reopened) continue;
    ++p.planned_exits;
    p.returned += e.next_triage <= timeline.months_after(e.end, months_followed);
  }
}

void add_rest(People& people, const CellView& cell) {
  for (const Review& r : cell.history.reviews) {
    const auto found = people.find(r.person);
    if (found == people.end() || r.day < found->second.twin->begins ||
        r.kind != ReviewKind::interim)
      continue;
    PersonRow& p = found->second;
    ++p.reviews;
    p.reviews_abstinent += r.abstinent_all;
    p.reviews_reported += r.reported_all;
    p.reported_days += review_window - r.presenting_days;
  }
  for (const LedgerEntry& entry : cell.history.ledger)
    if (const auto found = people.find(entry.person); found != people.end())
      found->second.pence += entry.amount;
  for (const ClinicalEvent& e : cell.history.events)
    if (e.transition == Transition::death_poisoning || e.transition == Transition::death_other)
      if (const auto found = people.find(e.person); found != people.end())
        found->second.died = e.day;
}

bool chosen(const Twin& twin, const PeopleChoice& choice) {
  const bool group = choice.groups.empty() || std::find(choice.groups.begin(), choice.groups.end(),
                                                        twin.group) != choice.groups.end();
  return group && in_sample(twin.person, choice.share);
}

Field date_or_missing(const Timeline& timeline, double day) {
  if (std::isnan(day)) return Missing{};
  return timeline.start() + std::chrono::days(static_cast<int>(std::floor(day)));
}

/// To a millionth: sums of parts of days have no more digits that mean something.
double rounded(double x) { return std::round(x * 1e6) / 1e6; }

void add_row(TableRows& rows, const PersonRow& p, const CellView& cell) {
  const Timeline& timeline = cell.schedule.timeline;
  rows.add({std::string_view(cell.design.id),
            std::string_view(cell.area.id),
            cell.replication,
            std::int64_t{p.twin->person},
            name_of(p.twin->group),
            name_of(p.band),
            name_of(p.twin->sex),
            date_or_missing(timeline, p.twin->begins),
            rounded(p.days),
            p.starts,
            rounded(p.days_treated),
            rounded(p.days_abstinent),
            p.reviews,
            p.reviews_abstinent,
            p.reviews_reported,
            rounded(p.reported_days),
            p.planned_exits,
            p.recorded_planned,
            p.returned,
            date_or_missing(timeline, p.died),
            rounded(p.offences),
            rounded(p.qalys),
            p.pence,
            rounded(p.crime_cost),
            rounded(p.public_cost)});
}

std::vector<Column> who() {
  return {design_column(),
          area_column(),
          replication_column(),
          person_column(),
          text("group", "Substance group at the first referral.").one_of(group_values()),
          text("band",
               "Complexity band as last measured before the designs part, else at the first triage "
               "after that.")
              .one_of(band_values()),
          text("sex", "Sex.").one_of(sex_values()),
          date("begins",
               "Day on which the designs part, or on which the person comes to the area; "
               "everything in the row is from then to the end of the run."),
          number("days", "Days alive and in the area.").in("days").at_least(0)};
}

std::vector<Column> what() {
  return {
      whole_number("starts", "Treatment journeys begun.").at_least(0),
      number("days_treated", "Days in treatment.").in("days").at_least(0),
      number("days_abstinent", "Days without use of anything, as it truly was.")
          .in("days")
          .at_least(0),
      whole_number("reviews", "Reviews.").at_least(0),
      whole_number("reviews_abstinent", "Reviews with no use of anything in the 28 days before.")
          .at_least(0),
      whole_number("reviews_reported_abstinent",
                   "Reviews that the provider reports as without use of anything.")
          .at_least(0),
      number("reported_abstinent_days",
             "Days of the 28 before each review without use of what the person came for, as "
             "reported, over all reviews.")
          .in("days")
          .at_least(0),
      whole_number("planned_exits", "Planned exits that no return within 21 days voided.")
          .at_least(0),
      whole_number("recorded_planned_exits", "Exits that the provider records as planned.")
          .at_least(0),
      whole_number("returned_6", "Of planned_exits, those followed by a triage within six months.")
          .at_least(0),
      date("died", "Day of death.").empty_if("no death before the end of the run"),
      number("offences", "Acquisitive offences to be expected, proven or not.")
          .in("offences")
          .at_least(0),
      number("qalys", "Quality-adjusted life-years from go-live on, discounted.").in("QALY"),
      whole_number("paid", "Paid for the person under the contracts, less what was paid back.")
          .in("pence"),
      number("crime_cost", "Cost of the offences from go-live on, discounted.").in("GBP"),
      number("other_public_cost", "NHS and custody from go-live on, discounted.").in("GBP")};
}

}  // namespace

bool in_sample(std::uint32_t person, double share) {
  constexpr std::uint32_t golden = 2654435769u;  // 2^32 / the golden ratio
  return static_cast<double>(person * golden) * 0x1p-32 < share;
}

TableSchema people_schema() {
  TableSchema s;
  s.name = "people";
  s.title = "People";
  s.row =
      "One person under one design, from the day on which the designs part: what happened, without "
      "error but where it says reported or recorded. The same person has a row under every design; "
      "people who arrive later are the same as well.";
  s.when =
      "with --people, of those whom `twins` in the scenario chooses; refused with --suppress and "
      "--round, because these are unit records";
  s.columns = who();
  for (Column& c : what())
    s.columns.push_back(std::move(c));
  s.primary_key = {"design", "area", "replication", "person"};
  s.foreign_keys = {to_designs(), to_areas()};
  return s;
}

void add_people_rows(const CellView& cell, TableRows& rows) {
  const std::vector<std::string>& areas = cell.people.areas;
  if (!areas.empty() && std::find(areas.begin(), areas.end(), cell.area.id) == areas.end()) return;
  People people;
  std::vector<std::uint32_t> order;
  for (const Twin& twin : cell.history.twins) {
    if (!chosen(twin, cell.people)) continue;
    PersonRow& p = people[twin.person];
    p.twin = &twin;
    p.band = twin.band;
    order.push_back(twin.person);
  }
  add_spells(people, cell);
  add_episodes(people, cell);
  add_rest(people, cell);
  std::sort(order.begin(), order.end());
  for (const std::uint32_t person : order)
    add_row(rows, people.at(person), cell);
}

}  // namespace pbrsim
