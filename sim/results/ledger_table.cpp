#include "results/ledger_table.hpp"

#include <cmath>
#include <map>
#include <tuple>

namespace pbrsim {

namespace {

Field date_or_missing(const Timeline& timeline, double day) {
  if (std::isnan(day)) return Missing{};
  const auto whole = static_cast<int>(std::floor(day));
  return to_iso(timeline.start() + std::chrono::days(whole));
}

/// The first of the month that holds `day`, which may lie after the end of the run.
Date month_of_day(const Timeline& timeline, double day) {
  const std::chrono::year_month_day ymd{timeline.date_of(day)};
  return Date{std::chrono::year_month_day{ymd.year(), ymd.month(), std::chrono::day{1}}};
}

Field yes(bool b) { return std::int64_t{b}; }

}  // namespace

const std::vector<Column>& ledger_columns() {
  static const std::vector<Column> columns{
      {"design", ColumnType::text, "", "design"},
      {"area", ColumnType::text, "", "area"},
      {"replication", ColumnType::whole_number, "", "replication, from 0"},
      {"payee", ColumnType::text, "", "provider or assessment service"},
      {"funder", ColumnType::text, "", "who pays"},
      {"term", ColumnType::text, "", "payment term, by its name in the contract"},
      {"cluster", ColumnType::text, "",
       "complexity cluster of the client; all where the term has none"},
      {"accrued", ColumnType::date, "", "first day of the month in which it was earned"},
      {"paid", ColumnType::date, "", "first day of the month in which it is paid"},
      {"entries", ColumnType::whole_number, "count", "payments summed in this row"},
      {"pence", ColumnType::whole_number, "GBP 0.01 nominal", "their sum"},
  };
  return columns;
}

std::string ledger_rows(const History& history, const DesignModel& design, std::string_view area,
                        std::int64_t replication, const Schedule& schedule) {
  using Key = std::tuple<std::uint8_t, std::uint8_t, std::uint8_t, Date, Date>;
  std::map<Key, std::pair<std::int64_t, Pence>> sums;
  const Timeline& timeline = schedule.timeline;
  for (const LedgerEntry& e : history.ledger) {
    auto& [entries, pence] = sums[{e.payee, e.term, e.cluster, month_of_day(timeline, e.accrued),
                                   month_of_day(timeline, e.paid)}];
    ++entries;
    pence += e.amount;
  }
  std::string text;
  for (const auto& [key, sum] : sums) {
    const auto& [payee, term, cluster, accrued, paid] = key;
    const Contract& contract = design.contracts[payee];
    const Contract::Term& t = contract.terms()[term];
    const std::string cluster_name =
        t.kind == TermKind::block ? "all" : contract.clusters()[cluster];
    text += csv_row({std::string_view(design.id), area, replication,
                     std::string_view(design.payees[payee]), name_of(t.funder),
                     std::string_view(t.name), cluster_name, to_iso(accrued), to_iso(paid),
                     sum.first, sum.second});
  }
  return text;
}

const std::vector<Column>& episode_columns() {
  static const std::vector<Column> columns{
      {"design", ColumnType::text, "", "design"},
      {"area", ColumnType::text, "", "area"},
      {"replication", ColumnType::whole_number, "", "replication, from 0"},
      {"person", ColumnType::whole_number, "",
       "person; the same number is the same person in every design of the area and replication"},
      {"journey", ColumnType::whole_number, "",
       "number of the person's treatment journey, earlier treatment included"},
      {"episode", ColumnType::whole_number, "",
       "number of the person's episode within the simulation"},
      {"group", ColumnType::text, "", "substance group"},
      {"band", ColumnType::text, "", "complexity band as measured at assessment"},
      {"sex", ColumnType::text, "", "sex"},
      {"age", ColumnType::number, "years", "age at triage"},
      {"provider", ColumnType::text, "", "provider"},
      {"modality", ColumnType::text, "", "modality at the end of the episode"},
      {"referred", ColumnType::date, "", "referral"},
      {"assessed", ColumnType::date, "", "assessment"},
      {"triage", ColumnType::date, "", "first appointment at which treatment starts"},
      {"ended", ColumnType::date, "", "exit; empty while open"},
      {"reason", ColumnType::text, "", "discharge reason; open while open"},
      {"continues_journey", ColumnType::whole_number, "0 or 1",
       "triage within 21 days of the exit before"},
      {"reopened", ColumnType::whole_number, "0 or 1",
       "a triage within 21 days followed the exit and voids its completion"},
      {"next_triage", ColumnType::date, "", "next triage in the area; empty if none in the run"},
      {"died", ColumnType::date, "", "death; empty if none in the run"},
  };
  return columns;
}

std::string episode_rows(const History& history, const DesignModel& design, const AreaModel& area,
                         std::int64_t replication, const Schedule& schedule) {
  std::string text;
  const Timeline& timeline = schedule.timeline;
  for (const Episode& e : history.episodes)
    text += csv_row({std::string_view(design.id),
                     std::string_view(area.id),
                     replication,
                     std::int64_t{e.person},
                     std::int64_t{e.journey},
                     std::int64_t{e.episode},
                     name_of(e.group),
                     name_of(e.band),
                     name_of(e.sex),
                     std::round(static_cast<double>(e.age) * 100) / 100,
                     std::string_view(area.provider_names[e.provider]),
                     name_of(e.modality),
                     date_or_missing(timeline, e.referred),
                     date_or_missing(timeline, e.assessed),
                     date_or_missing(timeline, e.triage),
                     date_or_missing(timeline, e.end),
                     name_of(e.reason),
                     yes(e.continues_journey),
                     yes(e.reopened),
                     date_or_missing(timeline, e.next_triage),
                     date_or_missing(timeline, e.died)});
  return text;
}

}  // namespace pbrsim
