// What the revisions of practice of a scenario cost: every revision of every provider of one
// replication, chosen again as the simulation chose it.
//
//     bench_revisions eight_pilots.yaml pilot [REPETITIONS]
//
// Prints the median and the sum of the times of a revision (medians over the repetitions), the
// gradients that it took, and the time of the rest of the run without them.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <exception>

#include "experiment/plan.hpp"

using namespace pbrsim;

namespace {

using Clock = std::chrono::steady_clock;

double milliseconds_since(Clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

struct Revision {
  Deliberation weighed;
  Moves from;
  Bends bends;
};

/// The revisions of an area's providers, in their order; adds to `run` the milliseconds of the
/// history and the design, revisions and all.
std::vector<Revision> revisions_of(const AreaPlan& area, std::size_t design, const Plan& plan,
                                   double& run) {
  std::vector<Revision> revisions;
  auto begin = Clock::now();
  Cell cell = cell_at_fork(area.model, area.legacy, area.designs, plan.schedule, area.pool,
                           BlockKey{plan.seed, 0, 0, area_key(area.model.id)}, {});
  cell.take_on(area.designs[design]);
  run += milliseconds_since(begin);
  std::vector<Moves> from(area.model.providers.size());
  std::vector<Bends> bends(from.size());
  for (int month = plan.schedule.go_live_month; month < plan.schedule.timeline.months(); ++month) {
    begin = Clock::now();
    cell.advance(std::nextafter(plan.schedule.timeline.month_start(month), never));
    run += milliseconds_since(begin);
    if ((month - plan.schedule.go_live_month) % 3 != 0 || cell.now() >= plan.schedule.contract_end)
      continue;
    for (std::size_t i = 0; i < from.size(); ++i) {
      auto weighed = cell.deliberation(i);
      if (!weighed) continue;
      if (from[i].size() == 0) from[i] = weighed->levers.none();
      revisions.push_back({std::move(*weighed), from[i], bends[i]});
      const Choice choice = revisions.back().weighed.choose(from[i], bends[i]);
      from[i] = choice.moves;
      bends[i] = choice.bends;
    }
  }
  return revisions;
}

int bench(int argc, char** argv) {
  const LoadedScenario loaded = load_scenario(argv[1], {});
  Plan plan = make_plan(loaded.scenario);
  fill_pools(plan, 2);
  const auto design = static_cast<std::size_t>(
      std::find(plan.designs.begin(), plan.designs.end(), argv[2]) - plan.designs.begin());
  const int repetitions = argc > 3 ? std::atoi(argv[3]) : 1;
  double run = 0, worst = 0;
  std::vector<double> times, steps;
  for (const AreaPlan& area : plan.areas)
    for (const Revision& r : revisions_of(area, design, plan, run)) {
      std::vector<double> taken;
      Choice choice;
      for (int i = 0; i < repetitions; ++i) {
        const auto begin = Clock::now();
        choice = r.weighed.choose(r.from, r.bends);
        taken.push_back(milliseconds_since(begin));
      }
      times.push_back(median(taken));
      steps.push_back(choice.iterations);
      worst = std::max(worst, choice.residual);
    }
  double sum = 0;
  for (const double t : times)
    sum += t;
  std::printf("%zu revisions: median %.2f ms, together %.0f ms of %.0f ms with history and rest\n",
              times.size(), median(times), sum, run);
  std::printf("steps: median %.0f, most %.0f; largest residual %.2g\n", median(steps),
              *std::max_element(steps.begin(), steps.end()), worst);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: bench_revisions SCENARIO.yaml DESIGN [REPETITIONS]\n");
    return 2;
  }
  try {
    return bench(argc, argv);
  } catch (const std::exception& e) {
    std::fprintf(stderr, "%s\n", e.what());
    return 1;
  }
}
