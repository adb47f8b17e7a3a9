#include "analysis/decomposition_report.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/decomposition_tables.hpp"
#include "analysis/report.hpp"

namespace pbrsim {

namespace {

constexpr int label_width = 42, value_width = 11, difference_width = 34;

std::string spaced(std::string name) {
  std::ranges::replace(name, '_', ' ');
  return name;
}

std::size_t index_of(std::string_view measure) {
  const auto found =
      std::ranges::find_if(measures(), [&](const MeasureInfo& m) { return m.name == measure; });
  return static_cast<std::size_t>(found - measures().begin());
}

/// Broken between words so that no line is longer than a terminal; further lines are indented.
std::string wrapped(const std::string& text) {
  constexpr std::size_t widest = 100;
  std::string result, line;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at + 1), text.size());
    const std::string word = text.substr(at, end - at);
    if (line.size() + word.size() > widest) {
      result += line + "\n";
      line = "     ";
    }
    line += word;
    at = end;
  }
  return result + line + "\n";
}

std::string players_text(const DecompositionPlan& plan) {
  std::string text = "Players, and what of each differs when it is out:\n", idle;
  for (std::size_t i = 0; i < plan.players.size(); ++i) {
    const Player& player = plan.players[i];
    if (plan.plays(i))
      text +=
          wrapped("  " + spaced(player.name) + ": " + off_states(plan.parts_at_play[i], plan.from));
    else
      idle += (idle.empty() ? "" : ", ") + spaced(player.name);
  }
  if (plan.at_play.empty()) text = "No player makes a difference between the designs.\n";
  if (!idle.empty() && !plan.at_play.empty())
    text += wrapped("No difference between the designs, so 0: " + idle);
  if (plan.exact()) return text;
  return text + fmt::format(
                    "Shares are of {} random orders a replication; intervals hold their "
                    "chance too.\n",
                    plan.orders.front().size());
}

bool all_zero(const std::vector<double>& values) {
  return std::ranges::all_of(values, [](double x) { return x == 0; });
}

/// Books, which nobody keeps without money, have no parts.
bool shown(const Decomposition& d, std::size_t measure) {
  const MeasureInfo& m = measures()[measure];
  return m.headline &&
         (m.denominator != Quantity::accounts || estimate(d.values(d.areas(), measure, 0)).n > 0);
}

std::string measure_text(const Decomposition& d, std::size_t measure) {
  const MeasureInfo& m = measures()[measure];
  const std::size_t by = m.difference_by.empty() ? measure : index_of(m.difference_by);
  const std::size_t total = d.areas();
  double largest = 0;  // one unit for all, so that they can be added up
  for (std::size_t p = 0; p < d.parts(); ++p)
    largest = std::max(largest, largest_of(estimate(d.values(total, by, p))));
  const auto difference = [&](std::size_t part) {
    return padded(display_difference(estimate(d.values(total, by, part)), m.display, largest),
                  difference_width, true);
  };
  std::string text = padded("  " + std::string(m.label), label_width, false);
  for (const auto& values : {d.from(total, measure), d.to(total, measure)})
    text += padded(display(estimate(values).mean, m.display), value_width, true);
  text += "  " + difference(0) + "\n";
  for (std::size_t p = 1; p < d.parts(); ++p)
    if (!all_zero(d.values(total, by, p)))
      text += padded("      " + spaced(d.part_name(p)), label_width + 2 * value_width, false) +
              "  " + difference(p) + "\n";
  return text;
}

}  // namespace

std::string report(const Decomposition& decomposition) {
  const DecompositionPlan& plan = decomposition.plan();
  std::string text = players_text(plan) + "\n" + padded("All areas together", label_width, false) +
                     padded(plan.from, value_width, true) + padded(plan.to, value_width, true) +
                     "  " + padded("difference  [95% interval]", difference_width, true) + "\n";
  for (std::size_t m = 0; m < measures().size(); ++m)
    if (shown(decomposition, m)) text += measure_text(decomposition, m);
  return text +
         "\nParts that are not shown are exactly 0; those that are add up to the "
         "difference.\n";
}

}  // namespace pbrsim
