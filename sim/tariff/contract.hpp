/// A contract in force: (state, event) -> (state, ledger entries).
///
/// `Contract` is the compiled, immutable form of ContractParameters; `Account` is the state that a
/// payee's contract carries through time (paid this contract year, how often a journey was paid,
/// the cohort's recent success, what may be clawed back). `Account::apply` depends on nothing but
/// the account and the event, and an account is a value: copying it forks the contract.
///
/// What an event earns under a term, in this order:
///   1. dates: the journey began when the term wants it (before the contract, or under it); the day
///   on which it is earned lies in the contract and in the term's own span. An
///      outcome is earned on the day of the exit (or the start of the journey) though its window
///      closes later.
///   2. price: by cluster, times the factor of the group, of the phase, and of the escalator (the
///      factor of the highest step at or below the success rate of the full months before; the
///      first step while there are none).
///   3. threshold: nothing now; at the end of the contract year what exceeds it, at the year's mean
///      price, or everything if it is met; less the malus for each one short. The year of an
///      outcome is that of the day on which it is settled.
///   4. caps: of the term, then of the contract (blocks and floors left out).
/// A floor tops up, at the end of each contract year, what was earned in it. A claw-back takes back
/// a share of what was paid for the journey before when its client starts treatment again soon
/// enough; it counts against no cap.
///
/// Opportunities, for rates: reviews at which the outcome was possible (who injected at the start
/// can stop); exits other than transfers for planned_exit, the planned ones on the day on which
/// they are settled; closed windows; triages.
///
/// Money in whole pence. A block's twelve months add up exactly to its year. Activity is paid on
/// person-time in seconds, rounded to the penny per month, group, band and modality. Days since the
/// scenario's start.
#pragma once

#include <optional>
#include <unordered_map>
#include <vector>

#include "core/dates.hpp"
#include "record/ledger.hpp"
#include "record/reviews.hpp"
#include "tariff/parameters.hpp"

namespace pbrsim {

/// What a tariff can see.
struct TariffEvent {
  enum class Kind : std::uint8_t {
    month,           // a month of the contract ended
    year_end,        // a contract year ended, or the contract or the run in the midst of one
    triage,          // an episode began
    review,          // an interim review was done
    exit,            // an episode ended
    window_closed,   // after a planned exit
    offence_window,  // after the start of a journey
    treated,         // person-time of a month
    client,          // treated for the first time in the contract year
    offence,         // an offence of a client of the last provider was proven
    returned,        // a new journey began after a planned exit
  };
  Kind kind = Kind::month;
  double day = 0;  // when it happened; for a month or year, its last moment
  int month = 0;   // month, year_end: index of the calendar month, from the contract's first
  std::uint32_t person = no_person;
  std::uint16_t journey = 0;  // returned: the journey before
  double journey_began = 0;   // day of the triage that began it
  Group group = Group::opiate;
  Band band = Band::unassessed;
  bool new_journey = false;          // triage
  double wait = 0;                   // triage: days from referral
  bool vaccination_offered = false;  // triage
  Standing reported, confirmed;      // review, window_closed: as the provider, the assessor says
  DomainMask problems_at_start = 0;  // when the journey began
  bool transferred = false;          // exit
  bool planned = false;              // exit; whether it stands is known when its window closes
  bool coded = false;                // exit, window_closed: completed by the provider's word alone
  double earned = 0;  // window_closed, offence_window, returned: day of the exit or start
  int window_months =
      0;                // window_closed: 0 stands for the 21 days in which a return voids the exit
  bool failed = false;  // came back, or offended, inside the window
  bool contacted = false;  // window_closed: a criminal-justice drug worker met them in it
  Modality modality = Modality::psychosocial;  // treated
  Seconds time = 0;                            // treated: person-time in the month
};

class Contract {
 public:
  struct Term {
    std::string name;
    TermKind kind;
    Funder funder;
    ByGroup<double> group_factor;  // 0 where the term does not cover the group
    Pence amount = 0;
    std::vector<Pence> price;  // by cluster
    ByModality<Pence> price_per_week{};
    Measure measure = Measure::planned_exit;
    int window_months = 0;
    double within_days = 0;
    double baseline = 0;
    int up_to = 0;  // 0: every time
    DomainMask requires_all = 0;
    Verifier verified_by = Verifier::as_the_design;
    AppliesTo applies_to = AppliesTo::all;
    CountsAsReturn counts_as_return = CountsAsReturn::treatment;
    std::optional<Threshold> threshold;
    std::optional<Escalator> escalator;
    std::optional<ClawBack> claw_back;
    Pence cap = -1;  // a contract year; -1: none
    std::vector<PhaseStep> phase_in;
    double begins = 0, ends = 0;  // days
    int lag_months = 0;

