/// Reads parameter structs from a tree by their field lists.
///
/// `read<T>(node, value, spec)` gives `value` with what the node says put in; what the node leaves
/// out stays as it was. All that is wrong goes to the report and reading goes on, so the result is
/// good only if the report has not grown. A struct's own validate() runs once all its fields have
/// been read well.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "scenario/checks.hpp"
#include "scenario/lookup.hpp"
#include "scenario/quantity.hpp"

namespace pbrsim::yaml {

template <class E>
std::vector<std::string_view> names_of_enum() {
  return {EnumNames<E>::values.begin(), EnumNames<E>::values.end()};
}

/// How a value of the type may be written; "" where one line cannot show it.
template <class T>
std::string example_for(const FieldSpec& spec) {
  if constexpr (shape_of<T> == Shape::number)
    return example_of(spec.unit);
  else if constexpr (shape_of<T> == Shape::whole)
    return "20";
  else if constexpr (shape_of<T> == Shape::truth)
    return "true";
  else if constexpr (shape_of<T> == Shape::date)
    return "2012-04-01";
  else if constexpr (shape_of<T> == Shape::word)
    return std::string(EnumNames<T>::values[0]);
  else
    return "";
}

template <class T>
Outcome<T> parse_scalar(const std::string& text, const FieldSpec& spec) {
  if constexpr (shape_of<T> == Shape::number)
    return parse_quantity(text, spec);
  else if constexpr (shape_of<T> == Shape::whole)
    return parse_whole(text, spec);
  else if constexpr (shape_of<T> == Shape::truth)
    return parse_truth(text);
  else if constexpr (shape_of<T> == Shape::date)
    return parse_date(text);
  else if constexpr (shape_of<T> == Shape::text)
    return {text, ""};
  else {
    const Outcome<std::size_t> word = parse_word(text, names_of_enum<T>());
    if (!word.value) return {std::nullopt, word.problem};
    return {static_cast<T>(*word.value), ""};
  }
}

class Reader {
 public:
  explicit Reader(Report& report) : checks_(report) {}

  template <class T>
  T read(const Node& node, T value, const FieldSpec& spec) {
    constexpr Shape shape = shape_of<T>;
    if constexpr (shape == Shape::record)
      return read_record(node, std::move(value));
    else if constexpr (shape == Shape::table)
      return read_table(node, std::move(value), spec);
    else if constexpr (shape == Shape::optional)
      return read_optional<T>(node, spec);
    else if constexpr (shape == Shape::list)
      return read_list<T>(node, spec);
    else if constexpr (shape == Shape::names)
      return read_names<T>(node, spec);
    else
      return read_scalar(node, std::move(value), spec);
  }

 private:
  /// Reads the fields of a record of type T, in order.
  template <Record T>
  struct FieldVisitor {
    Reader* reader;
    const Node* node;
    std::vector<std::string_view> known;

    template <class M>
    void operator()(std::string_view name, M& member, const FieldSpec& spec, std::string_view doc) {
      known.push_back(name);
      if (const Node* child = node_of_field<T, M>(*node, name))
        member = reader->read(*child, std::move(member), spec);
      else if (spec.required)
        reader->checks_.missing(*node, name, doc, example_for<M>(spec));
    }
  };

  /// Names the fields of a record without reading them.
  struct NameVisitor {
    std::vector<std::string_view> names;
    template <class M>
    void operator()(std::string_view name, M&, const FieldSpec&, std::string_view) {
      names.push_back(name);
    }
  };

  template <class T>
  T read_scalar(const Node& node, T value, const FieldSpec& spec) {
    const std::string* text = checks_.scalar(node, example_for<T>(spec));
    if (!text) return value;
    const Outcome<T> outcome = parse_scalar<T>(*text, spec);
    if (outcome.value) return *outcome.value;
    checks_.add(node, outcome.problem);
    return value;
  }

  template <Record T>
  T read_record(const Node& node, T value) {
    const std::size_t before = checks_.findings();
    if (!(ScalarRecord<T> && node.kind == Kind::scalar)) {
      NameVisitor names;
      T::fields(value, names);
      if (!checks_.mapping(node, names.names)) return value;
    }
    FieldVisitor<T> visitor{this, &node, {}};
    T::fields(value, visitor);
    if constexpr (HasOtherKeys<T>)
      visitor.known.insert(visitor.known.end(), T::other_keys.begin(), T::other_keys.end());
    checks_.known_keys(node, visitor.known);
    if (checks_.findings() == before) validate(node, value);
    return value;
  }

  template <class T>
  void validate(const Node& node, const T& value) {
    if constexpr (requires(Problems & problems) { value.validate(problems); }) {
      Problems problems;
      value.validate(problems);
      checks_.problems(node, problems);
    }
  }

  template <class T>
  T read_table(const Node& node, T table, const FieldSpec& spec) {
    using Key = typename TableOf<T>::Key;
    using Value = typename TableOf<T>::Value;
    std::vector<std::string_view> known = names_of_enum<Key>();
    known.emplace_back("all");
    const bool scalar = takes_scalar<Value> && node.kind == Kind::scalar;
    if (!scalar && !checks_.mapping(node, known)) return table;
    std::vector<std::string_view> lacking;
    for (const Key key : all_of<Key>()) {
      if (const Node* child = node_of_name<Value>(node, name_of(key)))
        table[key] = read(*child, std::move(table[key]), spec);
      else if (spec.required)
        lacking.push_back(name_of(key));
    }
    checks_.lacks(node, lacking);
    checks_.known_keys(node, known);
    return table;
  }

  template <class T>
  T read_optional(const Node& node, const FieldSpec& spec) {
    if (node.kind == Kind::null) return std::nullopt;
    return read(node, typename T::value_type(), spec);
  }

  template <class T>
  T read_list(const Node& node, const FieldSpec& spec) {
    using Value = typename T::value_type;
    const std::string item = example_for<Value>(spec);
    T list;
    if (!checks_.sequence(node, item.empty() ? "" : "[" + item + "]")) return list;
    for (const NodePtr& child : node.items)
      list.push_back(read(*child, Value(), spec));
    return list;
  }

  template <class T>
  T read_names(const Node& node, const FieldSpec& spec) {
    using Value = typename T::mapped_type;
    T names;
    if (const Node* lone =
            node.kind == Kind::scalar ? node_of_entry<Value>(node, "all") : nullptr) {
      names["all"] = read(*lone, Value(), spec);
      return names;
    }
    if (!checks_.mapping(node, {})) return names;
    for (const Entry& entry : node.entries) {
      checks_.good_name(entry);
      names[entry.key] = read(*entry.value, Value(), spec);
    }
    return names;
  }

  Checks checks_;
};

}  // namespace pbrsim::yaml
