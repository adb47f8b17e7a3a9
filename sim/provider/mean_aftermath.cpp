#include <algorithm>

#include "core/units.hpp"
#include "provider/mean_course.hpp"

namespace pbrsim {

namespace {

constexpr int weeks_after = 52;

/// Referrals that end in a triage.
double starts(const PathwayParameters& p, Group g) {
  double share = 1 - p.on_the_way.refuses_at_assessment;
  if (p.immediate_assessment) return share;
  const double assessed = week_rates(p.provider_assessment, 1).front();
  const double gives_up = week_rates(p.on_the_way.gives_up[g], 1).front();
  if (assessed + gives_up > 0) share *= assessed / (assessed + gives_up);
  return share;
}

/// Mass after exits: abstinent by weeks abstinent, in aftercare or not; using by weeks using.
struct Mass {
  std::vector<double> aftercare, alone, using_again;
};

void split(double mass, double change, double leaves, double& stays, double& changes,
           double& days) {
  const double total = change + leaves;
  const double out = -std::expm1(-total * days_per_week);
  days = total > 0 ? mass * out / total : mass * days_per_week;
  stays = mass * (1 - out);
  changes = change * days;
}

}  // namespace

MeanAftermath follow_exits(const PathwayParameters& p, Group g, const ClientMix& mix,
                           const JourneyPlace& place, const MeanCourse& course, double gone) {
  const auto factor = [&](ProcessId id) { return mix.factor[static_cast<std::size_t>(id)]; };
  const double all = [&] {
    double sum = 0;
    for (const double e : course.exits)
      sum += e;
    return sum;
  }();
  MeanAftermath result;
  const std::size_t bins = abstinent_weeks;
  Mass now{std::vector<double>(bins), std::vector<double>(bins), std::vector<double>(bins)};
  for (std::size_t a = 0; a < bins; ++a) {
    const double mass = all > 0 ? course.exits[a] / all : a == 0;
    now.aftercare[a] = mass * p.aftercare.share[g];
    now.alone[a] = mass * (1 - p.aftercare.share[g]);
  }
  const double late = all > 0 ? course.late_exits / all : 0;
  const double retained = 1 + late * (p.start_use.retained_12_weeks - 1);
  const double on_relapse = factor(ProcessId::start_presenting) * retained * place.exit_relapse;
  const double on_seeking =
      factor(ProcessId::help_seeking) * p.help_seeking.after_planned_exit * starts(p, g);
  std::vector<double> relapse = week_rates(p.start_use.community[g], abstinent_weeks);
  std::vector<double> remission = week_rates(p.stop_use.community[g], abstinent_weeks);
  for (double& rate : relapse)
    rate *= on_relapse;
  for (double& rate : remission)
    rate *= factor(ProcessId::stop_presenting);
  const std::vector<double> seeking = week_rates(p.help_seeking.hazard[g], weeks_after);
  for (int week = 0; week < weeks_after; ++week) {
    Mass next{std::vector<double>(bins), std::vector<double>(bins), std::vector<double>(bins)};
    const double seeks = seeking[static_cast<std::size_t>(week)] * on_seeking;
    const double seeks_abstinent = seeks * p.help_seeking.when_abstinent_after_planned_exit;
    const double aftercare_ends = -std::expm1(-days_per_week / p.aftercare.duration);
    for (std::size_t a = 0; a < bins; ++a) {
      const std::size_t older = std::min(a + 1, bins - 1);
      double stays = 0, changes = 0, days = 0;
      for (const bool cared : {true, false}) {
        const double mass = (cared ? now.aftercare : now.alone)[a];
        const double rate = relapse[a] * (cared ? p.start_use.aftercare : 1);
        split(mass, rate, seeks_abstinent + gone, stays, changes, days);
        result.abstinent_days += days;
        result.relapse += changes;
        result.returns_abstinent += seeks_abstinent * days;
        next.using_again[0] += changes;
        next.aftercare[older] += cared ? stays * (1 - aftercare_ends) : 0;
        next.alone[older] += cared ? stays * aftercare_ends : stays;
      }
      split(now.using_again[a], remission[a], seeks + gone, stays, changes, days);
      result.using_days += days;
      result.remission += changes;
      result.returns_using += seeks * days;
      next.using_again[older] += stays;
      next.alone[0] += changes;
    }
    std::swap(now, next);
  }
  return result;
}

}  // namespace pbrsim
