#include "fuzz/mutation.hpp"

#include <array>
#include <regex>
#include <string_view>
#include <vector>

namespace pbrsim::fuzz {

namespace {

struct Range {
  std::size_t begin, size;
};

std::vector<Range> matches(const std::string& text, const std::regex& what, std::size_t group = 0) {
  std::vector<Range> result;
  for (std::sregex_iterator at(text.begin(), text.end(), what), end; at != end; ++at)
    result.push_back({static_cast<std::size_t>(at->position(group)),
                      static_cast<std::size_t>(at->length(group))});
  return result;
}

/// One of the matches in place of which something else is put.
template <class Change>
std::string change_one(std::string text, const std::regex& what, std::size_t group, Chance& chance,
                       Change&& change) {
  const std::vector<Range> found = matches(text, what, group);
  if (found.empty()) return text;
  const Range r = found[chance.below(found.size())];
  return text.replace(r.begin, r.size, change(text.substr(r.begin, r.size)));
}

std::string typo(std::string word, Chance& chance) {
  const std::size_t at = chance.below(word.size());
  const char letter = static_cast<char>('a' + chance.below(26));
  switch (chance.below(4)) {
    case 0: word.erase(at, 1); break;
    case 1: word.insert(at, 1, letter); break;
    case 2: word[at] = letter; break;
    default:
      if (at + 1 < word.size()) std::swap(word[at], word[at + 1]);
  }
  return word;
}

template <std::size_t N>
std::string one_of(const std::array<std::string_view, N>& words, Chance& chance) {
  return std::string(words[chance.below(N)]);
}

const std::regex& key_pattern() {
  static const std::regex pattern("([A-Za-z_][A-Za-z0-9_]*):");
  return pattern;
}
const std::regex& number_pattern() {
  static const std::regex pattern("[0-9][0-9.,]*");
  return pattern;
}

std::string mutate_key(const std::string& text, Chance& chance) {
  const std::vector<Range> keys = matches(text, key_pattern(), 1);
  const Range other = keys.empty() ? Range{0, 0} : keys[chance.below(keys.size())];
  const std::string taken = text.substr(other.begin, other.size);
  return change_one(text, key_pattern(), 1, chance, [&](const std::string& key) {
    return chance.below(4) == 0 ? taken : typo(key, chance);
  });
}

std::string mutate_unit(const std::string& text, Chance& chance) {
  static const std::regex unit(" ?(per|days?|weeks?|months?|years?|hours?|GBP|%)");
  constexpr std::array<std::string_view, 11> units{
      "",  " day", " weeks", " per year", " per 100 years", " hours per week",
      "%", " GBP", " per",   " months",   " fortnights"};
  return change_one(text, unit, 0, chance,
                    [&](const std::string&) { return one_of(units, chance); });
}

std::string mutate_number(const std::string& text, Chance& chance) {
  constexpr std::array<std::string_view, 16> numbers{
      "0",     "-1",  "1e400", ".nan", "inf", "",   "1,000", "1.2.3",
      "99999", "0x1", "1e-9",  "½",    "~",   "-0", "1 000", "9007199254740993"};
  return change_one(text, number_pattern(), 0, chance, [&](const std::string& number) {
    if (chance.coin()) return one_of(numbers, chance);
    std::string digits = number;
    digits[chance.below(digits.size())] = static_cast<char>('0' + chance.below(10));
    return digits;
  });
}

std::string mutate_tag(const std::string& text, Chance& chance) {
  static const std::regex value(": ()[^ \n]");
  constexpr std::array<std::string_view, 12> tags{
      "!lognormal ", "!constant ", "!beta {mean: 0.1, sd: 0.05} ",
      "!!str ",      "!!int ",     "!x ",
      "&a ",         "*a ",        "!normal [",
      "? ",          "| ",         "!<tag:x> "};
  return change_one(text, value, 1, chance,
                    [&](const std::string&) { return one_of(tags, chance); });
}

std::string mutate_mark(const std::string& text, Chance& chance) {
  static const std::regex mark("[\\[\\]{},:\"'#~-]");
  constexpr std::array<std::string_view, 14> marks{"",   "[", "]", "{", "}",  ",", ":",
                                                   "\"", "'", "#", " ", "- ", "~", ": "};
  return change_one(text, mark, 0, chance,
                    [&](const std::string&) { return one_of(marks, chance); });
}

std::string mutate_value(const std::string& text, Chance& chance) {
  static const std::regex value(": ([^\n{}\\[\\],]+)");
  constexpr std::array<std::string_view, 9> values{"~",   "[x]",  "{a: 1}", "''",        "true",
                                                   "all", "[[]]", "{}",     "{value: 1}"};
  return change_one(text, value, 1, chance,
                    [&](const std::string&) { return one_of(values, chance); });
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size() - 1);
    lines.push_back(text.substr(at, end - at + 1));
    at = end + 1;
  }
  return lines;
}

