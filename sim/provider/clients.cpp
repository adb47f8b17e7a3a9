#include <cmath>

#include "pathway/purposes.hpp"
#include "provider/mean_rates.hpp"
#include "random/variates.hpp"

namespace pbrsim {

namespace {

constexpr std::size_t most_other_shares = 64;
constexpr BlockKey sample_key{0x76616c756174696fULL, 0, 0, 0};

MeasuredBand measure(const ComplexityMeasurement& m, const Person& p, const Streams& streams,
                     double coding) {
  double z = p.complexity + coding;
  if (m.error_sd > 0)
    z += m.error_sd * normal_quantile(streams.uniform(p.entity(), purpose::complexity_error, 1));
  return static_cast<MeasuredBand>((z >= m.very_low_below) + (z >= m.low_below) +
                                   (z >= m.medium_below) + (z >= m.high_below));
}

void take(ClientMix& mix, const Person& p) {
  mix.share += 1;
  for (std::size_t j = 0; j < process_count; ++j)
    mix.factor[j] += p.factor[j];
  mix.age += (0 - p.born) / days_per_year;
  mix.injecting += p.injecting;
  mix.housing_problem += p.housing_problem;
  mix.unemployed += !p.employed;
  mix.presenting_days += p.presenting_days;
  mix.offender += p.offending > 0;
  mix.offending += p.offending;
  if (mix.other_share.size() < most_other_shares) mix.other_share.push_back(p.other_share);
}

void average(ClientMix& mix, int people) {
  const double n = mix.share;
  if (n == 0) {
    mix.factor.fill(1.0);
    mix.age = 35;
    mix.presenting_days = 7;
    return;
  }
  for (double* sum :
       {&mix.age, &mix.injecting, &mix.housing_problem, &mix.unemployed, &mix.presenting_days})
    *sum /= n;
  for (double& factor : mix.factor)
    factor /= n;
  mix.offending = mix.offender > 0 ? mix.offending / mix.offender : 0;
  mix.offender /= n;
  mix.share = n / people;
}

}  // namespace

ClientMixes sample_clients(const PathwayParameters& pathway, const Births& births,
                           const Factors& factors, double coding, int people) {
  ClientMixes mixes{};
  const Streams streams(sample_key);
  for (const Group g : all_of<Group>()) {
    for (ClientMix& mix : mixes[g]) {
      mix.age = mix.presenting_days = 0;
      mix.factor.fill(0);
    }
    for (int i = 0; i < people; ++i) {
      Person p;
      births.make(p, streams, g,
                  static_cast<std::uint32_t>(g) << 28 | static_cast<std::uint32_t>(i), 0);
      p.frailty_drop_out = p.frailty_relapse = 1;
      ++p.journeys;
      factors.set(p, 0);
      // Rates of problems come with the problem: they are not a matter of the person.
      for (const ProcessId id : {ProcessId::injecting_begins, ProcessId::injecting_ends,
                                 ProcessId::housing_problem_begins, ProcessId::housing_problem_ends,
                                 ProcessId::job_begins, ProcessId::job_ends})
        p.factor[static_cast<std::size_t>(id)] = 1;
      take(mixes[g][measure(pathway.complexity, p, streams, coding)], p);
    }
    for (ClientMix& mix : mixes[g])
      average(mix, people);
  }
  return mixes;
}

}  // namespace pbrsim
