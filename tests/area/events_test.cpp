// Clinical events: in order of time, counted, possible, and telling the state just after. Exact.
#include <map>

#include "support/catch.hpp"
#include "support/tiny_area.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

bool clinical(Transition t) {
  return t != Transition::modality_change && t < Transition::aftercare_ends;
}

Setup base() {
  Setup s = busy();
  s.provider("north").keyworker_hours = 200;
  s.provider("south").keyworker_hours = 160;
  return s;
}

}  // namespace

TEST_CASE("Events come in order of time and are counted as clinical or not") {
  const World world(base());
  Cell cell = world.cell(0, {.keep_events = true});
  cell.advance(world.schedule.timeline.end());
  const History h = cell.finish();
  std::int64_t backwards = 0, count = 0;
  for (std::size_t i = 0; i < h.events.size(); ++i) {
    backwards += i > 0 && h.events[i].day < h.events[i - 1].day;
    count += clinical(h.events[i].transition);
  }
  CHECK(backwards == 0);
  CHECK(count > 3000);
  CHECK(h.clinical_events == count);
}

TEST_CASE("Firings, events and counts agree") {
  const World world(base());
  Cell cell = world.cell(0, {.keep_events = true});
  cell.advance(world.schedule.timeline.end());
  const History h = cell.finish();
  ByTransition<std::int64_t> events{};
  for (const ClinicalEvent& e : h.events)
    ++events[e.transition];
  const std::pair<Transition, Count> same[] = {
      {Transition::remission, Count::remissions},
      {Transition::relapse, Count::relapses},
      {Transition::abstinence, Count::abstinence_begins},
      {Transition::lapse, Count::lapses},
      {Transition::assessment, Count::assessments},
      {Transition::transfer, Count::transfers_within_area},
      {Transition::death_poisoning, Count::deaths_poisoning},
      {Transition::death_other, Count::deaths_other},
      {Transition::custody, Count::sentences},
      {Transition::release, Count::releases},
      {Transition::modality_change, Count::modality_changes}};
  for (const auto& [t, c] : same) {
    INFO(name_of(t));
    CHECK(h.at_end.fired[t] > 0);
    CHECK(events[t] == h.at_end.fired[t]);
    CHECK(events[t] == total(h, c));
  }
  CHECK(events[Transition::admission] == total(h, Count::episodes));
  CHECK(events[Transition::help_seeking] == total(h, Count::referrals));
  CHECK(events[Transition::planned_exit] ==
        total(h, Count::completed_drug_free) + total(h, Count::completed_occasional_user));
  CHECK(events[Transition::unplanned_exit] ==
        total(h, Count::dropped_out) + total(h, Count::declined));
  // Referrals are arrivals, help sought and releases with continuity of care.
  CHECK(total(h, Count::referrals) >
        total(h, Count::new_people) + h.at_end.fired[Transition::help_seeking]);
}

// reviews.hpp: "the state just after it". Then the last event of everyone tells how they are at the
// end.
TEST_CASE("An event tells the state just after it", "[.defect]") {
  const World world(base());
  Cell cell = world.cell(0, {.keep_events = true});
  cell.advance(world.schedule.timeline.end());
  std::map<std::uint32_t, Person> living;
  for (std::size_t i = 0; i < cell.people().size(); ++i)
    if (cell.alive(i)) living[cell.people()[i].key] = cell.people()[i];
  const History h = cell.finish();
  std::map<std::uint32_t, ClinicalEvent> last;
  for (const ClinicalEvent& e : h.events)
    last[e.person] = e;
  std::map<Transition, int> wrong;
  for (const auto& [key, p] : living) {
    const ClinicalEvent& e = last.at(key);
    const bool right = e.setting == p.setting && e.uses_presenting == p.uses_presenting &&
                       e.uses_other == p.uses_other && e.injecting == p.injecting &&
                       e.housing_problem == p.housing_problem && e.employed == p.employed &&
                       (!in_treatment(p.setting) || e.provider == p.provider);
    wrong[e.transition] += !right;
  }
  REQUIRE(living.size() > 300);
  for (const auto& [t, n] : wrong) {
    INFO("after " << name_of(t));
    CHECK(n == 0);
  }
}
