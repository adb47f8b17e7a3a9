/// Monthly counts and person-time of one cell, by group and complexity band.
///
/// Counts are whole events in a calendar month. Person-time is in whole seconds per accrual class:
/// (group, band, setting, both coordinates of use, injecting). Both are exact sums of integers.
/// Cohort measures (completion within 12 months, re-presentation) come from the episodes instead.
#pragma once

#include <cstdint>
#include <vector>

#include "core/units.hpp"
#include "record/vocabulary.hpp"

namespace pbrsim {

enum class Count : std::uint8_t {
  new_people,
  referrals,
  referrals_criminal_justice,
  assessments,
  recorded_assessments,
  no_need,
  refused,
  not_accepted,
  not_attended,
  gave_up,
  episodes,
  journeys,
  wait_seconds,
  waits_over_3_weeks,
  treated_in_year,
  reviews,
  abstinent_presenting,
  abstinent_all,
  reported_presenting,
  reported_all,
  reliably_improved,
  injecting_at_review,
  housing_problem_at_review,
  employed_at_review,
  wellbeing_points,
  completed_drug_free,
  completed_occasional_user,
  dropped_out,
  declined,
  transferred,
  to_custody,
  died_in_treatment,
  transfers_within_area,
  abstinence_begins,
  lapses,
  remissions,
  relapses,
  other_use_changes,
  modality_changes,
  sentences,
  releases,
  deaths_poisoning,
  deaths_other,
  moved_away,
  proven_offences,
};
template <>
struct EnumNames<Count> {
  static constexpr std::array<std::string_view, 45> values{
      "new_people", "referrals", "referrals_criminal_justice", "assessments",
      "recorded_assessments", "no_need", "refused", "not_accepted", "not_attended", "gave_up",
      "episodes", "journeys", "wait_seconds", "waits_over_3_weeks", "treated_in_year", "reviews",
      "abstinent_presenting", "abstinent_all", "reported_presenting", "reported_all",
      "reliably_improved", "injecting_at_review", "housing_problem_at_review", "employed_at_review",
      "wellbeing_points", "completed_drug_free", "completed_occasional_user", "dropped_out",
      "declined", "transferred", "to_custody", "died_in_treatment", "transfers_within_area",
      "abstinence_begins", "lapses", "remissions", "relapses", "other_use_changes",
      "modality_changes", "sentences", "releases", "deaths_poisoning", "deaths_other", "moved_away",
      "proven_offences"};
};
inline constexpr std::size_t count_kinds = enum_size<Count>;

/// What person-time is split by.
struct AccrualClass {
  Group group;
  Band band;
  Setting setting;
  bool uses_presenting;
  bool uses_other;
  bool injecting;
};
inline constexpr std::size_t accrual_classes = enum_size<Group> * enum_size<Band> * enum_size<Setting> * 8;

constexpr std::uint16_t index_of(const AccrualClass& c) {
  const auto cell = (static_cast<std::size_t>(c.group) * enum_size<Band> + static_cast<std::size_t>(c.band)) *
                        enum_size<Setting> + static_cast<std::size_t>(c.setting);
  return static_cast<std::uint16_t>(cell * 8 + static_cast<std::size_t>(c.uses_presenting) * 4 +
                                    static_cast<std::size_t>(c.uses_other) * 2 +
                                    static_cast<std::size_t>(c.injecting));
}
constexpr AccrualClass class_of(std::size_t index) {
  const std::size_t cell = index / 8;
  return {static_cast<Group>(cell / enum_size<Setting> / enum_size<Band>),
          static_cast<Band>(cell / enum_size<Setting> % enum_size<Band>),
          static_cast<Setting>(cell % enum_size<Setting>), (index & 4) != 0, (index & 2) != 0,
          (index & 1) != 0};
}

class Panel {
 public:
  Panel() = default;
  explicit Panel(int months)
      : months_(months),
        counts_(static_cast<std::size_t>(months) * block),
        time_(static_cast<std::size_t>(months) * accrual_classes),
        offences_(static_cast<std::size_t>(months) * enum_size<Group>) {}

  int months() const { return months_; }
  std::int64_t& count(int month, Group g, Band b, Count c) { return counts_[at(month, g, b, c)]; }
  std::int64_t count(int month, Group g, Band b, Count c) const { return counts_[at(month, g, b, c)]; }
  Seconds& time(int month, std::size_t accrual_class) {
    return time_[static_cast<std::size_t>(month) * accrual_classes + accrual_class];
  }
  Seconds time(int month, std::size_t accrual_class) const {
    return time_[static_cast<std::size_t>(month) * accrual_classes + accrual_class];
  }
  /// Expected acquisitive offences (proven or not): the integrated rate.
  double& offences(int month, Group g) { return offences_[static_cast<std::size_t>(month) * enum_size<Group> + static_cast<std::size_t>(g)]; }
  double offences(int month, Group g) const { return offences_[static_cast<std::size_t>(month) * enum_size<Group> + static_cast<std::size_t>(g)]; }

 private:
  static constexpr std::size_t block = enum_size<Group> * enum_size<Band> * count_kinds;
  static std::size_t at(int month, Group g, Band b, Count c) {
    return static_cast<std::size_t>(month) * block +
           (static_cast<std::size_t>(g) * enum_size<Band> + static_cast<std::size_t>(b)) * count_kinds +
           static_cast<std::size_t>(c);
  }

  int months_ = 0;
  std::vector<std::int64_t> counts_;
  std::vector<Seconds> time_;
  std::vector<double> offences_;
};

}  // namespace pbrsim
