/// Offences of single persons over stretches of time. Days since the scenario's start.
#pragma once

#include <unordered_map>
#include <vector>

#include "area/history.hpp"

namespace pbrsim {

class OffencesByPerson {
 public:
  explicit OffencesByPerson(const History& history);
  /// Proven from a day to before another.
  int proven(std::uint32_t person, double from, double to) const;
  /// Whether a criminal-justice drug worker met the person after a day, to another.
  bool contacted(std::uint32_t person, double from, double to) const;
  /// To be expected, proven or not.
  double expected(std::uint32_t person, double from, double to) const;

 private:
  std::unordered_map<std::uint32_t, std::vector<double>> proven_, contacts_;
  std::unordered_map<std::uint32_t, std::vector<OffendingSpell>> rates_;
};

}  // namespace pbrsim
