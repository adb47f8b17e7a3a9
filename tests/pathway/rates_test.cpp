// The table of rates: for every context, which processes can act at all, by the rules of the
// pathway written down a second time. Values of hazards are checked from histories
// (tests/statistical). Exact.
#include "pathway/rates.hpp"

#include <vector>

#include "support/catch.hpp"
#include "support/tiny_area.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

struct Context {
  Group group;
  Setting setting;
  bool presenting, other;
  CameFrom from;
};

template <class Visit>
void for_each_context(Visit visit) {
  for (const Group g : all_of<Group>())
    for (const Setting s : all_of<Setting>())
      for (const bool presenting : {false, true})
        for (const bool other : {false, true})
          for (const CameFrom from :
               {CameFrom::unplanned_exit, CameFrom::planned_exit, CameFrom::custody})
            visit(Context{g, s, presenting, other, from});
}

Person person_in(const Context& c) {
  Person p;
  p.group = c.group;
  p.setting = c.setting;
  p.uses_presenting = c.presenting;
  p.uses_other = c.other;
  p.came_from = c.from;
  return p;
}

/// Where a process acts when every hazard is positive for every group.
bool acts(ProcessId id, const Context& c, bool occasional_user_allowed) {
  const auto is_one_of = [&](std::initializer_list<Setting> list) {
    for (const Setting s : list)
      if (c.setting == s) return true;
    return false;
  };
  const bool treated = is_one_of(
      {Setting::maintenance, Setting::reduction, Setting::psychosocial, Setting::residential});
  switch (id) {
    case ProcessId::planned_exit:
      return is_one_of({Setting::psychosocial, Setting::residential}) && !c.presenting &&
             (!c.other || occasional_user_allowed);
    case ProcessId::unplanned_exit:
    case ProcessId::modality_change:
    case ProcessId::keyworker_leaves:
    case ProcessId::transfer: return treated;
    case ProcessId::help_seeking: return is_one_of({Setting::community, Setting::aftercare});
    case ProcessId::start_presenting: return !c.presenting;
    case ProcessId::stop_presenting: return c.presenting;
    case ProcessId::start_other: return !c.other;
    case ProcessId::stop_other: return c.other;
    case ProcessId::gives_up:
      return is_one_of({Setting::awaiting_assessor, Setting::being_assessed, Setting::referred,
                        Setting::waiting});
    case ProcessId::assessment: return is_one_of({Setting::being_assessed, Setting::referred});
    case ProcessId::custody: return c.setting != Setting::custody;
    case ProcessId::release: return c.setting == Setting::custody;
    case ProcessId::aftercare_ends: return c.setting == Setting::aftercare;
    default: return true;  // deaths, moving away, attached states
  }
}

/// Every hazard positive, for every group.
PathwayParameters everything() {
  PathwayParameters p = busy().pathway;
  p.help_seeking.when_abstinent = p.help_seeking.when_abstinent_after_planned_exit = 0.1;
  p.modality_change.rate = ByModality<double>::filled(1);
  p.staff.turnover = 0.5;
  for (const Group g : {Group::non_opiate, Group::alcohol_and_non_opiate}) {
    const Group like = Group::opiate;
    p.help_seeking.hazard[g] = p.help_seeking.hazard[like];
    p.stop_use.community[g] = p.stop_use.community[like];
    p.stop_use.treatment[g] = p.stop_use.treatment[like];
    p.start_use.community[g] = p.start_use.community[like];
    p.start_use.treatment[g] = p.start_use.treatment[like];
    p.other_use.turnover[g] = p.other_use.turnover[like];
    p.on_the_way.gives_up[g] = p.on_the_way.gives_up[like];
    p.drop_out.hazard[g] = p.drop_out.hazard[like];
    p.completion.rate[g] = p.completion.rate[like];
    p.transfer[g] = p.transfer[like];
    p.mortality.poisoning_in_treatment[g] = p.mortality.poisoning_in_treatment[like];
    p.mortality.poisoning_out[g] = p.mortality.poisoning_out[like];
    p.mortality.poisoning_after_release[g] = p.mortality.poisoning_after_release[like];
    p.mortality.other_causes[g] = p.mortality.other_causes[like];
    p.offending.custody[g] = p.offending.custody[like];
    for (Alternating* a : {&p.injecting, &p.housing_problem, &p.employment}) {
      a->begins[g] = a->begins[like];
      a->ends[g] = a->ends[like];
    }
  }
  return p;
}

const HazardParameters assessed_soon = constant_rate(50);

int differences(const Rates& rates, bool occasional_user_allowed) {
  int count = 0;
  for_each_context([&](const Context& c) {
    const std::size_t index = Rates::context(person_in(c));
    for (const ProcessId id : all_of<ProcessId>()) {
      const RateEntry& entry = rates.entries(index)[static_cast<std::size_t>(id)];
      const bool in_table =
          entry.hazard != no_hazard && entry.factor > 0 && !rates.hazard(entry.hazard).is_zero();
      const bool in_mask = (rates.live(index) & bit(id)) != 0;
      count += in_table != acts(id, c, occasional_user_allowed) || in_mask != in_table;
    }
  });
  return count;
}

}  // namespace

