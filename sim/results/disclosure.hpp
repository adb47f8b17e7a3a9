/// Small numbers suppressed and counts rounded, as an official release would.
///
/// *Primary*: a count of people or events, or a number of people on average, that is above 0 and
/// below N is suppressed. Zeros are shown. What goes with a suppressed count (sums over the same
/// people, counts that equal it or nearly so: its family of columns) is suppressed with it.
///
/// *Complementary*: of what must add up to a published total, never one number alone is
/// suppressed, nor numbers that together are small, nor numbers that must all be 1. The next
/// smallest is suppressed too, until that holds. What is suppressed under one design is suppressed
/// under all: designs share people, so their numbers are often the same.
///
/// Totals that count as published, whether they stand in a table or not: each column of the panel
/// over the contract's months, by area (and by replication where rows are); each quantity of the
/// summary over the areas.
#pragma once

#include "results/panel_table.hpp"

namespace pbrsim {

struct DisclosureRules {
  int suppress = 0;  // counts below this; 0: none. At least 3
  int round = 0;     // to the nearest of this; 0: not
  bool any() const { return suppress > 0 || round > 0; }
};

bool is_small(double count, const DisclosureRules& rules);
/// To the nearest multiple, halves away from 0; as it is without rounding.
double rounded(double count, const DisclosureRules& rules);

/// What is hidden of one area's panel (of one replication, where rows are by replication), the same
/// under all designs.
class HiddenPanel {
 public:
  HiddenPanel(int months, std::size_t rows_a_month, std::size_t designs);
  /// Is this value of a design hidden? A zero mostly is not, even where others of its family are.
  bool hides(std::size_t design, const PanelValue& value) const;
  /// Is anything of the column hidden in months [from, to)?
  bool any(std::size_t column, int from, int to) const;

  enum class Level : std::uint8_t { shown, hidden, zeros_too };
  Level& at(std::size_t family, std::size_t cell) { return levels_[family * cells_ + cell]; }
  Level at(std::size_t family, std::size_t cell) const { return levels_[family * cells_ + cell]; }
  std::size_t cells() const { return cells_; }
  /// Zeros of this design and column are hidden, too, where they have to be.
  void hide_zeros(std::size_t design, std::size_t column);

 private:
  std::size_t rows_;
  std::size_t cells_;          // months × rows a month
  std::vector<Level> levels_;  // by family, cell
  std::vector<bool> zeros_;    // by design, column
};

/// The family of each column of the panel, numbered from 0.
const std::vector<std::size_t>& panel_families();

struct PanelToSuppress {
  std::vector<const PanelBlock*> designs;
  double replications = 1;           // that the panels are sums over
  std::vector<std::size_t> columns;  // whose total is hidden: something of them must be, too
  /// Month and column that must be hidden for reasons outside the panel.
  std::vector<std::pair<int, std::size_t>> besides;
};
HiddenPanel suppress_panel(const PanelToSuppress& panel, const Schedule& schedule,
                           const DisclosureRules& rules);

/// A panel value as it is published, not hidden: rounded where that is asked for. A sum
/// that goes with a count is scaled as the count is rounded, so that their ratio stays.
double published(const PanelBlock& sums, double replications, const PanelValue& value,
                 const Timeline& timeline, const DisclosureRules& rules);

}  // namespace pbrsim