std::size_t indent_of(const std::string& line) { return line.find_first_not_of(' '); }

/// A line with all that stands deeper below it.
Range block_at(const std::vector<std::string>& lines, std::size_t first) {
  std::size_t end = first + 1;
  while (end < lines.size() && indent_of(lines[end]) != std::string::npos &&
         indent_of(lines[end]) > indent_of(lines[first]))
    ++end;
  return {first, end - first};
}

std::string mutate_lines(const std::string& text, Chance& chance) {
  std::vector<std::string> lines = lines_of(text);
  if (lines.empty()) return text;
  const auto position = [&](std::size_t i) {
    return lines.begin() + static_cast<std::ptrdiff_t>(i);
  };
  const Range block = block_at(lines, chance.below(lines.size()));
  const std::vector<std::string> copy(position(block.begin), position(block.begin + block.size));
  const std::size_t shift = 1 + chance.below(4);
  switch (chance.below(5)) {
    case 0:  // twice
      lines.insert(position(chance.coin() ? block.begin : chance.below(lines.size())), copy.begin(),
                   copy.end());
      break;
    case 1:  // gone
      lines.erase(position(block.begin), position(block.begin + block.size));
      break;
    case 2:  // moved right
      for (std::size_t i = 0; i < (chance.coin() ? 1 : block.size); ++i)
        lines[block.begin + i].insert(0, shift, ' ');
      break;
    case 3:  // moved left
      for (std::size_t i = 0; i < (chance.coin() ? 1 : block.size); ++i)
        lines[block.begin + i].erase(0, std::min(shift, indent_of(lines[block.begin + i])));
      break;
    default: std::swap(lines[block.begin], lines[chance.below(lines.size())]);
  }
  std::string result;
  for (const std::string& line : lines)
    result += line;
  return result;
}

}  // namespace

std::string mutate_structure(std::string text, Chance& chance) {
  switch (chance.below(10)) {
    case 0:
    case 1: return mutate_key(text, chance);
    case 2: return mutate_unit(text, chance);
    case 3: return mutate_number(text, chance);
    case 4: return mutate_tag(text, chance);
    case 5: return mutate_mark(text, chance);
    case 6: return mutate_value(text, chance);
    default: return mutate_lines(text, chance);
  }
}

std::string mutate_bytes(std::string text, Chance& chance) {
  constexpr std::string_view telling = "\n\t \"'{}[],:#&*!|>%@`~-?0";
  const std::size_t at = chance.below(text.size());
  const std::size_t many = 1 + chance.below(8);
  switch (chance.below(7)) {
    case 0: text[at] = static_cast<char>(text[at] ^ (1 << chance.below(8))); break;
    case 1: text.insert(at, 1, static_cast<char>(chance.below(256))); break;
    case 2: text.insert(at, 1, telling[chance.below(telling.size())]); break;
    case 3: text[at] = telling[chance.below(telling.size())]; break;
    case 4: text.erase(at, many); break;
    case 5: text.insert(at, text.substr(chance.below(text.size()), 4 * many)); break;
    default: text.resize(at);
  }
  return text;
}

}  // namespace pbrsim::fuzz
