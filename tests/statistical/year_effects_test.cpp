// Areas and years: log hazards of transitions 7, 9 and 10 carry persistent + xi + trend x years
// since go-live, xi AR(1) over contract years with the standard deviation and autocorrelation asked
// for, drawn per area and replication.
//
// In an area with constant hazards the log of (events / person-time) of a contract year estimates
// the log hazard, with sampling variance 1 / events. Over 400 replications: mean by t test,
// variance of xi and covariance of neighbouring years by z tests on products (standard errors from
// the replications), alpha = 1e-9 each. Control: other values are refused.
#include <cmath>

#include "support/catch.hpp"
#include "support/statistics.hpp"
#include "support/tiny_area.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

constexpr Group g = Group::alcohol;
constexpr int years = 6, replications = 400;

Setup base() {
  Setup s;
  s.area.new_people[g] = 1500;
  s.pathway.drop_out.hazard[g] = constant_rate(4);
  s.pathway.moves_away_at_exit = 1;
  s.area.persistent.unplanned_exit = 0.2;
  s.area.transient_sd.unplanned_exit = 0.3;
  s.area.transient_autocorrelation = 0.6;
  s.area.trend[g].unplanned_exit = 0.1;
  s.history_months = 12 * years / 2;
  s.contract_months = 12 * years / 2;
  s.run_off_months = 1;
  s.add_design("same");
  return s;
}

/// log(exits / person-years) less the log hazard without xi, by contract year from 3 before go-live
/// on.
std::vector<double> estimates(const History& h) {
  std::vector<double> result;
  for (int y = 0; y < years; ++y) {
    double exits = 0, time = 0;
    for (int m = 12 * y; m < 12 * y + 12; ++m) {
      exits += static_cast<double>(total(h, Count::dropped_out, m, m + 1));
      for (const auto& entry : h.panel.time(m))
        if (in_treatment(class_of(entry.index).setting)) time += to_days(entry.value) / 365.25;
    }
    const double trend = 0.1 * std::max(0, y - years / 2);
    // E log(N / Lambda) is about -1 / (2 Lambda).
    result.push_back(std::log(exits / time) + 0.5 / exits - std::log(4.0) - 0.2 - trend);
  }
  return result;
}

}  // namespace

TEST_CASE(
    "Year effects have their spread and autocorrelation, persistent effects and trends their "
    "size") {
  const World world(base());
  std::vector<std::vector<double>> xi(years);
  std::vector<double> squares, neighbours, noise;
  for (std::uint32_t r = 0; r < replications; ++r) {
    const std::vector<double> e = estimates(world.run(r).front());
    double square = 0, neighbour = 0;
    for (std::size_t y = 0; y < e.size(); ++y) {
      xi[y].push_back(e[y]);
      square += e[y] * e[y] / years;
      if (y > 0) neighbour += e[y] * e[y - 1] / (years - 1);
    }
    squares.push_back(square);
    neighbours.push_back(neighbour);
  }
  const double critical = critical_t(replications - 1);
  for (std::size_t y = 0; y < years; ++y) {
    INFO("year " << y);
    CHECK(std::abs(mean_of(xi[y]).z(0)) < critical);
    CHECK(std::abs(mean_of(xi[y]).z(0.1)) > critical);  // a year more of trend
  }
  // About 1450 exits a year: the estimate's own variance.
  const double sampling = 1 / 1450.0;
  CHECK(std::abs(mean_of(squares).z(0.09 + sampling)) < critical_z());
  CHECK(std::abs(mean_of(squares).z(0.35 * 0.35 + sampling)) > critical_z());
  CHECK(std::abs(mean_of(neighbours).z(0.6 * 0.09)) < critical_z());
  CHECK(std::abs(mean_of(neighbours).z(0.3 * 0.09)) > critical_z());
}

TEST_CASE("The effects of the three transitions are drawn apart, and off in the pool") {
  Setup s = base();
  s.area.transient_sd = {0, 0.3, 0};
  s.area.transient_autocorrelation = 0;
  const World world(s);
  CellOptions calm;
  calm.transient_effects = false;
  std::vector<double> off, on;
  for (std::uint32_t r = 0; r < 100; ++r) {
    off.push_back(estimates(world.run(r, calm).front())[2]);
    on.push_back(estimates(world.run(r).front())[2]);
  }
  // Without them only the counts' own chance is left: chi-square with 99 degrees of freedom.
  CHECK(mean_of(off).variance * 1450 * 99 < critical_chi_square(99));
  CHECK(mean_of(on).variance * 1450 * 99 > critical_chi_square(99));
}

// Pairs of 60 replications with the same xi: what is left is the effect that the area was chosen
// for, fading to both sides of its year.
TEST_CASE("An area chosen for a good year falls back to its persistent effect") {
  Setup chosen = base();
  chosen.area.chosen_for.years_before = 2;
  chosen.area.chosen_for.effects.unplanned_exit = 0.5;
  const World with(chosen), without(base());
  std::vector<std::vector<double>> lead(years);
  for (std::uint32_t r = 0; r < 60; ++r) {
    const std::vector<double> a = estimates(with.run(r).front()),
                              b = estimates(without.run(r).front());
    for (std::size_t y = 0; y < years; ++y)
      lead[y].push_back(a[y] - b[y]);
  }
  const double critical = critical_t(59);
  const double expected[] = {0.3, 0.5, 0.3, 0.18, 0.108, 0.0648};
  for (std::size_t y = 0; y < years; ++y) {
    INFO("year " << y);
    CHECK(std::abs(mean_of(lead[y]).z(expected[y])) < critical);
    CHECK(std::abs(mean_of(lead[y]).z(expected[y] + 0.1)) > critical);
  }
}
