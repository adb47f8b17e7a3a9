#include "tariff/never_pays.hpp"

#include <algorithm>

#include "core/units.hpp"

namespace pbrsim {

namespace {

constexpr int longest_contract = 120;  // months
constexpr const char* so = ", so that the term never pays; change it or remove the term";

bool is_nothing(double pounds) { return to_pence(pounds) == 0; }

template <class Prices>
bool all_nothing(const Prices& prices) {
  return std::all_of(prices.begin(), prices.end(), [](const auto& p) { return p.second == 0; });
}

bool pays_for_a_group(const TermParameters& term) {
  return std::ranges::any_of(all_of<Group>(), [&](Group g) {
    const bool covered =
        term.groups.empty() || std::ranges::find(term.groups, g) != term.groups.end();
    return covered && term.group_factor[g] > 0;
  });
}

double phase(const TermParameters& term, int month) {
  double factor = 1;
  for (const PhaseStep& step : term.phase_in)
    if (step.from_month <= month) factor = step.factor;
  return factor;
}

bool pays_in_a_month(const TermParameters& term) {
  for (int m = term.from_month; m < term.until_month.value_or(longest_contract + 1); ++m)
    if (phase(term, m) > 0) return true;
  return false;
}

void check_price(const TermParameters& term, Problems& problems) {
  const auto price_is_nothing = [](const auto& p) { return is_nothing(p.second); };
  if (!term.price.empty() && std::ranges::all_of(term.price, price_is_nothing))
    problems.push_back({"price",
                        std::string(all_nothing(term.price) ? "is 0" : "is below a penny") +
                            (term.price.size() > 1 ? " for every cluster" : "") + so,
                        {"price", "threshold"}});
  if (!term.price_ratio.empty() && all_nothing(term.price_ratio))
    problems.push_back(
        {"price_ratio", std::string("is 0 for every cluster") + so, {"price_ratio", "threshold"}});
  if (term.price_per_week && std::ranges::all_of(*term.price_per_week, is_nothing))
    problems.push_back(
        {"price_per_week", std::string("is 0 for every modality") + so, {"price_per_week"}});
}

void check_factors(const TermParameters& term, Problems& problems) {
  if (!pays_for_a_group(term))
    problems.push_back({"group_factor",
                        std::string("is 0 for every group that the term is for") + so,
                        {"group_factor", "groups", "threshold"}});
  const bool begins_and_ends = !term.until_month || *term.until_month > term.from_month;
  if (begins_and_ends && !pays_in_a_month(term))
    problems.push_back({"phase_in",
                        std::string("is 0 in every month of the term") + so,
                        {"phase_in", "from_month", "until_month", "threshold"}});
  if (term.escalator && !term.escalator->steps.empty() &&
      std::ranges::all_of(term.escalator->steps,
                          [](const EscalatorStep& s) { return s.factor == 0; }))
    problems.push_back({"escalator.steps",
                        std::string("have no factor above 0") + so,
                        {"escalator", "threshold"}});
}

}  // namespace

void check_pays(const TermParameters& term, Problems& problems) {
  if (term.threshold && term.threshold->malus > 0) return;
  const auto check = [&](const char* field, bool given_as_nothing) {
    if (given_as_nothing)
      problems.push_back({field, std::string("is 0") + so, {field, "threshold"}});
  };
  check("amount", term.amount && is_nothing(*term.amount));
  check("share", term.share && *term.share == 0);
  check("cap", term.cap && is_nothing(*term.cap));
  check("within", term.within && *term.within == 0);
  check("baseline", term.baseline && *term.baseline == 0);
  check_price(term, problems);
  check_factors(term, problems);
  if (term.threshold && term.threshold->rate == 1 &&
      term.threshold->pays == Beyond::what_exceeds_it)
    problems.push_back({"threshold.rate",
                        "is 100%, which nothing can exceed, so that the term never pays; lower it, "
                        "or add pays: everything_once_met",
                        {"threshold"}});
}

void check_takes_back(const TermParameters& term, Problems& problems) {
  if (!term.claw_back) return;
  if (term.claw_back->share == 0)
    problems.push_back({"claw_back.share",
                        "is 0, so that nothing is taken back; change it or remove the claw-back",
                        {"claw_back"}});
  if (term.measure == Measure::no_representation && term.within_months &&
      term.claw_back->within_months <= *term.within_months)
    problems.push_back(
        {"claw_back.within_months",
         "is no longer than the term's within_months: who returns in that time was "
         "not paid for, so that nothing is ever taken back; make it longer or remove "
         "the claw-back",
         {"claw_back", "measure", "within_months"}});
}

}  // namespace pbrsim
