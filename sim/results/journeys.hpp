/// Treatment journeys put together from episodes.
///
/// An episode is one spell with one provider; episodes with gaps of at most 21 days make one
/// journey, as in the National Drug Treatment Monitoring System (NDTMS). Days since the scenario's
/// start.
#pragma once

#include <span>
#include <vector>

#include "area/history.hpp"
#include "core/dates.hpp"

namespace pbrsim {

struct Journey {
  const Episode* first = nullptr;
  const Episode* last = nullptr;
  std::vector<const Episode*> episodes;  // in order of time
  bool re_registered = false;  // begun on paper, on the day and in the moment another one ended

  /// May lie before the run.
  double start() const { return first->journey_start; }
  /// NaN while it is open.
  double end() const { return last->end; }
  bool open() const { return last->reason == ExitReason::open; }
  /// Day of the person's next triage; NaN if there is none.
  double next_start() const { return last->next_triage; }
  /// Ended as planned, as the provider recorded it or as it was.
  bool recorded_completed() const { return planned(last->recorded_reason) && !last->reopened; }
  bool truly_completed() const { return planned(last->reason) && !last->reopened; }
  /// How long the person is followed after the end: 12 months, or to the next triage, death or the
  /// end of the run. Precondition: it has ended.
  double followed_until(const Timeline& timeline) const;
  /// Days of treatment between two days, gaps left out.
  double days_treated(double from, double to) const;
};

/// The journeys of which something lies in the run, by person, then in order of time. The episodes
/// must outlive them.
std::vector<Journey> journeys_of(const std::vector<Episode>& episodes);

/// Is the journey's first assessment one that led to it? Not where it was begun on paper, or before
/// the run.
bool follows_assessment(const Journey& journey);

/// A journey's reviews in treatment: those at 12-weekly dates, and that at an exit recorded as
/// planned; a client who just leaves has no last review. In order of time.
class ReviewsByPerson {
 public:
  explicit ReviewsByPerson(const std::vector<Review>& reviews);
  /// All reviews of a person that lie in a journey, that at its start first.
  std::vector<const Review*> of(const Journey& journey) const;

 private:
  std::vector<const Review*> sorted_;
};

}  // namespace pbrsim
