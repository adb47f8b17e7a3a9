/// Results of blocks as bytes, for checkpoints and for messages between processes: cereal's
/// portable binary archives, which give every number back bit for bit. Only for the sources of this
/// folder.
#pragma once

#include <cereal/archives/portable_binary.hpp>
#include <cereal/types/array.hpp>
#include <cereal/types/optional.hpp>
#include <cereal/types/string.hpp>
#include <cereal/types/vector.hpp>

#include <sstream>
#include <string>
#include <string_view>

#include "experiment/run.hpp"

namespace pbrsim {

// The bindings name every member: one that is added and not written does not compile.

template <class Archive, class E, class T>
void serialize(Archive& archive, EnumArray<E, T>& array) {
  archive(array.values);
}

template <class Archive>
void serialize(Archive& archive, LedgerSum& sum) {
  auto& [payee, term, cluster, accrued, paid, entries, pence] = sum;
  std::int64_t accrued_day = accrued.time_since_epoch().count(),
               paid_day = paid.time_since_epoch().count();
  archive(payee, term, cluster, accrued_day, paid_day, entries, pence);
  accrued = Date(std::chrono::days(accrued_day));
  paid = Date(std::chrono::days(paid_day));
}

template <class Archive>
void serialize(Archive& archive, CellResult& cell) {
  auto& [sums, tables, ledger] = cell;
  archive(sums, tables, ledger);
}

template <class Archive>
void serialize(Archive& archive, CellTotals& cell) {
  auto& [panel, providers] = cell;
  archive(panel, providers);
}

template <class Archive>
void serialize(Archive& archive, AreaTotals& area) {
  auto& [designs] = area;
  archive(designs);
}

template <class Archive>
void serialize(Archive& archive, Shard& shard) {
  auto& [number, of] = shard;
  archive(number, of);
}

template <class... Parts>
std::string written(const Parts&... parts) {
  std::ostringstream text;
  {
    cereal::PortableBinaryOutputArchive archive(text);
    archive(parts...);
  }
  return std::move(text).str();
}

template <class... Parts>
void read_from(std::string_view body, Parts&... parts) {
  std::istringstream text{std::string(body)};
  cereal::PortableBinaryInputArchive archive(text);
  archive(parts...);
}

}  // namespace pbrsim
