#include "provider/walk.hpp"

#include <algorithm>
#include <limits>

#include "core/error.hpp"
#include "core/units.hpp"

namespace pbrsim {

namespace {

constexpr double for_ever = std::numeric_limits<double>::infinity();
constexpr double nobody = 1e-14;  // share of a journey that is left out of account

/// Who dies or moves cannot be shown not to have offended.
double no_offence(const JourneyBeliefs& b, double days) {
  const double stays = std::exp(-b.dies_or_moves * days);
  return stays * (1 - b.offender + b.offender * std::exp(-b.proven_per_day * days));
}

}  // namespace

Walk::Walk(const ContractPlan& plan, const JourneyBeliefs& beliefs, TreatmentChain& chain,
           Group group, Band band, const Outlook& outlook, double later)
    : plan_(&plan),
      beliefs_(&beliefs),
      chain_(&chain),
      outlook_(outlook),
      discount_(outlook.discount / days_per_year),
      later_(later / days_per_year),
      end_(outlook.for_ever ? for_ever : plan.contract->ends() - outlook.triage),
      clients_(chain.start()),
      review_due_(outlook.review_interval > 0 ? outlook.review_interval : for_ever) {
  value_.terms.resize(plan.contract->terms().size());
  terms_.reserve(plan.terms.size());
  for (const ContractPlan::Term& planned : plan.terms)
    terms_.push_back(compile(planned, group, band));
  for (std::size_t i = 0; i < terms_.size(); ++i) {
    const Contract::Term& t = *terms_[i].term;
    if (terms_[i].price == 0 || (t.kind != TermKind::outcome && t.kind != TermKind::process))
      continue;
    if (!at_review(t.measure) && t.measure != Measure::review_done) continue;
    reviews_.push_back({i, ReviewTerm(t, beliefs, outlook.review_interval)});
    reviews_.back().state.begin(clients_);
  }
  at_triage();
  mark();
}

Walk::Term Walk::compile(const ContractPlan::Term& planned, Group group, Band band) const {
  const Contract& contract = *plan_->contract;
  Term term{&planned, &contract.terms()[planned.index]};
  const double by_group = term.term->group_factor[group];
  term.price = term.term->kind == TermKind::activity
                   ? by_group
                   : by_group * to_pounds(term.term->price[contract.cluster_of(band)]);
  term.lag = std::exp(-later_ * days_per_month * (0.5 + term.term->lag_months));
  if (term.price != 0) value_exit(term);
  return term;
}

double Walk::solved_at_exit(const Contract::Term& t) const {
  const JourneyBeliefs& b = *beliefs_;
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

/// What a planned exit brings under a term, seen from its day.
void Walk::value_exit(Term& term) const {
  const Contract::Term& t = *term.term;
  const bool outcome = t.outcome(Measure::planned_exit) || t.outcome(Measure::no_representation);
  if (!outcome && !t.claw_back) return;
  const AfterExit after(*beliefs_, later_);
  double waits = 0, solved = 1;
  if (outcome) {
    waits = settled_after(t);
    solved = solved_at_exit(t);
    const double closes = std::exp(-later_ * waits);
    term.exit_success = solved * (1 - after.returned(waits)) * closes;
    term.exit_chance = t.measure == Measure::planned_exit ? 0 : closes;
    term.per_exit = term.price * term.exit_success;
  }
  if (t.claw_back)
    term.per_exit -= term.price * solved * t.claw_back->share *
                     after.returned_between(std::max(waits, void_window),
                                            t.claw_back->within_months * days_per_month);
}

double Walk::factor(const Term& term, double age) const {
  return outlook_.for_ever ? 1 : term.plan->factor(outlook_.triage + age);
}

/// What a triage brings at once, and the window after it.
void Walk::at_triage() {
  const JourneyBeliefs& b = *beliefs_;
  for (Term& term : terms_) {
    const Contract::Term& t = *term.term;
    const double in_force = factor(term, 0);
    double achieved = 0, waits = 0;
    if (t.kind == TermKind::attachment)
      achieved = 1;
    else if (t.kind != TermKind::outcome && t.kind != TermKind::process)
      continue;
    else if (t.measure == Measure::started_in_time)
      achieved = b.mean_wait > 0 ? 1 - std::exp(-t.within_days / b.mean_wait) : 1;
    else if (t.measure == Measure::vaccination_offered)
      achieved = b.vaccination;
    else if (t.measure == Measure::no_proven_offence) {
      waits = settled_after(t);
      achieved = no_offence(b, waits);
    } else
      continue;
    if (in_force == 0 || term.price == 0) continue;
    const double closes = std::exp(-later_ * waits);
    of(term).income += achieved * closes * term.lag * in_force * term.price;
    of(term).achieved += achieved * closes;
    of(term).opportunities += closes;
  }
}

bool Walk::goes_on() const { return (age_ < end_ || plan_->reaches_on) && clients_.sum() > nobody; }

double Walk::next() const {
  constexpr double longest = 2 * days_per_year;
  double at = std::min(review_due_, age_ + longest);
  if (age_ < end_) at = std::min(at, end_);
  if (age_ < twelve_weeks) at = std::min(at, twelve_weeks);
  for (const AtReview& r : reviews_)
    if (const double looks_back = review_due_ - r.state.window(); looks_back > age_)
      at = std::min(at, looks_back);
  if (!outlook_.for_ever)
    for (const double day : plan_->breaks)
      if (day - outlook_.triage > age_) at = std::min(at, day - outlook_.triage);
  return at;
}

void Walk::go(double to) {
  move(to);
  if (to == review_due_) review();
  mark();
}

void Walk::go_to_the_end() {
  while (goes_on())
    go(next());
}

void Walk::mark() {
  constexpr double rounding = 1e-9;
  for (AtReview& r : reviews_)
    if (std::abs(age_ - (review_due_ - r.state.window())) < rounding) r.state.mark();
}

void Walk::move(double to) {
  const bool early = age_ < twelve_weeks;
  const TreatmentChain::Step& step = chain_->step(early, to - age_);
  const UseRow after = clients_ * step.all;
  flow(chain_->occupancy(clients_, after, step) * discounted(age_), early);
  clients_ = after;
  for (AtReview& r : reviews_)
    r.state.move(step);
  age_ = to;
}

void Walk::flow(const UseRow& stay, bool early) {
  const StageBeliefs& s = chain_->stage(early);
  const bool under_contract = age_ < end_;
  const double weeks = stay.sum() / days_per_week;
  const double completed = stay * column(s.completion);
  const double exits = completed + stay.dot(column(s.unplanned)) + stay.dot(column(s.other_exit));
  if (under_contract) {
    for (const Modality m : all_of<Modality>())
      value_.weeks[m] += weeks * s.modality[m];
    value_.abstinent_weeks += (stay.sum() - stay[uses]) / days_per_week;
    value_.planned_exits += completed;
  }
  for (Term& term : terms_) {
    if (term.price == 0) continue;
    const Contract::Term& t = *term.term;
    const bool activity = t.kind == TermKind::activity;
    if (!activity && term.per_exit == 0 && term.exit_chance == 0 &&
        !t.outcome(Measure::planned_exit))
      continue;
    // A claw-back takes back what was paid at triage, whenever the exit comes.
    const double in_force = factor(term, t.kind == TermKind::attachment ? 0 : age_);
    if (in_force == 0) continue;
    double pounds = completed * term.per_exit;
    if (activity)
      for (const Modality m : all_of<Modality>())
        pounds += weeks * s.modality[m] * to_pounds(t.price_per_week[m]) * term.price;
    of(term).income += pounds * in_force * term.lag;
    of(term).achieved += completed * term.exit_success;
    of(term).opportunities +=
        t.outcome(Measure::planned_exit) ? exits : completed * term.exit_chance;
  }
}

void Walk::review() {
  const double seen_from = discounted(age_);
  for (AtReview& r : reviews_) {
    Term& term = terms_[r.term];
    const double in_force = age_ < end_ ? factor(term, age_) : 0;
    const auto outcome = r.state.review(age_, age_ - last_review_, in_force > 0);
    of(term).income += outcome.achieved * seen_from * term.lag * in_force * term.price;
    of(term).achieved += outcome.achieved * seen_from;
    of(term).opportunities += outcome.opportunities * seen_from;
  }
  last_review_ = review_due_;
  review_due_ += outlook_.review_interval;
}

void Walk::restart_with(int state) {
  const double here = clients_[state];
  clients_.setZero();
  clients_[state] = here;
  for (AtReview& r : reviews_)
    r.state.keep_only(state);
  origin_ = age_;
  const std::size_t n = value_.terms.size();
  value_ = {};
  value_.terms.resize(n);
}

}  // namespace pbrsim
