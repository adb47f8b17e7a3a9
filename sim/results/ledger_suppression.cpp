#include "results/ledger_suppression.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

namespace pbrsim {

namespace {

const Contract::Term& term_of(const LedgerSum& sum, const DesignModel& design) {
  return design.contracts[sum.payee].terms()[sum.term];
}

/// Are entries journeys or outcomes of people?
bool counts_people(const LedgerSum& sum, const DesignModel& design) {
  const TermKind kind = term_of(sum, design).kind;
  return kind == TermKind::attachment || kind == TermKind::process || kind == TermKind::outcome;
}

/// The column of the panel that counts the same in the month of accrual, if there is one.
std::optional<std::size_t> same_in_panel(const Contract::Term& term) {
  if (term.kind == TermKind::attachment) return panel_value("journeys");
  if (term.kind != TermKind::outcome) return std::nullopt;
  switch (term.measure) {
    case Measure::abstinent_at_review: return panel_value("reported_all");
    case Measure::abstinent_presenting_at_review: return panel_value("reported_presenting");
    default: return std::nullopt;  // accrued in another month, or no such column
  }
}

/// Columns that payments for people follow from.
const std::vector<std::size_t>& paid_for() {
  static const std::vector<std::size_t> columns = [] {
    std::vector<std::size_t> list;
    for (const char* name :
         {"journeys", "starters_followed", "abstinent_presenting", "abstinent_all",
          "reported_presenting", "reported_all", "completed_drug_free", "completed_occasional_user",
          "exits_followed_6", "exits_followed_12", "exits_returned_6", "exits_returned_12",
          "person_days_maintenance", "person_days_reduction", "person_days_psychosocial",
          "person_days_residential"})
      list.push_back(panel_value(name));
    return list;
  }();
  return columns;
}

}  // namespace

std::vector<std::pair<int, std::size_t>> given_away_by_rows(
    const std::vector<const CellLedger*>& ledgers, const Timeline& timeline) {
  struct Rows {
    std::int64_t rows = 0, entries = 0;
  };
  std::map<std::pair<int, std::size_t>, Rows> by_month;
  for (const CellLedger* ledger : ledgers)
    for (const LedgerSum& sum : ledger->sums) {
      const auto column = same_in_panel(term_of(sum, *ledger->design));
      const double day = timeline.day_of(sum.accrued);
      if (!column || day >= timeline.end()) continue;
      Rows& rows = by_month[{timeline.month_of(day), *column}];
      ++rows.rows;
      rows.entries += sum.entries;
    }
  std::vector<std::pair<int, std::size_t>> result;
  for (const auto& [where, rows] : by_month)
    if (rows.rows == rows.entries) result.push_back(where);
  return result;
}

bool pays_for_people(const CellLedger& ledger) {
  return std::any_of(ledger.sums.begin(), ledger.sums.end(), [&](const LedgerSum& sum) {
    return term_of(sum, *ledger.design).kind != TermKind::block;
  });
}

bool hides_payments(const std::vector<CellLedger>& ledgers, const std::vector<HiddenPanel>& panels,
                    const Schedule& schedule, const DisclosureRules& rules) {
  bool any = false;
  for (const CellLedger& ledger : ledgers) {
    any = any || pays_for_people(ledger);
    for (const LedgerSum& sum : ledger.sums)
      if (counts_people(sum, *ledger.design) && is_small(static_cast<double>(sum.entries), rules))
        return true;
  }
  if (!any) return false;
  return std::any_of(panels.begin(), panels.end(), [&](const HiddenPanel& panel) {
    return std::any_of(paid_for().begin(), paid_for().end(), [&](std::size_t column) {
      return panel.any(column, schedule.go_live_month, schedule.timeline.months());
    });
  });
}

PublishedPayment published(const LedgerSum& sum, const DesignModel& design, bool hidden,
                           const DisclosureRules& rules) {
  if (hidden && term_of(sum, design).kind != TermKind::block) return {Suppressed{}, Suppressed{}};
  if (rules.round == 0 || !counts_people(sum, design)) return {sum.entries, sum.pence};
  const double entries = rounded(static_cast<double>(sum.entries), rules);
  const double share = entries / static_cast<double>(sum.entries);
  return {static_cast<std::int64_t>(entries),
          std::int64_t{std::llround(static_cast<double>(sum.pence) * share)}};
}

}  // namespace pbrsim
