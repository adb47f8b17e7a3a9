// A provider's valuation against what clients really bring. Hazards are constant, places do not
// bind, frailty is off and domains are independent, so the provider's chain is the truth: the mean
// income of a first journey in the ledger, discounted to its triage, is the value given on that
// day. One contract holds a table of terms, each alone and in combination; terms without a cap do
// not touch each other.
//
// Test: for every term and group, each cluster and all together, the mean of (income - value) over
// journeys that begin under the contract, z at alpha = 1e-9 (journeys are independent: no limit on
// places). Activity is not paid by person: its sum over all is compared, undiscounted, with a
// standard error from the spread of time in treatment. Control: beliefs in which one rate is wrong
// by 25% are refused.
//
// Reliable improvement is believed to need one unbroken stretch without use; that misses clients
// who reach it in several. The error is measured and must stay below 8% of the term's income.
#include <cmath>
#include <functional>
#include <map>

#include "constant_world.hpp"
#include "provider/valuation.hpp"
#include "support/catch.hpp"
#include "support/statistics.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

using Beliefs = ByGroup<JourneyBeliefs>;

constexpr double discount = 0.3;
const std::map<std::string, double> rising{{"simple", 100}, {"middle", 150}, {"complex", 310}};

TermParameters term(TermKind kind) {
  TermParameters t;
  t.kind = kind;
  if (kind != TermKind::activity) t.price = rising;
  return t;
}

TermParameters outcome(Measure m) {
  TermParameters t = term(is_process(m) ? TermKind::process : TermKind::outcome);
  t.measure = m;
  return t;
}

TermParameters windowed(Measure m, int months) {
  TermParameters t = outcome(m);
  t.within_months = months;
  return t;
}

TermParameters up_to(Measure m, int n) {
  TermParameters t = outcome(m);
  t.up_to = n;
  return t;
}

TermParameters with_all(TermParameters t, std::vector<Domain> domains) {
  t.requires_all = std::move(domains);
  return t;
}

TermParameters with_claw_back(TermParameters t, int months, double share) {
  t.claw_back = ClawBack{months, share};
  return t;
}

TermParameters phased(TermParameters t) {
  t.phase_in = {{0, 0.5}, {7, 1}, {20, 1.5}};
  t.from_month = 3;
  t.until_month = 30;
  t.lag_months = 4;
  return t;
}

ContractParameters table_of_terms() {
  using M = Measure;
  ContractParameters c;
  c.clusters = {{"simple", {MeasuredBand::very_low, MeasuredBand::low}},
                {"middle", {MeasuredBand::medium}},
                {"complex", {MeasuredBand::high, MeasuredBand::very_high}}};
  c.terms["activity"] = term(TermKind::activity);
  c.terms["activity"].price_per_week = ByModality<double>{{40, 50, 60, 70}};
  c.terms["attachment"] = term(TermKind::attachment);
  c.terms["attachment, clawed back"] = with_claw_back(term(TermKind::attachment), 10, 0.6);
  c.terms["abstinent presenting"] = outcome(M::abstinent_presenting_at_review);
  c.terms["abstinent presenting, first"] = up_to(M::abstinent_presenting_at_review, 1);
  c.terms["abstinent presenting, first three"] = up_to(M::abstinent_presenting_at_review, 3);
  c.terms["abstinent"] = outcome(M::abstinent_at_review);
  c.terms["abstinent, opiates only"] = outcome(M::abstinent_at_review);
  c.terms["abstinent, opiates only"].groups = {Group::opiate};
  c.terms["abstinent, dear alcohol"] = phased(outcome(M::abstinent_at_review));
  c.terms["abstinent, dear alcohol"].group_factor[Group::alcohol] = 2.5;
  c.terms["improved"] = outcome(M::reliably_improved_at_review);
  c.terms["injecting"] = outcome(M::stopped_injecting_at_review);
  c.terms["injecting, first two"] = up_to(M::stopped_injecting_at_review, 2);
  c.terms["housing"] = outcome(M::housing_resolved_at_review);
  c.terms["housing, first, phased"] = phased(up_to(M::housing_resolved_at_review, 1));
  c.terms["work"] = outcome(M::found_work_at_review);
  c.terms["wellbeing"] = outcome(M::wellbeing_normal_at_review);
  c.terms["wellbeing, first"] = up_to(M::wellbeing_normal_at_review, 1);
  c.terms["abstinent in all domains"] = with_all(
      outcome(M::abstinent_presenting_at_review),
      {Domain::use, Domain::injecting, Domain::housing, Domain::employment, Domain::wellbeing});
  c.terms["housing without use"] = with_all(outcome(M::housing_resolved_at_review), {Domain::use});
  c.terms["exit"] = outcome(M::planned_exit);
  c.terms["exit, phased"] = phased(outcome(M::planned_exit));
  c.terms["exit, clawed back"] = with_claw_back(outcome(M::planned_exit), 12, 1);
  c.terms["exit, housed"] =
      with_all(outcome(M::planned_exit), {Domain::injecting, Domain::employment});
  c.terms["away 6"] = windowed(M::no_representation, 6);
  c.terms["away 12"] = windowed(M::no_representation, 12);
  c.terms["away 6, clawed back, phased"] =
      phased(with_claw_back(windowed(M::no_representation, 6), 12, 0.5));
  c.terms["no offence 9"] = windowed(M::no_proven_offence, 9);
  c.terms["started"] = outcome(M::started_in_time);
  c.terms["started"].within = 21;
  c.terms["vaccinated"] = outcome(M::vaccination_offered);
  c.terms["review"] = outcome(M::review_done);
  c.terms["review, first two"] = up_to(M::review_done, 2);
  return c;
}

