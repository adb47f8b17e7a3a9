/// Small numbers in the ledger; see results/disclosure.hpp for the rules.
///
/// Payments for people (all terms but block) say how many there were. In an area where one such row
/// is small under any design and in any replication, or where the panel hides a number that such
/// payments follow from, entries and pence of all of them are hidden, under all designs; block
/// payments are shown. So the ledger never is a second source for what the panel hides, and spend
/// is hidden with it.
#pragma once

#include "results/disclosure.hpp"
#include "results/ledger_table.hpp"

namespace pbrsim {

/// The ledger of one cell.
struct CellLedger {
  const DesignModel* design = nullptr;
  std::int64_t replication = 0;
  std::vector<LedgerSum> sums;
};

/// Months and columns of the panel that must be hidden because rows of these ledgers, hidden or
/// not, would give them away otherwise: each row stands for at least one person, so as many people
/// as rows means one each. Ledgers of one area under one design, of the replications that the panel
/// is a mean over.
std::vector<std::pair<int, std::size_t>> given_away_by_rows(
    const std::vector<const CellLedger*>& ledgers, const Timeline& timeline);

/// Does anything but block payments stand in it?
bool pays_for_people(const CellLedger& ledger);

/// Are payments for people hidden in the area? `panels`: what is hidden of its panel.
bool hides_payments(const std::vector<CellLedger>& ledgers, const std::vector<HiddenPanel>& panels,
                    const Schedule& schedule, const DisclosureRules& rules);

/// Entries and pence as they are published.
struct PublishedPayment {
  Field entries, pence;
};
PublishedPayment published(const LedgerSum& sum, const DesignModel& design, bool hidden,
                           const DisclosureRules& rules);

}  // namespace pbrsim
