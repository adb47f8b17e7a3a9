// Difference-in-differences on counts made up with a known effect: recovered, with intervals that
// cover as often as they say; biased where areas were chosen for a good year.
#include <cmath>
#include <sstream>

#include "analysis/did_tables.hpp"
#include "analysis/grouped_logit.hpp"
#include "core/error.hpp"
#include "random/streams.hpp"
#include "random/variates.hpp"
#include "support/catch.hpp"

using namespace pbrsim;

namespace {

constexpr std::size_t treated_areas = 8, comparison_areas = 40;

/// How counts come about: log odds of an area = its own level, + a period's change, + its own
/// change, + the effect where treated and after.
struct Truth {
  double effect = 0;
  double change = 0.2;       // of everyone
  double level_sd = 0.3;     // between areas
  double change_sd = 0.1;    // of an area's own change
  double treated_level = 0;  // by which treated areas are better, for good
  double treated_luck = 0;   // and before alone
  double trials = 600;       // a period, half in each of two groups
};

class MadeUp {
 public:
  explicit MadeUp(std::uint32_t number) : streams_(BlockKey{20120401, 0, number, 0}) {}

  std::vector<EvaluatedArea> areas(const Truth& truth) {
    std::vector<EvaluatedArea> result;
    for (std::size_t a = 0; a < treated_areas + comparison_areas; ++a) {
      EvaluatedArea area{"area" + std::to_string(a), a < treated_areas, 1, {}};
      if (!area.treated) area.weight = 141.0 / comparison_areas;
      const double level =
          -1 + truth.level_sd * normal() + (area.treated ? truth.treated_level : 0);
      const double own = truth.change_sd * normal();
      for (int g = 0; g < 2; ++g) {
        PeriodCounts counts;
        const double before = level + g + (area.treated ? truth.treated_luck : 0);
        const double after = level + g + truth.change + own + (area.treated ? truth.effect : 0);
        counts.trials = {truth.trials / 2, truth.trials / 2};
        counts.successes = {binomial(before), binomial(after)};
        area.groups.push_back(counts);
      }
      result.push_back(area);
    }
    return result;
  }

 private:
  double uniform() { return streams_.uniform({EntityKind::parameter, 7}, 0, count_++); }
  double normal() { return normal_quantile(uniform()); }
  /// Successes of 300 at these log odds, nearly: a rounded normal.
  double binomial(double log_odds) {
    const double n = 300, p = 1 / (1 + std::exp(-log_odds));
    return std::round(std::clamp(n * p + std::sqrt(n * p * (1 - p)) * normal(), 0.0, n));
  }
  Streams streams_;
  std::uint32_t count_ = 0;
};

struct Tried {
  double mean = 0, error = 0;         // of the estimates
  double bootstrap = 0, placebo = 0;  // share of intervals that hold the truth
};

Tried try_out(const Truth& truth, Estimator estimator, int worlds) {
  DidOptions options;
  options.resamples = 199;
  double sum = 0, squares = 0, bootstrap = 0, placebo = 0;
  for (int w = 0; w < worlds; ++w) {
    options.seed = static_cast<std::uint64_t>(w) + 1;
    const DidEstimate e =
        estimate_did(MadeUp(static_cast<std::uint32_t>(w)).areas(truth), estimator, options);
    sum += e.log_ratio;
    squares += e.log_ratio * e.log_ratio;
    bootstrap += e.bootstrap_low <= truth.effect && truth.effect <= e.bootstrap_high;
    placebo += e.placebo_low <= truth.effect && truth.effect <= e.placebo_high;
  }
  const double n = worlds, mean = sum / n;
  return {mean, std::sqrt((squares / n - mean * mean) / (n - 1)), bootstrap / n, placebo / n};
}

}  // namespace

TEST_CASE("the logit is that of a two by two table where there is one") {
  // 10 of 100 to 20 of 100 treated; 30 of 100 to 30 of 100 not: odds 1/9 to 1/4 is a ratio of 9/4.
  const std::vector<LogitStratum> strata{{true, {10, 20}, {100, 100}},
                                         {false, {30, 30}, {100, 100}}};
  CHECK(treated_period_effect(strata) == Approx(std::log(9.0 / 4)));
  CHECK(std::isnan(treated_period_effect({strata[0]})));
  CHECK(std::isnan(treated_period_effect({{true, {0, 0}, {100, 100}}, strata[1]})));
  CHECK(std::isnan(treated_period_effect({{true, {0, 20}, {100, 100}}, strata[1]})));
}

