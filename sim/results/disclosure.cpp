#include "results/disclosure.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace pbrsim {

namespace {

using Level = HiddenPanel::Level;
constexpr double tolerance = 1e-9;

double days_of(const Timeline& timeline, int month) {
  return timeline.month_start(month + 1) - timeline.month_start(month);
}

/// One area's panel while it is being suppressed.
class Suppression {
 public:
  Suppression(const PanelToSuppress& panel, const Schedule& schedule, const DisclosureRules& rules)
      : panel_(panel),
        schedule_(schedule),
        rules_(rules),
        rows_(panel.designs.front()->rows_a_month()),
        hidden_(schedule.timeline.months(), rows_, panel.designs.size()) {
    const int last = schedule.timeline.month_of(schedule.contract_end);
    first_ = static_cast<std::size_t>(schedule.go_live_month) * rows_;
    last_ = static_cast<std::size_t>(last) * rows_;
  }

  HiddenPanel run() {
    for (std::size_t c = 0; c < panel_values().size(); ++c)
      hide_small(c);
    for (const auto& [month, column] : panel_.besides)
      for (std::size_t row = 0; row < rows_; ++row)
        level(column, static_cast<std::size_t>(month) * rows_ + row) = Level::hidden;
    for (const std::size_t c : panel_.columns)
      for (std::size_t d = 0; d < panel_.designs.size(); ++d)
        if (sum_of(d, c).all > 0 && sum_of(d, c).hidden_positive == 0) hide_next(c);
    for (bool changed = true; changed;) {
      changed = false;
      for (std::size_t c = 0; c < panel_values().size(); ++c)
        for (std::size_t d = 0; d < panel_.designs.size(); ++d)
          while (!safe(d, c) && hide_next(c))
            changed = true;
    }
    // A zero alone would be known from its total.
    for (std::size_t c = 0; c < panel_values().size(); ++c)
      for (std::size_t d = 0; d < panel_.designs.size(); ++d)
        if (sum_of(d, c).hidden_positive > 0) hidden_.hide_zeros(d, c);
    return std::move(hidden_);
  }

 private:
  Level& level(std::size_t column, std::size_t cell) {
    return hidden_.at(panel_families()[column], cell);
  }
  double value(std::size_t design, std::size_t column, std::size_t cell) const {
    return panel_.designs[design]->at(static_cast<int>(cell / rows_), cell % rows_, column) /
           panel_.replications;
  }
  /// In the unit of counts: person-time as people on average.
  double count(std::size_t design, std::size_t column, std::size_t cell) const {
    const double v = value(design, column, cell);
    return panel_values()[column].disclosure == Disclosure::person_time
               ? v / days_of(schedule_.timeline, static_cast<int>(cell / rows_))
               : v;
  }

  void hide_small(std::size_t c) {
    if (panel_values()[c].disclosure == Disclosure::with_family) return;
    for (std::size_t d = 0; d < panel_.designs.size(); ++d)
      for (std::size_t cell = 0; cell < hidden_.cells(); ++cell)
        if (is_small(count(d, c, cell), rules_)) level(c, cell) = Level::hidden;
  }

  struct Sum {
    double all = 0, hidden = 0;
    std::size_t hidden_positive = 0;
    bool hidden_zero = false;
  };
  /// Over the contract's months, whose total counts as published.
  Sum sum_of(std::size_t d, std::size_t c) {
    Sum s;
    for (std::size_t cell = first_; cell < last_; ++cell) {
      const double n = count(d, c, cell);
      s.all += n;
      if (level(c, cell) == Level::shown) continue;
      s.hidden += n;
      s.hidden_positive += n > 0;
      s.hidden_zero = s.hidden_zero || (n == 0 && level(c, cell) == Level::zeros_too);
    }
    return s;
  }

  bool safe(std::size_t d, std::size_t c) {
    const Sum s = sum_of(d, c);
    if (s.hidden_positive == 0 || s.hidden_zero) return true;
    const double ones = static_cast<double>(s.hidden_positive);
    return s.hidden_positive >= 2 && s.hidden >= rules_.suppress - tolerance &&
           s.hidden > ones + tolerance;
  }

