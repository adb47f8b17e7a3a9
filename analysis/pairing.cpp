#include "analysis/pairing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/error.hpp"

namespace pbrsim {

namespace {

struct Shown {
  std::string_view name;
  bool yes_or_no;
};
constexpr std::array<Shown, 5> shown{{{"new_journeys", true},
                                      {"planned_exits", true},
                                      {"abstinent_at_review", true},
                                      {"spend", false},
                                      {"qalys", false}}};

const MeasureInfo& measure_named(std::string_view name) {
  const auto& all = measures();
  return *std::find_if(all.begin(), all.end(), [&](const auto& m) { return m.name == name; });
}

std::string number(double x) {
  if (std::isinf(x)) return "∞";
  return std::isnan(x) ? "–" : fmt::format("{:.3g}", x);
}

}  // namespace

double bound_of_yes_or_no(double a, double b) {
  PBRSIM_EXPECT(!(a < 0 || b < 0));
  return a + b > 0 ? (a + b) / std::abs(a - b) : std::nan("");
}

std::vector<Pairing> pairings(const Outcomes& outcomes, std::size_t baseline) {
  std::vector<Pairing> result;
  const std::size_t all = outcomes.areas();
  const auto values = [&](std::size_t design, const MeasureInfo& m) {
    return outcomes.values(all, design, m);
  };
  for (std::size_t d = 0; d < outcomes.design_names().size(); ++d) {
    if (d == baseline) continue;
    for (const auto& [name, yes_or_no] : shown) {
      const MeasureInfo& m = measure_named(name);
      const Difference raw = compare(values(d, m), values(baseline, m));
      Pairing p{d, &m, false, raw.independent, raw.paired, raw.variance_ratio};
      if (yes_or_no)
        p.bound =
            bound_of_yes_or_no(estimate(values(d, m)).mean, estimate(values(baseline, m)).mean);
      result.push_back(p);
      if (m.difference_by.empty()) continue;
      const MeasureInfo& by = measure_named(m.difference_by);
      const double paired = compare(values(d, by), values(baseline, by)).paired;
      result.push_back({d, &m, true, raw.independent, paired,
                        paired > 0 ? raw.independent / paired : std::nan("")});
    }
  }
  return result;
}

std::string pairing_report(const Outcomes& outcomes, std::size_t baseline) {
  const std::vector<Pairing> all = pairings(outcomes, baseline);
  if (all.empty() || std::isnan(all.front().independent)) return "";
  std::string text =
      "\nWhat pairing is worth: the variance of one replication's difference, all areas together\n";
  text += fmt::format("  {:<44}{:>14}{:>14}{:>10}{:>10}\n", "", "independent", "paired", "ratio",
                      "bound");
  for (const Pairing& p : all) {
    const auto& names = outcomes.design_names();
    const std::string what = fmt::format("{} − {}: {}{}", names[p.design], names[baseline],
                                         p.measure->name, p.by_hazards ? ", by hazards" : "");
    text += fmt::format("  {:<44}{:>14}{:>14}{:>10}{:>10}\n", what, number(p.independent),
                        number(p.paired), number(p.ratio), number(p.bound));
  }
  return text + "  bound: (a + b) / |a − b| of the means, about the most that yes or no allows\n";
}

}  // namespace pbrsim
