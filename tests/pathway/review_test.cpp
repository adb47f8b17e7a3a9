// What a review reads. Days of use against a count in small steps; everything else by the rules
// written out. Exact but for the mean and spread of the wellbeing score (z and chi-square, alpha =
// 1e-9, with a control each).
#include "pathway/review.hpp"

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <cmath>
#include <vector>

#include "pathway/course.hpp"
#include "support/catch.hpp"
#include "support/statistics.hpp"
#include "support/tiny_area.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

/// A person's use as a list of changes on a grid of 1/64 day, oldest first, in use before the first
/// if `at_first`.
struct Use {
  bool at_first = false;
  std::vector<double> changes;
  bool at(double day) const {
    bool in_use = at_first;
    for (const double c : changes)
      in_use = c <= day ? !in_use : in_use;
    return in_use;
  }
};

/// Counts the steps of 1/64 day in use.
double days_by_counting(const Use& use, double now, double window) {
  int steps = 0;
  for (double day = now - window; day < now; day += 1.0 / 64)
    steps += use.at(day);
  return steps / 64.0;
}

Person somebody(const Use& use, double per_week) {
  Person p;
  p.key = 17;
  p.uses_presenting = use.at(1e9);
  for (const double c : use.changes)
    p.presenting_history.change(c);
  p.uses_other = false;
  p.presenting_days = per_week;
  p.baseline_presenting_days = 20;
  return p;
}

PathwayParameters quiet() { return still(); }

Review review_of(const Person& p, double day, const PathwayParameters& parameters = quiet(),
                 double misreported = 0, ReviewKind kind = ReviewKind::interim) {
  return read_review(p, day, kind, parameters, Streams({1, 0, 0, 0}), misreported, misreported, 0);
}

}  // namespace

TEST_CASE("Days of use are those of the last 28, exactly, with up to four changes") {
  boost::random::mt19937_64 engine(4);
  const auto whole = [&](int to) {
    return boost::random::uniform_int_distribution<>(0, to)(engine);
  };
  double worst = 0, beyond = 0;
  for (int trial = 0; trial < 4000; ++trial) {
    const double now = 200;
    Use use;
    use.at_first = whole(1) == 1;
    const int changes = whole(trial % 8 == 0 ? 8 : 4);
    for (int i = 0; i < changes; ++i)
      use.changes.push_back(now - 60 + whole(60 * 64) / 64.0);
    std::sort(use.changes.begin(), use.changes.end());
    Person p = somebody(use, 7);
    const double days = p.presenting_history.days_using(p.uses_presenting, now, 28);
    const double off = std::abs(days - days_by_counting(use, now, 28));
    const auto in_window =
        std::count_if(use.changes.begin(), use.changes.end(), [](double c) { return c > 172; });
    (in_window <= 4 ? worst : beyond) = std::max(in_window <= 4 ? worst : beyond, off);
  }
  CHECK(worst == 0);
  CHECK(beyond > 0);  // five changes in four weeks: approximate, and this test would see it
}

TEST_CASE("A review reports whole days, at least one where there was any use") {
  const double now = 100;
  const auto days = [&](double stopped_before, double per_week) {
    return review_of(somebody({true, {now - stopped_before}}, per_week), now).presenting_days;
  };
  CHECK(days(28, 7) == 0);  // the whole window without
  CHECK(days(28.5, 7) == 0);
  CHECK(days(14, 7) == 14);
  CHECK(days(14, 3.5) == 7);
  CHECK(days(27.9, 7) == 1);  // a tenth of a day
  CHECK(days(27.9, 0.1) == 1);
  CHECK(review_of(somebody({true, {}}, 7), now).presenting_days == 28);
  CHECK(review_of(somebody({true, {}}, 2), now).presenting_days == 8);
  CHECK(review_of(somebody({false, {}}, 7), now).presenting_days == 0);
}

TEST_CASE("Abstinent means no day in the last 28, of the presenting substance or of all") {
  const double now = 100;
  Person p = somebody({true, {50}}, 7);
  Review r = review_of(p, now);
  CHECK((r.abstinent_presenting && r.abstinent_all && r.reported_presenting && r.reported_all));
  p.uses_other = true;
  p.other_history.change(90);
  r = review_of(p, now);
  CHECK((r.abstinent_presenting && !r.abstinent_all));
  CHECK(r.other_days == 10);
  p.uses_other = false;
  p.other_history.change(95);
  CHECK(!review_of(p, now).abstinent_all);
  CHECK(review_of(p, 95 + 28).abstinent_all);
  CHECK(!review_of(somebody({true, {now - 27.99}}, 7), now).abstinent_presenting);
}

