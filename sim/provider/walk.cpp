#include "provider/walk.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.hpp"
#include "core/units.hpp"

namespace pbrsim {

namespace {

constexpr double for_ever = std::numeric_limits<double>::infinity();
constexpr double nobody = 1e-14;  // share of a journey that is left out of account
constexpr double rounding = 1e-9;

/// Its clients count for others' pay, whatever is paid for them.
bool counts_for_its_rate(const Contract::Term& t) { return t.threshold || t.escalator; }

bool matters(const Contract::Term& t, Group group) {
  if (t.group_factor[group] == 0) return false;
  return t.kind == TermKind::activity || counts_for_its_rate(t) ||
         std::ranges::any_of(t.price, [](Pence price) { return price != 0; });
}

bool reviewed(const Contract::Term& t) {
  return (t.kind == TermKind::outcome || t.kind == TermKind::process) &&
         (at_review(t.measure) || t.measure == Measure::review_done);
}

}  // namespace

template <class P>
Walk<P>::Walk(const ContractPlan& plan, const JourneyBeliefs& beliefs, Chain& chain, Group group,
              const Outlook& outlook, const std::vector<Told>& beside)
    : plan_(&plan),
      beliefs_(&beliefs),
      chain_(&chain),
      group_(group),
      outlook_(outlook),
      end_(outlook.for_ever ? for_ever : plan.contract->ends() - outlook.triage),
      span_(plan.span(outlook.triage)),
      first_span_(span_),
      clients_(P::begin(chain.start())),
      settled_(clients_),
      review_due_(for_ever) {
  add_terms();
  add_reviews(beside);
}

template <class P>
void Walk<P>::add_terms() {
  terms_.reserve(plan_->terms.size());
  const bool begun_under_it =
      outlook_.begun_under_it.value_or(outlook_.triage >= plan_->contract->begins());
  for (const ContractPlan::Term& planned : plan_->terms) {
    const Contract::Term& t = plan_->contract->terms()[planned.index];
    if (!matters(t, group_) || !t.applies(begun_under_it)) continue;
    Term term{&planned, &t};
    term.believes = planned.claws_back_triage || t.verified_by == Verifier::provider;
    terms_.push_back(term);
  }
}

/// Shares the window of those that look back as far.
template <class P>
template <class Q>
typename Walk<P>::template AtReview<Q> Walk<P>::at_review(std::size_t term,
                                                          const JourneyBeliefs& beliefs,
                                                          double interval) {
  ReviewTerm<Q> state(*terms_[term].term, beliefs, interval);
  state.begin(clients_.template topRows<Q::size>());
  std::size_t window = 0;
  while (window < windows_.size() && windows_[window].days != state.look_back())
    ++window;
  if (window == windows_.size())
    windows_.push_back({state.look_back(), interval - state.look_back()});
  return {term, window, std::move(state)};
}

template <class P>
void Walk<P>::add_reviews(const std::vector<Told>& beside) {
  beside_.resize(beside.size());
  const double interval = outlook_.review_interval;
  if (interval <= 0) return;
  reviews_.reserve(terms_.size());
  for (std::size_t i = 0; i < terms_.size(); ++i)
    if (reviewed(*terms_[i].term)) reviews_.push_back(at_review<P>(i, *beliefs_, interval));
  for (std::size_t k = 0; k < beside.size(); ++k)
    for (std::size_t i = 0; i < terms_.size(); ++i)
      if (terms_[i].plan == &plan_->terms[beside[k].term])
        beside_[k].emplace(Beside{at_review<First>(i, *beside[k].beliefs, interval)});
  if (reviews_.empty()) return;
  review_due_ = interval;
  mark();
}

template <class P>
bool Walk<P>::goes_on() const {
  if (outlook_.most_reviews > 0 && reviews_met_ >= outlook_.most_reviews) return false;
  return (age_ < end_ || plan_->reaches_on) && clients_.sum() > nobody;
}

/// The next age at which something changes course: stage, review, look-back, a term's dates.
template <class P>
double Walk<P>::next() const {
  double at = for_ever;
  if (age_ < twelve_weeks) at = twelve_weeks;
  if (age_ >= end_) return at;
  at = std::min({at, end_, review_due_});
  if (!outlook_.for_ever && span_ < plan_->breaks.size())
    at = std::min(at, plan_->breaks[span_] - outlook_.triage);
  if (review_due_ >= end_) return at;
  for (const Window& w : windows_)
    if (!w.open) at = std::min(at, w.marked_at);
  return at;
}

template <class P>
void Walk<P>::meet(double age, const ByUse& clients) {
  while (age_ < age)
    go(std::min(next(), age));
  const UseRow met = column(clients).transpose();
  Rows times = Rows::Zero();
  for (Eigen::Index i = 0; i < times.rows(); ++i)
    for (int state = 0; state < use_states; ++state)
      if (clients_(i, state) > 0) times(i, state) = met[state] / clients_(i, state);
  clients_ = clients_.cwiseProduct(times);
  for (Window& w : windows_)
    w.kept = w.kept.cwiseProduct(times);
  for (AtReview<P>& r : reviews_)
    r.state.scale(times);
  for (auto& b : beside_) {
    if (!b) continue;
    b->at_review.state.scale(times.template topRows<First::size>());
    b->paid = b->achieved = b->opportunities = Each<First>::Zero();
  }
  settled_ = clients_;
  stay_.fill(Rows::Zero());
  for (Term& term : terms_)
    term.paid = term.achieved = term.opportunities = Each<P>::Zero();
}

template <class P>
void Walk<P>::go_to_the_end() {
  while (goes_on() && !reviews_alike())
    go(next());
  if (reviews_alike()) review_for_ever();
  settle();
  if (clients_.sum() > nobody && age_ < end_) go_on_in_proportion();
}

/// Whether a review has just been, and from it on all periods until the next are alike.
template <class P>
bool Walk<P>::reviews_alike() const {
  const auto alike = [](const auto& at_review) { return at_review.state.alike(); };
  return !std::is_same_v<P, Books> && outlook_.for_ever && age_ == last_review_ &&
         age_ >= twelve_weeks && std::ranges::all_of(reviews_, alike) &&
         std::ranges::all_of(beside_, [&](const auto& b) { return !b || alike(b->at_review); });
}

template <class P>
void Walk<P>::review_for_ever() {
  if constexpr (!std::is_same_v<P, Books>) {
    constexpr int n = P::size;
    std::vector<Period<n>> periods;  // by window
    for (const Window& w : windows_)
      periods.push_back(P::period(*chain_, outlook_.review_interval, w.days));
    const Matrices<n, use_states>& all = periods.front().all;
    const Rows clients = clients_ * inverse(Matrices<n, use_states>::Identity() - all);
    const auto add = [&](auto& sums, const auto& outcome) {
      sums.paid += outcome.achieved;
      sums.achieved += outcome.achieved;
      sums.opportunities += outcome.opportunities;
    };
    for (const AtReview<P>& r : reviews_)
      add(terms_[r.term], r.state.for_ever(periods[r.window], clients));
    for (auto& b : beside_)
      if (b) {
        const auto& [term, window, state, last, before] = b->at_review;
        const typename P::First::Rows first = clients.template topRows<P::First::size>();
        add(*b, state.for_ever(periods[window].first(), first));
      }
    move(for_ever);
  }
}

/// What is left of a journey without end: stays as they are; what a term achieves at reviews falls
/// off as it did between the last two, and comes to twice what clients' leaving would make it at
/// most.
template <class P>
void Walk<P>::go_on_in_proportion() {
  PBRSIM_EXPECT(age_ >= twelve_weeks && outlook_.for_ever);
  const Each<P> left = clients_.rowwise().sum();
  const Each<P> rest = left.cwiseQuotient(last_met_ - left);
  clients_.setZero();
  settle();
  for (const AtReview<P>& r : reviews_)
    go_on_in_proportion(r, rest, terms_[r.term]);
  for (auto& b : beside_)
    if (b) go_on_in_proportion<First>(b->at_review, rest.template head<First::size>(), *b);
}

template <class P>
template <class Q, class Sums>
void Walk<P>::go_on_in_proportion(const AtReview<Q>& r, const Each<Q>& rest, Sums& sums) {
  const Each<Q> fallen = r.before.achieved - r.last.achieved;
  const Each<Q> most = 2 * r.last.achieved.cwiseProduct(rest);
  const Each<Q> more =
      (fallen.array() > 0)
          .select(most.cwiseMin(r.last.achieved.cwiseAbs2().cwiseQuotient(fallen)), most);
  sums.paid += more;
  sums.achieved += more;
  sums.opportunities += r.last.opportunities.cwiseProduct(rest);
}

template <class P>
void Walk<P>::go(double to) {
  const bool new_span = !outlook_.for_ever && span_ < plan_->breaks.size() &&
                        to == plan_->breaks[span_] - outlook_.triage;
  const bool turns = new_span || to == twelve_weeks || to == end_ || to == for_ever;
  move(to);
  if (turns) settle();
  age_ = to;
  if (new_span) ++span_;
  if (to == review_due_ && to < end_) review();
  mark();
}

template <class P>
void Walk<P>::move(double to) {
  if (to == for_ever) {
    clients_.setZero();
    return;
  }
  const typename P::Step& step = chain_->step(age_ < twelve_weeks, to - age_);
  clients_ = P::move(clients_, step);
  for (Window& w : windows_)
    if (w.open) w.kept = P::keep(w.kept, step);
  for (AtReview<P>& r : reviews_)
    r.state.move(step);
  for (auto& b : beside_)
    if (b) b->at_review.state.move(step);
}

template <class P>
const ContractPlan::Term::InForce& Walk<P>::in_force(const Term& term) const {
  static constexpr ContractPlan::Term::InForce always{true, 1};
  if (outlook_.for_ever) return always;
  // A claw-back takes back what was paid at triage, whenever the exit comes.
  return term.plan->by_span[term.plan->claws_back_triage ? first_span_ : span_];
}

/// What has flowed since the last time; in between nothing has changed but the clients.
template <class P>
void Walk<P>::settle() {
  const bool early = age_ < twelve_weeks;
  const Rows stay = P::stay(settled_, clients_, *chain_, early);
  settled_ = clients_;
  if (age_ < end_) stay_[early] += stay;
  const Each<P> completed = P::happens(stay, chain_->completion(early));
  const Each<P> coded = P::happens(stay, chain_->coded(early));
  const Each<P> exits = P::happens(stay, chain_->exits(early));
  for (Term& term : terms_)
    settle_term(term, stay, term.believes ? completed + coded : completed, exits);
}

template <class P>
void Walk<P>::settle_term(Term& term, const Rows& stay, const Each<P>& completed,
                          const Each<P>& exits) {
  const auto& [in_dates, factor] = in_force(term);
  if (!in_dates) return;
  const Contract::Term& t = *term.term;
  if (term.plan->by_exit) {
    term.paid += factor * completed;
    term.achieved += completed;
    if (t.outcome(Measure::planned_exit)) term.opportunities += exits;
  }
  if (t.kind == TermKind::activity) {
    const StageBeliefs& s = chain_->stage(age_ < twelve_weeks);
    double a_week = 0;
    for (const Modality m : all_of<Modality>())
      a_week += s.modality[m] * to_pounds(t.price_per_week[m]);
    term.paid += factor * a_week / days_per_week * stay.rowwise().sum();
  }
}

template <class P>
template <class Q, class Sums>
void Walk<P>::review(AtReview<Q>& r, Sums& sums) {
  const auto& [in_dates, factor] = in_force(terms_[r.term]);
  r.before = r.last;
  const auto& outcome = r.last =
      r.state.review(age_, in_dates, clients_.template topRows<Q::size>(),
                     windows_[r.window].kept.template topRows<Q::size>());
  sums.paid += factor * outcome.achieved;
  sums.achieved += outcome.achieved;
  sums.opportunities += outcome.opportunities;
}

template <class P>
void Walk<P>::review() {
  for (AtReview<P>& r : reviews_)
    review(r, terms_[r.term]);
  for (auto& b : beside_)
    if (b) review(b->at_review, *b);
  ++reviews_met_;
  last_met_ = met_;
  met_ = clients_.rowwise().sum();
  last_review_ = review_due_;
  review_due_ += outlook_.review_interval;
  for (Window& w : windows_) {
    w.open = false;
    w.marked_at = review_due_ - w.days;
  }
}

template <class P>
void Walk<P>::mark() {
  for (std::size_t i = 0; i < windows_.size(); ++i) {
    Window& w = windows_[i];
    if (w.open || w.marked_at > age_ + rounding) continue;
    w.open = true;
    w.kept = clients_;
    w.kept.col(uses).setZero();
    for (AtReview<P>& r : reviews_)
      if (r.window == i) r.state.mark();
    for (auto& b : beside_)
      if (b && b->at_review.window == i) b->at_review.state.mark();
  }
}

template <class P>
JourneyValue Walk<P>::value(int population, const JourneyBeliefs& beliefs, const TermWorths& worths,
                            Band band, double later, bool triage) const {
  JourneyValue value;
  value.terms = terms(population, beliefs, worths, band, later, triage);
  for (const bool early : {false, true}) {
    const UseRow days = stay_[early].row(population);
    const StageBeliefs& s = early ? beliefs.early : beliefs.later;
    const double weeks = days.sum() / days_per_week;
    for (const Modality m : all_of<Modality>())
      value.weeks[m] += weeks * s.modality[m];
    value.abstinent_weeks += weeks - days[uses] / days_per_week;
    value.planned_exits += days * column(s.completion);
  }
  return value;
}

template <class P>
JourneyValue::Terms Walk<P>::terms(int population, const JourneyBeliefs& beliefs,
                                   const TermWorths& worths, Band band, double later,
                                   bool triage) const {
  JourneyValue::Terms result(plan_->contract->terms().size());
  for (const Term& term : terms_)
    result[term.plan->index] =
        value_of(term, population, beliefs, worths, band, later / days_per_year, triage);
  return result;
}

template <class P>
JourneyValue::OfTerm Walk<P>::value_beside(std::size_t i, const TermWorths& worths,
                                           Band band) const {
  const std::optional<Beside>& b = beside_[i];
  if (!b) return {};
  const Term& term = terms_[b->at_review.term];
  const double lag = worths[term.plan->index].lag;
  const double pounds = price(*term.term, band);
  if (pounds == 0 && !counts_for_its_rate(*term.term)) return {};
  return {b->paid[0] * pounds * lag, b->achieved[0] * lag, b->opportunities[0] * lag};
}

/// Pounds; of activity, what multiplies its prices.
template <class P>
double Walk<P>::price(const Contract::Term& t, Band band) const {
  const double by_group = t.group_factor[group_];
  if (t.kind == TermKind::activity) return by_group;
  return by_group * to_pounds(t.price[plan_->contract->cluster_of(band)]);
}

template <class P>
JourneyValue::OfTerm Walk<P>::value_of(const Term& term, int population,
                                       const JourneyBeliefs& beliefs, const TermWorths& worths,
                                       Band band, double later, bool triage) const {
  const Contract::Term& t = *term.term;
  const TermWorth& worth = worths[term.plan->index];
  const double lag = worth.lag;
  const double pounds = price(t, band);
  if (pounds == 0 && !counts_for_its_rate(t)) return {};
  if (t.outcome(Measure::fewer_offences))
    return fewer_offences(term, population, beliefs, later, triage);
  JourneyValue::OfTerm of{term.paid[population] * pounds * lag, term.achieved[population],
                          term.opportunities[population]};
  if (term.plan->by_exit) {
    of.income *= worth.exit.paid;
    if (!t.outcome(Measure::planned_exit)) of.opportunities = of.achieved * worth.exit.chance;
    of.achieved *= worth.exit.success;
  }
  of.achieved *= lag;
  of.opportunities *= lag;
  if (!triage) return of;
  const auto& [in_dates, factor] =
      outlook_.for_ever ? ContractPlan::Term::InForce{true, 1} : term.plan->by_span[first_span_];
  if (worth.begun && in_dates) {
    const double closes = lag * worth.until_closed;
    of.income += worth.begun->achieved * closes * factor * pounds;
    of.achieved += worth.begun->achieved * closes;
    of.opportunities += closes;
  }
  return of;
}

template <class P>
JourneyValue::OfTerm Walk<P>::fewer_offences(const Term& term, int population,
                                             const JourneyBeliefs& b, double later,
                                             bool triage) const {
  if (!outlook_.for_ever && !term.plan->by_span[first_span_].in_dates) return {};
  const double after_use = offences_after_exit(b, true);
  const double after_abstinence = offences_after_exit(b, false);
  double days = 0, offences = 0;
  for (const bool early : {false, true}) {
    const UseRow stay = stay_[early].row(population);
    const StageBeliefs& s = early ? b.early : b.later;
    days += stay.sum();
    offences += b.proven_in_treatment *
                (stay[uses] * b.proven_using + (stay.sum() - stay[uses]) * b.proven_abstinent);
    const UseRow exits =
        stay.cwiseProduct((column(s.completion) + column(s.unplanned)).transpose());
    offences += exits[uses] * after_use + (exits.sum() - exits[uses]) * after_abstinence;
  }
  const Contract::Term& t = *term.term;
  const double to_payment = days_per_year / 2 + days_per_month * t.lag_months;
  const double lag = std::exp(-later * to_payment);
  const double clients = lag * (triage + days / days_per_year);
  offences *= lag;
  return {to_pounds(t.price.front()) * (t.baseline * clients - offences), offences, clients};
}

template class Walk<Courses<1>>;
template class Walk<Courses<4>>;
template class Walk<Books>;

}  // namespace pbrsim
