/// Which node of a file speaks for a member: the one place that knows what a lone value stands for,
/// and what `all` gives to the names beside it.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "scenario/merge.hpp"
#include "scenario/shape.hpp"
#include "scenario/tree.hpp"

namespace pbrsim::yaml {

/// The node for field `name`, of type Member, of a record of type T; nothing if it is left out.
/// A single value that a mapping was merged over still gives the field it stands for, unless that
/// field is one of several alternatives (optional), which the mapping has then replaced.
template <Record T, class Member>
const Node* node_of_field(const Node& node, std::string_view name) {
  const Node* child = is_single(node) ? nullptr : node.find(name);
  if constexpr (ScalarRecord<T>) {
    if (name != T::scalar_key || child) return child;
    if (is_single(node)) return &node;
    if (!OptionalOf<Member>::value) return node.under.get();
  }
  return child;
}

/// A node that may have been made by merging, and then lives as long as this.
struct Found {
  const Node* node = nullptr;
  NodePtr owner;
};

/// The node for `name` in a table of values of type T: its own, or `all`, or the lone value. A
/// mapping of fields goes over what `all` says, key by key; everything else replaces it, and so do
/// records that are one of several alternatives, such as hazards.
template <class T>
Found node_of_name(const Node& node, std::string_view name) {
  if (takes_scalar<T> && is_single(node)) return {&node, nullptr};
  const NodePtr own = node.find_shared(name);
  NodePtr all = node.find_shared("all");
  if (!all && takes_scalar<T>) all = node.under;
  const bool both = own && all && merges_with_all<T> && own->kind == Kind::mapping;
  NodePtr found = own ? own : all;
  if (both) {
    Node merged = *merge(all, own);
    merged.path = own->path;
    merged.place = own->place;
    found = finish(std::move(merged));
  }
  return {found.get(), found};
}

/// The node for `name` in a map of values of type T; a lone value is the entry named all.
template <class T>
const Node* node_of_entry(const Node& node, std::string_view name) {
  if (shape_of<T> == Shape::number && is_single(node)) return name == "all" ? &node : nullptr;
  return node.find(name);
}

}  // namespace pbrsim::yaml
