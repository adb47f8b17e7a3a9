// Places go by referral date (less any head start), ties by person, strictly head of line: whoever
// is first is admitted as soon as they fit, and nobody before them. The waiting lists are rebuilt
// from recorded events and checked after every event. Exact, no false alarms. Controls: the same
// check refuses other orders and other hours.
#include <functional>
#include <map>
#include <set>

#include "support/catch.hpp"
#include "support/lives.hpp"
#include "support/tiny_area.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

struct Wait {
  std::uint32_t person = 0;
  double joined = 0;
  std::uint8_t provider = 0;
  Modality modality = Modality::psychosocial;
  Band band = Band::unassessed;
  double referred = 0;
};

struct Rule {
  std::function<double(const Wait&)> date;
  std::array<double, 2> hours{};
};

struct Recorded {
  History history;
  std::map<std::pair<std::uint32_t, double>, Wait> waits;  // by (person, day of joining)
};

/// Who waited where, from events; what an admission tells comes from it, for the rest from those
/// still waiting.
Recorded record(const World& world) {
  Cell cell = world.cell(0, {.keep_events = true});
  cell.advance(world.schedule.timeline.end());
  std::map<std::uint32_t, Wait> still;
  for (std::size_t i = 0; i < cell.people().size(); ++i) {
    const Person& p = cell.people()[i];
    if (cell.alive(i) && p.setting == Setting::waiting)
      still[p.key] = {p.key, p.setting_since, p.provider, p.modality, p.band, p.referred_day};
  }
  Recorded result{cell.finish(), {}};
  std::map<std::pair<std::uint32_t, double>, const Episode*> episodes;
  for (const Episode& e : result.history.episodes)
    episodes[{e.person, e.triage}] = &e;
  std::map<std::uint32_t, double> joined;
  for (const ClinicalEvent& e : result.history.events) {
    if (e.transition == Transition::assessment || e.transition == Transition::transfer)
      joined[e.person] = e.day;
    if (e.transition != Transition::admission) continue;
    const Episode& episode = *episodes.at({e.person, e.day});
    result.waits[{e.person, joined[e.person]}] = {e.person,     joined[e.person],
                                                  e.provider,   modality_of(e.setting),
                                                  episode.band, episode.referred};
    joined.erase(e.person);
  }
  for (const auto& [person, wait] : still)
    result.waits[{person, wait.joined}] = wait;
  return result;
}

/// How often an admission or a wait breaks the rule.
std::int64_t faults(const Recorded& recorded, const World& world, const Rule& rule) {
  using Place = std::tuple<double, std::uint32_t, const Wait*>;
  std::array<std::set<Place>, 2> lists;
  std::array<MicroHours, 2> committed{};
  std::map<std::uint32_t, std::pair<std::uint8_t, Modality>> treated;
  const auto hours_of = [&](Modality m) { return to_micro_hours(world.area.service.hours[m]); };
  const auto leave = [&](std::uint32_t person) {
    const auto at = treated.find(person);
    if (at == treated.end()) return;
    committed[at->second.first] -= hours_of(at->second.second);
    treated.erase(at);
  };
  std::int64_t count = 0;
  const auto& events = recorded.history.events;
  for (std::size_t i = 0; i < events.size(); ++i) {
    const ClinicalEvent& e = events[i];
    switch (e.transition) {
      case Transition::unplanned_exit:
      case Transition::planned_exit: leave(e.person); break;
      case Transition::transfer: leave(e.person); [[fallthrough]];
      case Transition::assessment: {
        const Wait& wait = recorded.waits.at({e.person, e.day});
        lists[wait.provider].insert({rule.date(wait), e.person, &wait});
        break;
      }
      case Transition::modality_change: {
        auto& [provider, modality] = treated.at(e.person);
        committed[provider] -= hours_of(modality);
        modality = modality == Modality::maintenance ? Modality::reduction : Modality::psychosocial;
        committed[provider] += hours_of(modality);
        break;
      }
      case Transition::admission: {
        auto& list = lists[e.provider];
        if (list.empty() || std::get<1>(*list.begin()) != e.person) ++count;
        for (auto at = list.begin(); at != list.end(); ++at)
          if (std::get<1>(*at) == e.person) {
            list.erase(at);
            break;
          }
        committed[e.provider] += hours_of(modality_of(e.setting));
        if (committed[e.provider] > to_micro_hours(rule.hours[e.provider])) ++count;
        treated[e.person] = {e.provider, modality_of(e.setting)};
        break;
      }
      default: break;
    }
    if (i + 1 < events.size() && events[i + 1].day == e.day) continue;
    for (std::size_t p = 0; p < 2; ++p)
      if (!lists[p].empty() && committed[p] + hours_of(std::get<2>(*lists[p].begin())->modality) <=
                                   to_micro_hours(rule.hours[p]))
        ++count;
  }
  return count;
}

