/// What a provider has seen of its clients, and what it learns from it.
///
/// Counts by group since the records began; clients offered by month, group and band: those who
/// came to a first appointment, gave up waiting for one, or were not accepted. The posterior of the
/// rate of a process, relative to the rate believed at first, is Gamma(a + events, a + expected):
/// `expected` are the events that the first belief would have had under the practice of the time,
/// so that what a change of practice was believed to do is not learnt as luck; a is the weight of
/// the first belief in events. Its mean is the ratio used.
#pragma once

#include <vector>

#include "core/units.hpp"
#include "provider/prospect.hpp"

namespace pbrsim {

/// The processes whose rates are learnt.
enum class Learnt : std::uint8_t { abstinence, unplanned_exit, planned_exit };
template <>
struct EnumNames<Learnt> {
  static constexpr std::array<std::string_view, 3> values{"abstinence", "unplanned_exit",
                                                          "planned_exit"};
};
template <class T>
using ByLearnt = EnumArray<Learnt, T>;

class ProviderRecords {
 public:
  void begin_month() { offered_.emplace_back(); }
  void offer(Group g, Band b) { ++offered_.back()[g][measured(b)]; }
  void see(Group g, Learnt what) {
    ++recent_[g].events[what];
    ++seen_[what];
  }
  void treat(Group g, Seconds time) { recent_[g].time += time; }

  /// Journeys offered a week to those bands in the last `months` months (fewer if there are not so
  /// many); 0 before the first month ended.
  double offered_a_week(Group g, const std::vector<MeasuredBand>& bands, int months) const;
  /// What was seen since the last call was seen under `means` of a journey, by group.
  void settle(const ByGroup<CourseMeans>& means);
  /// `pooled`: what is known from elsewhere.
  ByLearnt<double> ratios(Group g, double prior_events,
                          const ByLearnt<PooledEvidence>& pooled = {}) const;
  /// Share of planned exits among planned and unplanned ones, all groups, half of `prior_events`
  /// planned ones added; 1/2 where nothing was seen.
  double success(double prior_events) const;

 private:
  struct Counts {
    ByLearnt<double> events{};
    Seconds time = 0;  // clients in treatment
  };
  struct Known {
    ByLearnt<double> events{}, expected{};
  };
  std::vector<ByGroup<ByBand<std::uint16_t>>> offered_;  // by month, the open one last
  ByGroup<Counts> recent_{};
  ByGroup<Known> known_{};
  ByLearnt<double> seen_{};
};

/// A journey with the rates of its processes times what has been learnt.
JourneyBeliefs with_ratios(JourneyBeliefs beliefs, const ByLearnt<double>& ratios);

}  // namespace pbrsim
