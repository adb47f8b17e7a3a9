/// One person's history as a list of what happened, and where two designs part.
///
/// Entries are what the simulation keeps of a person: clinical events with the state just after
/// them, reviews, payments that are for the person. They come in order of time; payments are dated
/// by the day on which they were earned.
///
/// Two designs part at the first entry that the one has and the other has not. Everything that
/// happened before is the same, and so is chance: every random number is named by person and
/// purpose, never by design. What differs must come from what the person met there: when hours came
/// free, who assessed, what the provider does, what it is paid for. The last state of the person's
/// provider before that day, as far as the designs differ in it, is given as what may have made it.
#pragma once

#include <string>
#include <vector>

#include "area/history.hpp"
#include "area/model.hpp"
#include "results/table.hpp"

namespace pbrsim {

enum class TraceKind : std::uint8_t { event, review, payment };
template <>
struct EnumNames<TraceKind> {
  static constexpr std::array<std::string_view, 3> values{"event", "review", "payment"};
};

struct TraceEntry {
  double day = 0;
  TraceKind kind = TraceKind::event;
  std::string what;    // the transition, the kind of review, the term
  std::string detail;  // for reading
  // Of events, the state just after.
  Setting setting = Setting::community;
  bool uses_presenting = false, uses_other = false, injecting = false, housing_problem = false,
       employed = false;
  std::uint8_t provider = 0;  // of events and payments
  Pence pence = 0;

  friend bool operator==(const TraceEntry&, const TraceEntry&) = default;
};
using Trace = std::vector<TraceEntry>;

/// Precondition: the history was kept with events and reviews.
Trace trace_of(const History& history, std::uint32_t person, const AreaModel& area,
               const DesignModel& design);

/// "2012-07-03  admission      psychosocial at north; uses what they came for".
std::string line_of(const TraceEntry& entry, const Timeline& timeline);

struct Parting {
  bool parts = false;
  std::size_t at = 0;  // entries that are the same; the next one of either is not
  double day = 0;      // of the first that is not
  std::string why;     // sentences
};
/// Precondition: both are of the same person and block.
Parting parting_of(const Trace& a, const History& history_a, const DesignModel& design_a,
                   const Trace& b, const History& history_b, const DesignModel& design_b,
                   const AreaModel& area, const Schedule& schedule);

TableSchema trace_schema();
void add_trace_rows(TableRows& rows, const Trace& trace, const DesignModel& design,
                    const AreaModel& area, std::int64_t replication, std::uint32_t person,
                    const Timeline& timeline);

}  // namespace pbrsim
