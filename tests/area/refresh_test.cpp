// When local factors move, everyone's processes come into line: also those of whom only the own
// multipliers moved since, as age does when a job is found. Control: before, some are out of line.
#include <algorithm>
#include <bit>
#include <cmath>

#include "support/catch.hpp"
#include "support/tiny_area.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

/// Processes that an area's years act on; the others' local factors stay 1.
constexpr ProcessMask yearly =
    bit(ProcessId::stop_presenting) | bit(ProcessId::unplanned_exit) | bit(ProcessId::planned_exit);

struct Seen {
  int in_line = 0, out_of_line = 0;
  double lowest = never, highest = 0;  // local factor on planned exits, as their processes run
};

Seen look(const Cell& cell, const Rates& rates) {
  Seen seen;
  for (std::size_t slot = 0; slot < cell.people().size(); ++slot) {
    if (!cell.alive(slot)) continue;
    const Person& p = cell.people()[slot];
    const RateEntry* entries = rates.entries(Rates::context(p));
    if ((p.running & bit(ProcessId::planned_exit)) != 0) {
      constexpr auto j = static_cast<std::size_t>(ProcessId::planned_exit);
      const double local = p.process[j].factor / (entries[j].factor * p.factor[j]);
      seen.lowest = std::min(seen.lowest, local);
      seen.highest = std::max(seen.highest, local);
    }
    for (ProcessMask rest = p.running & ~yearly; rest != 0; rest &= rest - 1) {
      const auto j = static_cast<std::size_t>(std::countr_zero(rest));
      const bool same = p.process[j].factor == entries[j].factor * p.factor[j];
      ++(same ? seen.in_line : seen.out_of_line);
    }
  }
  return seen;
}

}  // namespace

TEST_CASE("When local factors move everyone comes into line") {
  Setup s = busy();
  s.pathway.mortality.other_covariates.age_per_decade = 0.4;
  for (AreaEffects& trend : s.area.trend)
    trend.completion = 0.3;
  s.area.transient_sd = {};
  const World world(s);
  Cell cell = world.cell(0);
  const double new_year = world.schedule.timeline.month_start(s.history_months + 12);
  cell.advance(new_year);
  const Seen before = look(cell, world.legacy.rates);
  cell.advance(std::nextafter(new_year, never));
  const Seen after = look(cell, world.legacy.rates);
  CHECK(before.out_of_line > 20);
  CHECK(after.out_of_line == 0);
  CHECK(after.in_line > 1000);
  CHECK(after.lowest == Approx(before.lowest * std::exp(0.3)));
  CHECK(after.highest == Approx(before.lowest * std::exp(0.3)));
}
