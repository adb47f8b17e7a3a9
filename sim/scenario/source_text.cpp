#include "scenario/source_text.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <string_view>

namespace pbrsim::yaml {

namespace {

/// Bytes of the UTF-8 character that begins at `at`; 0 where there is none.
std::size_t character_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])) : 0u;
  };
  const std::uint32_t first = byte(at);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4) return 0;
  std::uint32_t code = first & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xC0) != 0x80) return 0;
    code = code << 6 | (byte(at + i) & 0x3F);
  }
  constexpr std::array<std::uint32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  return code < least[length] || code > 0x10FFFF || surrogate ? 0 : length;
}

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7F;
}

bool begins_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

std::string hex(char c) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  return std::string("0x") + digits[byte >> 4] + digits[byte & 15];
}

SourceText refuse(std::string message) { return {"", {std::move(message), 0, 0}}; }

SourceText refuse_at(std::string_view text, std::size_t at, const std::string& message) {
  const std::string_view before = text.substr(0, at);
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const std::size_t start =
      before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
  const auto characters = std::count_if(before.begin() + static_cast<std::ptrdiff_t>(start),
                                        before.end(), begins_character);
  return {"",
          {message + " at byte offset " + std::to_string(at), static_cast<int>(line),
           1 + static_cast<int>(characters)}};
}

}  // namespace

SourceText check_text(std::string text) {
  constexpr std::string_view mark = "\xEF\xBB\xBF";
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"))
    return refuse("is UTF-16; save it as UTF-8");
  std::size_t line = 0;
  for (std::size_t at = text.starts_with(mark) ? mark.size() : 0; at < text.size();) {
    if (at - line >= longest_line)
      return refuse_at(text, at, "is in a line of more than 100000 bytes, which must be broken,");
    if (text[at] == '\n') line = at + 1;
    const std::size_t length = character_length(text, at);
    if (text[at] == '\0') return refuse_at(text, at, "is not text: there is a NUL byte");
    if (length == 0)
      return refuse_at(text, at, "is not UTF-8: there is a stray byte " + hex(text[at]));
    if (is_control(text[at]))
      return refuse_at(text, at, "holds the control character " + hex(text[at]));
    at += length;
  }
  if (text.starts_with(mark)) text.erase(0, mark.size());
  return {std::move(text), {}};
}

SourceText read_source(const std::filesystem::path& file) {
  std::error_code ignored;
  if (std::filesystem::is_directory(file, ignored))
    return refuse("cannot be read: it is a directory");
  errno = 0;
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return refuse(std::string("cannot be read: ") + std::strerror(errno));
  std::string text;
  std::array<char, 65536> piece{};
  while (text.size() <= most_bytes && stream) {
    stream.read(piece.data(), piece.size());
    text.append(piece.data(), static_cast<std::size_t>(stream.gcount()));
  }
  if (stream.bad()) return refuse(std::string("cannot be read: ") + std::strerror(errno));
  if (text.size() > most_bytes) return refuse("is larger than 10 MB; split it with extends");
  return check_text(std::move(text));
}

}  // namespace pbrsim::yaml
