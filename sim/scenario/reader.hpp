/// Reads parameter structs from a tree by their field lists.
///
/// `read<T>(node, value, spec)` gives `value` with what the node says put in; what the node leaves out
/// stays as it was. All that is wrong goes to the report and reading goes on, so the result is good only
/// if the report has not grown. A struct's own validate() runs once all its fields have been read well.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "scenario/lookup.hpp"
#include "scenario/quantity.hpp"
#include "scenario/report.hpp"

namespace pbrsim::yaml {

/// What can be said of nodes without knowing the type that is wanted.
class NodeChecks {
 public:
  explicit NodeChecks(Report& report) : report_(&report) {}

 protected:
  /// The node's text if it is a scalar; otherwise reports that `wanted` has to stand there.
  const std::string* text_of(const Node& node, const std::string& wanted);
  bool is_mapping(const Node& node, const std::string& wanted);
  bool is_sequence(const Node& node, const std::string& wanted);
  void check_keys(const Node& node, const std::vector<std::string_view>& known);
  void check_name(const Entry& entry, const Node& node);
  void report_missing(const Node& node, std::string_view name, const std::string& example);
  void report_problems(const Node& node, const Problems& problems);

  Report* report_;
};

class Reader : private NodeChecks {
 public:
  using NodeChecks::NodeChecks;

  template <class T>
  T read(const Node& node, T value, const FieldSpec& spec) {
    constexpr Shape shape = shape_of<T>;
    if constexpr (shape == Shape::number) return take(node, value, example_of(spec.unit), [&](auto& t) { return parse_quantity(t, spec); });
    else if constexpr (shape == Shape::whole) return take(node, value, "20", [&](auto& t) { return parse_whole(t, spec); });
    else if constexpr (shape == Shape::truth) return take(node, value, "true", [](auto& t) { return parse_truth(t); });
    else if constexpr (shape == Shape::text) return take(node, value, "a name", [](auto& t) { return Outcome<std::string>{t, ""}; });
    else if constexpr (shape == Shape::date) return take(node, value, "2012-04-01", [](auto& t) { return parse_date(t); });
    else if constexpr (shape == Shape::word) return take(node, value, std::string(EnumNames<T>::values[0]), [](auto& t) { return parse_word<T>(t); });
    else if constexpr (shape == Shape::record) return read_record(node, std::move(value));
    else if constexpr (shape == Shape::table) return read_table(node, std::move(value), spec);
    else if constexpr (shape == Shape::optional) return read_optional(node, std::move(value), spec);
    else if constexpr (shape == Shape::list) return read_list(node, T(), spec);
    else return read_names(node, T(), spec);
  }
};

}  // namespace pbrsim::yaml