TEST_CASE(
    "Reliable improvement is a fall in reported days since the start by the group's threshold") {
  PathwayParameters parameters = quiet();
  parameters.reviews.reliable_fall[Group::opiate] = 13;
  const double now = 100;
  Person p = somebody({true, {now - 21}}, 7);  // 7 days of use
  p.group = Group::opiate;
  p.baseline_presenting_days = 20;
  CHECK(review_of(p, now, parameters).reliably_improved);
  p.baseline_presenting_days = 19;
  CHECK(!review_of(p, now, parameters).reliably_improved);
  p.baseline_presenting_days = 28;
  CHECK(!review_of(p, now, parameters, 0, ReviewKind::start).reliably_improved);
}

TEST_CASE("A provider that hides use reports none, and only then differs from the truth") {
  const double now = 100;
  int hidden = 0;
  constexpr int n = 20000;
  Person p = somebody({true, {}}, 7);
  for (int i = 0; i < n; ++i) {
    p.reviews = static_cast<std::uint16_t>(i);
    const Review r = review_of(p, now, quiet(), 0.3);
    CHECK((!r.abstinent_presenting && !r.abstinent_all));
    hidden += r.reported_all;
    REQUIRE(r.reported_presenting == r.reported_all);
    REQUIRE(r.presenting_days == (r.reported_all ? 0 : 28));
  }
  const double z = (hidden - 0.3 * n) / std::sqrt(n * 0.3 * 0.7);
  CHECK(std::abs(z) < critical_z());
  CHECK(std::abs((hidden - 0.33 * n) / std::sqrt(n * 0.33 * 0.67)) > critical_z());
  CHECK(!review_of(p, now, quiet(), 0).reported_all);
  CHECK(review_of(p, now, quiet(), 1).reported_all);
  // Its word is then the best there is, whatever the days of use.
  CHECK(review_of(p, now, quiet(), 1).reported == Standing{true, true, true, 0});
  CHECK(review_of(p, now, quiet(), 0).reported == review_of(p, now, quiet(), 0).confirmed);
  CHECK(!review_of(p, now, quiet(), 1).confirmed.reliably_improved);
  // Nothing to hide: the same review whatever the stance.
  const Person clean = somebody({false, {}}, 7);
  CHECK(review_of(clean, now, quiet(), 1).presenting_days == 0);
}

TEST_CASE("Wellbeing has the mean of the state and the spread asked for, between 0 and 20") {
  PathwayParameters parameters = quiet();
  parameters.reviews.wellbeing_sd = 2;
  Person p = somebody({false, {}}, 7);
  p.employed = true;
  std::vector<double> scores;
  for (int i = 0; i < 20000; ++i) {
    p.reviews = static_cast<std::uint16_t>(i);
    scores.push_back(review_of(p, 100, parameters).wellbeing);
    REQUIRE(scores.back() == std::round(scores.back()));
  }
  const Mean mean = mean_of(scores);
  CHECK(std::abs(mean.z(14)) < critical_z());  // 13 abstinent, 1 employed
  CHECK(std::abs(mean.z(13.85)) > critical_z());
  // Rounding adds 1/12 to the variance; clamping at three standard deviations takes away less than
  // 1%.
  CHECK(mean.variance == Approx(4 + 1.0 / 12).epsilon(0.05));
  CHECK(mean.variance != Approx(1.8 * 1.8 + 1.0 / 12).epsilon(0.05));
  p.uses_presenting = true;
  p.housing_problem = true;
  p.employed = false;
  parameters.reviews.wellbeing_sd = 0;
  CHECK(review_of(p, 100, parameters).wellbeing == 8);  // 10 using, 2 less for the housing problem
  CHECK(read_review(p, 100, ReviewKind::interim, parameters, Streams({1, 0, 0, 0}), 0, 0, 0.6)
            .wellbeing == 9);
  parameters.reviews.wellbeing_using = 30;
  CHECK(review_of(p, 100, parameters).wellbeing == 20);
  parameters.reviews.wellbeing_using = -30;
  CHECK(review_of(p, 100, parameters).wellbeing == 0);
}

TEST_CASE("A review carries who, when and how they are") {
  Person p = somebody({true, {}}, 7);
  p.injecting = p.employed = true;
  const Review r = review_of(p, 123.5, quiet(), 0, ReviewKind::exit);
  CHECK(r.person == 17);
  CHECK(r.day == 123.5);
  CHECK(r.kind == ReviewKind::exit);
  CHECK((r.injecting && r.employed && !r.housing_problem));
}
