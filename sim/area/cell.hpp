/// One design in one block: an area's people, assessment, providers and commissioner, moving
/// together.
///
/// A cell's whole state is a value; copying it is the fork of a design from the history. Parameters
/// are shared and immutable and must outlive it. `advance` handles everything up to a day: events
/// in the order of the calendar, and at each first of a month, before that day's events, the
/// closing of the month, dated actions and the new year. Days since the scenario's start.
///
/// All randomness comes from `Streams` by person, area or inflow: nothing depends on the design, on
/// the order of events or on other cells.
#pragma once

#include <optional>
#include <unordered_map>
#include <vector>

#include "area/history.hpp"
#include "area/model.hpp"
#include "core/huge_vector.hpp"
#include "engine/calendar.hpp"
#include "provider/deliberation.hpp"
#include "provider/finances.hpp"
#include "provider/records.hpp"
#include "provider/service.hpp"
#include "provider/staff.hpp"

namespace pbrsim {

struct CellOptions {
  bool keep_events = false;
  bool keep_reviews = false;
  bool keep_twins = false;     // once a design is taken on
  bool keep_observed = false;  // assessments without a start, offending by person
  bool transient_effects = true;
  double scale =
      1;  // multiplies inflow and hours: the initial stock is drawn from an enlarged area
};

inline constexpr std::uint8_t no_provider = 255;

class StockPool;

class Cell {
 public:
  /// Begins on day 0 of the timeline under `legacy`, with nobody in the area yet.
  Cell(const AreaModel& area, const DesignModel& legacy, const Schedule& schedule,
       const Streams& streams, const CellOptions& options);

  /// Fills the area on day 0 with a sample of the pool.
  void take_stock(const StockPool& pool);
  /// Fills the area on day 0 with the whole pool, once each: an area enlarged as the pool is.
  void take_everyone(const StockPool& pool);

  void advance(double until);

  /// From here on this cell goes over to `design`; precondition: now is at or before its first
  /// action.
  void take_on(const DesignModel& design);

  /// Counts what is still open and hands over what happened. The cell is spent.
  History finish();

  const HugeVector<Person>& people() const { return people_; }
  bool alive(std::size_t slot) const { return occupied_[slot] != 0; }
  double now() const { return now_; }
  const Streams& streams() const { return streams_; }
  /// A provider's clients as it sees them under the design in force, from its own records up to its
  /// last revision. Precondition: the design has outlooks.
  Prospect prospect_of(std::size_t provider) const;
  /// What a provider weighed up at its last revision, if that is now; none where it had nothing to
  /// choose.
  std::optional<Deliberation> deliberation(std::size_t provider) const;
  std::optional<Means> means(std::size_t provider) const;
  /// The practice that a provider is heading for, as moves of its levers. Precondition: it has
  /// something to choose.
  const Moves& heading_for(std::size_t provider) const { return responses_[provider].target; }

 private:
  friend class StockPool;

  /// A journey whose first months without an offence some contract pays for.
  struct Journey {
    std::uint32_t slot, person;
    std::uint16_t journey;
    Group group;
    Band band;
    std::uint8_t provider;
    double start;
  };

