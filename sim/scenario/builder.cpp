#include "scenario/builder.hpp"

#include <algorithm>
#include <array>

#include "scenario/distributions.hpp"
#include "scenario/provenance.hpp"

namespace pbrsim::yaml {

namespace {

bool is_core_tag(const std::string& tag) {
  constexpr std::array<const char*, 7> core{"str", "int", "float", "bool", "null", "seq", "map"};
  if (tag.empty() || tag == "?" || tag == "!") return true;
  return std::any_of(core.begin(), core.end(), [&](const char* name) {
    return tag == std::string("tag:yaml.org,2002:") + name;
  });
}

}  // namespace

void Builder::OnDocumentStart(const YAML::Mark& mark) {
  if (documents_++ > 0)
    throw Stop{at(mark), "", "a second YAML document begins here; a file must hold only one"};
}

void Builder::OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) {
  Node node;
  node.place = place_here(mark);
  accept(finish(std::move(node)), at(mark), anchor);
}

void Builder::OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) {
  const auto found = anchors_.find(anchor);
  if (found == anchors_.end())
    throw Stop{at(mark), path_here(), "is an alias of something that it is part of; write it out"};
  accept(found->second, at(mark), 0);
}

void Builder::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       const std::string& value) {
  Node node = scalar_node(value, at(mark));
  node.refused = !check_tag(tag, Kind::scalar, at(mark));
  accept(finish(std::move(node)), at(mark), anchor);
}

void Builder::OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                              YAML::EmitterStyle::value) {
  start_collection(Kind::sequence, mark, tag, anchor);
}

void Builder::OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) {
  start_collection(Kind::mapping, mark, tag, anchor);
}

std::string Builder::path_here() const {
  if (frames_.empty()) return "";
  const Frame& frame = frames_.back();
  if (frame.node.kind == Kind::sequence)
    return join_path(frame.path, std::to_string(frame.node.items.size()));
  return frame.key ? join_path(frame.path, frame.key->text) : frame.path;
}

std::optional<Place> Builder::key_here() const {
  if (frames_.empty() || !frames_.back().key) return std::nullopt;
  return frames_.back().key->place;
}

Place Builder::place_here(const YAML::Mark& mark) const { return key_here().value_or(at(mark)); }

void Builder::start_collection(Kind kind, const YAML::Mark& mark, const std::string& tag,
                               YAML::anchor_t anchor) {
  const auto distribution = check_tag(tag, kind, at(mark));
  if (frames_.size() >= most_depth)
    throw Stop{at(mark), path_here(), "is nested more than 100 deep; flatten it"};
  Frame frame;
  frame.node.kind = kind;
  frame.node.place = place_here(mark);
  frame.anchor = anchor;
  frame.path = path_here();
  frame.tag = distribution.value_or("");
  frame.refused = !distribution;
  frames_.push_back(std::move(frame));
}

void Builder::end_collection() {
  Frame frame = std::move(frames_.back());
  frames_.pop_back();
  if (frame.node.kind == Kind::mapping) {
    const bool wraps = std::any_of(frame.node.entries.begin(), frame.node.entries.end(),
                                   [](const Entry& e) { return e.key == "value"; });
    frame.node = settle_mapping(std::move(frame.node), frame.path, *report_);
    if (!frame.tag.empty()) settle_tag(frame, wraps);
  }
  frame.node.refused = frame.node.refused || frame.refused;
  const Place place = frame.node.place;
  accept(finish(std::move(frame.node)), place, frame.anchor);
}

void Builder::settle_tag(Frame& frame, bool wraps) {
  const bool constant = frame.tag == constant_tag;
  if (constant ? frame.node.kind == Kind::scalar : !wraps) {
    if (constant) return;
    frame.node.kind = Kind::distribution;
    frame.node.text = frame.tag;
    return;
  }
  frame.refused = true;
  report_->add(frame.node.place, frame.path,
               "is no distribution; write its parameters, like " + quote(example_of(frame.tag)) +
                   ", within {value: …, source: …} if it has a source");
}

void Builder::accept(const NodePtr& value, const Place& place, YAML::anchor_t anchor) {
  if (anchor != 0) anchors_[anchor] = value;
  if (frames_.empty()) {
    root_ = value;
    return;
  }
  Frame& frame = frames_.back();
  if (frame.node.kind == Kind::mapping && !frame.key) {
    take_key(frame, *value, place);
    return;
  }
  frame.node.size += value->size;
  if (frame.node.size > most_nodes)
    throw Stop{place, path_here(), too_many_values + "aliases written out; shorten it"};
  if (frame.node.kind == Kind::sequence) {
    frame.node.items.push_back(value);
    return;
  }
  if (!frame.key->dropped) frame.node.entries.push_back({frame.key->text, frame.key->place, value});
  frame.key.reset();
}

void Builder::take_key(Frame& frame, const Node& key, const Place& place) {
  frame.key = Key{key.text, place, true};
  const std::string path = join_path(frame.path, key.text);
  if (key.kind != Kind::scalar) {
    report_->add(place, frame.path, "has a key that is not a word; keys are names such as opiate");
  } else if (key.text == "<<") {
    report_->add(place, frame.path, "merge keys (<<) are not supported here; use extends");
  } else if (const auto [first, fresh] = frame.seen.emplace(key.text, place); !fresh) {
    report_->add(
        place, path,
        "is given twice, first in line " + std::to_string(first->second.line) + "; keep one");
  } else {
    frame.key->dropped = false;
  }
}

std::optional<std::string> Builder::check_tag(const std::string& tag, Kind kind,
                                              const Place& place) {
  if (is_core_tag(tag)) return "";
  const std::string name = tag.substr(tag.starts_with('!') ? 1 : 0);
  const std::vector<std::string_view> known = distribution_tags();
  if (!tag.starts_with('!') || std::find(known.begin(), known.end(), name) == known.end()) {
    report_->add(place, path_here(),
                 "has the tag " + quote(tag) + ", which is not known; tags name distributions" +
                     suggest(name, known, "there are"));
  } else if (kind == Kind::mapping || (kind == Kind::scalar && name == constant_tag)) {
    return name;
  } else {
    report_->add(place, path_here(),
                 "is no distribution; write its parameters, like " + quote(example_of(name)));
  }
  return std::nullopt;
}

}  // namespace pbrsim::yaml
