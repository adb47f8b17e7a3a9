#include "scenario/tree.hpp"

#include <algorithm>
#include <charconv>

namespace pbrsim::yaml {

namespace {

const Node* item_at(const Node& node, std::string_view index) {
  std::size_t i = 0;
  const auto [end, error] = std::from_chars(index.data(), index.data() + index.size(), i);
  const bool whole = error == std::errc() && end == index.data() + index.size();
  return whole && i < node.items.size() ? node.items[i].get() : nullptr;
}

const Node* step(const Node& node, std::string_view key) {
  if (node.kind == Kind::sequence) return item_at(node, key);
  if (const Node* child = node.find(key)) return child;
  return node.find("all");
}

}  // namespace

const Node* Node::find(std::string_view key) const { return find_shared(key).get(); }

NodePtr Node::find_shared(std::string_view key) const {
  for (const Entry& entry : entries)
    if (entry.key == key) return entry.value;
  return nullptr;
}

NodePtr finish(Node node) {
  node.size = 1;
  node.depth = 1;
  const auto count = [&node](const NodePtr& child) {
    node.size += child->size;
    node.depth = std::max(node.depth, child->depth + 1);
  };
  for (const Entry& entry : node.entries)
    count(entry.value);
  for (const NodePtr& item : node.items)
    count(item);
  return std::make_shared<const Node>(std::move(node));
}

Node scalar_node(std::string text, const Place& place) {
  Node result;
  result.kind = Kind::scalar;
  result.text = std::move(text);
  result.place = place;
  return result;
}

std::string join_path(std::string_view path, std::string_view key) {
  std::string result(path);
  if (!path.empty() && !key.empty()) result += '.';
  result += key;
  return result;
}

bool is_at_or_below(std::string_view path, std::string_view above) {
  if (above.empty() || path == above) return true;
  return path.starts_with(above) && path[above.size()] == '.';
}

NodePtr with_paths(const NodePtr& node, const std::string& path) {
  Node result = *node;
  result.path = path;
  for (Entry& entry : result.entries)
    entry.value = with_paths(entry.value, join_path(path, entry.key));
  for (std::size_t i = 0; i < result.items.size(); ++i)
    result.items[i] = with_paths(result.items[i], join_path(path, std::to_string(i)));
  if (result.under) result.under = with_paths(result.under, path);
  return std::make_shared<const Node>(std::move(result));
}

const Node& nearest(const Node& node, std::string_view path) {
  const Node* at = &node;
  while (!path.empty()) {
    const std::size_t dot = path.find('.');
    const Node* next = step(*at, path.substr(0, dot));
    if (!next) break;
    at = next;
    path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
  }
  return *at;
}

}  // namespace pbrsim::yaml
