// Keeping processes in step with a person: after a change it is enough to look at the processes
// that `affected` names. Random people in random states, under several sets of parameters:
// processes updated with that mask are bit by bit those updated with all. Exact. Control: with a
// process taken out of the mask, differences are found.
#include "pathway/course.hpp"

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <cmath>
#include <cstring>

#include "support/catch.hpp"
#include "support/tiny_area.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

class Dice {
 public:
  int whole(int to) { return boost::random::uniform_int_distribution<>(0, to)(engine_); }
  bool coin() { return whole(1) == 1; }

 private:
  boost::random::mt19937_64 engine_{2024};
};

bool equal_bits(double a, double b) { return std::memcmp(&a, &b, sizeof a) == 0; }

bool same_processes(const Person& a, const Person& b) {
  if (a.running != b.running || a.known != b.known) return false;
  for (ProcessMask rest = a.known; rest != 0; rest &= rest - 1) {
    const auto j = static_cast<std::size_t>(std::countr_zero(rest));
    const Process &x = a.process[j], &y = b.process[j];
    if (x.hazard != y.hazard || x.fired != y.fired || !equal_bits(x.goal, y.goal)) return false;
    if (x.running() && (!equal_bits(a.due[j], b.due[j]) || x.tag != y.tag ||
                        !equal_bits(x.clock, y.clock) || !equal_bits(x.factor, y.factor)))
      return false;
  }
  return true;
}

Setting random_setting(Dice& dice) {
  return static_cast<Setting>(dice.whole(static_cast<int>(enum_size<Setting>) - 1));
}

void flip_presenting(Person& p, double now) {
  p.uses_presenting = !p.uses_presenting;
  p.presenting_since = p.clean_since = now;
}

void flip_other(Person& p, double now) {
  p.uses_other = !p.uses_other;
  p.clean_since = now;
}

void change_attached(Person& p, Dice& dice) {
  bool* states[] = {&p.injecting, &p.housing_problem, &p.employed};
  bool& state = *states[dice.whole(2)];
  state = !state;
}

void change_setting(Person& p, Dice& dice, double now) {
  p.setting = random_setting(dice);
  p.setting_since = now;
  if (dice.coin()) p.out_since = now;
  if (dice.coin()) p.seek_since = now;
  if (dice.coin()) p.triage_day = now;
  p.came_from = static_cast<CameFrom>(dice.whole(2));
}

struct Outcome {
  int different = 0;  // persons whose processes differ
  int changed = 0;    // persons in whom the change moved any process
};

/// Applies a random change of a kind to many people; `mask` tells which processes are looked at.
template <class Mask>
Outcome compare(const PathwayParameters& parameters, Changed what, bool drug_free_only, Mask mask) {
  const Rates rates(parameters, constant_rate(40), {!drug_free_only});
  const Births births(parameters);
  const Factors factors(parameters);
  const Streams streams({3, 0, 0, 0});
  Exponentials exponentials(streams);
  Dice dice;
  Outcome outcome;
  for (std::uint32_t i = 0; i < 1500; ++i) {
    Person p;
    const Group g = dice.coin() ? Group::opiate : Group::alcohol;
    births.make(p, streams, g, static_cast<std::uint32_t>(g) << 28 | i, 0);
    factors.set(p, 0);
    LocalFactors local = no_local_factors;
    for (double& f : local)
      f = dice.coin() ? 1 : 0.5 + 0.1 * dice.whole(10);
    Integrated integrated{};
    double now = 0;
    // A past: some changes of everything.
    for (int k = dice.whole(4); k >= 0; --k) {
      now += 0.1 + 10 * dice.whole(9);
      change_setting(p, dice, now);
      if (dice.coin()) flip_presenting(p, now);
      if (dice.coin()) flip_other(p, now);
      update(p, all_processes, now, rates, local, exponentials, integrated);
      find_next(p);
      if (p.next_time < now + 50 && p.running != 0) {
        now = p.next_time;
        fire(p, p.next);
        update(p, all_processes, now, rates, local, exponentials, integrated);
      }
    }
    now += 3.3;
    const Person before = p;
    if (what == Changed::presenting) flip_presenting(p, now);
    if (what == Changed::other) flip_other(p, now);
    if (what == Changed::setting) change_setting(p, dice, now);
    if (what == Changed::attached) {
      change_attached(p, dice);
      factors.set(p, now);
    }
    Person all = p;
    Integrated some_integrated = integrated, all_integrated = integrated;
    update(p, mask(rates), now, rates, local, exponentials, some_integrated);
    update(all, all_processes, now, rates, local, exponentials, all_integrated);
    outcome.different += !same_processes(p, all) || !(some_integrated == all_integrated);
    outcome.changed += !same_processes(before, all);
  }
  return outcome;
}

std::vector<PathwayParameters> parameter_sets() {
  std::vector<PathwayParameters> sets{busy().pathway, busy().pathway, still(), busy().pathway};
  // Minimum abstinence none: a constant hazard without a clock.
  sets[1].completion.minimum_abstinence = 0;
  sets[1].completion.with_other_use = 1;
  sets[1].drop_out.when_abstinent = 1;
  sets[1].mortality.poisoning_when_abstinent = 1;
  sets[1].offending.when_abstinent = 1;
  sets[2].start_use.community[Group::opiate].shape = 0.5;
  sets[2].start_use.community[Group::opiate].scale = 100;
  sets[2].other_use.turnover[Group::opiate] = 2;
  sets[2].people[Group::opiate].other_use = {0.5, 0, 0};
  // Nothing in common between the two groups but deaths.
  sets[3].help_seeking.hazard[Group::alcohol] = {};
  sets[3].stop_use.community[Group::alcohol] = {};
  sets[3].other_use.turnover[Group::alcohol] = 0;
  return sets;
}

}  // namespace

