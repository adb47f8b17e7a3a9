#include "results/journeys.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

namespace pbrsim {

namespace {

double end_of(const Episode& e) {
  return std::isnan(e.end) ? std::numeric_limits<double>::infinity() : e.end;
}

bool before(const Review* a, const Review* b) {
  return std::tie(a->person, a->day) < std::tie(b->person, b->day);
}

/// Does it say how treatment went on?
bool counts(const Review& r, const Journey& journey) {
  if (r.kind == ReviewKind::interim) return true;
  if (r.kind == ReviewKind::start) return r.day == journey.start();
  return r.day == journey.end() && planned(journey.last->recorded_reason);
}

}  // namespace

double Journey::followed_until(const Timeline& timeline) const {
  double until = std::min(timeline.months_after(end(), 12), timeline.end());
  for (const double day : {next_start(), last->died})
    if (!std::isnan(day)) until = std::min(until, day);
  return until;
}

double Journey::days_treated(double from, double to) const {
  double days = 0;
  for (const Episode* e : episodes)
    days += std::max(0.0, std::min(end_of(*e), to) - std::max(e->triage, from));
  return days;
}

std::vector<Journey> journeys_of(const std::vector<Episode>& episodes) {
  std::vector<const Episode*> sorted;
  for (const Episode& e : episodes)
    sorted.push_back(&e);
  std::sort(sorted.begin(), sorted.end(), [](const Episode* a, const Episode* b) {
    return std::tie(a->person, a->episode) < std::tie(b->person, b->episode);
  });
  std::vector<Journey> journeys;
  for (const Episode* e : sorted) {
    const Journey* last = journeys.empty() ? nullptr : &journeys.back();
    const bool same_person = last != nullptr && last->last->person == e->person;
    if (!same_person || last->last->journey != e->journey) {
      Journey next;
      next.first = e;
      next.re_registered = same_person && last->end() == e->triage;
      journeys.push_back(std::move(next));
    }
    journeys.back().last = e;
    journeys.back().episodes.push_back(e);
  }
  return journeys;
}

bool follows_assessment(const Journey& journey) {
  return !journey.re_registered && !journey.first->continues_journey &&
         journey.first->assessed >= journey.first->referred;
}

ReviewsByPerson::ReviewsByPerson(const std::vector<Review>& reviews) {
  for (const Review& r : reviews)
    sorted_.push_back(&r);
  std::stable_sort(sorted_.begin(), sorted_.end(), before);
}

std::vector<const Review*> ReviewsByPerson::of(const Journey& journey) const {
  Review from;
  from.person = journey.first->person;
  from.day = journey.start();
  std::vector<const Review*> result;
  for (auto r = std::lower_bound(sorted_.begin(), sorted_.end(), &from, before);
       r != sorted_.end() && (*r)->person == from.person && (*r)->day <= end_of(*journey.last); ++r)
    if (counts(**r, journey)) result.push_back(*r);
  return result;
}

}  // namespace pbrsim
