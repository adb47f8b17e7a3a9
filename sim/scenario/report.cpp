#include "scenario/report.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

#include "core/error.hpp"

namespace pbrsim::yaml {

namespace {

constexpr std::size_t longest_word = 64;
constexpr std::size_t longest_quote = 60;
constexpr std::size_t longest_path = 240;
constexpr std::size_t longest_list = 12;

/// Letters to insert, remove, replace or swap with their neighbour.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> two_above, above(b.size() + 1), row(b.size() + 1);
  std::iota(above.begin(), above.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({replaced, above[j] + 1, row[j - 1] + 1});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], two_above[j - 2] + 1);
    }
    two_above = above;
    above = row;
  }
  return above.back();
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }
bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

/// At most so many bytes, without control characters.
std::string on_one_line(std::string_view text, std::size_t most) {
  std::size_t end = std::min(text.size(), most);
  while (end < text.size() && end > 0 && continues_character(text[end]))
    --end;
  std::string shown;
  for (const char c : text.substr(0, end))
    shown += is_control(c) ? ' ' : c;
  return end < text.size() ? shown + "…" : shown;
}

/// The column counted in characters; places count bytes.
int column_in_characters(std::string_view text, const Place& place) {
  std::size_t start = 0;
  for (int line = 1; line < place.line && start < text.size(); ++line)
    start = std::min(text.find('\n', start), text.size() - 1) + 1;
  const std::string_view before = text.substr(
      std::min(start, text.size()), static_cast<std::size_t>(std::max(0, place.column - 1)));
  const auto more = std::count_if(before.begin(), before.end(), continues_character);
  return place.column - static_cast<int>(more);
}

}  // namespace

void Report::add(const Place& place, std::string path, std::string message, std::string_view area) {
  if (full()) return;
  findings_.push_back({place, std::move(path), std::move(message), {}});
  if (!area.empty()) findings_.back().areas.emplace_back(area);
}

int Report::add_source(Source source) {
  sources_.push_back(std::move(source));
  return static_cast<int>(sources_.size()) - 1;
}

std::vector<Report::Finding> Report::in_order() const {
  const auto rank = [](const Finding& f) {
    return std::make_tuple(f.place.source, f.place.line, f.place.column);
  };
  const auto key = [](const Finding& f) { return f.path.substr(f.path.rfind('.') + 1); };
  std::vector<Finding> kept;
  std::map<std::tuple<std::tuple<int, int, int>, std::string, std::string>, std::size_t> said;
  for (const Finding& f : findings_) {
    const auto [at, first] = said.emplace(std::tuple(rank(f), key(f), f.message), kept.size());
    if (first)
      kept.push_back(f);
    else
      kept[at->second].areas.insert(kept[at->second].areas.end(), f.areas.begin(), f.areas.end());
  }
  std::stable_sort(kept.begin(), kept.end(),
                   [&](const Finding& a, const Finding& b) { return rank(a) < rank(b); });
  return kept;
}

std::string Report::line_of(const Finding& finding) const {
  const Source& source = sources_.at(static_cast<std::size_t>(finding.place.source));
  std::string text = source.name;
  if (source.has_lines && finding.place.line > 0)
    text += ':' + std::to_string(finding.place.line) + ':' +
            std::to_string(column_in_characters(source.text, finding.place));
  const bool already_said = !source.has_lines && source.name.ends_with(' ' + finding.path);
  if (!finding.path.empty() && !already_said)
    text += ": " + on_one_line(finding.path, longest_path);
  text += ": " + finding.message;
  const std::vector<std::string>& in = finding.areas;
  if (!in.empty() && in.size() < areas_)
    text += in.size() <= longest_list ? " (area " + list_words({in.begin(), in.end()}) + ")"
                                      : " (" + std::to_string(in.size()) + " areas)";
  return text + '\n';
}

void Report::stop_if_any() const {
  if (findings_.empty()) return;
  const std::vector<Finding> findings = in_order();
  std::string text;
  for (std::size_t i = 0; i < std::min(findings.size(), most_findings); ++i)
    text += line_of(findings[i]);
  const std::string at_least = full() ? "at least " : "";
  if (findings.size() > most_findings)
    text += "… and " + at_least + std::to_string(findings.size() - most_findings) + " more\n";
  text += at_least + std::to_string(findings.size());
  text += findings.size() == 1 ? " problem" : " problems";
  throw UserError(text + "; nothing was run.", ExitCode::input);
}

namespace {

/// Whether one is the other's beginning or end, in whole words parted by _.
bool is_part_of(std::string_view part, std::string_view whole) {
  if (part.size() + 1 >= whole.size()) return false;
  return (whole.starts_with(part) && whole[part.size()] == '_') ||
         (whole.ends_with(part) && whole[whole.size() - part.size() - 1] == '_');
}

/// The only word of `known` that `word` is part of, or that is part of it.
std::string_view only_related(std::string_view word, const std::vector<std::string_view>& known) {
  std::string_view found;
  for (const std::string_view candidate : known) {
    if (!is_part_of(word, candidate) && !is_part_of(candidate, word)) continue;
    if (!found.empty()) return "";
    found = candidate;
  }
  return found;
}

}  // namespace

std::string nearest_word(std::string_view word, const std::vector<std::string_view>& known) {
  if (word.size() < 2 || word.size() > longest_word) return "";
  std::size_t best = std::max<std::size_t>(1, word.size() / 3) + 1;
  std::string_view found;
  for (const std::string_view candidate : known) {
    const std::size_t distance = edit_distance(word, candidate);
    if (distance >= best) continue;
    best = distance;
    found = candidate;
  }
  return std::string(found.empty() ? only_related(word, known) : found);
}

std::string suggest(std::string_view word, const std::vector<std::string_view>& known,
                    std::string_view what_there_is) {
  std::string text;
  const std::string meant = nearest_word(word, known);
  if (!meant.empty()) text += "; did you mean " + quote(meant) + "?";
  if (known.empty() || known.size() > longest_list) return text;
  text += meant.empty() ? "; " : " (";
  text += std::string(what_there_is) + ": " + list_words(known);
  return text + (meant.empty() ? "" : ")");
}

std::string list_words(const std::vector<std::string_view>& words) {
  std::string text;
  for (const std::string_view word : words)
    text += (text.empty() ? "" : ", ") + std::string(word);
  return text;
}

std::string quote(std::string_view text) { return '"' + on_one_line(text, longest_quote) + '"'; }

}  // namespace pbrsim::yaml