TEST_CASE("It is enough to look at the affected processes") {
  int set = 0;
  for (const PathwayParameters& parameters : parameter_sets()) {
    INFO("set " << set++);
    for (const Changed what :
         {Changed::presenting, Changed::other, Changed::attached, Changed::setting})
      for (const bool drug_free_only : {false, true}) {
        INFO("change " << static_cast<int>(what));
        const Outcome outcome = compare(parameters, what, drug_free_only,
                                        [&](const Rates& r) { return r.affected(what); });
        CHECK(outcome.different == 0);
        if (set != 3) CHECK(outcome.changed > 100);
      }
  }
}

TEST_CASE("A mask that lacks a process is found out") {
  const struct {
    Changed what;
    ProcessId without;
  } cases[] = {{Changed::presenting, ProcessId::start_presenting},
               {Changed::presenting, ProcessId::unplanned_exit},
               {Changed::presenting, ProcessId::planned_exit},
               {Changed::presenting, ProcessId::custody},
               {Changed::other, ProcessId::planned_exit},
               {Changed::other, ProcessId::stop_other},
               {Changed::attached, ProcessId::start_presenting},
               {Changed::attached, ProcessId::planned_exit},
               {Changed::setting, ProcessId::assessment},
               {Changed::setting, ProcessId::help_seeking}};
  for (const auto& c : cases) {
    INFO(name_of(c.without));
    CHECK(compare(busy().pathway, c.what, false, [&](const Rates& r) {
            return r.affected(c.what) & ~bit(c.without);
          }).different > 10);
  }
}

TEST_CASE("Under drug-free only the clock of completion counts from the last use of anything") {
  const auto parameters = busy().pathway;
  CHECK((Rates(parameters, {}, {false}).affected(Changed::other) & bit(ProcessId::planned_exit)) !=
        0);
  PathwayParameters indifferent = parameters;
  indifferent.completion.with_other_use = 1;
  CHECK((Rates(indifferent, {}, {true}).affected(Changed::other) & bit(ProcessId::planned_exit)) ==
        0);
  CHECK((Rates(indifferent, {}, {false}).affected(Changed::other) & bit(ProcessId::planned_exit)) !=
        0);
}

TEST_CASE("An exponential is the same whenever, after whatever and however early it is drawn") {
  const Streams streams({6, 0, 0, 0});
  Exponentials exponentials(streams);
  Dice dice;
  for (int i = 0; i < 5000; ++i) {
    const Entity person{EntityKind::person, static_cast<std::uint32_t>(dice.whole(3))};
    if (dice.whole(4) == 0) exponentials.anticipate(person);
    const auto process = static_cast<std::size_t>(dice.whole(5));
    const auto count = static_cast<std::uint32_t>(dice.whole(2));
    const auto [even, odd] =
        streams.uniform_pair(person, static_cast<std::uint32_t>(process / 2), count);
    REQUIRE(exponentials(person, process, count) == -std::log(process % 2 == 0 ? even : odd));
  }
}

TEST_CASE("What is due next is the earliest of the running processes and the review") {
  const PathwayParameters parameters = busy().pathway;
  const Rates rates(parameters, constant_rate(40), {true});
  const Births births(parameters);
  const Factors factors(parameters);
  const Streams streams({4, 0, 0, 0});
  Exponentials exponentials(streams);
  Integrated integrated{};
  int reviews = 0;
  for (std::uint32_t i = 0; i < 500; ++i) {
    Person p;
    births.make(p, streams, Group::opiate, i, 0);
    factors.set(p, 0);
    p.setting = Setting::psychosocial;
    update(p, all_processes, 0, rates, no_local_factors, exponentials, integrated);
    p.next_date = 30;
    find_next(p);
    double earliest = never;
    ProcessId which = ProcessId::planned_exit;
    for (const ProcessId id : all_of<ProcessId>())
      if ((p.running & bit(id)) != 0 && p.due[static_cast<std::size_t>(id)] < earliest) {
        earliest = p.due[static_cast<std::size_t>(id)];
        which = id;
      }
    REQUIRE(p.next_time == std::min(earliest, 30.0));
    REQUIRE(p.date_is_next == (30.0 < earliest));
    if (!p.date_is_next) REQUIRE(p.next == which);
    reviews += p.date_is_next;
  }
  CHECK(reviews > 50);
  CHECK(reviews < 450);
}

TEST_CASE("Leaving for good takes what is left of every E out of the integrals") {
  const PathwayParameters parameters = busy().pathway;
  const Rates rates(parameters, constant_rate(40), {true});
  const Births births(parameters);
  const Factors factors(parameters);
  const Streams streams({4, 0, 0, 0});
  Exponentials exponentials(streams);
  Person p;
  births.make(p, streams, Group::opiate, 1, 0);
  factors.set(p, 0);
  p.setting = Setting::community;
  Integrated integrated{};
  update(p, all_processes, 0, rates, no_local_factors, exponentials, integrated);
  leave_for_good(p, 40, rates, integrated);
  CHECK(p.running == 0);
  CHECK(p.next_time == never);
  // Forty days of a constant hazard of moving away, and of deaths by poisoning in their first
  // pieces.
  CHECK(integrated[Transition::moves_away] ==
        Approx(parameters.moves_away * 40 / 365.25).epsilon(1e-12));
  CHECK(integrated[Transition::death_poisoning] ==
        Approx((0.2 * 28 + 0.06 * 12) / 365.25).epsilon(1e-12));
  CHECK(integrated[Transition::planned_exit] == 0);
}
