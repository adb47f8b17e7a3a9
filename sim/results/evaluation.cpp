#include "results/evaluation.hpp"

#include <algorithm>
#include <cmath>

#include "results/offending.hpp"

namespace pbrsim {

namespace {

constexpr double twelve_weeks_on = 84, year_on = 365, three_weeks = 21;  // days
constexpr double first_review_from = 35, first_review_to = 182;          // 5 to 26 weeks

/// One journey and what is counted of it.
class JourneyCount {
 public:
  JourneyCount(const Journey& journey, const Schedule& schedule, Items& items)
      : journey_(journey),
        schedule_(schedule),
        items_(items),
        start_(journey.start()),
        cut_(schedule.timeline.end()) {}

  void add_start() {
    ++items_[Item::started];
    items_[Item::started_on_paper] += journey_.re_registered;
    items_[Item::treated_before] += journey_.first->journey > 1;
    const double year_before =
        schedule_.timeline.day_of(add_months(schedule_.timeline.date_of(schedule_.go_live), -12));
    items_[Item::followup_exposed] += start_ >= year_before && start_ < schedule_.go_live;
    if (!follows_assessment(journey_)) return;
    ++items_[Item::waits_known];
    items_[Item::wait_from_referral_over_3_weeks] +=
        start_ - journey_.first->referred > three_weeks;
    items_[Item::wait_from_assessment_over_3_weeks] +=
        start_ - journey_.first->assessed > three_weeks;
  }

  void add_end(const OffencesByPerson& offences) {
    if (!journey_.open()) {
      ++items_[Item::ended];
      items_[Item::ended_completed] += journey_.recorded_completed();
      items_[Item::ended_declined] += journey_.last->recorded_reason == ExitReason::declined;
    }
    if (start_ + year_on > cut_) return;
    const bool in_time = !journey_.open() && journey_.end() <= start_ + year_on;
    const bool completed = in_time && journey_.recorded_completed();
    ++items_[Item::followed_1_year];
    items_[Item::completed_1_year] += completed;
    items_[Item::completed_truly_1_year] += in_time && journey_.truly_completed();
    add_returns(6, completed, offences, Item::followed_1_year_6_months,
                Item::completers_followed_6_months);
    add_returns(12, completed, offences, Item::followed_1_year_12_months,
                Item::completers_followed_12_months);
  }

  void add_reviews(const std::vector<const Review*>& reviews) {
    if (reviews.empty()) return;
    const bool from_start = reviews.front()->kind == ReviewKind::start;
    if (from_start) {
      items_[Item::injecting_at_start] += reviews.front()->injecting;
      items_[Item::housing_problem_at_start] += reviews.front()->housing_problem;
    }
    const bool injected = from_start && reviews.front()->injecting;
    if (start_ + first_review_to <= cut_)
      for (const Review* r : reviews)
        if (r->kind == ReviewKind::interim && r->day >= start_ + first_review_from &&
            r->day < start_ + first_review_to) {
          add_first(*r, injected);
          break;
        }
    if (start_ + year_on <= cut_) add_year_of_reviews(reviews);
  }

  void add_deaths() {
    const double end = journey_.open() ? cut_ : journey_.end();
    items_[Item::years_treated] += journey_.days_treated(start_, cut_) / days_per_year;
    const bool died = journey_.last->reason == ExitReason::died;
    items_[Item::deaths_treated] += died;
    items_[Item::deaths_poisoning_treated] += died && journey_.last->poisoned;
    if (journey_.open() || died) return;
    const double until = journey_.followed_until(schedule_.timeline);
    items_[Item::years_after_leaving] += std::max(0.0, until - end) / days_per_year;
    if (!(journey_.last->died <= until)) return;
    ++items_[Item::deaths_after_leaving];
    items_[Item::deaths_poisoning_after_leaving] += journey_.last->poisoned;
  }

  void add_offences(const OffencesByPerson& offences) {
    if (start_ + year_on > cut_) return;
    const std::uint32_t person = journey_.first->person;
    items_[Item::offences_proven_1_year] += offences.proven(person, start_, start_ + year_on);
    items_[Item::offences_expected_1_year] += offences.expected(person, start_, start_ + year_on);
  }

 private:
  /// Items in the order: followed, completed and away, and no contact; completers followed, back,
  /// back or contact, died.
  void add_returns(int months, bool completed, const OffencesByPerson& offences, Item all,
                   Item completers) {
    const double year_and = schedule_.timeline.months_after(start_ + year_on, months);
    const double window =
        completed ? schedule_.timeline.months_after(journey_.end(), months) : year_and;
    const bool back = completed && journey_.next_start() <= window;
    const bool contact =
        completed && offences.contacted(journey_.first->person, journey_.end(), window);
    if (year_and <= cut_) {
      ++items_[all];
      items_[after(all, 1)] += completed && !back;
      items_[after(all, 2)] += completed && !back && !contact;
    }
    if (!completed || window > cut_) return;
    ++items_[completers];
    items_[after(completers, 1)] += back;
    items_[after(completers, 2)] += back || contact;
    items_[after(completers, 3)] += !back && journey_.last->died <= window;
  }

  static Item after(Item item, int by) { return static_cast<Item>(static_cast<int>(item) + by); }