Setup with_table() {
  Setup s = constant_world(12000);
  s.history_months = 1;
  s.run_off_months = 30;  // returns of clients who stay on beyond the contract are still seen
  s.add_design("table").contracts["north"] = table_of_terms();
  return s;
}

/// First journeys under the contract with what each term brought, discounted to the triage.
struct Journey {
  Group group;
  std::uint8_t cluster;
  int week;  // of triage
  std::vector<double> income;
};

class Observed {
 public:
  explicit Observed(const World& world)
      : world_(world), contract_(world.designs.front().contracts.front()) {
    const History h = world.run(0).front();
    for (const Episode& e : h.episodes) {
      const double counted =
          std::min(end(e), contract_.ends()) - std::max(e.triage, contract_.begins());
      if (counted > 0 && e.triage < contract_.begins()) weeks_before_ += paid_weeks(e, counted);
      if (counted > 0 && e.triage >= contract_.begins()) {
        weeks_.push_back(paid_weeks(e, counted));
        weeks_expected_from_.push_back({e.group, e.triage});
      }
      if (e.episode == 1 && e.triage >= contract_.begins() && e.triage < contract_.ends())
        first_[e.person] = &e;
    }
    for (const auto& [person, e] : first_)
      journeys[person] = {e->group, contract_.cluster_of(e->band), static_cast<int>(e->triage / 7),
                          std::vector<double>(contract_.terms().size())};
    for (const LedgerEntry& entry : h.ledger) {
      if (contract_.terms()[entry.term].kind == TermKind::activity)
        activity_ += to_pounds(entry.amount);
      const auto e = first_.find(entry.person);
      if (e == first_.end() || !of_first_journey(entry, *e->second)) continue;
      journeys[entry.person].income[entry.term] +=
          to_pounds(entry.amount) *
          std::exp(-discount * (entry.paid - e->second->triage) / days_per_year);
    }
    first_.clear();
  }

  std::map<std::uint32_t, Journey> journeys;

  /// z of the activity paid for journeys begun under the contract, given a mean by group and day.
  double activity_z(const std::function<double(Group, double)>& expected) const {
    double sum = 0, variance = 0;
    for (std::size_t i = 0; i < weeks_.size(); ++i) {
      const auto [group, day] = weeks_expected_from_[i];
      const double residual = weeks_[i] - expected(group, day);
      sum += residual;
      variance += residual * residual;
    }
    // The ledger is rounded to pence by month; all but that the sum below must agree with it.
    double paid = 0;
    for (const double w : weeks_)
      paid += w;
    CHECK(activity_ == Approx(paid + weeks_before_).epsilon(1e-6));
    return sum / std::sqrt(variance);
  }

 private:
  static double end(const Episode& e) { return std::isnan(e.end) ? 1e9 : e.end; }
  static double paid_weeks(const Episode& e, double days) {
    return days / 7 * (e.modality == Modality::residential ? 70 : 60);
  }
  bool of_first_journey(const LedgerEntry& entry, const Episode& e) const {
    const Contract::Term& t = contract_.terms()[entry.term];
    if (entry.amount < 0) return entry.accrued == e.next_triage;
    if (t.measure == Measure::no_proven_offence && t.kind == TermKind::outcome)
      return entry.accrued == months_after(e.triage, t.window_months);
    if (t.outcome(Measure::planned_exit)) return entry.accrued == e.end + 21;
    if (t.outcome(Measure::no_representation))
      return entry.accrued == months_after(e.end, t.window_months);
    return entry.accrued >= e.triage && entry.accrued <= end(e);
  }
  double months_after(double day, int months) const {
    const Timeline& timeline = world_.schedule.timeline;
    return timeline.day_of(add_months(timeline.date_of(day), months));
  }

  const World& world_;
  const Contract& contract_;
  std::map<std::uint32_t, const Episode*> first_;
  std::vector<double> weeks_;
  std::vector<std::pair<Group, double>> weeks_expected_from_;
  double weeks_before_ = 0, activity_ = 0;
};