  /// Hides the contract's cell with the smallest number still shown or, where all are hidden that
  /// are not 0, one that is. False where nothing is left to hide.
  bool hide_next(std::size_t c) {
    std::size_t best = last_;
    double least = 0;
    for (std::size_t cell = first_; cell < last_; ++cell) {
      if (level(c, cell) != Level::shown) continue;
      double n = 0;
      for (std::size_t d = 0; d < panel_.designs.size(); ++d)
        n += count(d, c, cell);
      if (n > 0 && (best == last_ || n < least)) {
        best = cell;
        least = n;
      }
    }
    if (best < last_) {
      level(c, best) = Level::hidden;
      return true;
    }
    for (std::size_t cell = first_; cell < last_; ++cell)
      if (level(c, cell) != Level::zeros_too) {
        level(c, cell) = Level::zeros_too;
        return true;
      }
    return false;
  }

  const PanelToSuppress& panel_;
  const Schedule& schedule_;
  const DisclosureRules& rules_;
  std::size_t rows_;
  std::size_t first_ = 0, last_ = 0;  // cells of the contract's months
  HiddenPanel hidden_;
};

std::size_t families() {
  return 1 + *std::max_element(panel_families().begin(), panel_families().end());
}

/// The count that a sum goes with: the first of its family.
std::size_t leader(std::size_t column) {
  for (std::size_t c = 0; c < panel_values().size(); ++c)
    if (panel_families()[c] == panel_families()[column] &&
        panel_values()[c].disclosure == Disclosure::count)
      return c;
  return column;
}

}  // namespace

bool is_small(double count, const DisclosureRules& rules) {
  return count > 0 && count < rules.suppress - tolerance;
}

double rounded(double count, const DisclosureRules& rules) {
  return rules.round > 0 ? std::round(count / rules.round) * rules.round : count;
}

const std::vector<std::size_t>& panel_families() {
  static const std::vector<std::size_t> numbers = [] {
    std::map<std::string, std::size_t> by_name;
    std::vector<std::size_t> result;
    for (const Column& c : panel_values())
      result.push_back(by_name.emplace(c.family, by_name.size()).first->second);
    return result;
  }();
  return numbers;
}

HiddenPanel::HiddenPanel(int months, std::size_t rows_a_month, std::size_t designs)
    : rows_(rows_a_month),
      cells_(static_cast<std::size_t>(months) * rows_a_month),
      levels_(families() * cells_),
      zeros_(designs * panel_values().size()) {}

void HiddenPanel::hide_zeros(std::size_t design, std::size_t column) {
  zeros_[design * panel_values().size() + column] = true;
}

bool HiddenPanel::hides(std::size_t design, const PanelValue& v) const {
  const Level level =
      at(panel_families()[v.column], static_cast<std::size_t>(v.month) * rows_ + v.row);
  if (v.value > 0) return level != Level::shown;
  return level == Level::zeros_too && zeros_[design * panel_values().size() + v.column];
}

bool HiddenPanel::any(std::size_t column, int from, int to) const {
  for (std::size_t cell = static_cast<std::size_t>(from) * rows_;
       cell < static_cast<std::size_t>(to) * rows_; ++cell)
    if (at(panel_families()[column], cell) != Level::shown) return true;
  return false;
}

HiddenPanel suppress_panel(const PanelToSuppress& panel, const Schedule& schedule,
                           const DisclosureRules& rules) {
  return Suppression(panel, schedule, rules).run();
}

double published(const PanelBlock& sums, double replications, const PanelValue& v,
                 const Timeline& timeline, const DisclosureRules& rules) {
  if (rules.round == 0) return v.value;
  switch (panel_values()[v.column].disclosure) {
    case Disclosure::nothing: return v.value;
    case Disclosure::count: return rounded(v.value, rules);
    case Disclosure::person_time: {
      const double days = days_of(timeline, v.month);
      return rounded(v.value / days, rules) * days;
    }
    case Disclosure::with_family: break;
  }
  const double count = sums.at(v.month, v.row, leader(v.column)) / replications;
  return count > 0 ? v.value / count * rounded(count, rules) : v.value;
}

}  // namespace pbrsim
