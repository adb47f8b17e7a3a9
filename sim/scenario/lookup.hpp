/// Which node of a file speaks for a member: the one place that knows what a lone scalar stands
/// for.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "scenario/shape.hpp"
#include "scenario/tree.hpp"

namespace pbrsim::yaml {

/// The node for field `name`, of type Member, of a record of type T; nothing if it is left out.
/// A scalar that a mapping was merged over still gives the field it stands for, unless that field
/// is one of several alternatives (optional), which the mapping has then replaced.
template <Record T, class Member>
const Node* node_of_field(const Node& node, std::string_view name) {
  if (const Node* child = node.find(name)) return child;
  if constexpr (ScalarRecord<T>) {
    if (name != T::scalar_key) return nullptr;
    if (node.kind == Kind::scalar) return &node;
    if (!OptionalOf<Member>::value) return node.under.get();
  }
  return nullptr;
}

/// The node for `name` in a table of values of type T: its own, or `all`, or the lone scalar.
template <class T>
const Node* node_of_name(const Node& node, std::string_view name) {
  if (takes_scalar<T> && node.kind == Kind::scalar) return &node;
  if (const Node* child = node.find(name)) return child;
  if (const Node* all = node.find("all")) return all;
  return takes_scalar<T> ? node.under.get() : nullptr;
}

/// The node for `name` in a map of values of type T; a lone scalar is the entry named all.
template <class T>
const Node* node_of_entry(const Node& node, std::string_view name) {
  if (shape_of<T> == Shape::number && node.kind == Kind::scalar)
    return name == "all" ? &node : nullptr;
  return node.find(name);
}

}  // namespace pbrsim::yaml
