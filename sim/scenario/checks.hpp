/// What can be said of nodes without knowing the type that is wanted, for the reader.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/dates.hpp"
#include "core/error.hpp"
#include "scenario/quantity.hpp"
#include "scenario/report.hpp"
#include "scenario/tree.hpp"

namespace pbrsim::yaml {

inline constexpr const char* bad_name =
    "is no good as a name; use small letters, digits and _, a letter first";

/// [a-z][a-z0-9_]*: areas and designs, which name columns and files of results.
bool is_identifier(std::string_view name);

Outcome<Date> parse_date(std::string_view text);
/// The position of a word in a vocabulary.
Outcome<std::size_t> parse_word(std::string_view text, const std::vector<std::string_view>& known);

/// The kind of a record of kinds, and its fields.
struct Kinds {
  struct Field {
    std::string_view name;
    FieldSpec spec;
  };
  std::string_view key;
  std::vector<std::string_view> names;
  std::optional<std::size_t> chosen;
  std::vector<Field> fields;

  /// The kind itself is always wanted, the rest once the kind is known.
  bool wanted(std::string_view field, const FieldSpec& spec) const {
    return field == key || (chosen && spec.is_for(*chosen));
  }
  /// Precondition, here and below: chosen.
  std::vector<std::string_view> fields_of_chosen() const;
  /// "kind block".
  std::string name() const { return std::string(key) + " " + std::string(names[*chosen]); }
};

class Checks {
 public:
  explicit Checks(Report& report) : report_(&report) {}

  std::size_t findings() const { return report_->size(); }
  void add(const Node& node, const std::string& message) { report_->add(node, message); }

  /// The node's text; nothing, and a finding, if it is not a scalar. `example` shows what could
  /// stand there.
  const std::string* scalar(const Node& node, std::string_view example);
  /// True if the node is of that kind; a finding if not.
  bool mapping(const Node& node, const std::vector<std::string_view>& keys);
  bool sequence(const Node& node, std::string_view example);

  /// Keys that are not `known` are findings; those `listed` are offered instead.
  void known_keys(const Node& node, const std::vector<std::string_view>& known,
                  const std::vector<std::string_view>& listed);
  void known_keys(const Node& node, const std::vector<std::string_view>& known) {
    known_keys(node, known, known);
  }
  /// Names that users give may hold letters, digits, - and _, so that paths and columns can hold
  /// them. The message asks for less, so that it serves identifiers too.
  void good_name(const Entry& entry);
  /// `area`: the one that lacks it, where the node may stand for several.
  void missing(const Node& node, std::string_view name, std::string_view what,
               std::string_view example, std::string_view area = "");
  /// The field belongs to other kinds than the node's.
  void other_kind(const Node& node, std::string_view field, const Kinds& kinds);
  /// Names that an option adds to those that files give are mistakes: a file would have to add
  /// them.
  void nothing_new(const Node& node);
  /// A table that has to be complete has nothing for these names.
  void lacks(const Node& node, const std::vector<std::string_view>& names);
  /// What validate() found, at the nearest node that exists.
  void problems(const Node& node, const Problems& problems);

 private:
  Report* report_;
};

}  // namespace pbrsim::yaml