constexpr int all_clusters = -1;

/// Largest |z| of a term over groups and clusters.
struct Distances {
  std::map<std::string, double> z;
  std::map<std::string, double> error;  // of a term's income, relative, all together
  double improved = 0;                  // that of reliable improvement
};
Distances distances(const World& world, const Observed& seen, const Beliefs& beliefs) {
  const Contract& contract = world.designs.front().contracts.front();
  const ContractPlan plan(contract);
  constexpr Band band_of[] = {Band::high, Band::medium, Band::low};  // complex, middle, simple
  const auto value = [&](Group g, Band band, double day, double a_year) {
    return value_of_journey(plan, beliefs[g], g, band, {day, a_year, 84, false});
  };
  std::map<std::tuple<Group, int, int>, JourneyValue> values;
  std::map<std::tuple<std::size_t, Group, int>, std::vector<double>> residuals;
  for (const auto& [person, journey] : seen.journeys) {
    auto [at, is_new] = values.try_emplace({journey.group, journey.cluster, journey.week});
    if (is_new)
      at->second = value(journey.group, band_of[journey.cluster], 7 * journey.week + 3.5, discount);
    for (std::size_t t = 0; t < journey.income.size(); ++t)
      for (const int cluster : {static_cast<int>(journey.cluster), all_clusters})
        residuals[{t, journey.group, cluster}].push_back(journey.income[t] -
                                                         at->second.terms[t].income);
  }
  Distances distances;
  std::map<std::string, double>& result = distances.z;
  std::map<std::string, double> income;
  for (const auto& [person, journey] : seen.journeys)
    for (std::size_t t = 0; t < journey.income.size(); ++t)
      income[contract.terms()[t].name] += journey.income[t];
  for (const auto& [key, list] : residuals) {
    const auto& [t, group, cluster] = key;
    const std::string& name = contract.terms()[t].name;
    if (name == "activity") continue;
    const Mean mean = mean_of(list);
    if (cluster == all_clusters)
      distances.error[name] += mean.mean * static_cast<double>(mean.n) / income[name];
    if (name == "improved") continue;
    // Without any spread only the rounding of the day to its week is left.
    const double z = mean.se > 1e-3 ? mean.z(0) : mean.mean / 0.05;
    result[name] = std::max(result[name], std::abs(z));
  }
  distances.improved = distances.error["improved"];
  std::map<std::pair<Group, int>, double> weekly;
  std::size_t activity = 0;
  while (contract.terms()[activity].name != "activity")
    ++activity;
  result["activity"] = std::abs(seen.activity_z([&](Group g, double day) {
    const auto [at, is_new] = weekly.try_emplace({g, static_cast<int>(day / 7)});
    if (is_new)
      at->second = value(g, Band::low, 7 * std::floor(day / 7) + 3.5, 0).terms[activity].income;
    return at->second;
  }));
  return distances;
}

double largest(const Distances& distances) {
  double most = 0;
  for (const auto& [name, value] : distances.z)
    most = std::max(most, value);
  return most;
}

}  // namespace

TEST_CASE("A client's value is the mean ledger income where beliefs are true") {
  const World world(with_table());
  const Observed seen(world);
  REQUIRE(seen.journeys.size() > 60000);
  const Beliefs beliefs = true_beliefs(world);
  const Distances truth = distances(world, seen, beliefs);
  CHECK(truth.z.size() + 1 == table_of_terms().terms.size());
  CHECK(std::abs(truth.improved) < 0.08);
  for (const auto& [name, value] : truth.z) {
    INFO(name);
    CHECK(value < critical_z());
  }

  // Each rate, wrong by 25% (relapse and abstinence at the start, which weigh little, by 50%), is
  // refused.
  const auto by_practice = [](ProcessId id) {
    return [id](JourneyBeliefs& b) {
      LocalFactors times = no_local_factors;
      times[static_cast<std::size_t>(id)] = 1.25;
      b = with_practice(b, {times});
    };
  };
  const std::function<void(JourneyBeliefs&)> mistakes[] = {
      by_practice(ProcessId::stop_presenting),
      by_practice(ProcessId::start_presenting),
      by_practice(ProcessId::planned_exit),
      by_practice(ProcessId::unplanned_exit),
      by_practice(ProcessId::injecting_ends),
      [](JourneyBeliefs& b) { b.abstinent_at_start *= 1.5; },
      [](JourneyBeliefs& b) { b.relapse *= 1.5; },
      [](JourneyBeliefs& b) { b.returns_using *= 1.25; },
      [](JourneyBeliefs& b) { b.no_other_use *= 0.75; },
      [](JourneyBeliefs& b) { b.proven_per_day *= 1.25; }};
  for (std::size_t i = 0; i < std::size(mistakes); ++i) {
    Beliefs wrong = beliefs;
    for (const Group g : constant_groups)
      mistakes[i](wrong[g]);
    INFO(i);
    CHECK(largest(distances(world, seen, wrong)) > critical_z());
  }
}

