#include "scenario/digits.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace pbrsim::yaml {

namespace {

bool says_not_finite(std::string_view number) {
  while (!number.empty() && (number[0] == '+' || number[0] == '-' || number[0] == '.'))
    number.remove_prefix(1);
  std::string lower;
  for (const char c : number.substr(0, 9))
    lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return lower == "nan" || lower == "inf" || lower == "infinity";
}

}  // namespace

std::optional<double> parse_number(std::string_view text) {
  if (says_not_finite(text)) return HUGE_VAL;
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (end != text.data() + text.size() || text.empty()) return std::nullopt;
  if (error == std::errc::result_out_of_range) return HUGE_VAL;
  return error == std::errc() ? std::optional(value) : std::nullopt;
}

std::string without_commas(std::string_view number) {
  const std::size_t whole = std::min(number.find('.'), number.size());
  std::string plain;
  for (std::size_t i = 0; i < number.size(); ++i) {
    if (number[i] != ',') {
      plain += number[i];
    } else if (i == 0 || i > whole || (whole - i) % 4 != 0) {
      return std::string(number);
    }
  }
  const std::size_t first = number.find(',');
  return first == std::string_view::npos || first <= 3 + (number[0] == '-' ? 1 : 0)
             ? plain
             : std::string(number);
}

std::string shortest(double value) {
  std::array<char, 64> text{};
  const double size = std::abs(value);
  const bool plain = size == 0 || (size >= 1e-6 && size < 1e16);
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value,
                                 plain ? std::chars_format::fixed : std::chars_format::scientific);
  return {text.data(), end.ptr};
}

}  // namespace pbrsim::yaml
