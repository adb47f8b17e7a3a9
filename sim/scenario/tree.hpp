/// What a scenario file says, before anything is known about fields: a tree of values with places.
///
/// Nodes never change once made and are shared, so aliases and files that are extended many times
/// cost nothing. `size` and `depth` count the tree as if nothing were shared; makers keep them
/// within the limits below.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace pbrsim::yaml {

inline constexpr std::size_t most_nodes = 400000;
inline constexpr std::size_t most_depth = 100;
inline const std::string too_many_values =
    "makes more than " + std::to_string(most_nodes) + " values, ";

/// Where something is written. `source` numbers the report's sources; line 0 means the source as a
/// whole.
struct Place {
  int source = -1;
  int line = 0;
  int column = 0;
};

/// Where a value comes from: keys that any mapping may carry beside its fields.
struct Provenance {
  std::string source, mark, note;

  bool empty() const { return source.empty() && mark.empty() && note.empty(); }
};

struct Node;
using NodePtr = std::shared_ptr<const Node>;

/// One key of a mapping with its value.
struct Entry {
  std::string key;
  Place place;
  NodePtr value;
};

/// A distribution is a mapping of parameters under a tag such as !lognormal, which is its text.
enum class Kind { null, scalar, sequence, mapping, distribution };

struct Node {
  Kind kind = Kind::null;
  std::string text;      // of a scalar; the tag of a distribution, without !
  bool wording = false;  // a scalar that is text, to be quoted where it looks like something else
  std::vector<Entry> entries;  // of a mapping or distribution
  std::vector<NodePtr> items;  // of a sequence
  /// The single value that a mapping was merged over. It still speaks for what the mapping leaves
  /// open, where the field gives a lone value that meaning.
  NodePtr under;
  bool refused = false;  // reported by the parser; nothing more is to be said of it
  Provenance provenance;
  Place place;       // of the value; of the key where the value is not a scalar
  std::string path;  // from the root of the scenario: areas.wigan.new_people
  std::size_t size = 1;
  std::size_t depth = 1;

  /// The value of `key`, or nothing.
  const Node* find(std::string_view key) const;
  NodePtr find_shared(std::string_view key) const;
};

/// A value that is not made of others: a scalar or a distribution, which stands in its place.
inline bool is_single(const Node& node) {
  return node.kind == Kind::scalar || node.kind == Kind::distribution;
}

/// The node with its size and depth counted from its children.
NodePtr finish(Node node);

Node scalar_node(std::string text, const Place& place = {});

/// "a.b" from "a" and "b"; either may be empty.
std::string join_path(std::string_view path, std::string_view key);

/// Whether `path` is `above` or below it.
bool is_at_or_below(std::string_view path, std::string_view above);

/// The same tree with every path filled in, as seen from `path`.
NodePtr with_paths(const NodePtr& node, const std::string& path);

/// The deepest node on the way from `node` along the dotted `path` that exists.
const Node& nearest(const Node& node, std::string_view path);

}  // namespace pbrsim::yaml
