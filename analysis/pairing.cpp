#include "analysis/pairing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace pbrsim {

namespace {

constexpr std::array<std::string_view, 5> shown{"new_journeys", "planned_exits",
                                                "abstinent_at_review", "spend", "qalys"};

const MeasureInfo& measure_named(std::string_view name) {
  const auto& all = measures();
  return *std::find_if(all.begin(), all.end(), [&](const auto& m) { return m.name == name; });
}

std::string number(double x) { return std::isnan(x) ? "–" : fmt::format("{:.3g}", x); }

}  // namespace

std::vector<Pairing> pairings(const Outcomes& outcomes, std::size_t baseline) {
  std::vector<Pairing> result;
  const std::size_t all = outcomes.areas();
  const auto difference = [&](std::size_t design, const MeasureInfo& m) {
    return compare(outcomes.values(all, design, m), outcomes.values(all, baseline, m));
  };
  for (std::size_t d = 0; d < outcomes.design_names().size(); ++d) {
    if (d == baseline) continue;
    for (const std::string_view name : shown) {
      const MeasureInfo& m = measure_named(name);
      const Difference raw = difference(d, m);
      result.push_back({d, &m, false, raw.independent, raw.paired, raw.variance_ratio});
      if (m.difference_by.empty()) continue;
      const double paired = difference(d, measure_named(m.difference_by)).paired;
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
  text += fmt::format("  {:<44}{:>14}{:>14}{:>10}\n", "", "independent", "paired", "ratio");
  for (const Pairing& p : all) {
    const auto& names = outcomes.design_names();
    const std::string what = fmt::format("{} − {}: {}{}", names[p.design], names[baseline],
                                         p.measure->name, p.by_hazards ? ", by hazards" : "");
    text += fmt::format("  {:<44}{:>14}{:>14}{:>10}\n", what, number(p.independent),
                        number(p.paired), number(p.ratio));
  }
  return text;
}

}  // namespace pbrsim
