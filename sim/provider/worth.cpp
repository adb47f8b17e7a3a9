#include "provider/worth.hpp"

#include <algorithm>
#include <tuple>

#include "core/units.hpp"
#include "provider/chain.hpp"

namespace pbrsim {

namespace {

/// Who dies or moves cannot be shown not to have offended.
double no_offence(const JourneyBeliefs& b, double days) {
  const double stays = std::exp(-b.dies_or_moves * days);
  return stays * (1 - b.offender + b.offender * std::exp(-b.proven_per_day * days));
}

double solved_at_exit(const Contract::Term& t, const JourneyBeliefs& b) {
  double solved = 1;
  if (t.requires_all & bit(Domain::use)) solved *= b.settled_at_exit;
  // By then a problem has had time to settle at its level in treatment.
  if (t.requires_all & bit(Domain::injecting)) solved *= 1 - b.injecting.after(twelve_weeks);
  if (t.requires_all & bit(Domain::housing)) solved *= 1 - b.housing.after(twelve_weeks);
  if (t.requires_all & bit(Domain::employment)) solved *= 1 - b.unemployed.after(twelve_weeks);
  if (t.requires_all & bit(Domain::wellbeing)) solved *= b.wellbeing_normal[abstinent_12_weeks];
  if (t.requires_all != 0 && t.verified_by == Verifier::provider)
    solved += b.misreported * (1 - solved);
  return solved;
}

/// Of offenders: contacts on arrest are as good as returns.
JourneyBeliefs with_contacts(JourneyBeliefs b) {
  b.returns_using += b.met_using / b.offender;
  b.returns_abstinent += b.met_abstinent / b.offender;
  return b;
}

/// The probability of a return within so many days of the exit, as the term counts it.
double returned(const Contract::Term& t, const JourneyBeliefs& b, double days) {
  const double treated = AfterExit(b, 0).returned(days);
  if (t.counts_as_return == CountsAsReturn::treatment || b.offender <= 0) return treated;
  const double offenders = AfterExit(with_contacts(b), 0).returned(days);
  return (1 - b.offender) * treated + b.offender * offenders;
}

}  // namespace

ExitWorth worth_of_exit(const Contract::Term& t, const JourneyBeliefs& b, double discount) {
  ExitWorth worth;
  const AfterExit after(b, discount);
  double waits = 0, solved = 1;
  if (t.outcome(Measure::planned_exit) || t.outcome(Measure::no_representation)) {
    waits = settled_after(t);
    solved = solved_at_exit(t, b);
    worth.chance = std::exp(-discount * waits);
    worth.paid = worth.success = solved * (1 - returned(t, b, waits)) * worth.chance;
  }
  if (t.claw_back)
    worth.paid -= solved * t.claw_back->share *
                  after.returned_between(std::max(waits, void_window),
                                         t.claw_back->within_months * days_per_month);
  return worth;
}

/// Use settles at its level at the rate k of relapse and remission; of the year from the exit, day
/// t is still in the contract year with the probability 1 - t / year.
double offences_after_exit(const JourneyBeliefs& b, bool uses) {
  const double days = days_per_year / 2, k = b.relapse + b.remission;
  if (k <= 0) return days * (uses ? b.proven_using : b.proven_abstinent);
  const double level = b.relapse / k;
  const double unsettled = (1 + std::expm1(-k * days_per_year) / (k * days_per_year)) / k;
  const double in_use = level * days + (uses - level) * unsettled;
  return in_use * b.proven_using + (days - in_use) * b.proven_abstinent;
}

std::optional<TriageWorth> worth_of_triage(const Contract::Term& t, const JourneyBeliefs& b) {
  if (t.kind == TermKind::attachment) return TriageWorth{1, 0};
  if (t.kind != TermKind::outcome && t.kind != TermKind::process) return std::nullopt;
  if (t.measure == Measure::started_in_time)
    return TriageWorth{b.mean_wait > 0 ? 1 - std::exp(-t.within_days / b.mean_wait) : 1, 0};
  if (t.measure == Measure::vaccination_offered) return TriageWorth{b.vaccination, 0};
  if (t.measure == Measure::no_proven_offence)
    return TriageWorth{no_offence(b, settled_after(t)), settled_after(t)};
  return std::nullopt;
}

TermWorths worths_of_terms(const ContractPlan& plan, const JourneyBeliefs& beliefs,
                           double discount) {
  const double a_day = discount / days_per_year;
  const std::vector<Contract::Term>& terms = plan.contract->terms();
  TermWorths worths(terms.size());
  for (const ContractPlan::Term& planned : plan.terms) {
    const Contract::Term& t = terms[planned.index];
    TermWorth& worth = worths[planned.index];
    worth.lag = std::exp(-a_day * days_per_month * (0.5 + t.lag_months));
    if (planned.by_exit) worth.exit = worth_of_exit(t, beliefs, a_day);
    worth.begun = worth_of_triage(t, beliefs);
    if (worth.begun) worth.until_closed = std::exp(-a_day * worth.begun->waits);
  }
  return worths;
}

bool worths_alike(const JourneyBeliefs& a, const JourneyBeliefs& b) {
  const auto read = [](const JourneyBeliefs& of) {
    return std::tie(of.relapse, of.remission, of.returns_abstinent, of.returns_using,
                    of.out_of_reach, of.settled_at_exit, of.injecting, of.housing, of.unemployed,
                    of.wellbeing_normal, of.misreported, of.offender, of.met_using,
                    of.met_abstinent, of.proven_per_day, of.dies_or_moves, of.mean_wait,
                    of.vaccination);
  };
  return read(a) == read(b);
}

}  // namespace pbrsim
