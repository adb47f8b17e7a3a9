#include "scenario/checks.hpp"

#include <algorithm>

namespace pbrsim::yaml {

namespace {

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_letter(char c) { return is_lower(c) || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string what_is(const Node& node) {
  switch (node.kind) {
    case Kind::null: return "is empty";
    case Kind::scalar: return "is " + quote(node.text);
    case Kind::sequence: return "is a list";
    case Kind::mapping: return "is a mapping";
    case Kind::distribution: return "is a distribution";
  }
  return "";
}

std::string like(std::string_view example) {
  return example.empty() ? "" : ", like " + quote(example);
}

}  // namespace

bool is_identifier(std::string_view name) {
  return !name.empty() && is_lower(name[0]) && std::all_of(name.begin(), name.end(), [](char c) {
    return is_lower(c) || is_digit(c) || c == '_';
  });
}

Outcome<Date> parse_date(std::string_view text) {
  const auto date = date_from_iso(text);
  if (date) return {date, ""};
  return {std::nullopt, "is " + quote(text) + "; must be a day that exists, like \"2012-04-01\""};
}

Outcome<std::size_t> parse_word(std::string_view text, const std::vector<std::string_view>& known) {
  const auto found = std::find(known.begin(), known.end(), text);
  if (found != known.end()) return {static_cast<std::size_t>(found - known.begin()), ""};
  const std::string meant = nearest_word(text, known);
  return {std::nullopt, "is " + quote(text) + "; must be one of " + list_words(known) +
                            (meant.empty() ? "" : "; did you mean " + quote(meant) + "?")};
}

const std::string* Checks::scalar(const Node& node, std::string_view example) {
  if (node.kind == Kind::scalar) return &node.text;
  if (node.kind == Kind::null) {
    add(node, "is empty; write a value" + like(example) + ", or leave the key out");
  } else if (node.find("value")) {
    for (const Entry& entry : node.entries)
      if (entry.key != "value")
        report_->add(entry.place, join_path(node.path, entry.key),
                     "does not belong beside value" +
                         suggest(entry.key, {"source", "mark", "note"}, "allowed are"));
  } else {
    add(node, what_is(node) + "; must be one value" + like(example));
  }
  return nullptr;
}

bool Checks::mapping(const Node& node, const std::vector<std::string_view>& keys) {
  if (node.kind == Kind::mapping) return true;
  const bool few = !keys.empty() && keys.size() <= 12;
  const std::string those = few            ? " with keys among " + list_words(keys)
                            : keys.empty() ? " by name, like \"some_name: …\""
                                           : "";
  if (node.kind == Kind::null)
    add(node, "is empty; write a mapping, or {} if there is nothing to say");
  else
    add(node, what_is(node) + "; must be a mapping" + those);
  return false;
}

bool Checks::sequence(const Node& node, std::string_view example) {
  if (node.kind == Kind::sequence) return true;
  add(node, what_is(node) + "; must be a list" + like(example));
  return false;
}

void Checks::known_keys(const Node& node, const std::vector<std::string_view>& known,
                        const std::vector<std::string_view>& listed) {
  for (const Entry& entry : node.entries) {
    if (report_->full() || std::find(known.begin(), known.end(), entry.key) != known.end())
      continue;
    const bool cut_amount = !entry.key.empty() && is_digit(entry.key[0]);
    report_->add(entry.place, join_path(node.path, entry.key),
                 std::string("is not known here") +
                     (cut_amount ? "; put an amount with a comma in quotes, like \"GBP 1,200\""
                                 : suggest(entry.key, listed, "known are")));
  }
}

void Checks::good_name(const Entry& entry) {
  const std::string& name = entry.key;
  const bool good =
      !name.empty() && is_letter(name[0]) && std::all_of(name.begin(), name.end(), [](char c) {
        return is_letter(c) || is_digit(c) || c == '_' || c == '-';
      });
  if (!good) report_->add(entry.place, entry.value->path, bad_name);
  if (name == "value")
    report_->add(entry.place, entry.value->path, "is a word of the format; choose another name");
}

void Checks::missing(const Node& node, std::string_view name, std::string_view what,
                     std::string_view example, std::string_view area) {
  const std::string shown = example.empty() ? "" : std::string(name) + ": " + std::string(example);
  report_->add(node.place, join_path(node.path, name),
               "is missing (" + std::string(what) + "); add it" + like(shown), area);
}

std::vector<std::string_view> Kinds::fields_of_chosen() const {
  std::vector<std::string_view> those;
  for (const Field& field : fields)
    if (field.spec.is_for(*chosen)) those.push_back(field.name);
  return those;
}

void Checks::other_kind(const Node& node, std::string_view field, const Kinds& kinds) {
  const std::vector<std::string_view> own = kinds.fields_of_chosen();
  const std::string others = list_words(own), meant = nearest_word(field, own);
  report_->add(nearest(node, field).place, join_path(node.path, field),
               "is not used by " + kinds.name() + "; remove it or change the " +
                   std::string(kinds.key) + " (" + std::string(kinds.names[*kinds.chosen]) +
                   (others.empty() ? " has no other keys)" : " takes: " + others + ")") +
                   (meant.empty() ? "" : "; did you mean " + quote(meant) + "?"));
}

void Checks::nothing_new(const Node& node) {
  std::vector<std::string_view> there;
  for (const Entry& entry : node.entries)
    if (!report_->is_option(entry.place.source)) there.push_back(entry.key);
  if (there.empty() || there.size() == node.entries.size()) return;
  for (const Entry& entry : node.entries)
    if (report_->is_option(entry.place.source))
      report_->add(entry.place, entry.value->path,
                   "is not in the scenario, and an option only changes what is there; add it in a "
                   "file" +
                       suggest(entry.key, there, "there are"));
}

void Checks::lacks(const Node& node, const std::vector<std::string_view>& names) {
  if (names.empty()) return;
  add(node, "has nothing for " + list_words(names) + "; add " + (names.size() > 1 ? "them" : "it") +
                ", or all for whatever is left out");
}

void Checks::problems(const Node& node, const Problems& problems) {
  for (const Problem& problem : problems)
    report_->add(nearest(node, problem.path).place, join_path(node.path, problem.path),
                 problem.message);
}

}  // namespace pbrsim::yaml
