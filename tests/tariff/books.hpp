/// A contract from 1 April 2012 to 1 April 2014, what happens under it, and what it pays.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tariff/contract.hpp"

namespace pbrsim::test {

using Kind = TariffEvent::Kind;

inline Date date(const char* iso) { return date_from_iso(iso).value(); }

/// Day 0 is 1 April 2011.
inline const Timeline timeline(date("2011-04-01"), date("2016-04-01"));
inline double day(const char* iso) { return timeline.day_of(date(iso)); }
inline const double begins = day("2012-04-01"), ends = day("2014-04-01");

/// An event of a person of medium complexity on their first journey.
inline TariffEvent at(Kind kind, double when, std::uint32_t person = 1) {
  TariffEvent e;
  e.kind = kind;
  e.day = when;
  e.person = person;
  e.journey = 1;
  e.band = Band::medium;
  return e;
}

inline TariffEvent closed(double exit, double when, int months, bool failed,
                          std::uint32_t person = 1) {
  TariffEvent e = at(Kind::window_closed, when, person);
  e.earned = exit;
  e.window_months = months;
  e.failed = failed;
  return e;
}

inline ContractParameters with(const TermParameters& t) {
  ContractParameters c;
  c.terms["term"] = t;
  return c;
}

/// A contract, its account, and what it has paid. Copies go their own ways.
class Books {
 public:
  explicit Books(const ContractParameters& c, bool assessor = false)
      : contract_(c, timeline, begins, ends, assessor), account_(contract_, 0) {}
  explicit Books(const TermParameters& t, bool assessor = false) : Books(with(t), assessor) {}

  /// The sum of the entries that the event brings.
  Pence operator()(const TariffEvent& e) {
    Pence sum = 0;
    for (const LedgerEntry& entry : account_.apply(contract_, e)) {
      sum += entry.amount;
      entries.push_back(entry);
    }
    return sum;
  }
  std::vector<LedgerEntry> entries;
  const Contract& contract() const { return contract_; }

 private:
  Contract contract_;
  Account account_;
};

}  // namespace pbrsim::test
