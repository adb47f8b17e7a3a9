// Choices with a probability come out with that probability: of a large area, without a limit on
// places, each person's choices are independent. z tests and chi-square, alpha = 1e-9 each;
// expected shares are the parameters themselves, or integrals of them over complexity z ~ N(0, 1).
// Control: each is refused with a share that is 10% of itself off.
#include <boost/math/distributions/normal.hpp>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <cmath>
#include <functional>
#include <map>

#include "support/catch.hpp"
#include "support/lives.hpp"
#include "support/statistics.hpp"
#include "support/tiny_area.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

constexpr Group g = Group::alcohol;
const CellOptions keep_events{.keep_events = true};

/// Arrivals, treatment, exits; nobody comes back.
Setup base() {
  Setup s;
  s.area.new_people[g] = 50000;
  s.pathway.drop_out.hazard[g] = constant_rate(6);
  s.history_months = 6;
  s.contract_months = 6;
  s.run_off_months = 1;
  return s;
}

void make_independent(Setup& s) {
  s.legacy.assessment.independent = true;
  s.legacy.assessment.hours = no_limit;
  s.legacy.assessment.duration = constant_rate(200);
}

History run(Setup s) {
  s.add_design("same");
  return World(s).run(0, keep_events).front();
}

void check_share(const char* what, double seen, double out_of, double share) {
  INFO(what << ": " << seen << " of " << out_of << ", expected share " << share);
  const auto z = [&](double p) {
    return std::abs(seen - p * out_of) / std::sqrt(out_of * p * (1 - p));
  };
  CHECK(z(share) < critical_z());
  CHECK(z(0.9 * share) > critical_z());
  CHECK(z(std::min(1.1 * share, 0.999)) > critical_z());
}

double count_of(const History& h, Count c) { return static_cast<double>(total(h, c)); }

double logistic(double x) { return 1 / (1 + std::exp(-x)); }

/// Mean over complexity.
double over_z(const std::function<double(double)>& f) {
  const boost::math::normal normal;
  return boost::math::quadrature::gauss_kronrod<double, 61>::integrate(
      [&](double z) { return f(z) * boost::math::pdf(normal, z); }, -8.0, 8.0);
}

double below(double z) { return boost::math::cdf(boost::math::normal(), z); }

}  // namespace

TEST_CASE("Shares at referral and assessment") {
  Setup s = base();
  s.pathway.on_the_way.refuses_at_assessment = 0.12;
  s.pathway.people[g].through_criminal_justice = 0.2;
  const History h = run(s);
  check_share("refuses", count_of(h, Count::refused), count_of(h, Count::assessments), 0.12);
  check_share("criminal justice", count_of(h, Count::referrals_criminal_justice),
              count_of(h, Count::referrals), 0.2);
}

TEST_CASE("Handover: no need found, and the second first appointment") {
  Setup s = base();
  make_independent(s);
  s.legacy.assessment.handover = true;
  s.pathway.handover = {1.0, -0.5, 0, -1.2, -0.6};
  const History h = run(s);
  const double no_need = over_z([](double z) { return logistic(-1.2 - 0.6 * z); });
  check_share("no need", count_of(h, Count::no_need), count_of(h, Count::assessments), no_need);
  const double missed = over_z(
      [](double z) { return (1 - logistic(-1.2 - 0.6 * z)) * (1 - logistic(1.0 - 0.5 * z)); });
  check_share("not attended", count_of(h, Count::not_attended), count_of(h, Count::assessments),
              missed);
}

TEST_CASE("Attendance falls with the weeks since the assessment") {
  // No hours for six months, then all at once: everyone is called on the same day, after a wait
  // that events tell.
  Setup s = base();
  make_independent(s);
  s.legacy.assessment.handover = true;
  s.pathway.handover = {2.0, 0, -0.1, -60, 0};
  DesignParameters& d = s.add_design("closed at first");
  d.transition.begins = add_months(s.start, 1);
  d.transition.months = 5;
  d.transition.capacity_loss = 1;
  const World world(s);
  const History h = world.run(0, keep_events).front();
  const double closes = world.schedule.timeline.month_start(1),
               opens = world.schedule.timeline.month_start(6);
  std::map<std::uint32_t, double> assessed;
  double came = 0;
  for (const ClinicalEvent& e : h.events) {
    if (e.transition == Transition::assessment && e.day > closes && e.day < opens)
      assessed[e.person] = e.day;
    if (e.transition == Transition::admission && e.day == opens)
      came += assessed.contains(e.person);
  }
  const auto z = [&](double per_week) {
    double mean = 0, variance = 0;
    for (const auto& [person, day] : assessed) {
      const double p = logistic(2.0 + per_week * (opens - day) / 7);
      mean += p;
      variance += p * (1 - p);
    }
    return std::abs(came - mean) / std::sqrt(variance);
  };
  REQUIRE(assessed.size() > 10000);
  CHECK(z(-0.1) < critical_z());
  CHECK(z(-0.09) > critical_z());
  CHECK(z(0) > critical_z());
}

