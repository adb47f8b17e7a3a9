// What it costs to value a provider: every group and band under a contract with the terms of the
// pilots: new journeys over what is left of three years (median of 1001), and clients on the books
// (median of 101).
#include <algorithm>
#include <chrono>
#include <iostream>

#include "provider/valuation.hpp"

using namespace pbrsim;

namespace {

JourneyBeliefs beliefs() {
  JourneyBeliefs b;
  b.abstinent_at_start = 0.1;
  b.early.stops = 0.012;
  b.early.lapse = {0, 0.009, 0.004};
  b.early.completion = {0, 0.002, 0.005};
  b.early.unplanned = {0.006, 0.003, 0.002};
  b.early.modality[Modality::psychosocial] = 1;
  b.later = b.early;
  b.later.stops = 0.005;
  b.relapse = 0.004;
  b.returns_using = 0.003;
  return b;
}

ContractParameters pilot() {
  ContractParameters c;
  const auto term = [&](const char* name, TermKind kind) -> TermParameters& {
    c.terms[name].kind = kind;
    if (kind != TermKind::activity) c.terms[name].price = {{"all", 100}};
    return c.terms[name];
  };
  term("attachment", TermKind::attachment);
  term("weeks", TermKind::activity).price_per_week = ByModality<double>::filled(40);
  term("abstinent", TermKind::outcome).measure = Measure::abstinent_presenting_at_review;
  c.terms["abstinent"].up_to = 2;
  term("exit", TermKind::outcome).measure = Measure::planned_exit;
  term("away", TermKind::outcome).measure = Measure::no_representation;
  c.terms["away"].within_months = 12;
  return c;
}

/// Values all groups and bands by `value_of` so many times; prints the median. The sum of all.
template <class ValueOf>
double measure(const char* what, int times, ValueOf value_of) {
  std::vector<double> microseconds;
  double sum = 0;
  for (int i = 0; i < times; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    for (const Group g : all_of<Group>())
      for (const MeasuredBand b : all_of<MeasuredBand>())
        sum +=
            value_of(g, static_cast<Band>(b), Outlook{static_cast<double>(i % 90), 0.4, 84, false});
    microseconds.push_back(
        std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - begin)
            .count());
  }
  const auto middle = microseconds.begin() + times / 2;
  std::nth_element(microseconds.begin(), middle, microseconds.end());
  std::cout << what << ": median " << *middle << " us for a provider (20 groups and bands), mean "
            << sum / times / 20 << " pounds\n";
  return sum;
}

}  // namespace

int main() {
  const Timeline timeline(Date{std::chrono::year{2012} / 4 / 1},
                          Date{std::chrono::year{2017} / 4 / 1});
  const Contract contract(pilot(), timeline, 0, 1095, false);
  const ContractPlan plan(contract);
  const JourneyBeliefs belief = beliefs();
  const double journeys = measure("new journeys", 1001, [&](Group g, Band b, const Outlook& o) {
    return value_of_journey(plan, belief, g, b, o).income();
  });
  const double books = measure("on the books", 101, [&](Group g, Band b, const Outlook& o) {
    return value_of_books(plan, belief, g, b, o).owed.income();
  });
  return journeys > 0 && books > 0 ? 0 : 1;
}
