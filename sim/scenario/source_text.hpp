/// The text of a file, once it is known to be text that YAML can hold.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace pbrsim::yaml {

inline constexpr std::size_t most_bytes = 10 * 1000 * 1000;  // of all files together
inline constexpr std::size_t longest_line = 100 * 1000;

/// What is wrong with a text and where, counted from 1; line 0 where it is not about a line.
struct TextFault {
  std::string message;
  int line = 0;
  int column = 0;
};

struct SourceText {
  std::string text;  // without byte order mark; empty if there is a fault
  TextFault fault;   // its message is empty if the text is fine
};

/// Reads a file of at most most_bytes and checks it with check_text.
SourceText read_source(const std::filesystem::path& file);

/// UTF-8 in lines of at most longest_line bytes, without control characters other than tabs and
/// line ends; a byte order mark is taken off.
SourceText check_text(std::string text);

}  // namespace pbrsim::yaml