TEST_CASE("Recording of those who never start") {
  for (const bool independent : {false, true}) {
    Setup s = base();
    if (independent) make_independent(s);
    s.pathway.on_the_way.refuses_at_assessment = 1;
    s.pathway.recording = {0.8, 0.3};
    const History h = run(s);
    check_share("recorded", count_of(h, Count::recorded_assessments),
                count_of(h, Count::assessments), independent ? 0.8 : 0.3);
  }
}

TEST_CASE("Complexity as measured: bands by thresholds on z and error, shifted by coding") {
  for (const double coding : {0.0, 0.5}) {
    Setup s = base();
    s.pathway.complexity.error_sd = 0.75;
    s.legacy_practice.coding = coding;
    const History h = run(s);
    std::vector<double> seen(5, 0.0);
    for (const Episode& e : h.episodes)
      ++seen[static_cast<std::size_t>(e.band)];
    const auto expected = [&](double error_sd) {
      const double sd = std::sqrt(1 + error_sd * error_sd),
                   n = static_cast<double>(h.episodes.size());
      std::vector<double> result;
      double before = 0;
      for (const double threshold : {-0.84, -0.25, 0.25, 0.84, 99.0}) {
        const double now = below((threshold - coding) / sd);
        result.push_back(n * (now - before));
        before = now;
      }
      return result;
    };
    CHECK(chi_square(seen, expected(0.75)) < critical_chi_square(4));
    CHECK(chi_square(seen, expected(0.55)) > critical_chi_square(4));
  }
}

TEST_CASE("Acceptance by a selection stance below 0") {
  Setup s = base();
  s.legacy_practice.selection.values = {0.5, 0, -0.2, -0.7, -1.5};
  const History h = run(s);
  const double turned_away = (below(0.25) - below(-0.25)) * (1 - std::exp(-0.2)) +
                             (below(0.84) - below(0.25)) * (1 - std::exp(-0.7)) +
                             (1 - below(0.84)) * (1 - std::exp(-1.5));
  check_share("not accepted", count_of(h, Count::not_accepted), count_of(h, Count::assessments),
              turned_away);
}

TEST_CASE("Providers by their shares among those that offer the modality; modalities by theirs") {
  Setup s = base();
  s.pathway.people[g].modality.values = {0, 0.2, 0.7, 0.1};
  s.provider("south").keyworker_hours = no_limit;
  s.provider("west").keyworker_hours = no_limit;
  s.provider("north").share[g] = 1;
  s.provider("south").share[g] = 3;
  s.provider("west").share[g] = 0.5;
  s.provider("west").offers = {{true, true, true, false}};
  const History h = run(s);
  std::vector<double> modality(4, 0.0), all(3, 0.0), residential(3, 0.0);
  for (const Episode& e : h.episodes) {
    ++modality[static_cast<std::size_t>(e.modality)];
    ++(e.modality == Modality::residential ? residential : all)[e.provider];
  }
  CHECK(modality[0] == 0);
  const double n = static_cast<double>(h.episodes.size());
  const std::vector<double> seen(modality.begin() + 1, modality.end());
  CHECK(chi_square(seen, std::vector<double>{0.2 * n, 0.7 * n, 0.1 * n}) < critical_chi_square(2));
  CHECK(chi_square(seen, std::vector<double>{0.22 * n, 0.67 * n, 0.11 * n}) >
        critical_chi_square(2));
  const double m = all[0] + all[1] + all[2];
  CHECK(chi_square(all, std::vector<double>{m / 4.5, 3 * m / 4.5, 0.5 * m / 4.5}) <
        critical_chi_square(2));
  CHECK(chi_square(all, std::vector<double>{m / 5.0, 3.5 * m / 5.0, 0.5 * m / 5.0}) >
        critical_chi_square(2));
  CHECK(residential[2] == 0);
  check_share("residential in the south", residential[1], residential[0] + residential[1], 0.75);
}

