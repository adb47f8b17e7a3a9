#include "results/evaluation_years.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "results/journeys.hpp"

namespace pbrsim {

namespace {

double overlap(double from, double to, const FinancialYear& year) {
  return std::max(0.0, std::min(to, year.to) - std::max(from, year.from));
}

bool within(double day, const FinancialYear& year) { return day >= year.from && day < year.to; }

/// What of a person is counted once a year: the journeys in it come together here.
struct PersonYear {
  bool treated = false, completed = false, followed = false, away = false;
  const Review* latest = nullptr;
};

void add_exit(YearItems& items, const Journey& journey) {
  ++items[YearItem::ended];
  switch (journey.last->recorded_reason) {
    case ExitReason::completed_drug_free:
    case ExitReason::completed_occasional_user: ++items[YearItem::ended_completed]; break;
    case ExitReason::dropped_out: ++items[YearItem::ended_dropped_out]; break;
    case ExitReason::declined: ++items[YearItem::ended_declined]; break;
    case ExitReason::transferred: ++items[YearItem::ended_transferred]; break;
    case ExitReason::custody: ++items[YearItem::ended_in_custody]; break;
    default: ++items[YearItem::ended_by_death]; break;
  }
}

/// Time and deaths after the end of a journey, up to twelve months.
void add_after(YearItems& items, const Journey& journey, const FinancialYear& year,
               const Timeline& timeline) {
  if (journey.last->reason == ExitReason::died) return;
  const double until = journey.followed_until(timeline);
  const double death = journey.last->died;
  items[YearItem::years_after_leaving] += overlap(journey.end(), until, year) / days_per_year;
  items[YearItem::deaths_poisoning_after_leaving] +=
      death <= until && within(death, year) && journey.last->poisoned;
}

void add_journey(YearItems& items, PersonYear& person, const Journey& journey,
                 const std::vector<const Review*>& reviews, const FinancialYear& year,
                 const Timeline& timeline) {
  items[YearItem::new_journeys] += within(journey.start(), year);
  const double days = journey.days_treated(year.from, year.to);
  items[YearItem::years_treated] += days / days_per_year;
  person.treated = person.treated || days > 0;
  for (const Review* r : reviews)
    if (r->kind != ReviewKind::start && within(r->day, year)) person.latest = r;
  if (journey.open()) return;
  add_after(items, journey, year, timeline);
  if (!within(journey.end(), year)) return;
  add_exit(items, journey);
  const bool died = journey.last->reason == ExitReason::died;
  items[YearItem::deaths_poisoning_treated] += died && journey.last->poisoned;
  // The person's last exit of the year decides; journeys come in order of time.
  person.completed = journey.recorded_completed();
  const double window = timeline.months_after(journey.end(), 6);
  person.followed = person.completed && window <= timeline.end();
  person.away = person.followed && !(journey.next_start() <= window);
}

void add_person(YearItems& items, const PersonYear& person) {
  items[YearItem::treated] += person.treated;
  items[YearItem::people_completed] += person.completed;
  items[YearItem::people_followed_6_months] += person.followed;
  items[YearItem::people_completed_away_6_months] += person.away;
  if (person.latest == nullptr) return;
  ++items[YearItem::reviewed];
  items[YearItem::abstinent_presenting] += person.latest->reported_presenting;
  items[YearItem::abstinent] += person.latest->reported_all;
  items[YearItem::injecting] += person.latest->injecting;
  items[YearItem::housing_problem] += person.latest->housing_problem;
}

void add_offences(ByGroup<YearItems>& items, const Panel& panel, const FinancialYear& year) {
  for (int m = year.first_month; m < year.first_month + 12; ++m)
    for (const Group g : all_of<Group>()) {
      items[g][YearItem::offences_expected] += panel.offences(m, g);
      for (const Band b : all_of<Band>())
        items[g][YearItem::offences_proven] += static_cast<double>(panel.proven(m, g, b));
    }
}

}  // namespace

const EnumArray<YearItem, const char*>& year_item_meanings() {
  static const EnumArray<YearItem, const char*> meanings{{
      "People in treatment at any time in the year.",
      "Journeys begun in the year.",
      "Journeys ended in the year.",
      "Of ended, recorded completions (drug-free or occasional user).",
      "Of ended, recorded as dropped out.",
      "Of ended, recorded as declined to continue.",
      "Of ended, transferred or moved away.",
      "Of ended, in custody.",
      "Of ended, by death.",
      "Of treated, people whose last exit in the year is a recorded completion.",
      "Of people_completed, those whose 6 months after that exit end by the data cut; the others "
      "are censored.",
      "Of people_followed_6_months, those not re-presenting to treatment in the area in them.",
      "Of treated, people with a review in the year: a 12-weekly one, or that at an exit recorded "
      "as completed.",
      "Of reviewed, the latest of the year reported without use of what the person came for in 28 "
      "days.",
      "Of reviewed, the latest of the year reported without use of any illicit drug or alcohol.",
      "Of reviewed, injecting at the latest of the year.",
      "Of reviewed, with a housing problem at the latest of the year.",
      "Person-years in treatment.",
      "Deaths of drug poisoning in treatment.",
      "Person-years in the 12 months after a journey's end, up to the next triage, death or data "
      "cut; who moves away counts as alive.",
      "Deaths of drug poisoning in years_after_leaving.",
      "Acquisitive offences proven in the year, of everyone known to the services.",
      "Acquisitive offences to be expected in the year, proven or not, of everyone known to the "
      "services: what truly is.",
  }};
  return meanings;
}

bool is_whole(YearItem item) {
  return item != YearItem::years_treated && item != YearItem::years_after_leaving &&
         item != YearItem::offences_expected;
}

std::vector<FinancialYear> financial_years(const Timeline& timeline, double from) {
  std::vector<FinancialYear> years;
  for (int m = 0; m + 12 <= timeline.months(); ++m) {
    const std::chrono::year_month_day date(timeline.month_date(m));
    if (date.month() == std::chrono::April && timeline.month_start(m) >= from)
      years.push_back({timeline.month_start(m), timeline.month_start(m + 12), m});
  }
  return years;
}

std::vector<ByGroup<YearItems>> evaluate_years(const History& history, const Schedule& schedule,
                                               const std::vector<FinancialYear>& years) {
  const Timeline& timeline = schedule.timeline;
  const std::vector<Journey> journeys = journeys_of(history.episodes);
  const ReviewsByPerson reviews(history.reviews);
  std::vector<ByGroup<YearItems>> result(years.size());
  std::vector<PersonYear> person(years.size());
  for (std::size_t j = 0; j < journeys.size(); ++j) {
    const Episode& first = *journeys[j].first;
    const std::vector<const Review*> of_journey = reviews.of(journeys[j]);
    for (std::size_t y = 0; y < years.size(); ++y)
      add_journey(result[y][first.group], person[y], journeys[j], of_journey, years[y], timeline);
    const bool last = j + 1 == journeys.size() || journeys[j + 1].first->person != first.person;
    if (!last) continue;
    for (std::size_t y = 0; y < years.size(); ++y)
      add_person(result[y][first.group], person[y]);
    person.assign(years.size(), {});
  }
  for (std::size_t y = 0; y < years.size(); ++y)
    add_offences(result[y], history.panel, years[y]);
  return result;
}

}  // namespace pbrsim