TEST_CASE("the logit solves its likelihood equations") {
  // With several areas there is no closed form; the fitted successes of the treated after must be
  // those observed, which a shifted effect does not give.
  const std::vector<LogitStratum> strata{{true, {10, 30}, {100, 120}},
                                         {true, {40, 41}, {90, 60}},
                                         {false, {30, 25}, {100, 80}},
                                         {false, {5, 12}, {50, 70}}};
  const double effect = treated_period_effect(strata);
  // By hand: the treated pair alone has its own period effect, tau + delta, and so have the others
  // tau; each is a common odds ratio of two tables, found by bisection on its conditional equation.
  const auto common = [&](std::size_t a, std::size_t b) {
    const auto lack = [&](double change) {
      double missing = 0;
      for (const std::size_t i : {a, b}) {
        const LogitStratum& s = strata[i];
        double low = -20, high = 20;
        for (int step = 0; step < 200; ++step) {
          const double mid = (low + high) / 2;
          const double fitted =
              s.trials[0] / (1 + std::exp(-mid)) + s.trials[1] / (1 + std::exp(-mid - change));
          (fitted < s.successes[0] + s.successes[1] ? low : high) = mid;
        }
        missing += s.successes[1] - s.trials[1] / (1 + std::exp(-low - change));
      }
      return missing;
    };
    double low = -5, high = 5;
    for (int step = 0; step < 100; ++step) {
      const double mid = (low + high) / 2;
      (lack(mid) > 0 ? low : high) = mid;
    }
    return low;
  };
  CHECK(effect == Approx(common(0, 1) - common(2, 3)).epsilon(1e-6));
}

// 200 worlds; an interval that covers 95% falls outside 89.5% to 99.5% with a probability of 0.2%
// at most (binomial), and a mean without bias beyond 3.5 standard errors with 0.05%.
TEST_CASE("a known effect is recovered, with nominal coverage") {
  for (const Estimator e : {Estimator::raw, Estimator::area_group_effects}) {
    INFO(name_of(e));
    Truth truth;
    truth.effect = 0.3;
    const Tried tried = try_out(truth, e, 200);
    // Pooling over areas and groups of other levels draws an odds ratio towards 1 (it does not
    // collapse: Gail, Wieand and Piantadosi 1984, doi:10.1093/biomet/71.3.431).
    const double drawn_in = e == Estimator::raw ? 0.03 : 0;
    CHECK(std::abs(tried.mean - truth.effect) < 3.5 * tried.error + drawn_in);
    CHECK(tried.bootstrap > 0.895);
    CHECK(tried.bootstrap < 0.995);
    CHECK(tried.placebo > 0.895);
    CHECK(tried.placebo < 0.995);
  }
}

TEST_CASE(
    "a lasting difference between areas is no effect; a good year that passes looks like one") {
  Truth better;
  better.treated_level = 0.5;
  const Tried lasting = try_out(better, Estimator::area_effects, 100);
  CHECK(std::abs(lasting.mean) < 3.5 * lasting.error);
  Truth lucky;
  lucky.treated_luck = 0.3;
  const Tried regression = try_out(lucky, Estimator::area_effects, 100);
  CHECK(regression.mean == Approx(-0.3).margin(0.05));
  CHECK(regression.bootstrap < 0.5);
  CHECK(regression.placebo < 0.5);
}

TEST_CASE("estimates need both sides and do not depend on the weight of all") {
  const std::vector<EvaluatedArea> areas = MadeUp(1).areas({});
  const Assignment observed = as_observed(areas);
  Assignment none = observed;
  none.treated.assign(areas.size(), false);
  CHECK(std::isnan(log_odds_ratio(areas, none, Estimator::raw)));
  CHECK(std::isnan(log_odds_ratio(areas, none, Estimator::area_effects)));
  Assignment heavier = observed;
  for (double& w : heavier.weight)
    w *= 3;
  for (const Estimator e : all_of<Estimator>())
    CHECK(log_odds_ratio(areas, heavier, e) == Approx(log_odds_ratio(areas, observed, e)));
}

