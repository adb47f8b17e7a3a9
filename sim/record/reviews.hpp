/// A TOP review as it was read, and a finished episode, as plain structs.
///
/// Days since the scenario's start; days used are out of the last 28.
#pragma once

#include <cstdint>
#include <limits>

#include "record/transitions.hpp"
#include "record/vocabulary.hpp"

namespace pbrsim {

inline constexpr double no_day = std::numeric_limits<double>::quiet_NaN();

enum class ReviewKind : std::uint8_t { start, interim, exit };
template <>
struct EnumNames<ReviewKind> {
  static constexpr std::array<std::string_view, 3> values{"start", "interim", "exit"};
};

/// What a review says of a client as far as contracts read it. A problem: of `use`, neither
/// abstinent from the presenting substances nor reliably improved; of `injecting`, injecting; of
/// `housing`, a housing problem; of `employment`, no work; of `wellbeing`, a score below the normal
/// range.
struct Standing {
  bool abstinent_presenting = false;
  bool abstinent_all = false;
  bool reliably_improved = false;
  DomainMask problems = 0;
  friend bool operator==(const Standing&, const Standing&) = default;
};

struct Review {
  double day = 0;
  std::uint32_t person = 0;
  ReviewKind kind = ReviewKind::interim;
  double presenting_days = 0;  // as reported
  double other_days = 0;
  bool abstinent_presenting = false;  // true state: no use in 28 days
  bool abstinent_all = false;
  bool reported_presenting = false;  // what the provider reports
  bool reported_all = false;
  bool reliably_improved = false;
  Standing reported, confirmed;  // as the provider says; as it is
  bool injecting = false;
  bool housing_problem = false;
  bool employed = false;
  double wellbeing = 0;
};

/// One spell with one provider, from triage to exit; `next_triage` is the first after its end.
struct Episode {
  std::uint32_t person = 0;
  std::uint16_t journey = 0;  // number of the person's journey, 1 = the first ever
  std::uint16_t episode = 0;  // number of the person's episode within the run
  Group group = Group::opiate;
  Band band = Band::unassessed;
  Sex sex = Sex::male;
  std::uint8_t provider = 0;
  Modality modality = Modality::psychosocial;     // at the end
  ExitReason reason = ExitReason::open;           // true
  ExitReason recorded_reason = ExitReason::open;  // as the provider records it
  bool continues_journey = false;                 // triage within 21 days of the exit before
  bool reopened = false;  // its exit was followed by a triage within 21 days
  float age = 0;          // years at triage
  double referred = no_day;
  double assessed = no_day;
  double journey_start = 0;
  double triage = 0;
  double end = no_day;
  double next_triage = no_day;
  Standing reported, confirmed;  // at a planned exit, where a contract reads it
  DomainMask problems_at_start = 0;
  double died = no_day;   // death after the exit, within the run
  bool poisoned = false;  // that death was of drug poisoning

  Episode() {}  // member by member: cleared as a whole first, it would take twice as long
};

/// Something that happened to a person, for tests and traces; recorded on request.
struct ClinicalEvent {
  double day = 0;
  std::uint32_t person = 0;
  Transition transition = Transition::none;
  // The state just after it.
  Setting setting = Setting::community;
  bool uses_presenting = false;
  bool uses_other = false;
  bool injecting = false;
  bool housing_problem = false;
  bool employed = false;
  std::uint8_t provider = 0;
};

}  // namespace pbrsim
