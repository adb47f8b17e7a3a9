/// Distributions as files write them: !lognormal {mean: 0.4 per year, sd: 0.1 per year}.
///
/// The tag names the family, the keys its parameters, which carry the unit of the key that the
/// distribution stands for (but for log_sd). `draw` names the draw: distributions with one name are
/// drawn together, at the same quantile; left out, it is the path where the distribution stands.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "random/distribution.hpp"
#include "scenario/checks.hpp"

namespace pbrsim::yaml {

/// The tag of a plain value.
inline constexpr std::string_view constant_tag = "constant";
inline constexpr std::string_view draw_key = "draw";

/// What may stand after the exclamation mark.
std::vector<std::string_view> distribution_tags();
/// How a distribution of that tag is written, in plain numbers.
std::string example_of(std::string_view tag);

/// The distribution that the node says, if it is one that the field can hold; findings if not.
std::optional<Distribution> read_distribution(const Node& node, const FieldSpec& spec,
                                              Checks& checks);
/// The name of its draw.
std::string draw_of(const Node& node);

/// The complete distribution as a node. Precondition: read_distribution finds nothing wrong.
NodePtr write_distribution(const Node& node, const FieldSpec& spec);

}  // namespace pbrsim::yaml
