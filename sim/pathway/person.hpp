/// One person: where they are, what they are like, and the clocks and processes that move them.
///
/// A plain value of fixed size; copying it is all that a fork of a design needs. Days since the
/// scenario's start (negative before it); `key` names the person's random numbers and is the same
/// in every design.
#pragma once

#include <array>
#include <cstdint>

#include "core/enum_array.hpp"
#include "core/units.hpp"
#include "engine/process.hpp"
#include "random/streams.hpp"
#include "record/vocabulary.hpp"

namespace pbrsim {

/// The processes that act on a person, named by meaning: drop-out is one process across using and
/// abstinent, death by poisoning one per life. The order puts those that run most side by side.
enum class ProcessId : std::uint8_t {
  planned_exit,
  unplanned_exit,
  death_other,
  help_seeking,
  start_presenting,
  stop_presenting,
  stop_other,
  start_other,
  death_poisoning,
  gives_up,
  assessment,
  modality_change,
  transfer,
  custody,
  release,
  aftercare_ends,
  injecting_begins,
  injecting_ends,
  housing_problem_begins,
  housing_problem_ends,
  job_begins,
  job_ends,
  moves_away,
  keyworker_leaves,
};
template <>
struct EnumNames<ProcessId> {
  static constexpr std::array<std::string_view, 24> values{"planned_exit",
                                                           "unplanned_exit",
                                                           "death_other",
                                                           "help_seeking",
                                                           "start_presenting",
                                                           "stop_presenting",
                                                           "stop_other",
                                                           "start_other",
                                                           "death_poisoning",
                                                           "gives_up",
                                                           "assessment",
                                                           "modality_change",
                                                           "transfer",
                                                           "custody",
                                                           "release",
                                                           "aftercare_ends",
                                                           "injecting_begins",
                                                           "injecting_ends",
                                                           "housing_problem_begins",
                                                           "housing_problem_ends",
                                                           "job_begins",
                                                           "job_ends",
                                                           "moves_away",
                                                           "keyworker_leaves"};
};
template <class T>
using ByProcess = EnumArray<ProcessId, T>;
inline constexpr std::size_t process_count = enum_size<ProcessId>;

using ProcessMask = std::uint32_t;
constexpr ProcessMask bit(ProcessId id) { return ProcessMask{1} << static_cast<unsigned>(id); }
inline constexpr ProcessMask all_processes = (ProcessMask{1} << process_count) - 1;

/// How a person in the community last left services.
enum class CameFrom : std::uint8_t { unplanned_exit, planned_exit, custody };

/// The four latest changes of one coordinate of use, newest first.
struct UseHistory {
  std::array<double, 4> changes{-1e9, -1e9, -1e9, -1e9};

  void change(double now) { changes = {now, changes[0], changes[1], changes[2]}; }
  /// Days in use out of the `window` days before `now`, given the state now. Exact with up to four
  /// changes in the window; before the oldest kept the state is taken as constant.
  double days_using(bool using_now, double now, double window) const;
};

inline constexpr std::uint16_t no_accrual = 0xffff;
inline constexpr std::uint32_t no_record = ~std::uint32_t{0};

/// Where a person is, and their clocks: what most events read. Three lines of cache, each with what
/// is read together.
struct alignas(64) PersonState {
  // The event calendar's view.
  std::uint32_t stamp = 0;  // of the valid entry in the calendar; outlives the person in this slot
  std::uint32_t key = 0;
  double next_time = never;
  double next_date = never;  // first of the dates in Background; see set_next_date
  ProcessMask running = 0;
  ProcessMask known = 0;  // processes that have ever run; the others' entries mean nothing
  ProcessId next = ProcessId::planned_exit;  // what is due at `next_time` unless a date is
  bool date_is_next = false;