namespace {

std::string file(const std::string& rows) {
  std::string header =
      "design,area,replication,evaluated_as,stands_for,period,group,"
      "followup_exposed,assessed_started_12_weeks,assessed_followed_12_weeks,"
      "completed_1_year,followed_1_year,completed_1_year_away_6_months,"
      "followed_1_year_6_months,completed_1_year_away_12_months,"
      "followed_1_year_12_months,latest_abstinent,reviewed,first_abstinent,"
      "reviewed_first,latest_injecting\n";
  return header + rows;
}

const std::string two_areas =
    "pilot,a,0,treated,1,before,opiate,0,1,2,10,100,1,2,1,2,1,2,1,2,1\n"
    "pilot,a,0,treated,1,before,alcohol,0,1,2,99,999,1,2,1,2,1,2,1,2,1\n"
    "pilot,a,0,treated,1,before,opiate,9,1,2,5,50,1,2,1,2,1,2,1,2,1\n"
    "pilot,a,0,treated,1,contract,opiate,0,1,2,20,100,1,2,1,2,1,2,1,2,1\n"
    "pilot,b,0,comparison,5,before,opiate,0,1,2,30,100,1,2,1,2,1,2,1,2,1\n"
    "pilot,b,0,comparison,5,contract,opiate,0,1,2,30,100,1,2,1,2,1,2,1,2,1\n"
    "pilot,c,0,redesigned,1,contract,opiate,0,1,2,30,100,1,2,1,2,1,2,1,2,1\n"
    "pilot,b,0,comparison,5,later,opiate,0,1,2,77,100,1,2,1,2,1,2,1,2,1\n";

}  // namespace

TEST_CASE(
    "evaluation.csv is read by its columns; alcohol, later quarters and other areas stay out") {
  const EvaluationCounts counts = parse_evaluation(file(two_areas), "f", {});
  REQUIRE(counts.worlds.size() == 1);
  const std::vector<EvaluatedArea>& completion = counts.areas[0][1];
  REQUIRE(completion.size() == 2);
  CHECK(completion[0].treated);
  CHECK(completion[1].weight == 5);
  CHECK(completion[0].groups[0].successes[0] == 15);
  CHECK(completion[0].groups[0].trials[0] == 150);
  CHECK(completion[1].groups[0].successes[1] == 30);
  EvaluationChoice choice;
  choice.leave_out_exposed = true;
  CHECK(parse_evaluation(file(two_areas), "f", choice).areas[0][1][0].groups[0].trials[0] == 100);
  const std::vector<DidRow> rows = estimate_all(counts, {});
  CHECK(rows.size() == did_outcomes().size() * enum_size<Estimator>);
  CHECK(rows[3].estimate.log_ratio == Approx(std::log(9.0 / 4)));
}

TEST_CASE("what is wrong with evaluation.csv is said") {
  const auto problem = [](const std::string& text, const std::string& against = "comparison") {
    EvaluationChoice choice;
    choice.against = against;
    try {
      parse_evaluation(text, "f", choice);
    } catch (const UserError& e) {
      return std::string(e.what());
    }
    return std::string("none");
  };
  using Catch::Matchers::Contains;
  CHECK_THAT(problem(""), Contains("is empty"));
  CHECK_THAT(problem(file("")), Contains("no rows"));
  CHECK_THAT(problem(file("pilot,a,0\n")), Contains("line 2") && Contains("3 fields"));
  std::string bad = two_areas;
  bad.replace(bad.find("10,100"), 2, "-1");
  CHECK_THAT(problem(file(bad)), Contains("completed_1_year is \"-1\""));
  CHECK_THAT(problem("design,area\npilot,a\n"), Contains("has no column"));
  const std::string alone = two_areas.substr(0, two_areas.find("pilot,b"));
  CHECK_THAT(problem(file(alone)), Contains("no area that is comparison"));
}

TEST_CASE("the summary is over worlds") {
  std::vector<DidRow> rows(3);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i].world = {"pilot", 0, static_cast<std::int64_t>(i)};
    rows[i].estimate.log_ratio = static_cast<double>(i);
    rows[i].estimate.p = i == 2 ? 0.01 : 0.5;
  }
  const std::vector<DidSummary> summary = summarise(rows, {});
  REQUIRE(summary.size() == 1);
  CHECK(summary[0].worlds == 3);
  CHECK(summary[0].mean == Approx(1));
  CHECK(summary[0].sd == Approx(1));
  CHECK(summary[0].p90 == Approx(1.8));
  CHECK(summary[0].placebo_rejects == Approx(1.0 / 3));
  // t with 2 degrees of freedom: 4.3027.
  CHECK(mean_interval(summary[0]).high == Approx(1 + 4.3027 / std::sqrt(3.0)).epsilon(1e-4));
  TableRows did(did_schema());
}
