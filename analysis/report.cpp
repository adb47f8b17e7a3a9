#include "analysis/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace pbrsim {

namespace {

constexpr int label_width = 36;
constexpr int value_width = 12;
constexpr int difference_width = 32;

/// Columns that the text takes on a terminal: bytes that do not continue a UTF-8 character.
int width(const std::string& text) {
  int n = 0;
  for (const char c : text)
    n += (static_cast<unsigned char>(c) & 0xC0u) != 0x80u;
  return n;
}

/// A number that is not negative, with commas.
std::string thousands(double value, int decimals) {
  std::string digits = fmt::format("{:.{}f}", value, decimals);
  std::size_t whole = digits.find('.');
  if (whole == std::string::npos) whole = digits.size();
  for (std::size_t at = whole; at > 3; at -= 3)
    digits.insert(at - 3, ",");
  return digits;
}

/// Numbers of one line share their decimals and unit: those that suit the largest.
struct Style {
  Display how;
  int decimals;
  double divisor = 1;
  std::string_view before, after;
};

Style style_for(Display how, double largest) {
  switch (how) {
    case Display::count: return {how, largest < 10 ? 1 : 0, 1, "", ""};
    case Display::percent: return {how, 1, 0.01, "", "%"};
    case Display::days: return {how, 1, 1, "", ""};
    case Display::decimal: return {how, largest < 100 ? 1 : 0, 1, "", ""};
    case Display::pounds: break;
  }
  if (largest >= 1e6) return {how, 2, 1e6, "£", "m"};
  return {how, 0, largest >= 1e4 ? 1e3 : 1.0, "£", largest >= 1e4 ? "k" : ""};
}

std::string number(double value, const Style& style, bool signed_number) {
  const std::string digits = thousands(std::abs(value / style.divisor), style.decimals);
  const bool zero = digits.find_first_of("123456789") == std::string::npos;
  const std::string sign = zero ? "" : value < 0 ? "−" : signed_number ? "+" : "";
  return sign + std::string(style.before) + digits + std::string(style.after);
}

const MeasureInfo& measure_named(std::string_view name) {
  for (const MeasureInfo& m : measures())
    if (m.name == name) return m;
  return measures().front();
}

/// Books are kept where money is at work; elsewhere their rows would be empty.
bool shown(const MeasureInfo& m, const Outcomes& outcomes, std::size_t area) {
  if (!m.headline || m.denominator != Quantity::accounts) return m.headline;
  for (std::size_t d = 0; d < outcomes.design_names().size(); ++d)
    if (estimate(outcomes.values(area, d, m)).n > 0) return true;
  return false;
}

std::string area_table(const Outcomes& outcomes, std::size_t area, std::size_t baseline) {
  std::string text;
  for (const MeasureInfo& m : measures()) {
    if (!shown(m, outcomes, area)) continue;
    text += padded("  " + std::string(m.label), label_width, false);
    for (std::size_t d = 0; d < outcomes.design_names().size(); ++d)
      text += padded(
          display(estimate(outcomes.values(area, d, m), outcomes.parts(area)).mean, m.display),
          value_width, true);
    const MeasureInfo& by = m.difference_by.empty() ? m : measure_named(m.difference_by);
    for (std::size_t d = 0; d < outcomes.design_names().size(); ++d) {
      if (d == baseline) continue;
      const Difference diff = compare(outcomes.values(area, d, by),
                                      outcomes.values(area, baseline, by), outcomes.parts(area));
      text += "  " + padded(display_difference(diff.difference, m.display), difference_width, true);
    }
    text += '\n';
  }
  return text;
}

}  // namespace

std::string display(double value, Display how) {
  return std::isnan(value) ? "–" : number(value, style_for(how, std::abs(value)), false);
}

std::string padded(const std::string& text, int to, bool right) {
  const std::string spaces(static_cast<std::size_t>(std::max(0, to - width(text))), ' ');
  return right ? spaces + text : text + spaces;
}

double largest_of(const Estimate& e) {
  if (e.n == 0) return 0;
  if (e.n == 1) return std::abs(e.mean);
  return std::max({std::abs(e.mean), std::abs(e.lower), std::abs(e.upper)});
}

std::string display_difference(const Estimate& e, Display how) {
  return display_difference(e, how, largest_of(e));
}

std::string display_difference(const Estimate& e, Display how, double largest) {
  if (e.n == 0) return "–";
  Style style = style_for(how, largest);
  if (how == Display::percent) style.after = "";  // points
  const std::string mean = number(e.mean, style, true) + (how == Display::percent ? " pts" : "");
  if (e.n < 2) return mean;
  return mean + "  [" + number(e.lower, style, true) + ", " + number(e.upper, style, true) + "]";
}

std::string report(const Outcomes& outcomes, std::size_t baseline,
                   const std::vector<std::string>& labels,
                   const std::vector<std::string>& area_labels) {
  std::string head = padded("", label_width, false);
  for (const std::string& label : outcomes.design_names())
    head += padded(label, value_width, true);
  for (std::size_t d = 0; d < labels.size(); ++d)
    if (d != baseline)
      head += "  " + padded(outcomes.design_names()[d] + " − " + outcomes.design_names()[baseline] +
                                "  [95% interval]",
                            difference_width, true);
  std::string text;
  for (std::size_t d = 0; d < labels.size(); ++d)
    text += fmt::format("{} = {}{}\n", outcomes.design_names()[d], labels[d],
                        d == baseline ? " (baseline)" : "");
  text += "\n" + head + "\nAll areas together\n" + area_table(outcomes, outcomes.areas(), baseline);
  if (outcomes.areas() > 1)
    for (std::size_t a = 0; a < outcomes.areas(); ++a)
      text += "\n" + area_labels[a] + "\n" + area_table(outcomes, a, baseline);
  return text;
}

}  // namespace pbrsim
