#include "support/histories.hpp"

#include <bit>
#include <cmath>
#include <sstream>

namespace pbrsim::test {

namespace {

/// A value as text that tells every bit of it, except that all NaNs are one.
std::string bits(double x) {
  if (std::isnan(x)) return "nan";
  std::ostringstream out;
  out << std::hexfloat << x;
  return out.str();
}
template <class T>
std::string bits(T x) {
  return std::to_string(static_cast<long long>(x));
}

template <class... T>
std::string row(const T&... values) {
  std::string text;
  ((text += bits(values) + " "), ...);
  return text;
}

double if_before(double x, double day) { return x < day ? x : no_day; }

std::string text_of(const Episode& e, double day) {
  const double next = if_before(e.next_triage, day);
  return row(e.person, e.journey, e.episode, e.group, e.band, e.sex, e.provider, e.modality,
             e.reason, e.recorded_reason, e.continues_journey, e.reopened && !std::isnan(next),
             static_cast<double>(e.age), e.referred, e.assessed, e.journey_start, e.triage, e.end,
             next, if_before(e.died, day));
}

std::string text_of(const Review& r) {
  return row(r.day, r.person, r.kind, r.presenting_days, r.other_days, r.abstinent_presenting,
             r.abstinent_all, r.reported_presenting, r.reported_all, r.reliably_improved,
             r.injecting, r.housing_problem, r.employed, r.wellbeing);
}

std::string text_of(const ClinicalEvent& e) {
  return row(e.day, e.person, e.transition, e.setting, e.uses_presenting, e.uses_other, e.injecting,
             e.housing_problem, e.employed, e.provider);
}

std::string text_of(const LedgerEntry& e) {
  return row(e.accrued, e.paid, e.person, e.payee, e.term, e.cluster, e.funder, e.amount);
}

std::vector<std::string> month_text(const Panel& panel, int m, bool by_band) {
  std::vector<std::string> lines;
  const std::string month = row(m);
  for (const auto& e : panel.counts(m))
    lines.push_back(month + "count " + row(e.index, e.value));
  for (const auto& e : panel.time(m))
    lines.push_back(month + "time " + row(e.index, e.value));
  for (const Group g : all_of<Group>()) {
    lines.push_back(month + "offences " + row(g, panel.offences(m, g)));
    std::int64_t proven = 0;
    for (const Band b : all_of<Band>()) {
      proven += panel.proven(m, g, b);
      if (by_band) lines.push_back(month + "proven " + row(g, b, panel.proven(m, g, b)));
    }
    lines.push_back(month + "proven " + row(g, proven));
  }
  return lines;
}

std::string tally_text(const Tally& tally) {
  std::string text;
  for (const Transition t : all_of<Transition>())
    text += row(tally.fired[t], tally.integrated[t]);
  return text;
}

std::vector<std::string> before(const History& h, int months, double day, bool by_band) {
  std::vector<std::string> lines;
  for (int m = 0; m < months; ++m)
    for (std::string& line : month_text(h.panel, m, by_band))
      lines.push_back("panel " + std::move(line));
  for (const Episode& e : h.episodes)
    if (e.end < day) lines.push_back("episode " + text_of(e, day));
  for (const Review& r : h.reviews)
    if (r.day < day) lines.push_back("review " + text_of(r));
  for (const ClinicalEvent& e : h.events)
    if (e.day < day) lines.push_back("event " + text_of(e));
  for (const LedgerEntry& e : h.ledger)
    if (e.accrued < day) lines.push_back("ledger " + text_of(e));
  return lines;
}

std::vector<std::string> everything(const History& h) {
  const double for_ever = std::numeric_limits<double>::infinity();
  std::vector<std::string> lines = before(h, h.panel.months(), for_ever, true);
  for (const Episode& e : h.episodes)
    if (std::isnan(e.end)) lines.push_back("open episode " + text_of(e, for_ever));
  for (const MicroHours hours : h.most_committed)
    lines.push_back("most committed " + row(hours));
  lines.push_back("go-live " + tally_text(h.at_go_live));
  lines.push_back("contract end " + tally_text(h.at_contract_end));
  lines.push_back("end " + tally_text(h.at_end));
  const Population& p = h.population;
  lines.push_back("population " + row(p.stock, p.arrived, p.living, p.dead, p.moved_away));
  lines.push_back("clinical events " + row(h.clinical_events));
  return lines;
}

std::string first_difference(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
    if (a[i] != b[i]) return a[i] + " | " + b[i];
  if (a.size() != b.size()) return row(a.size()) + "lines | " + row(b.size()) + "lines";
  return {};
}

}  // namespace

std::string difference(const History& a, const History& b) {
  return first_difference(everything(a), everything(b));
}

std::string difference_before(const History& a, const History& b, int month, double day) {
  return first_difference(before(a, month, day, false), before(b, month, day, false));
}

Episode only_episode(std::uint32_t person, double start, double end, ExitReason reason) {
  Episode e;
  e.person = person;
  e.journey = e.episode = 1;
  e.referred = start - 10;
  e.assessed = start - 5;
  e.journey_start = e.triage = start;
  e.end = end;
  e.reason = e.recorded_reason = reason;
  return e;
}

}  // namespace pbrsim::test
