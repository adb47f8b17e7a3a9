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