  // cell.cpp: the loop and a person's bookkeeping
  void happen(std::uint32_t slot);
  void transition(std::uint32_t slot, ProcessId id);
  void commit(std::uint32_t slot, ProcessMask changed);
  void schedule(Person& p, std::uint32_t slot);
  std::uint32_t free_slot();
  void set_calendar();
  void enter(std::uint32_t slot);
  void settle_in();
  void remove(std::uint32_t slot);
  void accrue(Person& p);
  void stop_accruing(Person& p);
  void settle_offending(Person& p);
  void set_offending(Person& p, double per_day);
  void begin_twin(const Person& p);
  void note_spell(const Person& p);
  bool keeps_twins() const { return options_.keep_twins && coming_ != nullptr; }
  void count_offences(Person& p);
  template <class Use>
  void settle(const Person& p, Person::Repeated& events, std::uint32_t purpose, double rate,
              double since, Use use) const;
  void prove_offence(const Person& p, double day);
  void attached_state(std::uint32_t slot, ProcessId id);
  void change_presenting(std::uint32_t slot, bool uses);
  void change_other(std::uint32_t slot, bool uses);
  void put(Person& p, Setting s);
  void note(const Person& p, Transition t, bool clinical = true);
  void count(const Person& p, Count c, std::int64_t by = 1) {
    counts_.at(p.group, p.band, c) += by;
  }
  static std::size_t practice_row(std::size_t provider, Band b) {
    return provider * enum_size<MeasuredBand> + static_cast<std::size_t>(measured(b));
  }
  /// The person's (group, band) may hold counts and time from now on.
  void use_block(const Person& p) { blocks_used_ |= 1u << block_of(p.group, p.band); }
  static std::uint16_t local_row(std::size_t provider, Group g, Band b) {
    return static_cast<std::uint16_t>(
        1 + (provider * enum_size<Group> + static_cast<std::size_t>(g)) * enum_size<Band> +
        static_cast<std::size_t>(b));
  }
  static std::uint16_t local_row(const Person& p) { return local_row(p.provider, p.group, p.band); }
  ProcessMask after(Changed what) const { return design_->rates.affected(what); }

  // cell_circumstances.cpp: local factors that depend on more than place, group and band
  std::size_t local_rows() const { return providers_.size() * enum_size<Group> * enum_size<Band>; }
  unsigned circumstances(const Person& p) const;
  std::uint16_t treated_row(const Person& p) const;
  std::uint16_t left_row(const Person& p) const;
  ProcessMask circumstances_changed(Person& p) const;
  void add_circumstances();
  void settle_circumstances();
  double declined_share(const Person& p) const;

  // cell_intake.cpp: inflow, referral, assessment, waiting, admission
  bool happens(double probability, const Person& p, std::uint32_t what,
               std::uint32_t number) const {
    return probability > 0 && (probability >= 1 || falls_below(probability, p, what, number));
  }
  bool falls_below(double probability, const Person& p, std::uint32_t what,
                   std::uint32_t number) const;
  double inflow_exponential(Group g, std::uint32_t number);
  void arrive(Group g);
  void find_next_arrival();
  void refer(std::uint32_t slot);
  void assess(std::uint32_t slot);
  bool starts_at_all(Person& p);
  std::uint8_t pick_provider(const Person& p, int not_this = -1) const;
  void measure_complexity(Person& p);
  void choose_provider(Person& p);
  void join_waiting_list(std::uint32_t slot);
  void admit_waiting(std::size_t provider);
  void admit(std::uint32_t slot);
  bool attends(const Person& p);
  void start_assessments();
  void give_up(std::uint32_t slot);
  void back_to_community(std::uint32_t slot);
  void return_to_community(std::uint32_t slot);
  bool assessment_is_recorded(const Person& p) const;
  void note_unstarted(const Person& p, bool open);
  void leave_the_way(Person& p);
  MicroHours hours_for(const Person& p) const;

  // cell_claims.cpp: completions claimed, decided on and coded
  void claim_completion(std::uint32_t slot);
  void decide_claim(std::uint32_t slot);
  bool assessor_decides() const;
  bool confirms(const Person& p) const;
  bool meets_standard(const Person& p) const;
  void count_claim(Person& p);
  ExitReason recorded_reason(Person& p, ExitReason reason);

  // cell_registration.cpp: open cases at go-live
  void re_register_everyone();
  void close_stale_case(std::uint32_t slot);
  void re_register(std::uint32_t slot);

  // cell_staff.cpp: keyworkers who come and go
  const DesignModel& staffed_by() const;
  bool in_transition(double day) const;
  double turnover_now() const;
  void set_staffing(double begin);
  double staffed_share(std::size_t provider) const;
  void lose_keyworker(std::uint32_t slot);

