#include "analysis/summary_suppression.hpp"

#include <algorithm>
#include <string_view>

namespace pbrsim {

namespace {

using Q = Quantity;

/// Quantities that are hidden together, because they are equal or nearly so, and the columns of the
/// panel whose total over the contract they are.
struct Family {
  std::vector<Quantity> quantities;
  std::vector<std::string_view> columns;
};

const std::vector<Family>& families() {
  static const std::vector<Family> list{
      {{Q::treated_years},
       {"person_days_maintenance", "person_days_reduction", "person_days_psychosocial",
        "person_days_residential"}},
      {{Q::new_journeys, Q::wait_days, Q::starters}, {"journeys", "starters_followed"}},
      {{Q::waits_over_3_weeks}, {"waits_over_3_weeks"}},
      {{Q::referrals}, {"referrals"}},
      {{Q::gave_up}, {"gave_up"}},
      {{Q::treated_in_year}, {"treated_in_year"}},
      {{Q::starters_completed}, {"starters_completed"}},
      {{Q::reviews}, {"reviews"}},
      {{Q::abstinent_all, Q::reported_all}, {"abstinent_all", "reported_all"}},
      {{Q::abstinent_presenting}, {"abstinent_presenting"}},
      {{Q::planned_exits, Q::planned_exits_expected, Q::followed_6, Q::followed_12},
       {"completed_drug_free", "completed_occasional_user", "exits_followed_6",
        "exits_followed_12"}},
      {{Q::unplanned_exits, Q::unplanned_exits_expected}, {"dropped_out", "declined"}},
      {{Q::returned_6}, {"exits_returned_6"}},
      {{Q::returned_12}, {"exits_returned_12"}},
      {{Q::deaths, Q::deaths_expected}, {"deaths_poisoning", "deaths_other"}},
      {{Q::relapses, Q::relapses_expected}, {"relapses"}},
      {{Q::proven_offences}, {"proven_offences"}},
      {{Q::offences}, {"offences"}},
  };
  return list;
}

/// Sums of waiting time go with the journeys; their own size says nothing.
bool is_count(Quantity q) { return q != Q::wait_days; }

/// One replication at a time; person-years of treatment as people on average.
std::vector<double> values(const Outcomes& outcomes, std::size_t area, std::size_t design,
                           Quantity q) {
  std::vector<double> result;
  for (const Sums& sums : outcomes.sums(area, design))
    result.push_back(q == Q::treated_years ? sums[q] / sums[Q::years] : sums[q]);
  return result;
}

double mean(const Outcomes& outcomes, std::size_t area, std::size_t design, Quantity q) {
  const std::vector<double> x = values(outcomes, area, design, q);
  double sum = 0;
  for (const double v : x)
    sum += v;
  return x.empty() ? 0 : sum / static_cast<double>(x.size());
}

bool small(const Outcomes& outcomes, std::size_t area, std::size_t design, Quantity q,
           const DisclosureRules& rules) {
  const Estimate e = estimate(values(outcomes, area, design, q));
  return e.n > 0 && (is_small(e.mean, rules) || is_small(e.p10, rules) || is_small(e.p50, rules) ||
                     is_small(e.p90, rules));
}

}  // namespace

SummarySuppression::SummarySuppression(const Outcomes& outcomes, const DisclosureRules& rules)
    : rules_(rules),
      hidden_(outcomes.areas() + 1),
      spend_(outcomes.design_names().size(), std::vector<bool>(outcomes.areas() + 1)) {
  if (rules.suppress == 0) return;
  for (std::size_t f = 0; f < families().size(); ++f) {
    hide_small(outcomes, f);
    hide_complements(outcomes, f);
  }
}

void SummarySuppression::hide_small(const Outcomes& outcomes, std::size_t family) {
  for (std::size_t a = 0; a <= outcomes.areas(); ++a)
    for (std::size_t d = 0; d < outcomes.design_names().size(); ++d)
      for (const Quantity q : families()[family].quantities)
        if (is_count(q) && small(outcomes, a, d, q, rules_))
          for (const Quantity each : families()[family].quantities)
            hidden(a, each) = true;
}

/// Over the areas, as suppress_panel() does over the months; where the areas do not suffice the
/// total is hidden.
void SummarySuppression::hide_complements(const Outcomes& outcomes, std::size_t family) {
  const std::vector<Quantity>& all = families()[family].quantities;
  const std::size_t total = outcomes.areas();
  const auto hide = [&](std::size_t area) {
    for (const Quantity q : all)
      hidden(area, q) = true;
  };
  const auto safe = [&](std::size_t d, Quantity q) {
    double sum = 0;
    int positive = 0;
    for (std::size_t a = 0; a < total; ++a) {
      const double x = hidden(a, q) ? mean(outcomes, a, d, q) : 0;
      sum += x;
      positive += x > 0;
    }
    if (hidden(total, q)) return positive >= 1 || mean(outcomes, total, d, q) == 0;
    return positive == 0 || (positive >= 2 && !is_small(sum, rules_) && sum > positive);
  };
  const auto hide_next = [&](std::size_t d, Quantity q) {
    std::size_t best = total;
    for (std::size_t a = 0; a < total; ++a)
      if (!hidden(a, q) && mean(outcomes, a, d, q) > 0 &&
          (best == total || mean(outcomes, a, d, q) < mean(outcomes, best, d, q)))
        best = a;
    hide(best);
  };
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t d = 0; d < outcomes.design_names().size(); ++d)
      for (const Quantity q : all)
        if (!safe(d, q)) {
          hide_next(d, q);
          changed = true;
        }
  }
}

std::vector<std::size_t> SummarySuppression::hidden_columns(std::size_t area) const {
  std::vector<std::size_t> columns;
  for (const Family& family : families())
    if (hidden_[area][family.quantities.front()])
      for (const std::string_view column : family.columns)
        columns.push_back(panel_value(column));
  return columns;
}

void SummarySuppression::hide_weighed(const std::vector<HiddenInArea>& areas) {
  const auto hide = [&](std::vector<Quantity> quantities, bool HiddenInArea::*reason) {
    std::size_t count = 0;
    for (std::size_t a = 0; a < areas.size(); ++a) {
      if (!(areas[a].*reason)) continue;
      ++count;
      for (const Quantity q : quantities)
        hidden(a, q) = true;
    }
    if (count == 1)  // the total less the others would give it
      for (const Quantity q : quantities)
        hidden(areas.size(), q) = true;
  };
  hide({Q::qalys, Q::other_public_cost}, &HiddenInArea::person_time);
  hide({Q::crime_cost}, &HiddenInArea::offences);
  for (std::size_t d = 0; d < spend_.size(); ++d) {
    std::ptrdiff_t count = 0;
    for (std::size_t a = 0; a < areas.size(); ++a) {
      spend_[d][a] = areas[a].payments[d];
      count += spend_[d][a];
    }
    spend_[d][areas.size()] = count == 1;
  }
}

bool SummarySuppression::hides(std::size_t design, std::size_t area, const MeasureInfo& m) const {
  if (m.numerator == Q::spend || m.numerator == Q::surplus || m.numerator == Q::scheme_cost ||
      m.numerator == Q::provider_surplus || m.numerator == Q::lowest_cash)
    return spend_[design][area];
  return hidden_[area][m.numerator] || (m.ratio && hidden_[area][m.denominator]);
}

}  // namespace pbrsim