    bool outcome(Measure m) const { return kind == TermKind::outcome && measure == m; }
    /// Can a journey that began under the contract, or before it, earn it?
    bool applies(bool begun_under_it) const {
      return applies_to == AppliesTo::all ||
             (applies_to == AppliesTo::begun_under_it) == begun_under_it;
    }
    bool settled_by_year() const { return threshold || outcome(Measure::fewer_offences); }
  };

  /// Precondition: validate() found nothing and every share has been priced. `begins` and `ends`
  /// are days of `timeline`; `assessor_verifies`: the design has an independent assessor.
  Contract(const ContractParameters& parameters, const Timeline& timeline, double begins,
           double ends, bool assessor_verifies);

  const std::vector<Term>& terms() const { return terms_; }
  const std::vector<std::string>& clusters() const { return cluster_names_; }
  std::uint8_t cluster_of(Band band) const { return cluster_of_[static_cast<std::size_t>(band)]; }
  double begins() const { return begins_; }
  double ends() const { return ends_; }
  Pence cap() const { return cap_; }
  int contract_month(double day) const;
  int contract_year(double day) const { return contract_month(day) / 12; }
  /// The day `months` after `day`.
  double months_after(double day, int months) const;
  /// The day on which something earned on `day` is paid: the first of the month after, and the lag.
  double payment_day(double day, int lag_months) const;
  /// Windows after a planned exit, in months, that some term waits for.
  std::vector<int> windows() const;
  /// Windows after the start of a journey in which an offence would count.
  std::vector<int> offence_windows() const;
  /// Does some term of an exit read how the client stands at it?
  bool reads_standing_at_exit() const;
  /// On a day, does some term pay for outcomes at all, for what reviews show?
  bool pays_outcomes(double day) const;
  bool pays_at_review(double day) const;
  /// Does some term read offences as they are proven?
  bool reads_offences() const;
  /// Whether contacts with criminal-justice drug workers count as returns.
  bool reads_contacts() const;

 private:
  std::vector<Term> terms_;
  std::vector<std::string> cluster_names_;
  std::array<std::uint8_t, enum_size<Band>> cluster_of_{};
  Timeline timeline_;
  double begins_ = 0;
  double ends_ = 0;
  Pence cap_ = -1;
};

/// What the contract year has brought by now. Pounds.
struct YearSoFar {
  struct Term {
    double achieved = 0, opportunities = 0;  // of terms settled by the year
    double income = 0;                       // of these at their prices
    double paid = 0;                         // what counts against the term's cap
    double raised = 0;                       // by which its threshold has risen: rate or count
  };
  std::vector<Term> terms;  // as in the contract; empty: nothing has been done yet
  double variable = 0;      // what counts against the contract's cap
  double earned = 0;        // what counts for its floor
};

class Account {
 public:
  explicit Account(const Contract& contract, std::uint8_t payee);
  YearSoFar so_far(const Contract& contract, double day) const;
  /// The entries that this event gives rise to; the account moves on.
  std::vector<LedgerEntry> apply(const Contract& contract, const TariffEvent& event);

 private:
  struct Earned {
    bool opportunity = false, achieved = false;
    double pence = 0;  // before rounding
  };
  /// Success by month of the contract, for escalators.
  struct Month {
    std::int64_t achieved = 0, opportunities = 0;
  };
  struct TermState {
    int year = -1;
    Pence paid_this_year = 0;
    // Terms settled by the year.
    std::int64_t achieved = 0, opportunities = 0;
    double value = 0;
    double raised = 0;  // by the ratchet: rate or count
    std::vector<Month> months;
  };
  struct Paid {
    std::uint16_t journey = 0;
    Pence amount = 0;
  };

  LedgerEntry book(const Contract& contract, std::size_t term, const TariffEvent& event,
                   Pence amount);
  Pence due(const Contract& contract, std::size_t term, const TariffEvent& event);
  Pence earn(const Contract& contract, std::size_t term, const TariffEvent& event);
  Earned earned(const Contract& contract, std::size_t term, const TariffEvent& event);
  bool achieved(const Contract::Term& term, const TariffEvent& event) const;
  double price(const Contract& contract, std::size_t term, const TariffEvent& event) const;
  double factor(const Contract& contract, std::size_t term, double day) const;
  bool still_payable(std::size_t term, int up_to, const TariffEvent& event);
  Pence settle(const Contract::Term& term, TermState& state) const;
  Pence floor_gap(const Contract& contract, std::size_t term, const TariffEvent& event);
  Pence clawed_back(const Contract& contract, std::size_t term, const TariffEvent& event);
  Pence within_caps(const Contract& contract, std::size_t term, double day, Pence amount);

  std::uint8_t payee_;
  std::vector<TermState> terms_;
  int year_ = -1;
  Pence variable_this_year_ = 0;  // what the contract's cap holds down
  Pence earned_this_year_ = 0;    // what a floor tops up
  std::unordered_map<std::uint64_t, std::uint32_t>
      times_;                                     // (term, person) -> journey << 8 | times
  std::unordered_map<std::uint64_t, Paid> paid_;  // (term, person), where clawed back
};

}  // namespace pbrsim
