/// Writes parameter structs to a tree by their field lists: every field, with units.
///
/// `written` is the node that the value was read from, if any; provenance and distributions that
/// stand there are kept. Reading the tree gives the same value, and writing that again the same
/// tree.
#pragma once

#include <string>

#include "scenario/distributions.hpp"
#include "scenario/lookup.hpp"
#include "scenario/quantity.hpp"

namespace pbrsim::yaml {

template <class T>
NodePtr write(const T& value, const Node* written, const FieldSpec& spec);

template <class T>
Node write_scalar(const T& value, const FieldSpec& spec) {
  constexpr Shape shape = shape_of<T>;
  if constexpr (shape == Shape::number)
    return scalar_node(format_quantity(value, spec.unit));
  else if constexpr (shape == Shape::whole)
    return scalar_node(std::to_string(value));
  else if constexpr (shape == Shape::truth)
    return scalar_node(value ? "true" : "false");
  else if constexpr (shape == Shape::date)
    return scalar_node(to_iso(value));
  else if constexpr (shape == Shape::word)
    return scalar_node(std::string(name_of(value)));
  else {
    Node node = scalar_node(value);
    node.wording = true;
    return node;
  }
}

/// Writes the fields of a record of type T into a mapping. Optional fields that are not set are
/// left out, and so are those of other kinds; the kind is the first of the fields.
template <Record T>
struct FieldWriter {
  const Node* written;
  Node mapping;
  std::optional<std::size_t> kind;

  template <class M>
  void operator()(std::string_view name, const M& member, const FieldSpec& spec, std::string_view) {
    if constexpr (RecordOfKinds<T> && shape_of<M> == Shape::word)
      if (name == T::kind_key) kind = static_cast<std::size_t>(member);
    if (kind && !spec.is_for(*kind)) return;
    const Node* child = written ? node_of_field<T, M>(*written, name) : nullptr;
    const NodePtr node = write(member, child, spec);
    if (node) mapping.entries.push_back({std::string(name), {}, node});
  }
};

template <Record T>
Node write_record(const T& value, const Node* written) {
  FieldWriter<T> writer{written, {}, {}};
  writer.mapping.kind = Kind::mapping;
  T::fields(value, writer);
  return writer.mapping;
}

template <class T>
Node write_table(const T& table, const Node* written, const FieldSpec& spec) {
  using Value = typename TableOf<T>::Value;
  Node node;
  node.kind = Kind::mapping;
  for (const auto key : all_of<typename TableOf<T>::Key>()) {
    const Found child = written ? node_of_name<Value>(*written, name_of(key)) : Found();
    node.entries.push_back({std::string(name_of(key)), {}, write(table[key], child.node, spec)});
  }
  return node;
}

template <class T>
Node write_list(const T& list, const Node* written, const FieldSpec& spec) {
  Node node;
  node.kind = Kind::sequence;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const bool known = written && i < written->items.size();
    node.items.push_back(write(list[i], known ? written->items[i].get() : nullptr, spec));
  }
  return node;
}

template <class T>
Node write_names(const T& names, const Node* written, const FieldSpec& spec) {
  using Value = typename T::mapped_type;
  Node node;
  node.kind = Kind::mapping;
  for (const auto& [name, value] : names) {
    const Node* child = written ? node_of_entry<Value>(*written, name) : nullptr;
    node.entries.push_back({name, {}, write(value, child, spec)});
  }
  return node;
}

/// Nothing for an optional that is not set.
template <class T>
NodePtr write(const T& value, const Node* written, const FieldSpec& spec) {
  constexpr Shape shape = shape_of<T>;
  if constexpr (shape == Shape::optional) {
    return value ? write(*value, written, spec) : nullptr;
  } else if (shape == Shape::number && written && written->kind == Kind::distribution) {
    return write_distribution(*written, spec);
  } else {
    Node node;
    if constexpr (shape == Shape::record)
      node = write_record(value, written);
    else if constexpr (shape == Shape::table)
      node = write_table(value, written, spec);
    else if constexpr (shape == Shape::list)
      node = write_list(value, written, spec);
    else if constexpr (shape == Shape::names)
      node = write_names(value, written, spec);
    else
      node = write_scalar(value, spec);
    // A lone scalar that stands for a member has given its provenance to that member.
    if (written && (node.kind != Kind::mapping || written->kind == Kind::mapping))
      node.provenance = written->provenance;
    return finish(std::move(node));
  }
}

}  // namespace pbrsim::yaml
