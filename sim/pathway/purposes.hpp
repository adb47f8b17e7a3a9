/// What a person's random numbers are for. Purpose j / 2 holds the unit exponentials of process j
/// (its first or second uniform; count = earlier firings); the choices below come after, with their
/// counts.
#pragma once

#include <cstdint>

namespace pbrsim::purpose {

inline constexpr std::uint32_t birth = 64;               // count: which pair of attributes
inline constexpr std::uint32_t referral_route = 80;      // referral number
inline constexpr std::uint32_t complexity_error = 81;    // assessment number
inline constexpr std::uint32_t assessment_outcome = 82;  // assessment number
inline constexpr std::uint32_t recorded = 83;            // assessment number
inline constexpr std::uint32_t attendance = 84;          // assessment number
inline constexpr std::uint32_t modality = 85;            // assessment number
inline constexpr std::uint32_t accepted = 86;            // assessment number
inline constexpr std::uint32_t abstinent_at_start = 87;  // episode number
inline constexpr std::uint32_t moves_away = 88;          // exit number
inline constexpr std::uint32_t declines = 95;            // exits before
inline constexpr std::uint32_t vaccination = 97;         // journey number
inline constexpr std::uint32_t no_need = 96;             // assessment number
inline constexpr std::uint32_t aftercare = 89;           // exit number
inline constexpr std::uint32_t modality_change = 90;     // firing of that process
inline constexpr std::uint32_t continuity = 91;          // firing of release
inline constexpr std::uint32_t offence = 92;             // offence number
inline constexpr std::uint32_t wellbeing = 93;           // review number
inline constexpr std::uint32_t reported = 94;            // review number
inline constexpr std::uint32_t confirmed = 98;           // claim number
inline constexpr std::uint32_t coded_completed = 99;     // exits before
inline constexpr std::uint32_t review_done = 100;        // review number
inline constexpr std::uint32_t stale_case = 101;         // exits before
inline constexpr std::uint32_t re_registered = 102;      // episodes before
inline constexpr std::uint32_t drug_contact = 103;       // contact number
inline constexpr std::uint32_t provider_choice = 128;    // assessment number; + provider

}  // namespace pbrsim::purpose
