/// Keys that a mapping may carry beside its fields: source, mark, note; and `{value: …}`.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "scenario/report.hpp"
#include "scenario/tree.hpp"

namespace pbrsim::yaml {

inline constexpr std::array<std::string_view, 3> provenance_keys{"source", "mark", "note"};

/// The mapping with its provenance keys taken out of its entries; the value itself, with that
/// provenance, where nothing but a `value` that is not a mapping is left. Reports provenance that
/// is not text or a mark that is none.
Node settle_mapping(Node mapping, const std::string& path, Report& report);

}  // namespace pbrsim::yaml
