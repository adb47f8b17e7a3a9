/// Monthly counts and person-time of one cell, by group and complexity band.
///
/// Counts are whole events in a calendar month. Person-time is in whole seconds per accrual class:
/// (group, band, setting, both coordinates of use, injecting). Both are exact sums of integers.
/// Offences are settled when a person's rate changes, which may be months after; they are dated all
/// the same. Cohort measures (completion within 12 months, re-presentation) come from the episodes
/// instead.
#pragma once

#include <array>
#include <cstdint>
#include <span>
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
  completions_claimed,
  completions_confirmed,
  claims_not_confirmed,
  coded_completed,
  reviews_due,
  due_abstinent_presenting,
  due_abstinent_all,
  keyworkers_lost,
};
template <>
struct EnumNames<Count> {
  static constexpr std::array<std::string_view, 52> values{"new_people",
                                                           "referrals",
                                                           "referrals_criminal_justice",
                                                           "assessments",
                                                           "recorded_assessments",
                                                           "no_need",
                                                           "refused",
                                                           "not_accepted",
                                                           "not_attended",
                                                           "gave_up",
                                                           "episodes",
                                                           "journeys",
                                                           "wait_seconds",
                                                           "waits_over_3_weeks",
                                                           "treated_in_year",
                                                           "reviews",
                                                           "abstinent_presenting",
                                                           "abstinent_all",
                                                           "reported_presenting",
                                                           "reported_all",
                                                           "reliably_improved",
                                                           "injecting_at_review",
                                                           "housing_problem_at_review",
                                                           "employed_at_review",
                                                           "wellbeing_points",
                                                           "completed_drug_free",
                                                           "completed_occasional_user",
                                                           "dropped_out",
                                                           "declined",
                                                           "transferred",
                                                           "to_custody",
                                                           "died_in_treatment",
                                                           "transfers_within_area",
                                                           "abstinence_begins",
                                                           "lapses",
                                                           "remissions",
                                                           "relapses",
                                                           "other_use_changes",
                                                           "modality_changes",
                                                           "sentences",
                                                           "releases",
                                                           "deaths_poisoning",
                                                           "deaths_other",
                                                           "moved_away",
                                                           "completions_claimed",
                                                           "completions_confirmed",
                                                           "claims_not_confirmed",
                                                           "coded_completed",
                                                           "reviews_due",
                                                           "due_abstinent_presenting",
                                                           "due_abstinent_all",
                                                           "keyworkers_lost"};
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
/// Classes of one (group, band), which stand together.
inline constexpr std::size_t accrual_block = enum_size<Setting> * 8;
inline constexpr std::size_t accrual_classes = enum_size<Group> * enum_size<Band> * accrual_block;
constexpr unsigned block_of(Group g, Band b) {
  return static_cast<unsigned>(g) * enum_size<Band> + static_cast<unsigned>(b);
}

constexpr std::uint16_t index_of(const AccrualClass& c) {
  const auto cell =
      (static_cast<std::size_t>(c.group) * enum_size<Band> + static_cast<std::size_t>(c.band)) *
          enum_size<Setting> +
      static_cast<std::size_t>(c.setting);
  return static_cast<std::uint16_t>(cell * 8 + static_cast<std::size_t>(c.uses_presenting) * 4 +
                                    static_cast<std::size_t>(c.uses_other) * 2 +
                                    static_cast<std::size_t>(c.injecting));
}
constexpr AccrualClass class_of(std::size_t index) {
  const std::size_t cell = index / 8;
  return {static_cast<Group>(cell / enum_size<Setting> / enum_size<Band>),
          static_cast<Band>(cell / enum_size<Setting> % enum_size<Band>),
          static_cast<Setting>(cell % enum_size<Setting>),
          (index & 4) != 0,
          (index & 2) != 0,
          (index & 1) != 0};
}

/// Counts of one month, all groups and bands.
class MonthCounts {
 public:
  std::int64_t& at(Group g, Band b, Count c) { return counts_[index(g, b, c)]; }
  std::int64_t at(Group g, Band b, Count c) const { return counts_[index(g, b, c)]; }
  static constexpr std::size_t size = enum_size<Group> * enum_size<Band> * count_kinds;
  static constexpr std::size_t index(Group g, Band b, Count c) {
    return (static_cast<std::size_t>(g) * enum_size<Band> + static_cast<std::size_t>(b)) *
               count_kinds +
           static_cast<std::size_t>(c);
  }
  std::int64_t operator[](std::size_t i) const { return counts_[i]; }
  void clear() { counts_.fill(0); }

 private:
  std::array<std::int64_t, size> counts_{};
};

/// What a count's place in `MonthCounts` stands for.
struct CountKey {
  Group group;
  Band band;
  Count count;
};
constexpr CountKey count_key(std::size_t index) {
  const std::size_t cell = index / count_kinds;
  return {static_cast<Group>(cell / enum_size<Band>), static_cast<Band>(cell % enum_size<Band>),
          static_cast<Count>(index % count_kinds)};
}

/// The finished months, kept as what is not zero.
class Panel {
 public:
  Panel() = default;
  explicit Panel(int months)
      : offences_(static_cast<std::size_t>(months) * enum_size<Group>),
        proven_(static_cast<std::size_t>(months) * enum_size<Group> * enum_size<Band>) {}

  template <class T>
  struct Entry {
    std::uint16_t index;
    T value;
  };

  int months() const { return static_cast<int>(count_ends_.size()); }
  /// Appends a month. `blocks`: bit per block_of(group, band) that may hold something.
  void close(const MonthCounts& counts, std::span<const Seconds> time_by_class,
             std::uint32_t blocks);

  /// Index as of MonthCounts. Proven offences stand apart: see `proven`.
  std::span<const Entry<std::int64_t>> counts(int month) const {
    return part(counts_, count_ends_, month);
  }
  /// Index as of AccrualClass.
  std::span<const Entry<Seconds>> time(int month) const { return part(time_, time_ends_, month); }

  /// Expected acquisitive offences, proven or not: the integrated rate.
  double& offences(int month, Group g) { return offences_[at(month, g)]; }
  double offences(int month, Group g) const { return offences_[at(month, g)]; }
  /// Offences proven in the month.
  std::int64_t& proven(int month, Group g, Band b) {
    return proven_[at(month, g) * enum_size<Band> + static_cast<std::size_t>(b)];
  }
  std::int64_t proven(int month, Group g, Band b) const {
    return proven_[at(month, g) * enum_size<Band> + static_cast<std::size_t>(b)];
  }

 private:
  template <class T>
  static std::span<const T> part(const std::vector<T>& all, const std::vector<std::size_t>& ends,
                                 int month) {
    const auto m = static_cast<std::size_t>(month);
    const std::size_t begin = m == 0 ? 0 : ends[m - 1];
    return {all.data() + begin, ends[m] - begin};
  }
  static std::size_t at(int month, Group g) {
    return static_cast<std::size_t>(month) * enum_size<Group> + static_cast<std::size_t>(g);
  }

  std::vector<Entry<std::int64_t>> counts_;
  std::vector<Entry<Seconds>> time_;
  std::vector<std::size_t> count_ends_, time_ends_;
  std::vector<double> offences_;
  std::vector<std::int64_t> proven_;
};

}  // namespace pbrsim
