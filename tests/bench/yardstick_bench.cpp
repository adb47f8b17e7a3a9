// The yardstick's workload through the scenario loader and the area, as `run` does it.
//
//     bench_yardstick yardstick.yaml 100                                         600 places
//     bench_yardstick yardstick.yaml 10 areas.yardstick.new_people.opiate='10435.7 per year'  (and
//     so on: compare.sh)
//
// Prints nanoseconds per event on one thread, and what shows that the work was the same. Events are
// counted as the yardstick counts them: referral, admission, exit, relapse, death (assessments take
// no time and do not count).
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>

#include "core/memory.hpp"
#include "experiment/plan.hpp"

using namespace pbrsim;

namespace {

struct Work {
  double events = 0, admissions = 0, relapses = 0, deaths = 0, treated_seconds = 0,
         wait_seconds = 0;
};

void add(Work& work, const History& history) {
  work.events += static_cast<double>(history.clinical_events);
  for (int m = 0; m < history.panel.months(); ++m) {
    for (const auto& entry : history.panel.counts(m)) {
      const auto n = static_cast<double>(entry.value);
      switch (count_key(entry.index).count) {
        case Count::assessments: work.events -= n; break;
        case Count::episodes: work.admissions += n; break;
        case Count::relapses: work.relapses += n; break;
        case Count::deaths_other: work.deaths += n; break;
        case Count::wait_seconds: work.wait_seconds += n; break;
        default: break;
      }
    }
    if (m < history.panel.months() / 2) continue;
    for (const auto& entry : history.panel.time(m))
      if (in_treatment(class_of(entry.index).setting))
        work.treated_seconds += static_cast<double>(entry.value);
  }
}

int bench(int argc, char** argv) {
  std::vector<Override> overrides;
  for (int i = 3; i < argc; ++i) {
    const std::string text = argv[i];
    overrides.push_back({text.substr(0, text.find('=')), text.substr(text.find('=') + 1)});
  }
  const LoadedScenario loaded = load_scenario(argv[1], overrides);
  const Plan plan = make_plan(loaded.scenario);
  const AreaPlan& area = plan.areas.front();
  const int replications = std::atoi(argv[2]);
  Work work;
  const auto start = std::chrono::steady_clock::now();
  for (int r = 0; r < replications; ++r) {
    const BlockKey key{plan.seed, 0, static_cast<std::uint32_t>(r), area_key(area.model.id)};
    for (const History& h : run_block(area.model, area.legacy, area.designs, plan.schedule,
                                      area.pool, key, CellOptions{}))
      add(work, h);
  }
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const double n = replications;
  const double half = plan.schedule.timeline.end() -
                      plan.schedule.timeline.month_start(plan.schedule.timeline.months() / 2);
  std::printf(
      "events %.0f ns %.2f adm %.0f relapses %.0f deaths %.1f occupied %.1f wait %.4f weeks\n",
      work.events, seconds / work.events * 1e9, work.admissions / n, work.relapses / n,
      work.deaths / n, work.treated_seconds / n / half / seconds_per_day,
      work.wait_seconds / work.admissions / seconds_per_day / 7);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  keep_freed_memory();
  if (argc < 3) {
    std::fprintf(stderr, "usage: bench_yardstick SCENARIO.yaml REPLICATIONS [path=value]...\n");
    return 2;
  }
  try {
    return bench(argc, argv);
  } catch (const std::exception& e) {
    std::fprintf(stderr, "%s\n", e.what());
    return 2;
  }
}
