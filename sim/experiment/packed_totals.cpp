#include "experiment/packed_totals.hpp"

#include "experiment/archive.hpp"
#include "results/packing.hpp"

namespace pbrsim {

std::string PackedTotals::pack(const AreaTotals& totals) {
  const std::string body = written(totals);
  return written(body.size(), packed(body));
}

AreaTotals PackedTotals::unpack(const std::string& bytes) {
  std::size_t length = 0;
  std::string body;
  read_from(bytes, length, body);
  AreaTotals totals;
  read_from(unpacked(body, length), totals);
  return totals;
}

}  // namespace pbrsim
