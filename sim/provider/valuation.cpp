#include "provider/valuation.hpp"

#include <algorithm>

#include "core/units.hpp"
#include "provider/walk.hpp"

namespace pbrsim {

namespace {

/// Gauss-Legendre on (0, 1) with eight nodes: exact to degree 15 (Abramowitz & Stegun 25.4.30).
constexpr std::array<double, 4> node{0.1834346424956498, 0.5255324099163290, 0.7966664774136267,
                                     0.9602898564975363};
constexpr std::array<double, 4> weight{0.3626837833783620, 0.3137066458778873, 0.2223810344533745,
                                       0.1012285362903763};

JourneyValue whole_journey(const ContractPlan& plan, const JourneyBeliefs& beliefs, Group group,
                           Band band, const Outlook& outlook, double later) {
  TreatmentChain chain(beliefs, outlook.discount / days_per_year);
  Walk walk(plan, beliefs, chain, group, band, outlook, later);
  walk.go_to_the_end();
  return walk.value();
}

}  // namespace

double settled_after(const Contract::Term& term) {
  if (term.kind != TermKind::outcome) return 0;
  if (term.measure == Measure::planned_exit) return void_window;
  return has_window(term.measure) ? term.window_months * days_per_month : 0;
}

ContractPlan::ContractPlan(const Contract& source) : contract(&source) {
  for (std::size_t i = 0; i < source.terms().size(); ++i) {
    const Contract::Term& t = source.terms()[i];
    if (t.kind == TermKind::block || t.kind == TermKind::floor ||
        t.outcome(Measure::fewer_offences))
      continue;
    Term term{i, t.begins, t.ends, {}};
    for (const PhaseStep& step : t.phase_in)
      term.phases.push_back(
          {source.months_after(source.begins(), step.from_month) - settled_after(t), step.factor});
    if (t.kind == TermKind::attachment && t.claw_back) reaches_on = true;
    breaks.insert(breaks.end(), {term.begins, term.ends});
    for (const Factor& f : term.phases)
      breaks.push_back(f.from);
    terms.push_back(std::move(term));
  }
  std::sort(breaks.begin(), breaks.end());
  breaks.erase(std::unique(breaks.begin(), breaks.end()), breaks.end());
}

double ContractPlan::Term::factor(double day) const {
  if (day < begins || day >= ends) return 0;
  double result = 1;
  for (const Factor& f : phases)
    if (day >= f.from) result = f.value;
  return result;
}

double JourneyValue::income() const {
  double sum = 0;
  for (const OfTerm& t : terms)
    sum += t.income;
  return sum;
}

double JourneyValue::total_weeks() const {
  double sum = 0;
  for (const double w : weeks)
    sum += w;
  return sum;
}

JourneyValue& JourneyValue::add(const JourneyValue& other, double times) {
  terms.resize(std::max(terms.size(), other.terms.size()));
  for (std::size_t i = 0; i < other.terms.size(); ++i) {
    terms[i].income += times * other.terms[i].income;
    terms[i].achieved += times * other.terms[i].achieved;
    terms[i].opportunities += times * other.terms[i].opportunities;
  }
  for (const Modality m : all_of<Modality>())
    weeks[m] += times * other.weeks[m];
  abstinent_weeks += times * other.abstinent_weeks;
  planned_exits += times * other.planned_exits;
  return *this;
}

JourneyValue value_of_journey(const ContractPlan& plan, const JourneyBeliefs& beliefs, Group group,
                              Band band, const Outlook& outlook) {
  return whole_journey(plan, beliefs, group, band, outlook, outlook.discount);
}

BookValue value_of_books(const ContractPlan& plan, const JourneyBeliefs& beliefs, Group group,
                         Band band, const Outlook& outlook) {
  TreatmentChain chain(beliefs, outlook.discount / days_per_year);
  BookValue books;
  Outlook steady = outlook;
  steady.for_ever = true;
  for (Walk walk(plan, beliefs, chain, group, band, steady, outlook.discount); walk.goes_on();) {
    const double from = walk.age(), to = walk.next();
    for (int i = 0; i < 8; ++i) {
      const auto pair = static_cast<std::size_t>(i / 2);
      const double at = 0.5 * (1 + (i % 2 == 0 ? -node[pair] : node[pair]));
      Walk there = walk;
      there.go(from + at * (to - from));
      for (int state = 0; state < use_states; ++state) {
        Walk one = there;
        one.restart_with(state);
        const double here = one.clients().sum();
        if (here <= 0) continue;
        one.go_to_the_end();
        const double days = 0.5 * weight[pair] * (to - from);
        auto& cell =
            books.states[static_cast<std::size_t>((from < twelve_weeks ? 0 : use_states) + state)];
        cell.clients += days * here;
        cell.value.add(one.value(), days);
      }
    }
    walk.go(to);
  }
  for (BookValue::OfState& cell : books.states)
    if (cell.clients > 0) {
      JourneyValue mean;
      mean.add(cell.value, 1 / cell.clients);
      cell.value = mean;
    }
  const double per_day = outlook.discount / days_per_year;
  steady.discount = 0;
  books.owed.add(whole_journey(plan, beliefs, group, band, steady, 0), 1 / per_day);
  books.owed.add(whole_journey(plan, beliefs, group, band, steady, outlook.discount), -1 / per_day);
  return books;
}

}  // namespace pbrsim