Setup base() {
  Setup s = busy();
  s.pathway.on_the_way.gives_up = {};
  s.pathway.on_the_way.refuses_at_assessment = 0;
  s.pathway.mortality = Mortality{};
  s.pathway.offending.custody = {};
  s.pathway.modality_change.reduction_fails = 0;
  s.pathway.moves_away = s.pathway.moves_away_at_exit = 0;
  s.provider("north").keyworker_hours = 200.2;
  s.provider("south").keyworker_hours = 120.4;
  return s;
}

}  // namespace

TEST_CASE("Admissions are first come, first served by referral date, strictly head of line") {
  const Setup s = base();
  const World world(s);
  const Recorded recorded = record(world);
  REQUIRE(total(recorded.history, Count::waits_over_3_weeks) > 100);
  REQUIRE(recorded.history.at_end.fired[Transition::transfer] > 20);
  const std::array<double, 2> hours{200.2, 120.4};
  const auto referred = [](const Wait& w) { return w.referred; };
  CHECK(faults(recorded, world, {referred, hours}) == 0);
  CHECK(faults(recorded, world, {[](const Wait& w) { return w.joined; }, hours}) > 20);
  CHECK(faults(recorded, world, {[](const Wait& w) { return -w.referred; }, hours}) > 20);
  CHECK(faults(recorded, world, {referred, {201.2, 120.4}}) > 20);
  CHECK(faults(recorded, world, {referred, {200.2, 119.4}}) > 20);
}

TEST_CASE("A selection stance above 0 moves clients up by its head start") {
  Setup s = base();
  s.levers.head_start = 28;
  s.legacy_practice.selection.values = {2, 1, 0.5, 0, 0};
  const World world(s);
  const Recorded recorded = record(world);
  const std::array<double, 2> hours{200.2, 120.4};
  const auto date = [&](const Wait& w) {
    const double up[] = {2, 1, 0.5, 0, 0};
    return w.referred - 28 * up[static_cast<std::size_t>(w.band)];
  };
  CHECK(faults(recorded, world, {date, hours}) == 0);
  CHECK(faults(recorded, world, {[](const Wait& w) { return w.referred; }, hours}) > 20);
}

TEST_CASE(
    "An assessment service takes people in the order of referral, as far as its hours reach") {
  Setup s = base();
  s.legacy.assessment.independent = true;
  s.legacy.assessment.hours = 10;
  s.legacy.assessment.hours_per_person = 0.75;
  s.legacy.assessment.duration = constant_rate(20);
  const World world(s);
  Cell cell = world.cell(0);
  std::int64_t overtaken = 0, idle = 0, looks = 0;
  std::size_t most = 0;
  for (double day = 20; day < world.schedule.timeline.end(); day += 0.37) {
    cell.advance(day);
    double last_taken = -1e9, first_waiting = 1e9;
    std::size_t taken = 0;
    for (std::size_t i = 0; i < cell.people().size(); ++i) {
      const Person& p = cell.people()[i];
      if (!cell.alive(i)) continue;
      if (p.setting == Setting::being_assessed) {
        ++taken;
        last_taken = std::max(last_taken, p.referred_day);
      }
      if (p.setting == Setting::awaiting_assessor)
        first_waiting = std::min(first_waiting, p.referred_day);
    }
    most = std::max(most, taken);
    if (first_waiting == 1e9) continue;
    ++looks;
    overtaken += last_taken > first_waiting;
    idle += taken < 13;  // 13 * 0.75 <= 10 < 14 * 0.75
  }
  CHECK(overtaken == 0);
  CHECK(idle == 0);
  CHECK(most == 13);
  CHECK(looks > 100);
}
