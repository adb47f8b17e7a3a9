/// The words of the field that every part of the model shares, with the names that files use.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "core/enum_array.hpp"

namespace pbrsim {

/// Substance groups of the National Drug Treatment Monitoring System (NDTMS).
enum class Group : std::uint8_t { opiate, non_opiate, alcohol, alcohol_and_non_opiate };
template <>
struct EnumNames<Group> {
  static constexpr std::array<std::string_view, 4> values{"opiate", "non_opiate", "alcohol",
                                                          "alcohol_and_non_opiate"};
};
template <class T>
using ByGroup = EnumArray<Group, T>;

/// Kinds of structured treatment.
enum class Modality : std::uint8_t { maintenance, reduction, psychosocial, residential };
template <>
struct EnumNames<Modality> {
  static constexpr std::array<std::string_view, 4> values{"maintenance", "reduction",
                                                          "psychosocial", "residential"};
};
template <class T>
using ByModality = EnumArray<Modality, T>;

/// Where a person is. The four treatment settings stand in the order of `Modality`.
enum class Setting : std::uint8_t {
  community,          // neither in treatment nor on the way to it
  awaiting_assessor,  // referred, queueing for the assessment service's hours
  being_assessed,     // assessment under way at that service, holding its hours
  referred,           // assessment under way at a provider
  waiting,            // assessed, waiting for a place
  maintenance,
  reduction,
  psychosocial,
  residential,
  aftercare,  // left by planned exit, still in touch
  custody,
};
template <>
struct EnumNames<Setting> {
  static constexpr std::array<std::string_view, 11> values{
      "community", "awaiting_assessor", "being_assessed", "referred",  "waiting", "maintenance",
      "reduction", "psychosocial",      "residential",    "aftercare", "custody"};
};

constexpr Setting setting_of(Modality m) {
  return static_cast<Setting>(static_cast<int>(Setting::maintenance) + static_cast<int>(m));
}
constexpr bool in_treatment(Setting s) {
  return s >= Setting::maintenance && s <= Setting::residential;
}
/// Precondition: in_treatment(s).
constexpr Modality modality_of(Setting s) {
  return static_cast<Modality>(static_cast<int>(s) - static_cast<int>(Setting::maintenance));
}
/// Substitute opioids prescribed.
constexpr bool on_substitution(Setting s) {
  return s == Setting::maintenance || s == Setting::reduction;
}
constexpr bool on_the_way(Setting s) {
  return s >= Setting::awaiting_assessor && s <= Setting::waiting;
}

/// Complexity band as measured at the latest assessment; `unassessed` before the first.
enum class Band : std::uint8_t { very_low, low, medium, high, very_high, unassessed };
template <>
struct EnumNames<Band> {
  static constexpr std::array<std::string_view, 6> values{"very_low", "low",       "medium",
                                                          "high",     "very_high", "unassessed"};
};

/// The five bands that an assessment can give: what levers and prices are set by.
enum class MeasuredBand : std::uint8_t { very_low, low, medium, high, very_high };
template <>
struct EnumNames<MeasuredBand> {
  static constexpr std::array<std::string_view, 5> values{"very_low", "low", "medium", "high",
                                                          "very_high"};
};
template <class T>
using ByBand = EnumArray<MeasuredBand, T>;
/// Precondition: band is not `unassessed`.
constexpr MeasuredBand measured(Band band) { return static_cast<MeasuredBand>(band); }

/// Why an episode ended, as NDTMS words it; `open` while it goes on.
enum class ExitReason : std::uint8_t {
  open,
  completed_drug_free,
  completed_occasional_user,
  dropped_out,
  declined,
  transferred,
  custody,
  died,
};
template <>
struct EnumNames<ExitReason> {
  static constexpr std::array<std::string_view, 8> values{"open",
                                                          "completed_drug_free",
                                                          "completed_occasional_user",
                                                          "dropped_out",
                                                          "declined",
                                                          "transferred",
                                                          "custody",
                                                          "died"};
};
constexpr bool planned(ExitReason r) {
  return r == ExitReason::completed_drug_free || r == ExitReason::completed_occasional_user;
}

enum class Sex : std::uint8_t { male, female };
template <>
struct EnumNames<Sex> {
  static constexpr std::array<std::string_view, 2> values{"male", "female"};
};

/// Where a client can have a problem that treatment is to help with.
enum class Domain : std::uint8_t { use, injecting, housing, employment, wellbeing };
template <>
struct EnumNames<Domain> {
  static constexpr std::array<std::string_view, 5> values{"use", "injecting", "housing",
                                                          "employment", "wellbeing"};
};
using DomainMask = std::uint8_t;
constexpr DomainMask bit(Domain d) {
  return static_cast<DomainMask>(1u << static_cast<unsigned>(d));
}

/// Who paid or is paid for; the funders of the period.
enum class Funder : std::uint8_t { public_health, nhs, police_and_crime_commissioner };
template <>
struct EnumNames<Funder> {
  static constexpr std::array<std::string_view, 3> values{"public_health", "nhs",
                                                          "police_and_crime_commissioner"};
};

}  // namespace pbrsim
