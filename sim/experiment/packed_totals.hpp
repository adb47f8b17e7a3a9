/// Panels and providers' quarters in as little memory as zlib can; every number comes back bit for
/// bit.
#pragma once

#include <string>

#include "experiment/run.hpp"

namespace pbrsim {

struct PackedTotals {
  static std::string pack(const AreaTotals& totals);
  /// Precondition: what pack() gave.
  static AreaTotals unpack(const std::string& packed);
};

}  // namespace pbrsim
