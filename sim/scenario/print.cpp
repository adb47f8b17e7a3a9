#include "scenario/print.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "core/error.hpp"

namespace pbrsim::yaml {

namespace {

constexpr std::size_t line_width = 100;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// YAML readers take these words for something other than text.
bool is_special(std::string_view text) {
  constexpr std::array<std::string_view, 11> special{"true", "false", "yes",  "no",   "on",  "off",
                                                     "y",    "n",     "null", ".inf", ".nan"};
  std::string lower;
  for (const char c : text)
    lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return std::find(special.begin(), special.end(), lower) != special.end();
}

bool is_plain_text(std::string_view text) {
  if (text.empty() || !is_letter(text.front()) || text.back() == ' ' || is_special(text))
    return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return is_letter(c) || is_digit(c) ||
           std::string_view(" _-./()+").find(c) != std::string_view::npos;
  });
}

std::string in_quotes(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string result = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      result += std::string("\\") + c;
    } else if (c == '\n') {
      result += "\\n";
    } else if (byte < 0x20 || byte == 0x7F) {
      result += std::string("\\x") + digits[byte >> 4] + digits[byte & 15];
    } else {
      result += c;
    }
  }
  return result + '"';
}

std::string text_scalar(std::string_view text) {
  return is_plain_text(text) ? std::string(text) : in_quotes(text);
}

/// Keys of the provenance that there is, with their text.
std::vector<std::pair<std::string, std::string>> provenance_of(const Node& node) {
  std::vector<std::pair<std::string, std::string>> result;
  const auto add = [&](const char* key, const std::string& text) {
    if (!text.empty()) result.emplace_back(key, text_scalar(text));
  };
  add("source", node.provenance.source);
  add("mark", node.provenance.mark);
  add("note", node.provenance.note);
  return result;
}

/// The whole node in flow style.
std::string flow(const Node& node);

std::string flow_items(const Node& node) {
  std::string text;
  for (const NodePtr& item : node.items)
    text += (text.empty() ? "" : ", ") + flow(*item);
  return "[" + text + "]";
}

std::string flow_pairs(const Node& node) {
  std::string text;
  for (const Entry& entry : node.entries)
    text += (text.empty() ? "" : ", ") + text_scalar(entry.key) + ": " + flow(*entry.value);
  return text;
}

std::string flow_entries(const Node& node) {
  std::string text = flow_pairs(node);
  for (const auto& [key, value] : provenance_of(node))
    text += (text.empty() ? "" : ", ") + key + ": " + value;
  return "{" + text + "}";
}

std::string flow_value(const Node& node) {
  PBRSIM_EXPECT(node.kind != Kind::null);
  if (node.kind == Kind::sequence) return flow_items(node);
  if (node.kind == Kind::distribution) return "!" + node.text + " {" + flow_pairs(node) + "}";
  return node.wording ? text_scalar(node.text) : node.text;
}

std::string flow(const Node& node) {
  if (node.kind == Kind::mapping) return flow_entries(node);
  const std::string value = flow_value(node);
  if (node.provenance.empty()) return value;
  std::string text = "{value: " + value;
  for (const auto& [key, said] : provenance_of(node))
    text += ", " + key + ": " + said;
  return text + "}";
}

bool on_one_line(const Node& node, const std::string& text, std::size_t before) {
  const bool flat = std::all_of(node.entries.begin(), node.entries.end(), [](const Entry& e) {
    return e.value->kind != Kind::mapping && e.value->provenance.empty();
  });
  const bool empty_or_value = node.kind != Kind::mapping || node.entries.empty();
  return empty_or_value || (flat && before + text.size() <= line_width);
}

std::string block(const Node& node, std::size_t indent) {
  const std::string margin(indent, ' ');
  std::string text;
  for (const Entry& entry : node.entries) {
    const std::string key = margin + text_scalar(entry.key) + ":";
    const std::string line = flow(*entry.value);
    if (on_one_line(*entry.value, line, key.size() + 1))
      text += key + " " + line + "\n";
    else
      text += key + "\n" + block(*entry.value, indent + 2);
  }
  for (const auto& [key, value] : provenance_of(node))
    text += margin + key + ": " + value + "\n";
  return text;
}

}  // namespace

std::string print_inline(const Node& node) { return flow(node); }

std::string print(const Node& root) {
  PBRSIM_EXPECT(root.kind == Kind::mapping);
  return block(root, 0);
}

}  // namespace pbrsim::yaml