  void add_first(const Review& r, bool injected) {
    ++items_[Item::reviewed_first];
    items_[Item::first_abstinent_presenting] += r.reported_presenting;
    items_[Item::first_abstinent] += r.reported_all;
    items_[Item::first_truly_abstinent_presenting] += r.abstinent_presenting;
    items_[Item::first_truly_abstinent] += r.abstinent_all;
    items_[Item::first_improved] += r.reliably_improved && !r.reported_presenting;
    items_[Item::first_injecting] += r.injecting;
    items_[Item::first_housing_problem] += r.housing_problem;
    items_[Item::first_reviewed_injectors] += injected;
    items_[Item::first_injectors_stopped] += injected && !r.injecting;
  }

  void add_year_of_reviews(const std::vector<const Review*>& reviews) {
    const Review* latest = nullptr;
    bool presenting = false, all = false, not_injecting = false, housed = false;
    for (const Review* r : reviews) {
      if (r->kind == ReviewKind::start || r->day > start_ + year_on) continue;
      latest = r;
      presenting = presenting || r->reported_presenting;
      all = all || r->reported_all;
      not_injecting = not_injecting || !r->injecting;
      housed = housed || !r->housing_problem;
    }
    if (latest == nullptr) return;
    ++items_[Item::reviewed];
    items_[Item::latest_abstinent_presenting] += latest->reported_presenting;
    items_[Item::latest_abstinent] += latest->reported_all;
    items_[Item::latest_truly_abstinent] += latest->abstinent_all;
    items_[Item::latest_injecting] += latest->injecting;
    items_[Item::latest_housing_problem] += latest->housing_problem;
    items_[Item::ever_abstinent_presenting] += presenting;
    items_[Item::ever_abstinent] += all;
    items_[Item::ever_not_injecting] += not_injecting;
    items_[Item::ever_no_housing_problem] += housed;
  }

  const Journey& journey_;
  const Schedule& schedule_;
  Items& items_;
  double start_, cut_;
};

/// Someone assessed on a day who starts on another, or never (NaN).
void add_assessed(Items& items, double assessed, double start, bool recorded, bool completed,
                  double cut) {
  ++items[Item::assessed_truly];
  if (!recorded) return;
  ++items[Item::assessed];
  if (assessed + twelve_weeks_on <= cut) {
    ++items[Item::assessed_followed_12_weeks];
    items[Item::assessed_started_12_weeks] += start <= assessed + twelve_weeks_on;
  }
  if (assessed + year_on > cut) return;
  ++items[Item::assessed_followed_1_year];
  items[Item::assessed_completed_1_year] += completed;
}

}  // namespace

bool is_whole(Item item) {
  return item != Item::years_treated && item != Item::years_after_leaving &&
         item != Item::offences_expected_1_year;
}

Quarters::Quarters(const Timeline& timeline, double from) : end_(timeline.end()) {
  for (int m = 0; m < timeline.months(); ++m) {
    const std::chrono::year_month_day date(timeline.month_date(m));
    if ((static_cast<unsigned>(date.month()) - 1) % 3 == 0 && timeline.month_start(m) >= from)
      starts_.push_back(timeline.month_start(m));
  }
}

std::size_t Quarters::index(double day) const {
  if (!(day < end_) || starts_.empty() || day < starts_.front()) return size();
  return static_cast<std::size_t>(std::upper_bound(starts_.begin(), starts_.end(), day) -
                                  starts_.begin()) -
         1;
}

EvaluationPeriod period_of(double day, const Schedule& schedule) {
  const Timeline& timeline = schedule.timeline;
  const int months = timeline.month_of(schedule.contract_end) - schedule.go_live_month;
  const double as_long_before =
      timeline.day_of(add_months(timeline.date_of(schedule.go_live), -months));
  if (day >= schedule.contract_end) return EvaluationPeriod::later;
  if (day >= schedule.go_live) return EvaluationPeriod::contract;
  return day >= as_long_before ? EvaluationPeriod::before : EvaluationPeriod::earlier;
}

std::vector<ByGroup<Items>> evaluate(const History& history, const Schedule& schedule,
                                     const Quarters& quarters) {
  std::vector<ByGroup<Items>> result(quarters.size());
  const double cut = schedule.timeline.end();
  const ReviewsByPerson reviews(history.reviews);
  const OffencesByPerson offences(history);
  for (const Unstarted& u : history.unstarted)
    if (const std::size_t q = quarters.index(u.assessed); q < quarters.size())
      add_assessed(result[q][u.group], u.assessed, no_day, u.recorded, false, cut);
  for (const Journey& journey : journeys_of(history.episodes)) {
    const Group g = journey.first->group;
    const double assessed = journey.first->assessed;
    if (const std::size_t q = quarters.index(assessed);
        follows_assessment(journey) && q < quarters.size())
      add_assessed(result[q][g], assessed, journey.start(), true,
                   journey.recorded_completed() && journey.end() <= assessed + year_on, cut);
    const std::size_t q = quarters.index(journey.start());
    if (q == quarters.size()) continue;
    JourneyCount count(journey, schedule, result[q][g]);
    count.add_start();
    count.add_end(offences);
    count.add_reviews(reviews.of(journey));
    count.add_deaths();
    count.add_offences(offences);
  }
  return result;
}

}  // namespace pbrsim
