/// A contract in force: (state, event) -> (state, ledger entries).
///
/// `Contract` is the compiled, immutable form of ContractParameters; `Account` is the state that a
/// payee's contract carries through time (how much each capped term has paid this contract year,
/// how often a journey was paid). `Account::apply` depends on nothing but the account and the
/// event, and an account is a value: copying it forks the contract.
///
/// Money in whole pence. A block's twelve months add up exactly to its year. Activity is paid on
/// person-time in seconds, rounded to the penny per month, group, band and modality. Days since the
/// scenario's start. Terms earn from `begins` up to `ends`; an outcome whose exit lies in that span
/// is still paid when its window closes later.
#pragma once

#include <unordered_map>
#include <vector>

#include "core/dates.hpp"
#include "record/ledger.hpp"
#include "record/reviews.hpp"
#include "tariff/parameters.hpp"

namespace pbrsim {

/// What a tariff can see.
struct TariffEvent {
  enum class Kind : std::uint8_t { month, triage, review, window_closed, treated };
  Kind kind = Kind::month;
  double day = 0;  // when it happened; for a month, its last moment
  int month = 0;   // index of the calendar month, counted from the contract's first
  std::uint32_t person = no_person;
  std::uint16_t journey = 0;
  Group group = Group::opiate;
  Band band = Band::unassessed;
  bool new_journey = false;                                  // triage
  bool abstinent_presenting = false, abstinent_all = false;  // review, as reported
  double exit = 0;  // window_closed: day of the planned exit
  int window_months =
      0;  // window_closed: 0 stands for the 21 days in which a return voids the exit
  bool returned = false;                       // window_closed: came back inside the window
  Modality modality = Modality::psychosocial;  // treated
  Seconds time = 0;                            // treated: person-time in the month
};

class Contract {
 public:
  struct Term {
    std::string name;
    TermKind kind;
    Funder funder;
    ByGroup<bool> covers;
    Pence amount = 0;
    std::vector<Pence> price;  // by cluster
    ByModality<Pence> price_per_week{};
    Measure measure = Measure::planned_exit;
    int window_months = 0;
    int up_to = 0;   // 0: every time
    Pence cap = -1;  // a contract year; -1: none
    int lag_months = 0;
  };

  /// Precondition: validate() found nothing. `begins` and `ends` are days of `timeline`.
  Contract(const ContractParameters& parameters, const Timeline& timeline, double begins,
           double ends);

  const std::vector<Term>& terms() const { return terms_; }
  const std::vector<std::string>& clusters() const { return cluster_names_; }
  std::uint8_t cluster_of(Band band) const { return cluster_of_[static_cast<std::size_t>(band)]; }
  double begins() const { return begins_; }
  double ends() const { return ends_; }
  int contract_year(double day) const;
  /// The day on which something earned on `day` is paid: the first of the month after, and the lag.
  double payment_day(double day, int lag_months) const;
  /// Windows, in months, that some term waits for.
  std::vector<int> windows() const;

 private:
  std::vector<Term> terms_;
  std::vector<std::string> cluster_names_;
  std::array<std::uint8_t, enum_size<Band>> cluster_of_{};
  Timeline timeline_;
  double begins_ = 0;
  double ends_ = 0;
};

class Account {
 public:
  explicit Account(const Contract& contract, std::uint8_t payee);
  /// The entries that this event gives rise to; the account moves on.
  std::vector<LedgerEntry> apply(const Contract& contract, const TariffEvent& event);

 private:
  /// What a term owes for an event, before caps; 0 for nothing.
  Pence owed(const Contract& contract, std::size_t term, const TariffEvent& event);
  bool still_payable(std::size_t term, int up_to, const TariffEvent& event);
  Pence within_cap(const Contract& contract, std::size_t term, double day, Pence amount);

  struct TermState {
    int year = -1;
    Pence paid_this_year = 0;
  };
  std::uint8_t payee_;
  std::vector<TermState> terms_;
  std::unordered_map<std::uint64_t, std::uint32_t> paid_;  // (term, person) -> journey << 8 | times
};

}  // namespace pbrsim
