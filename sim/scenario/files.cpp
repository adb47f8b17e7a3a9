#include "scenario/files.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "scenario/merge.hpp"
#include "scenario/parse.hpp"
#include "scenario/source_text.hpp"

namespace pbrsim::yaml {

namespace {

constexpr std::size_t longest_chain = 50;
/// Values that may be put over others, so that no cascade of extends takes long.
constexpr std::size_t most_merged = 5 * most_nodes;

NodePtr without_extends(const Node& node) {
  Node result = node;
  std::erase_if(result.entries, [](const Entry& e) { return e.key == "extends"; });
  return finish(std::move(result));
}

const Entry* extends_of(const Node& node) {
  const auto found = std::find_if(node.entries.begin(), node.entries.end(),
                                  [](const Entry& e) { return e.key == "extends"; });
  return found == node.entries.end() ? nullptr : &*found;
}

/// The nodes that name files; empty where `extends` is neither a name nor a list of names.
std::vector<NodePtr> names_of(const NodePtr& extends) {
  std::vector<NodePtr> names =
      extends->kind == Kind::sequence ? extends->items : std::vector<NodePtr>{extends};
  const bool good = std::all_of(names.begin(), names.end(), [](const NodePtr& n) {
    return n->kind == Kind::scalar && !n->text.empty();
  });
  return good ? names : std::vector<NodePtr>();
}

}  // namespace

NodePtr Files::load(const std::filesystem::path& file) {
  const NodePtr root = open(file.lexically_normal(), {});
  return failed_ ? nullptr : root;
}

NodePtr Files::open(const std::filesystem::path& name, const Request& request) {
  std::error_code error;
  std::filesystem::path key = std::filesystem::weakly_canonical(name, error);
  if (error) key = name;
  if (const auto known = finished_.find(key); known != finished_.end()) return known->second;
  const bool circular =
      std::any_of(open_.begin(), open_.end(), [&](const Open& o) { return o.key == key; });
  open_.push_back({name, key});
  if (circular) {
    refuse(request, "extends itself; break the circle");
  } else if (open_.size() > longest_chain) {
    refuse(request, "is at the end of a chain of more than 50 files; shorten it");
  } else {
    finished_[key] = read(name, request);
  }
  open_.pop_back();
  const auto read_now = finished_.find(key);
  return read_now == finished_.end() ? nullptr : read_now->second;
}

NodePtr Files::read(const std::filesystem::path& name, const Request& request) {
  const SourceText source = read_source(name);
  const int number = report_->add_file(name.string(), source.text);
  if (source.fault.line > 0) {
    failed_ = true;
    report_->add({number, source.fault.line, source.fault.column}, "", source.fault.message);
    return nullptr;
  }
  Request asked = request;
  if (asked.place.source < 0) asked.place.source = number;
  if (!source.fault.message.empty()) return refuse(asked, source.fault.message);
  bytes_ += source.text.size();
  if (bytes_ > most_bytes)
    return refuse(asked, "makes more than 10 MB with the files before it; extend less");
  const NodePtr tree = parse(source.text, number, *report_);
  failed_ = failed_ || !tree;
  if (!tree) return nullptr;
  if (tree->kind != Kind::mapping)
    return refuse(asked, "must hold a mapping, with lines such as \"title: …\"");
  return expand(tree, "");
}

NodePtr Files::expand(const NodePtr& node, const std::string& path) {
  if (node->kind == Kind::scalar || node->kind == Kind::null) return node;
  const Entry* extends = node->kind == Kind::mapping ? extends_of(*node) : nullptr;
  NodePtr result = expand_children(*node, path);
  if (extends) result = merge(extended(*extends, path), without_extends(*result));
  if (result->size <= most_nodes && result->depth <= most_depth) return result;
  failed_ = true;
  report_->add(
      node->place, path,
      too_many_values + "or a nesting of more than 100, with what it extends; extend less");
  return nullptr;
}

NodePtr Files::expand_children(const Node& node, const std::string& path) {
  Node result = node;
  const auto replace = [&](NodePtr& child, const std::string& key) {
    const NodePtr expanded = expand(child, join_path(path, key));
    if (expanded) child = expanded;
  };
  for (Entry& entry : result.entries)
    if (entry.key != "extends") replace(entry.value, entry.key);
  for (std::size_t i = 0; i < result.items.size(); ++i)
    replace(result.items[i], std::to_string(i));
  return finish(std::move(result));
}

NodePtr Files::extended(const Entry& extends, const std::string& path) {
  const std::string here = join_path(path, "extends");
  const std::vector<NodePtr> names = names_of(extends.value);
  if (names.empty()) {
    failed_ = true;
    report_->add(extends.place, here,
                 "must name a file or list files, like \"evidence/people.yaml\"");
  }
  const std::filesystem::path folder = open_.back().name.parent_path();
  NodePtr base;
  for (const NodePtr& name : names) {
    const auto file = (folder / name->text).lexically_normal();
    const NodePtr tree = open(file, {name->place, here, quote(name->text) + " "});
    if (!tree) continue;
    if (base) merged_ += tree->size;
    if (merged_ > most_merged) {
      failed_ = true;
      report_->add(name->place, here, "extends so much that reading would take long; extend less");
      break;
    }
    base = merge(base, tree);
  }
  return base;
}

NodePtr Files::refuse(const Request& request, const std::string& message) {
  failed_ = true;
  std::string chain;
  for (const Open& o : open_)
    chain += (chain.empty() ? " (" : " -> ") + o.name.string();
  if (open_.size() < 2) chain.clear();
  report_->add(request.place, request.path,
               request.wording + message + chain + (chain.empty() ? "" : ")"));
  return nullptr;
}

NodePtr load_tree(const std::filesystem::path& file, Report& report) {
  const NodePtr root = Files(report).load(file);
  if (!root) report.stop_if_any();
  PBRSIM_ENSURE(root);
  return with_paths(root, "");
}

}  // namespace pbrsim::yaml
