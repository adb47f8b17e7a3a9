#include "results/ledger_table.hpp"

#include <map>
#include <tuple>

namespace pbrsim {

namespace {

/// The first of the month that holds `day`, which may lie after the end of the run.
Date month_of_day(const Timeline& timeline, double day) {
  const std::chrono::year_month_day ymd{timeline.date_of(day)};
  return Date{std::chrono::year_month_day{ymd.year(), ymd.month(), std::chrono::day{1}}};
}

Column suppressible(Column column, Disclosure disclosure) {
  column.disclosure = disclosure;
  return column;
}

}  // namespace

TableSchema ledger_schema() {
  TableSchema s;
  s.name = "ledger";
  s.title = "Payments";
  s.row =
      "All payments of one replication to one payee under one term of its contract, for clients of "
      "one cluster, that were earned in the same month and are paid in the same month.";
  s.columns = {
      design_column(),
      area_column(),
      replication_column(),
      text("payee",
           "Who is paid: a provider by its name in the scenario, or the assessment service."),
      text("funder", "Who pays.").one_of(funder_values()),
      text("term", "Payment term, by its name in the payee's contract; see terms."),
      text("cluster",
           "Cluster of complexity bands in the contract that the client is in; `all` where the "
           "contract has no clusters and for block terms, which are not about clients."),
      date(
          "accrued",
          "First day of the calendar month in which it was earned: for an outcome at an exit or "
          "over a window, the month in which the window closed, which may lie after the contract."),
      date("paid",
           "First day of the calendar month in which it is paid, the term's lag included; may lie "
           "after the end of the run."),
      suppressible(
          whole_number("entries",
                       "Payments summed in this row: months for block terms, journeys or outcomes "
                       "for attachment and outcome terms; for activity terms, monthly amounts, one "
                       "for each group, band and modality that had clients.")
              .in("count")
              .at_least(0),
          Disclosure::count),
      suppressible(whole_number("pence", "Their sum; positive from funder to payee.")
                       .in("GBP 0.01, nominal"),
                   Disclosure::with_family),
  };
  for (Column& c : s.columns)
    if (c.disclosure != Disclosure::nothing) c.family = "payments";
  s.primary_key = {"design", "area", "replication", "payee", "term", "cluster", "accrued", "paid"};
  s.foreign_keys = {
      to_designs(),
      to_areas(),
      {{"design", "area", "payee", "term"}, "terms", {"design", "area", "payee", "term"}}};
  return s;
}

std::vector<LedgerSum> ledger_sums(const CellView& cell) {
  using Key = std::tuple<std::uint8_t, std::uint8_t, std::uint8_t, Date, Date>;
  std::map<Key, std::pair<std::int64_t, Pence>> sums;
  const Timeline& timeline = cell.schedule.timeline;
  for (const LedgerEntry& e : cell.history.ledger) {
    auto& [entries, pence] = sums[{e.payee, e.term, e.cluster, month_of_day(timeline, e.accrued),
                                   month_of_day(timeline, e.paid)}];
    ++entries;
    pence += e.amount;
  }
  std::vector<LedgerSum> result;
  for (const auto& [key, sum] : sums) {
    const auto& [payee, term, cluster, accrued, paid] = key;
    result.push_back({payee, term, cluster, accrued, paid, sum.first, sum.second});
  }
  return result;
}

void add_ledger_row(TableRows& rows, const DesignModel& design, std::string_view area,
                    std::int64_t replication, const LedgerSum& sum, Field entries, Field pence) {
  const Contract& contract = design.contracts[sum.payee];
  const Contract::Term& term = contract.terms()[sum.term];
  rows.add({std::string_view(design.id), area, replication,
            std::string_view(design.payees[sum.payee]), name_of(term.funder),
            std::string_view(term.name),
            term.kind == TermKind::block ? std::string("all") : contract.clusters()[sum.cluster],
            sum.accrued, sum.paid, std::move(entries), std::move(pence)});
}

void add_ledger_rows(const CellView& cell, TableRows& rows) {
  for (const LedgerSum& sum : ledger_sums(cell))
    add_ledger_row(rows, cell.design, cell.area.id, cell.replication, sum, sum.entries, sum.pence);
}

}  // namespace pbrsim