TEST_CASE("A process acts where the pathway says, and nowhere else") {
  const Rates allowed(everything(), assessed_soon, {true}),
      drug_free(everything(), assessed_soon, {false});
  CHECK(differences(allowed, true) == 0);
  CHECK(differences(drug_free, false) == 0);
  CHECK(differences(allowed, false) == 4 * 2 * 3);  // groups, settings, ways out
  CHECK(differences(drug_free, true) == 4 * 2 * 3);
}

TEST_CASE("Every context has its own place") {
  std::vector<std::size_t> seen;
  for_each_context([&](const Context& c) { seen.push_back(Rates::context(person_in(c))); });
  std::sort(seen.begin(), seen.end());
  for (std::size_t i = 0; i < seen.size(); ++i)
    REQUIRE(seen[i] == i);
}

TEST_CASE("A hazard or multiplier of 0 takes a process away") {
  struct Case {
    const char* what;
    void (*zero)(PathwayParameters&);
    ProcessId id;
    Context context;
  };
  const auto treated =
      Context{Group::opiate, Setting::psychosocial, false, false, CameFrom::unplanned_exit};
  const auto custody = Context{Group::opiate, Setting::custody, true, false, CameFrom::custody};
  const auto outside =
      Context{Group::opiate, Setting::community, true, true, CameFrom::unplanned_exit};
  const auto clean =
      Context{Group::opiate, Setting::community, false, false, CameFrom::planned_exit};
  const Case cases[] = {
      {"completion, this modality",
       [](PathwayParameters& p) { p.completion.modality[Modality::psychosocial] = 0; },
       ProcessId::planned_exit, treated},
      {"drop-out, abstinent", [](PathwayParameters& p) { p.drop_out.when_abstinent = 0; },
       ProcessId::unplanned_exit, treated},
      {"lapse, this modality",
       [](PathwayParameters& p) { p.start_use.modality[Modality::psychosocial] = 0; },
       ProcessId::start_presenting, treated},
      {"poisoning, abstinent",
       [](PathwayParameters& p) { p.mortality.poisoning_when_abstinent = 0; },
       ProcessId::death_poisoning, treated},
      {"poisoning in custody", [](PathwayParameters& p) { p.mortality.poisoning_in_custody = 0; },
       ProcessId::death_poisoning, custody},
      {"stopping in custody", [](PathwayParameters& p) { p.stop_use.custody = 0; },
       ProcessId::stop_presenting, custody},
      {"other use in custody", [](PathwayParameters& p) { p.other_use.start_in_custody = 0; },
       ProcessId::start_other, custody},
      {"custody while in treatment", [](PathwayParameters& p) { p.offending.in_treatment = 0; },
       ProcessId::custody, treated},
      {"help seeking, abstinent after completion",
       [](PathwayParameters& p) { p.help_seeking.when_abstinent_after_planned_exit = 0; },
       ProcessId::help_seeking, clean},
      {"help seeking of the group",
       [](PathwayParameters& p) { p.help_seeking.hazard[Group::opiate] = {}; },
       ProcessId::help_seeking, outside},
      {"moving away", [](PathwayParameters& p) { p.moves_away = 0; }, ProcessId::moves_away,
       outside}};
  for (const Case& c : cases) {
    INFO(c.what);
    PathwayParameters zero = everything();
    c.zero(zero);
    const std::size_t index = Rates::context(person_in(c.context));
    CHECK((Rates(everything(), assessed_soon, {true}).live(index) & bit(c.id)) != 0);
    CHECK((Rates(zero, assessed_soon, {true}).live(index) & bit(c.id)) == 0);
  }
}

TEST_CASE("A firing counts under the transition that it is") {
  const Rates rates(everything(), assessed_soon, {true});
  for_each_context([&](const Context& c) {
    const RateEntry* entries = rates.entries(Rates::context(person_in(c)));
    const bool treated = in_treatment(c.setting);
    const auto of = [&](ProcessId id) { return entries[static_cast<std::size_t>(id)].transition; };
    if (c.presenting)
      REQUIRE(of(ProcessId::stop_presenting) ==
              (treated ? Transition::abstinence : Transition::remission));
    if (!c.presenting)
      REQUIRE(of(ProcessId::start_presenting) ==
              (treated ? Transition::lapse : Transition::relapse));
    REQUIRE(of(ProcessId::death_poisoning) == Transition::death_poisoning);
    REQUIRE(of(ProcessId::death_other) == Transition::death_other);
    if (treated) REQUIRE(of(ProcessId::unplanned_exit) == Transition::unplanned_exit);
  });
}