  // Where the person is.
  Group group = Group::opiate;
  Setting setting = Setting::community;
  CameFrom came_from = CameFrom::unplanned_exit;
  Band band = Band::unassessed;
  std::uint8_t provider = 0;
  Modality modality = Modality::psychosocial;  // assigned at assessment, then as it changes
  bool uses_presenting = true;
  bool uses_other = false;
  bool injecting = false;
  bool housing_problem = false;
  bool employed = false;
  bool independently_assessed : 1 = false;
  bool through_criminal_justice : 1 = false;
  bool factors_moved : 1 = false;  // since all processes were brought into line
  Sex sex = Sex::male;
  std::uint16_t local = 0;                     // row of local factors (area, provider, practice)
  std::uint16_t accrual = no_accrual;          // class of person-time being accrued
  std::uint16_t ticket = 0;                    // place in a queue: an older number is void
  std::int16_t last_treated_year = -1000;      // contract year in which last counted as treated
  std::uint32_t last_exit_record = no_record;  // index into the cell's list of finished episodes
  std::uint16_t journeys = 0;  // triages that began a journey, earlier treatment included
  std::uint16_t episodes = 0;

  // Clocks: the day on which each began.
  double no_clock = 0;
  double setting_since = 0;
  double presenting_since = 0;
  double clean_since = 0;  // last change of either coordinate of use
  double out_since = 0;    // last exit, or release if later
  double seek_since = 0;   // last left services, the waiting list included
  double triage_day = 0;   // start of the current or last episode
  double born = 0;

  double journey_start = 0;  // triage that began the current or last journey
  double left_day = -1e9;    // end of the last episode
  double referred_day = 0;
  double assessed_day = 0;
  MicroHours committed = 0;  // keyworker hours a week held for this person
  double exit_relapse = 1;   // multiplier on relapse left by the last episode
  double offending = 0;      // multiplier on the offending rate; 0: not an offender
  std::uint16_t referrals = 0;
  std::uint16_t assessments = 0;
  std::uint16_t exits = 0;
  std::uint16_t reviews = 0;

  PersonState() {}  // not zeroed first: people are made often
  Entity entity() const { return {EntityKind::person, key}; }
};
static_assert(sizeof(PersonState) == 3 * 64);

/// The processes that act on a person, and the person's own multipliers on them. Two processes to a
/// line of cache.
struct PersonProcesses : PersonState {
  std::array<double, process_count> factor;
  std::array<double, process_count> due;  // day of the firing; valid where `running`
  alignas(64) std::array<Process, process_count> process;  // valid where `known`

  Process& of(ProcessId id) { return process[static_cast<std::size_t>(id)]; }
  const Process& of(ProcessId id) const { return process[static_cast<std::size_t>(id)]; }
};

/// What few events read.
struct Background {
  // Proven offences, and contacts with drug workers on arrest: unit-rate processes on the
  // integrated rates of both.
  struct Repeated {
    double left = not_drawn;  // what is left of E to the next
    std::uint32_t number = 0;
  };
  double offending_per_day = 0;  // expected offences now, proven or not
  double offence_since = 0;      // up to when both are settled
  Repeated offences, contacts;

  std::uint16_t claims = 0, claimed_episode = 0;  // of completion; latest episode it was claimed of
  // Dates of a client: the next review, the decision on a claimed completion, and the end of the
  // unsettled weeks after losing a keyworker, and of those after the last provider failed.
  double review_due = never, claim_due = never, unsettled_until = never, displaced_until = never;

  double presenting_days = 7, other_days = 7;  // days a week while using
  double baseline_presenting_days = 0;         // TOP at the start of the episode, days of 28
  UseHistory presenting_history, other_history;

  double complexity = 0;
  double frailty_drop_out = 1, frailty_relapse = 1;
  double other_share = 0;            // long-run share of time with other use
  DomainMask problems_at_start = 0;  // when the journey began

  Background() {}
};

struct Person : PersonProcesses, Background {
  Person() {}  // leaves the arrays as they are
};

}  // namespace pbrsim
