#include "analysis/trace.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "results/reference_tables.hpp"

namespace pbrsim {

namespace {

constexpr double review_window = 28;  // days

bool is_death(Transition t) {
  return t == Transition::death_poisoning || t == Transition::death_other;
}

std::string words(std::string_view name) {
  std::string text(name);
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

/// Where an assessment or a transfer leads is decided after it is noted.
bool is_decided(std::string_view transition) {
  return transition != name_of(Transition::assessment) &&
         transition != name_of(Transition::transfer);
}

std::string state_of(const ClinicalEvent& e, const AreaModel& area) {
  if (is_death(e.transition) || e.transition == Transition::moves_away) return "";
  const bool decided = is_decided(name_of(e.transition));
  std::string text = decided ? words(name_of(e.setting)) : "on the way";
  if (decided && (in_treatment(e.setting) || e.setting == Setting::waiting))
    text += " at " + area.provider_names[e.provider];
  text += !e.uses_presenting && !e.uses_other ? "; uses nothing"
          : e.uses_presenting && e.uses_other ? "; uses what they came for and more"
          : e.uses_presenting                 ? "; uses what they came for"
                                              : "; uses something else";
  if (e.injecting) text += ", injects";
  if (e.housing_problem) text += ", housing problem";
  if (e.employed) text += ", in work";
  return text;
}

TraceEntry entry_of(const ClinicalEvent& e, const AreaModel& area) {
  return {e.day,
          TraceKind::event,
          std::string(name_of(e.transition)),
          state_of(e, area),
          e.setting,
          e.uses_presenting,
          e.uses_other,
          e.injecting,
          e.housing_problem,
          e.employed,
          e.provider,
          0};
}

TraceEntry entry_of(const Review& r) {
  TraceEntry entry;
  entry.day = r.day;
  entry.kind = TraceKind::review;
  entry.what = name_of(r.kind);
  entry.detail = fmt::format(
      "reported: {:.0f} of {:.0f} days with what they came for, {:.0f} with something else; {}",
      r.presenting_days, review_window, r.other_days,
      r.abstinent_all          ? "in truth none of anything"
      : r.abstinent_presenting ? "in truth none of what they came for"
                               : "in truth used");
  return entry;
}

TraceEntry entry_of(const LedgerEntry& e, const DesignModel& design) {
  TraceEntry entry;
  entry.day = e.accrued;
  entry.kind = TraceKind::payment;
  entry.what = design.contracts[e.payee].terms()[e.term].name;
  entry.detail =
      fmt::format("£{:.2f} to {}", static_cast<double>(e.amount) / 100, design.payees[e.payee]);
  entry.provider = e.payee;
  entry.pence = e.amount;
  return entry;
}

const ProviderQuarter* last_quarter(const History& history, std::uint8_t provider, int month) {
  const ProviderQuarter* found = nullptr;
  for (const ProviderQuarter& q : history.quarters)
    if (q.provider == provider && q.month <= month) found = &q;
  return found;
}

struct PracticeDifference {
  const Practice& other;
  std::string text;

  void add(const std::string& name, double mine, double theirs) {
    if (mine != theirs)
      text += fmt::format("{}{} {:.3g} and {:.3g}", text.empty() ? "" : ", ", name, mine, theirs);
  }
};

/// What the two providers do differently, by name, with the means over bands.
std::string differences(const Practice& a, const Practice& b) {
  PracticeDifference d{b, ""};
  const auto mean = [](const ByBand<double>& x) {
    double sum = 0;
    for (const double v : x)
      sum += v;
    return sum / static_cast<double>(enum_size<MeasuredBand>);
  };
  d.add("engagement", mean(a.engagement), mean(b.engagement));
  d.add("abstinence", mean(a.abstinence), mean(b.abstinence));
  d.add("reintegration", mean(a.reintegration), mean(b.reintegration));
  d.add("harm reduction", mean(a.harm_reduction), mean(b.harm_reduction));
  d.add("discharge", a.discharge, b.discharge);
  d.add("selection", mean(a.selection), mean(b.selection));
  d.add("coding", a.coding, b.coding);
  d.add("reporting", a.reporting, b.reporting);
  return d.text;
}

std::string what_met(const TraceEntry& entry, const DesignModel& a, const DesignModel& b) {
  const bool assessors = a.design.assessment.independent != b.design.assessment.independent;
  if (entry.kind == TraceKind::payment) return "The contracts pay for other things.";
  if (entry.kind == TraceKind::review) return "Reviews are read by others, or not all done.";
  if (entry.what == "admission")
    return "Admission follows from hours coming free: the queue or the hours are not the same.";
  if (entry.what == "assessment" || entry.what == "help_seeking")
    return assessors
               ? "An independent service assesses under one of the designs, the provider under "
                 "the other."
               : "Who comes and when is assessed is not the same.";
  return "The rate of " + words(entry.what) +
         " is not the same; the person's own chance is, and so was everything before.";
}

std::string about_provider(const TraceEntry& entry, const History& a, const History& b,
                           const AreaModel& area, const Schedule& schedule) {
  const int month = schedule.timeline.month_of(std::min(entry.day, schedule.timeline.end() - 1));
  const ProviderQuarter *qa = last_quarter(a, entry.provider, month),
                        *qb = last_quarter(b, entry.provider, month);
  if (qa == nullptr || qb == nullptr) return "";
  std::string text;
  const std::string practice = differences(qa->practice, qb->practice);
  if (!practice.empty()) text += " Practice: " + practice + ".";
  if (qa->hours != qb->hours)
    text += fmt::format(" Keyworker hours a week: {:.0f} and {:.0f}.", qa->hours, qb->hours);
  if (qa->caseload != qb->caseload || qa->queue != qb->queue)
    text += fmt::format(" Clients: {} and {}; waiting: {} and {}.", qa->caseload, qb->caseload,
                        qa->queue, qb->queue);
  return text.empty() ? ""
                      : fmt::format(" At the last quarter day before, {}:{}",
                                    area.provider_names[entry.provider], text);
}

/// What comes first on one moment: the review that ends an episode, what happens, other reviews,
/// what is paid for it.
int rank(const TraceEntry& entry) {
  if (entry.kind == TraceKind::review) return entry.what == name_of(ReviewKind::exit) ? 0 : 2;
  return entry.kind == TraceKind::event ? 1 : 3;
}

/// The first of the two that the other has not.
const TraceEntry* first_alone(const Trace& a, const Trace& b, std::size_t at) {
  if (at >= a.size()) return at < b.size() ? &b[at] : nullptr;
  if (at >= b.size()) return &a[at];
  return a[at].day <= b[at].day ? &a[at] : &b[at];
}

Date date_of(const Timeline& timeline, double day) {
  return timeline.start() + std::chrono::days(static_cast<int>(std::floor(day)));
}

}  // namespace

Trace trace_of(const History& history, std::uint32_t person, const AreaModel& area,
               const DesignModel& design) {
  Trace trace;
  for (const ClinicalEvent& e : history.events)
    if (e.person == person) trace.push_back(entry_of(e, area));
  for (const Review& r : history.reviews)
    if (r.person == person) trace.push_back(entry_of(r));
  for (const LedgerEntry& e : history.ledger)
    if (e.person == person && person != no_person) trace.push_back(entry_of(e, design));
  std::stable_sort(trace.begin(), trace.end(), [](const TraceEntry& a, const TraceEntry& b) {
    return a.day != b.day ? a.day < b.day : rank(a) < rank(b);
  });
  return trace;
}

std::string line_of(const TraceEntry& entry, const Timeline& timeline) {
  const std::string what =
      entry.kind == TraceKind::review ? "review (" + entry.what + ")" : words(entry.what);
  return fmt::format("{}  {:<24}{}", to_iso(date_of(timeline, entry.day)), what, entry.detail);
}

Parting parting_of(const Trace& a, const History& history_a, const DesignModel& design_a,
                   const Trace& b, const History& history_b, const DesignModel& design_b,
                   const AreaModel& area, const Schedule& schedule) {
  Parting result;
  const std::size_t both = std::min(a.size(), b.size());
  while (result.at < both && a[result.at] == b[result.at])
    ++result.at;
  const TraceEntry* first = first_alone(a, b, result.at);
  if (first == nullptr) return result;
  result.parts = true;
  result.day = first->day;
  result.why = what_met(*first, design_a, design_b) +
               about_provider(*first, history_a, history_b, area, schedule);
  return result;
}

TableSchema trace_schema() {
  TableSchema s;
  s.name = "trace";
  s.title = "Trace";
  s.row = "One thing that happened to the person under one design.";
  s.when = "by pbrsim trace";
  const char* of_events = "not of events";
  const auto state = [&](const char* name, const char* description) {
    return yes_or_no(name, description).empty_if(of_events);
  };
  s.columns = {
      design_column(),
      area_column(),
      replication_column(),
      whole_number("person", "Person, as in people and episodes.").at_least(0),
      whole_number("number", "Number of the row under the design, in order of time.").at_least(1),
      date("date", "Day; of payments that on which it was earned."),
      number("day", "Days since the beginning of the run.").in("days"),
      text("kind", "What kind of thing it is.")
          .one_of({{"event", "a change of the person's state"},
                   {"review", "a review, as it was read"},
                   {"payment", "a payment for the person under the contracts"}}),
      text("what", "The transition, the kind of review or the term that pays."),
      text("setting", "Where the person is after the event.")
          .empty_if("not of events, nor of assessments and transfers, which decide it"),
      state("uses_presenting", "Uses what they came for, after the event."),
      state("uses_other", "Uses something else, after the event."),
      state("injecting", "Injects, after the event."),
      state("housing_problem", "Has a housing problem, after the event."),
      state("employed", "Is in work, after the event."),
      whole_number("pence", "Amount of the payment; below 0 where it is paid back.")
          .in("pence")
          .empty_if("not of payments"),
      text("detail", "The same for reading.").empty_if("nothing more is to be said")};
  s.primary_key = {"design", "person", "number"};
  s.foreign_keys = {to_designs(), to_areas()};
  return s;
}

void add_trace_rows(TableRows& rows, const Trace& trace, const DesignModel& design,
                    const AreaModel& area, std::int64_t replication, std::uint32_t person,
                    const Timeline& timeline) {
  std::int64_t number = 0;
  for (const TraceEntry& e : trace) {
    const bool event = e.kind == TraceKind::event;
    const auto of_event = [&](bool value) -> Field {
      if (!event) return Missing{};
      return value;
    };
    rows.add({std::string_view(design.id), std::string_view(area.id), replication,
              std::int64_t{person}, ++number, date_of(timeline, e.day), e.day, name_of(e.kind),
              std::string_view(e.what),
              event && is_decided(e.what) ? Field(name_of(e.setting)) : Field(Missing{}),
              of_event(e.uses_presenting), of_event(e.uses_other), of_event(e.injecting),
              of_event(e.housing_problem), of_event(e.employed),
              e.kind == TraceKind::payment ? Field(std::int64_t{e.pence}) : Field(Missing{}),
              e.detail.empty() ? Field(Missing{}) : Field(std::string_view(e.detail))});
  }
}

}  // namespace pbrsim
