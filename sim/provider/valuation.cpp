#include "provider/valuation.hpp"

#include <algorithm>

#include "core/units.hpp"
#include "provider/walk.hpp"

namespace pbrsim {

namespace {

using OneCourse = Courses<1>;

struct Change {
  double from, factor;
};

/// Days on which the factor of a term's phases changes, as seen from the exit or triage.
std::vector<Change> phases_of(const Contract& contract, const Contract::Term& t) {
  std::vector<Change> result;
  for (const PhaseStep& step : t.phase_in)
    result.push_back({contract.months_after(contract.begins(), step.from_month) - settled_after(t),
                      step.factor});
  return result;
}

bool earned_by_clients(const Contract::Term& t) {
  return t.kind != TermKind::block && t.kind != TermKind::floor;
}

ContractPlan::Term::InForce in_force(const Contract& contract, const Contract::Term& t,
                                     double day) {
  if (day < t.begins || day >= t.ends) return {};
  ContractPlan::Term::InForce result{true, 1};
  for (const Change& phase : phases_of(contract, t))
    if (day >= phase.from) result.factor = phase.factor;
  return result;
}

}  // namespace

double settled_after(const Contract::Term& term) {
  if (term.kind != TermKind::outcome) return 0;
  if (term.measure == Measure::planned_exit) return void_window;
  return has_window(term.measure) ? term.window_months * days_per_month : 0;
}

ContractPlan::ContractPlan(const Contract& source) : contract(&source) {
  for (const Contract::Term& t : source.terms()) {
    if (!earned_by_clients(t)) continue;
    if (t.kind == TermKind::attachment && t.claw_back) reaches_on = true;
    if (t.applies_to != AppliesTo::all) tells_stock = true;
    breaks.insert(breaks.end(), {t.begins, t.ends});
    for (const Change& phase : phases_of(source, t))
      breaks.push_back(phase.from);
  }
  std::sort(breaks.begin(), breaks.end());
  breaks.erase(std::unique(breaks.begin(), breaks.end()), breaks.end());
  for (std::size_t i = 0; i < source.terms().size(); ++i) {
    const Contract::Term& t = source.terms()[i];
    if (!earned_by_clients(t)) continue;
    const bool claws_back_triage = t.kind == TermKind::attachment && t.claw_back;
    Term term{i,
              claws_back_triage,
              claws_back_triage || t.outcome(Measure::planned_exit) ||
                  t.outcome(Measure::no_representation),
              {{}}};
    for (const double day : breaks)
      term.by_span.push_back(in_force(source, t, day));
    terms.push_back(std::move(term));
  }
}

std::size_t ContractPlan::span(double day) const {
  return static_cast<std::size_t>(std::ranges::upper_bound(breaks, day) - breaks.begin());
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
  OneCourse::Chain chain(beliefs, outlook.discount / days_per_year);
  Walk<OneCourse> walk(plan, beliefs, chain, group, outlook);
  walk.go_to_the_end();
  return walk.value(0, beliefs, worths_of_terms(plan, beliefs, outlook.discount), band,
                    outlook.discount, true);
}

JourneyValue value_of_clients(const ContractPlan& plan, const JourneyBeliefs& beliefs, Group group,
                              Band band, const Outlook& outlook, double age, const ByUse& clients) {
  Outlook from_triage = outlook;
  from_triage.triage -= age;
  OneCourse::Chain chain(beliefs, outlook.discount / days_per_year);
  Walk<OneCourse> walk(plan, beliefs, chain, group, from_triage);
  walk.meet(age, clients);
  walk.go_to_the_end();
  return walk.value(0, beliefs, worths_of_terms(plan, beliefs, outlook.discount), band,
                    outlook.discount, false);
}

BookValue value_of_books(const ContractPlan& plan, const JourneyBeliefs& beliefs, Group group,
                         Band band, const Outlook& outlook) {
  const double per_day = outlook.discount / days_per_year;
  Books::Chain chain(beliefs, per_day);
  Outlook steady = outlook;
  steady.for_ever = true;
  Walk<Books> walk(plan, beliefs, chain, group, steady);
  walk.go_to_the_end();
  const auto worths = worths_of_terms(plan, beliefs, outlook.discount);
  BookValue books;
  for (const bool early : {true, false})
    for (int state = 0; state < use_states; ++state) {
      BookValue::OfState& of =
          books.states[static_cast<std::size_t>((early ? 0 : use_states) + state)];
      of.clients = walk.days(early, state);
      if (of.clients > 0)
        of.value.add(
            walk.value(Books::row(early, state), beliefs, worths, band, outlook.discount, false),
            1 / of.clients);
    }
  books.owed.add(walk.value(0, beliefs, worths_of_terms(plan, beliefs, 0), band, 0, true),
                 1 / per_day);
  books.owed.add(walk.value(0, beliefs, worths, band, outlook.discount, true), -1 / per_day);
  return books;
}

}  // namespace pbrsim
