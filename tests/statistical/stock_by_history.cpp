#include "statistical/stock_by_history.hpp"

#include <cmath>

namespace pbrsim::test {

namespace {

Setup setup_of(int history_years, double people_a_year) {
  Setup s = busy();
  for (const Group g : {Group::opiate, Group::alcohol})
    s.area.new_people[g] = people_a_year / 2;
  s.area.growth[Group::alcohol] = 0.02;
  s.area.transient_sd = {};
  s.provider("north").keyworker_hours = 0.85 * people_a_year;
  s.provider("south").keyworker_hours = 0.60 * people_a_year;
  s.history_months = 12 * history_years;
  s.start = Date{std::chrono::year{2012 - history_years} / 4 / 1};
  return s;
}

}  // namespace

AtGoLive at_go_live(int history_years, double people_a_year, std::uint32_t replications,
                    bool stock) {
  const World world(setup_of(history_years, people_a_year));
  const StockPool pool =
      stock ? StockPool(world.area, world.legacy, world.schedule, 1, 0, {40 * 365.25, 20000})
            : StockPool();
  AtGoLive result;
  for (std::uint32_t r = 0; r < replications; ++r) {
    // Replications of the two histories share no random numbers.
    Cell cell(world.area, world.legacy, world.schedule,
              Streams(world.key(r, static_cast<std::uint64_t>(history_years))), {});
    cell.take_stock(pool);
    const double now = world.schedule.go_live;
    cell.advance(now);
    double caseload = 0, days = 0, long_stays = 0, journeys = 0, abstinent = 0, waiting = 0,
           out = 0;
    double out_days = 0, complexity = 0, age = 0, custody = 0;
    for (std::size_t i = 0; i < cell.people().size(); ++i) {
      const Person& p = cell.people()[i];
      if (!cell.alive(i)) continue;
      custody += p.setting == Setting::custody;
      waiting += p.setting == Setting::waiting;
      if (p.setting == Setting::community) {
        ++out;
        out_days += now - p.seek_since;
      }
      if (!in_treatment(p.setting)) continue;
      ++caseload;
      days += now - p.triage_day;
      long_stays += now - p.triage_day > 365;
      journeys += p.journeys;
      abstinent += !p.uses_presenting;
      complexity += std::exp(p.complexity);
      age += now - p.born;
    }
    result["caseload"].push_back(caseload);
    result["days in treatment"].push_back(days / caseload);
    result["over a year in treatment"].push_back(long_stays);
    result["journeys so far"].push_back(journeys / caseload);
    result["abstinent in treatment"].push_back(abstinent);
    result["waiting"].push_back(waiting);
    result["in custody"].push_back(custody);
    result["out of treatment"].push_back(out);
    result["days out of treatment"].push_back(out_days / out);
    result["complexity"].push_back(complexity / caseload);
    result["age"].push_back(age / caseload);
  }
  return result;
}

std::vector<Gap> gaps(const AtGoLive& a, const AtGoLive& b) {
  std::vector<Gap> result;
  for (const auto& [what, values] : a) {
    const Mean x = mean_of(values), y = mean_of(b.at(what));
    result.push_back({what, y.mean / x.mean - 1, z_between(y, x), std::hypot(x.se, y.se) / x.mean});
  }
  return result;
}

}  // namespace pbrsim::test