  // cell_treatment.cpp: triage, reviews, exits
  void keep_date(std::uint32_t slot);
  bool reviews_pay(const Person& p) const;
  std::optional<double> better_day(const Person& p) const;
  bool review_is_done(const Person& p, const Review& r) const;
  void triage(std::uint32_t slot);
  void pay_for_triage(std::uint32_t slot, bool new_journey, double wait, bool vaccination_offered);
  void review(std::uint32_t slot, ReviewKind kind);
  void planned_exit(std::uint32_t slot);
  void unplanned_exit(std::uint32_t slot);
  void leave_unplanned(Person& p, ExitReason reason, ExitReason recorded);
  void transfer(std::uint32_t slot);
  void end_by_transfer(std::uint32_t slot);
  void change_modality(std::uint32_t slot);
  void to_custody(std::uint32_t slot);
  void release(std::uint32_t slot);
  void die(std::uint32_t slot, bool poisoning);
  void end_episode(Person& p, ExitReason reason, ExitReason recorded);
  void end_episode(Person& p, ExitReason reason) { end_episode(p, reason, reason); }
  bool moves_away_at_exit(const Person& p) const;
  void move_away(std::uint32_t slot);
  void vanish(std::uint32_t slot);
  void leave_service(std::uint32_t slot, ExitReason reason);
  Episode& record_episode(const Person& p);
  void accrue_treatment(const Person& p, int sign);
  /// Sums over the provider's groups and bands.
  template <class T>
  ByModality<T> by_modality(const std::vector<T>& treated, std::size_t provider) const {
    const std::size_t rows = treated.size() / providers_.size();
    ByModality<T> sum{};
    for (std::size_t row = 0; row < rows; ++row)
      sum[static_cast<Modality>(row % enum_size<Modality>)] += treated[provider * rows + row];
    return sum;
  }
  bool same_journey(const Person& p) const;
  void note_returns();

  // cell_response.cpp: what providers make of their contracts
  void revise_practice();
  void see_clients();
  void settle_records(std::size_t provider);
  Moves anchor(const LeverSet& levers) const;
  double discount(const Contract& contract) const;
  void set_norm(std::size_t provider);
  Moves target(std::size_t provider);
  Horizon horizon(std::size_t provider) const;
  void note_quarter();
  /// The design that providers respond to: the coming one where they look ahead.
  const DesignModel& responds_to() const;
  ByLearnt<PooledEvidence> pooled_evidence() const;
  void set_liking();

  // cell_money.cpp: what providers live on, and what becomes of one that cannot
  void open_accounts();
  void begin_money_month();
  void close_accounts();
  void add_to_quarter();
  MonthCosts costs_of(std::size_t provider, double days) const;
  bool under_contract(std::size_t provider) const;
  bool closed(std::size_t provider) const {
    return !finances_.empty() && !finances_[provider].open();
  }
  double posts(std::size_t provider) const;
  void expect_payment(const LedgerEntry& entry);
  void fail(const std::vector<bool>& failing);
  void displace(std::uint32_t slot);
  void queue_at_provider(std::uint32_t slot, double date);
  void on_money_day();
  void set_money_day();
  void take_over(std::size_t provider);

  // cell_months.cpp: months, years, payments, dated actions
  void open_month(int month);
  void close_month();
  void begin_year(double day);
  void set_inflow(double day);
  void draw_transient();
  AreaEffects effects_of_year() const;
  void set_local_factors();
  void set_hours();
  void refresh(std::uint32_t slot, ProcessMask which);
  void refresh_everyone();
  void adopt();
  bool paying() const { return coming_ != nullptr && now_ >= schedule_->go_live; }
  /// May an event be worth anything to anybody?
  bool pays() const { return has_terms_ && paying(); }
  void pay(const TariffEvent& event, std::size_t payee);
  void pay_both(const TariffEvent& event, std::size_t provider);
  void pay_for(const Person& p, TariffEvent event, double day);
  void pay_month();
  void pay_year();
  void claw_back(const Person& p);
  void open_offence_window(std::uint32_t slot);
  void close_offence_windows(double day);
  bool offended(const Journey& j, double until);
  void count_treated(Person& p);
  void pay_for_offence(const Person& p, double day);
  void close_windows(double day);
  bool contacted(std::uint32_t person, double from, double to);
  Tally tally() const;

  const AreaModel* area_;
  const DesignModel* legacy_;
  const DesignModel* design_;            // in force
  const DesignModel* coming_ = nullptr;  // taken on, in force from go-live
  const Schedule* schedule_;
  Streams streams_;
  Exponentials exponentials_;
  CellOptions options_;
  double now_ = 0;

