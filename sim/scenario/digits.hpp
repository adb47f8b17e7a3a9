/// Decimal digits and doubles, independent of the locale.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pbrsim::yaml {

/// Nothing where the text is not a number; infinite where it is too large, infinite or not a number
/// in the sense of IEEE 754 ("nan").
std::optional<double> parse_number(std::string_view text);

/// "1,200" without its commas where they part thousands; other text as it is.
std::string without_commas(std::string_view number);

/// The fewest digits that read back as the same double; without exponent from 1e-6 to 1e16.
std::string shortest(double value);

}  // namespace pbrsim::yaml