TEST_CASE("Shares at exit") {
  Setup s = base();
  s.pathway.drop_out.declined_share = 0.2;
  s.pathway.moves_away_at_exit = 0.3;
  s.pathway.people[g].abstinent_at_start = 0.4;
  s.pathway.completion.rate[g] = 6;
  s.pathway.aftercare.share[g] = 0.5;
  const History h = run(s);
  double admissions = 0, abstinent = 0, completions = 0, aftercare = 0;
  for (const ClinicalEvent& e : h.events) {
    if (e.transition == Transition::admission) ++admissions, abstinent += !e.uses_presenting;
    if (e.transition == Transition::planned_exit)
      ++completions, aftercare += e.setting == Setting::aftercare;
  }
  check_share("abstinent at start", abstinent, admissions, 0.4);
  check_share("aftercare", aftercare, completions, 0.5);
  const double unplanned = count_of(h, Count::declined) + count_of(h, Count::dropped_out);
  check_share("declined", count_of(h, Count::declined), unplanned, 0.2);
  check_share("moved away", count_of(h, Count::moved_away), unplanned + completions, 0.3);
}

TEST_CASE("Releases with continuity of care, and reductions that fail") {
  Setup s = base();
  s.pathway.people[g].offender = {1, 0};
  s.pathway.offending.custody[g] = 3;
  s.pathway.offending.sentence = 30;
  s.pathway.offending.continuity_of_care = 0.25;
  s.pathway.people[g].modality.values = {0, 1, 0, 0};
  s.pathway.modality_change.rate.values = {0, 8, 0, 0};
  s.pathway.modality_change.reduction_fails = 0.3;
  const History h = run(s);
  double releases = 0, referred = 0;
  for (std::size_t i = 0; i < h.events.size(); ++i)
    if (h.events[i].transition == Transition::release) {
      ++releases;
      referred +=
          i + 1 < h.events.size() && h.events[i + 1].transition == Transition::help_seeking &&
          h.events[i + 1].person == h.events[i].person && h.events[i + 1].day == h.events[i].day;
    }
  check_share("continuity", referred, releases, 0.25);
  // First changes of modality: those that failed are in maintenance at the end of the episode.
  std::map<std::uint32_t, int> changes;
  for (const ClinicalEvent& e : h.events)
    changes[e.person] += e.transition == Transition::modality_change;
  double failed = 0, changed = 0;
  for (const Episode& e : h.episodes)
    if (e.episode == 1 && changes[e.person] == 1) {
      changed += e.modality != Modality::reduction;
      failed += e.modality == Modality::maintenance;
    }
  check_share("reduction fails", failed, changed, 0.3);
}

TEST_CASE("Arrivals are Poisson at a rate that grows by the contract year") {
  Setup s = base();
  s.area.new_people[g] = 9000;
  s.area.growth[g] = 0.08;
  s.history_months = 30;  // contract years -3 (half), -2, -1, 0, 1
  s.contract_months = 24;
  const World world(s);
  Cell cell = world.cell(0, keep_events);
  cell.advance(world.schedule.timeline.end());
  const History h = cell.finish();
  const Timeline& t = world.schedule.timeline;
  for (int begin : {0, 6, 18, 30, 42}) {
    const int months = begin == 0 ? 6 : 12, year = begin == 0 ? -3 : (begin - 30) / 12;
    const double days = t.month_start(begin + months) - t.month_start(begin);
    const double seen = static_cast<double>(total(h, Count::new_people, begin, begin + months));
    const auto z = [&](double growth) {
      const double mean = 9000 * std::pow(1 + growth, year) * days / 365.25;
      return std::abs(seen - mean) / std::sqrt(mean);
    };
    INFO("year " << year);
    CHECK(z(0.08) < critical_z());
    if (year <= -2) CHECK(z(0) > critical_z());
  }
  // In integrated time the gaps between arrivals are unit exponential.
  std::vector<double> gaps, uneven;
  double before = t.month_start(18);
  for (const ClinicalEvent& e : h.events) {
    if (e.transition != Transition::help_seeking || e.day < t.month_start(18) ||
        e.day >= t.month_start(30))
      continue;
    gaps.push_back((e.day - before) * 9000 / 1.08 / 365.25);
    uneven.push_back(gaps.back() * 1.1);
    before = e.day;
  }
  const auto unit = [](double x) { return -std::expm1(-x); };
  CHECK(ks_distance(gaps, unit) < critical_ks(gaps.size()));
  CHECK(ks_distance(uneven, unit) > critical_ks(gaps.size()));
}