  HugeVector<Person> people_;
  std::vector<char> occupied_;
  std::vector<std::uint32_t> free_;
  Calendar calendar_;
  ByGroup<Process> inflow_;
  ByGroup<double> arrival_due_ = ByGroup<double>::filled(never);  // day of the next arrival
  ByGroup<std::pair<double, double>> arrival_pair_{};             // uniforms of two arrivals
  ByGroup<std::uint32_t> arrival_pair_of_ =
      ByGroup<std::uint32_t>::filled(~std::uint32_t{0});  // their number / 2
  ByGroup<double> inflow_per_year_{};
  Group arriving_ = Group::opiate;  // whose inflow is due next

  std::vector<Practice> practice_;        // by provider, as it now is
  std::vector<ProviderRecords> records_;  // by provider

  /// How far a provider has come in its response.
  struct Response {
    Moves moves, target;
    Curvature curvature;  // empty until the first choice
    Bends bends;          // of the last choice
    double income = 0;  // pounds a year under the legacy contract, as believed at the first choice
  };
  std::vector<double> liking_;       // by provider: clients' log weight for its success; or empty
  std::vector<Response> responses_;  // by provider, from go-live; empty where practice stays
  std::vector<Service> providers_;
  Service assessor_;
  Staffing staffing_;
  double capacity_ = 1;  // share of keyworker hours there are (transition)
  Shock shock_;          // of this month
  // Row 0: nowhere in particular; then local_row(), again for each set of circumstances if there
  // are any, and last for those who have left.
  std::vector<LocalFactors> local_;
  std::vector<ProcessMask> moved_;  // by row of local_: what changed since refresh_everyone()
  bool circumstances_matter_ = false;
  std::vector<MicroHours> hours_;  // per client-week by provider, modality, band
  // Of the practice in force, by provider and measured band: multiplier on relapse after an exit,
  // probability of being accepted, days of head start on the waiting list.
  std::vector<double> exit_relapse_, accepts_, head_start_;
  ByGroup<AreaEffects> effects_{};  // area and year, log hazard
  AreaEffects transient_{};
  bool transient_drawn_ = false;
  int year_ = 0;

  // The open month.
  int month_ = -1;
  MonthCounts counts_;
  Seconds month_end_ = 0;
  double month_end_day_ = 0;
  std::uint32_t blocks_used_ = 0;        // (group, band) that have ever held anybody
  std::vector<std::int32_t> occupancy_;  // by accrual class
  std::vector<Seconds> accrued_;
  ByGroup<double> offence_rate_{};     // sum over people, offences a day
  std::vector<std::int32_t> treated_;  // by provider, group, band, modality
  std::vector<Seconds> treated_time_;

  /// A triage after an exit, to be noted in the record of the episode that ended; those lie far
  /// back, so the month's are noted together.
  struct Return {
    std::uint32_t record;
    bool reopens;
    double day;
  };
  std::vector<Return> returns_;

  std::vector<Account> accounts_;
  std::vector<std::uint32_t> planned_exits_;          // indices of episodes
  std::vector<std::pair<int, std::size_t>> windows_;  // (months, next of planned_exits_)
  // What only some contracts read.
  bool has_terms_ = false, reads_standing_at_exit_ = false, reads_offences_ = false,
       reads_contacts_ = false, claws_back_ = false;
  Review exit_review_;
  std::vector<Journey> journeys_;                                    // begun while offences count
  std::vector<std::pair<int, std::size_t>> offence_windows_;         // (months, next of journeys_)
  std::unordered_map<std::uint32_t, std::vector<double>> proven_;    // days of proof by person
  std::unordered_map<std::uint32_t, std::vector<double>> contacts_;  // days, where they count
  int contacts_month_ = -1;            // in which they were settled for everybody
  std::vector<Finances> finances_;     // by provider; empty where money is not at work
  std::vector<std::size_t> payee_of_;  // contract -> own payee
  std::vector<double> takeover_;       // by provider: day, or never
  std::vector<double> open_since_;     // by provider: day of the last takeover
  double money_day_ = never;           // next takeover

  Integrated integrated_{};
  ByTransition<std::int64_t> fired_{};
  History history_;
};

}  // namespace pbrsim
