// Processes fire when their integrated hazard reaches E, whatever happened on the way.
//
// Conservation: after any sequence of stops and starts under other hazards the E used up is the sum
// of factor x increase of the base integral (computed here, relative 1e-9). Sampling: firing times
// of processes interrupted at random have the distribution that their hazard gives
// (Kolmogorov-Smirnov, DKW, alpha = 1e-9). Controls: a process that draws a new E at each restart
// of a Weibull clock, and one that forgets the factor, are refused.
#include "engine/process.hpp"

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/uniform_real_distribution.hpp>
#include <cmath>
#include <vector>

#include "support/catch.hpp"
#include "support/statistics.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  double operator()(double from, double to) {
    return boost::random::uniform_real_distribution<>(from, to)(engine_);
  }
  double unit_exponential() { return -std::log1p(-(*this)(0, 1)); }

 private:
  boost::random::mt19937_64 engine_;
};

std::vector<Hazard> some_hazards() {
  return {Hazard(), Hazard::constant(1.5), Hazard::weibull(0.7, 200), Hazard::weibull(1.8, 300),
          Hazard::piecewise(std::vector<double>{0, 30, 90}, std::vector<double>{0.5, 4, 1})};
}

Process fresh() {
  Process p;
  p.reset();
  return p;
}

}  // namespace

TEST_CASE("A process that never ran has drawn nothing and is not due") {
  const Process p = fresh();
  CHECK(!p.running());
  CHECK(!p.drawn());
  CHECK(p.fired == 0);
}

TEST_CASE("What is left of E is kept over stops, restarts, other hazards, clocks and factors") {
  const std::vector<Hazard> hazards = some_hazards();
  Dice dice(1);
  double worst = 0, restarts = 0;
  for (int trial = 0; trial < 3000; ++trial) {
    Process p = fresh();
    double due = never;
    const double e = dice.unit_exponential();
    double now = dice(0, 50), used = 0, left = e;
    for (int step = 0; step < 12; ++step) {
      const auto id = static_cast<HazardId>(1 + step % 4);
      const Hazard& h = hazards[id];
      const double factor = dice(0.2, 3), clock = now - dice(0, 100), until = now + dice(0, 60);
      due = p.run(id, h, factor, clock, now, left);
      CHECK(p.running());
      if (due <= until) {
        // It fires at the very moment at which E is used up.
        used += factor * (h.cumulative(due - clock) - h.cumulative(now - clock));
        worst = std::max(worst, std::abs(used / e - 1));
        p.fire();
        CHECK(p.fired == 1);
        CHECK(!p.drawn());
        break;
      }
      left = p.remaining(h, until);
      used += factor * (h.cumulative(until - clock) - h.cumulative(now - clock));
      worst = std::max(worst, std::abs((used + left) / e - 1));
      p.stop(left);
      CHECK(p.goal == left);
      now = until + dice(0, 20);
      ++restarts;
    }
  }
  CHECK(worst < 1e-9);
  CHECK(restarts > 3000);
}

TEST_CASE("Only a change of bits asks for a new run") {
  const Hazard h = Hazard::weibull(0.7, 200);
  Process p = fresh();
  p.run(3, h, 1.25, 10, 20, 0.5);
  CHECK(p.same(3, 1.25, 10));
  CHECK(!p.same(2, 1.25, 10));
  CHECK(!p.same(3, std::nextafter(1.25, 2), 10));
  CHECK(!p.same(3, 1.25, std::nextafter(10.0, 11)));
}

TEST_CASE("Firing never comes before now, and a spent E fires at once") {
  for (const Hazard& h : some_hazards()) {
    if (h.is_zero()) continue;
    Process p = fresh();
    double due = never;
    due = p.run(1, h, 2, 100, 140, 0);
    CHECK(due >= 140);
    CHECK(due == Approx(140).epsilon(1e-12));
    due = p.run(1, h, 2, 100, 140, 1e-300);
    CHECK(due >= 140);
  }
}

TEST_CASE("Firing times have the distribution of their hazard, interrupted or not") {
  constexpr int n = 20000;
  const Hazard weibull = Hazard::weibull(0.7, 200);
  const double factor = 1.6;
  enum Kind { plain, interrupted, redrawn, no_factor };
  const auto times = [&](Kind kind) {
    Dice dice(7);
    std::vector<double> result;
    for (int i = 0; i < n; ++i) {
      Process p = fresh();
      double due = never;
      double now = 0, left = dice.unit_exponential();
      due = p.run(1, weibull, kind == no_factor ? 1 : factor, 0, now, left);
      // Stopped and restarted at once at times of its own, the clock going on.
      while (kind != plain && kind != no_factor) {
        const double until = now + dice(1, 80);
        if (due <= until) break;
        left = kind == redrawn ? dice.unit_exponential() : p.remaining(weibull, until);
        p.stop(left);
        now = until;
        due = p.run(1, weibull, factor, kind == redrawn ? until : 0, now, left);
      }
      result.push_back(due);
    }
    return result;
  };
  const auto cdf = [&](double t) { return -std::expm1(-factor * std::pow(t / 200, 0.7)); };
  CHECK(ks_distance(times(plain), cdf) < critical_ks(n));
  CHECK(ks_distance(times(interrupted), cdf) < critical_ks(n));
  CHECK(ks_distance(times(redrawn), cdf) > critical_ks(n));
  CHECK(ks_distance(times(no_factor), cdf) > critical_ks(n));
}

TEST_CASE("A clock that starts again resets the hazard, never E") {
  // Runs 50 days, rests, then runs with a new clock: E left over is used up under the young hazard.
  constexpr int n = 20000;
  const Hazard h = Hazard::weibull(0.6, 150);
  Dice dice(11);
  std::vector<double> total_integral, with_new_e;
  for (int i = 0; i < n; ++i) {
    const double e = dice.unit_exponential();
    Process p = fresh();
    double due = never;
    due = p.run(1, h, 1, 0, 0, e);
    if (due <= 50) {
      total_integral.push_back(std::pow(due / 150, 0.6));
      with_new_e.push_back(total_integral.back());
      continue;
    }
    const double left = p.remaining(h, 50);
    p.stop(left);
    due = p.run(1, h, 1, 80, 80, left);
    total_integral.push_back(std::pow(50.0 / 150, 0.6) + std::pow((due - 80) / 150, 0.6));
    due = p.run(1, h, 1, 80, 80, dice.unit_exponential());
    with_new_e.push_back(std::pow((due - 80) / 150, 0.6));
  }
  const auto unit = [](double x) { return -std::expm1(-x); };
  CHECK(ks_distance(total_integral, unit) < critical_ks(n));
  CHECK(ks_distance(with_new_e, unit) > critical_ks(n));
}