namespace {

/// Beliefs that know something more of the place, and those that do not.
struct Compared {
  Distances knowing, blind;
};
Compared compared(const Setup& s, const std::function<void(JourneyPlace&)>& knows) {
  const World world(s);
  const Observed seen(world);
  return {distances(world, seen, true_beliefs(world, knows)),
          distances(world, seen, true_beliefs(world))};
}

}  // namespace

TEST_CASE("Reviews that are not done are worth nothing, and providers know it") {
  Setup s = with_table();
  s.pathway.reviews.coverage = {1, 1, 0.55, 0.95};
  s.designs.back().behaviour.review_coverage = true;
  const auto [knowing, blind] = compared(s, [](JourneyPlace& place) {
    place.reviews = {0.55, 0.95};
  });
  for (const auto& [name, z] : knowing.z) {
    INFO(name);
    CHECK(z < critical_z());
  }
  for (const std::string name :
       {"abstinent presenting, first", "abstinent", "injecting", "wellbeing",
        "abstinent in all domains", "review", "review, first two"}) {
    INFO(name);
    CHECK(blind.z.at(name) > critical_z());
  }
}

// Relapse while a review waits is left out. Measured with this seed; the bound is 2%, the control's
// 4%.
TEST_CASE("Reviews that wait for abstinence bring more, and providers know it") {
  Setup s = with_table();
  s.pathway.reviews.put_off = 10;
  s.designs.back().behaviour.review_dates = true;
  const auto [knowing, blind] =
      compared(s, [](JourneyPlace& place) { place.reviews.put_off = 10; });
  for (const std::string name : {"abstinent presenting", "abstinent presenting, first"}) {
    INFO(name << ' ' << knowing.error.at(name) << ' ' << blind.error.at(name));
    CHECK(std::abs(knowing.error.at(name)) < 0.02);
    CHECK(blind.error.at(name) > 0.04);
  }
}

// Claims that an assessor decides on, and exits that the provider codes. Measured with this seed;
// the bound is 6%, the control's 10%.
TEST_CASE("Claims that wait and may fail bring less, coded exits more, and providers know it") {
  const auto check = [](Verifier by, const std::function<void(JourneyPlace&)>& knows, int sign) {
    Setup s = with_table();
    s.pathway.verification = {0.85, 0.95, 42, 0.4};
    s.designs.back().behaviour.verification = true;
    s.designs.back().verification.by = by;
    const auto [knowing, blind] = compared(s, knows);
    for (const std::string name : {"exit", "exit, phased", "away 6"}) {
      INFO(name_of(by) << ' ' << name << ' ' << knowing.error.at(name) << ' '
                       << blind.error.at(name));
      CHECK(std::abs(knowing.error.at(name)) < 0.06);
      CHECK(sign * blind.error.at(name) > 0.1);
    }
  };
  check(
      Verifier::assessor,
      [](JourneyPlace& place) {
        place.claims = {0.85, 42};
      },
      -1);
  check(
      Verifier::provider, [](JourneyPlace& place) { place.coded = 0.4; }, 1);
}

// Where beliefs simplify: hazards that fall with time, frailty, a minimum abstinence, other use
// that delays completion. Measured with this seed: what is paid in treatment is believed 3 to 10%
// too low (those who stay are those who would), exits and windows 2 to 5% too high. The bound is
// 15%.
TEST_CASE("How far mean rates are from the truth they stand for") {
  Setup s = with_table();
  PathwayParameters& p = s.pathway;
  for (const Group g : constant_groups) {
    HazardParameters falls, lapses, relapses, stops;
    falls.shape = 0.72;
    falls.scale = 300;
    lapses.shape = 0.8;
    lapses.scale = 200;
    relapses.shape = 0.7;
    relapses.scale = 250;
    stops.pieces = {{0, 4}, {84, 1.5}};
    p.drop_out.hazard[g] = falls;
    p.start_use.treatment[g] = lapses;
    p.start_use.community[g] = relapses;
    p.stop_use.treatment[g] = stops;
  }
  p.drop_out.frailty.variance = 0.5;
  p.start_use.frailty.variance = 0.3;
  p.completion.minimum_abstinence = 28;
  p.completion.with_other_use = 0.4;
  p.start_use.retained_12_weeks = 0.8;
  const World world(s);
  const Observed seen(world);
  const Distances truth = distances(world, seen, true_beliefs(world));
  for (const auto& [name, error] : truth.error) {
    INFO(name << ' ' << error);
    CHECK(std::abs(error) < 0.15);
  }
}
