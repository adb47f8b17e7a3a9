#include "support/lives.hpp"

#include <algorithm>
#include <map>

namespace pbrsim::test {

namespace {

/// Where a person is just after an event.
Setting after(const ClinicalEvent& e, Setting before) {
  switch (e.transition) {
    case Transition::assessment:
    case Transition::transfer: return Setting::waiting;
    case Transition::modality_change:
      return before == Setting::maintenance ? Setting::reduction : Setting::psychosocial;
    default: return e.setting;
  }
}

bool dies(Transition t) { return t == Transition::death_poisoning || t == Transition::death_other; }

void add(Life& life, const ClinicalEvent& e) {
  std::vector<Stretch>& stretches = life.stretches;
  const bool first = stretches.empty();
  const Setting before = first ? Setting::community : stretches.back().setting;
  Stretch next{e.day,        e.day,          after(e, before),  e.uses_presenting,
               e.uses_other, e.injecting,    e.housing_problem, e.employed,
               e.provider,   {e.transition}, Transition::none};
  if (!first && stretches.back().from == e.day) {
    next.began = stretches.back().began;
    next.began.push_back(e.transition);
    stretches.back() = next;
    return;
  }
  if (!first) {
    stretches.back().to = e.day;
    stretches.back().ended = e.transition;
  }
  stretches.push_back(next);
}

}  // namespace

std::vector<Life> lives_of(const History& history, double end) {
  std::map<std::uint32_t, Life> people;
  for (const ClinicalEvent& e : history.events) {
    Life& life = people[e.person];
    if (life.stretches.empty()) {
      life.key = e.person;
      life.first = e.day;
    }
    add(life, e);
    if (dies(e.transition)) {
      life.died = true;
      life.stretches.pop_back();
    }
  }
  std::vector<Life> result;
  for (auto& [key, life] : people) {
    if (!life.died) life.stretches.back().to = end;
    result.push_back(std::move(life));
  }
  return result;
}

const Stretch* at(const Life& life, double day) {
  const auto after_day = std::upper_bound(life.stretches.begin(), life.stretches.end(), day,
                                          [](double d, const Stretch& s) { return d < s.from; });
  if (after_day == life.stretches.begin() || day >= life.last()) return nullptr;
  return &*(after_day - 1);
}

}  // namespace pbrsim::test
