/// Which hazard acts on whom: the clinical parameters compiled into a table.
///
/// A person's context is (group, setting, both coordinates of use, how they left services). For
/// every context and process the table holds the base hazard, its clock, the multiplier of the
/// context and the transition under which a firing counts. The hazard of process j for a person is
///
///     entry.factor * person.factor[j] * local.factor[j] * base(day - clock)
///
/// person.factor: covariates and frailty (factors.hpp); local: area, year and provider practice
/// (given by the caller); 0 anywhere means that the process stands still.
#pragma once

#include <vector>

#include "pathway/parameters.hpp"
#include "pathway/person.hpp"
#include "record/transitions.hpp"

namespace pbrsim {

/// `none` for constant hazards, which no clock changes.
enum class Clock : std::uint8_t { none, setting, presenting, clean, out, seek, episode, birth };

/// May a client complete with other use going on?
struct CompletionStandard {
  bool occasional_user_allowed = true;
  friend bool operator==(const CompletionStandard&, const CompletionStandard&) = default;
};

struct RateEntry {
  double factor = 0;
  HazardId hazard = no_hazard;
  Clock clock = Clock::setting;
  Transition transition = Transition::none;
};

/// What changed about a person, as far as hazards read it.
enum class Changed : std::uint8_t { setting, presenting, other, attached };

class Rates {
 public:
  /// `independent_assessment`: transition 4 at an independent assessment service, by time since it
  /// began.
  Rates(const PathwayParameters& parameters, const HazardParameters& independent_assessment,
        CompletionStandard standard);

  static std::size_t context(const Person& p) {
    return context(p.group, p.setting, p.uses_presenting, p.uses_other, p.came_from);
  }
  const RateEntry* entries(std::size_t context) const {
    return entries_.data() + context * process_count;
  }
  /// Processes with a hazard in this context.
  ProcessMask live(std::size_t context) const { return live_[context]; }
  const Hazard& hazard(HazardId id) const { return hazards_[id]; }
  /// Processes to look at again after a change; the others keep their hazard to the bit.
  ProcessMask affected(Changed what) const { return affected_[static_cast<std::size_t>(what)]; }

 private:
  static std::size_t context(Group g, Setting s, bool presenting, bool other, CameFrom from) {
    return (((static_cast<std::size_t>(g) * enum_size<Setting> + static_cast<std::size_t>(s)) * 2 +
             presenting) *
                2 +
            other) *
               3 +
           static_cast<std::size_t>(from);
  }
  HazardId add(const Hazard& hazard);
  RateEntry without_idle_clock(RateEntry entry) const;
  template <class Visit>
  void for_each_context(Visit visit) const;
  void find_affected(const PathwayParameters& parameters);

  std::vector<Hazard> hazards_;
  std::vector<RateEntry> entries_;
  std::vector<ProcessMask> live_;  // by context
  std::array<ProcessMask, 4> affected_{};
};

}  // namespace pbrsim
