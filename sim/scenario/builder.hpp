/// Makes a tree from yaml-cpp's events; see parse.hpp for what it accepts.
#pragma once

#include <map>
#include <optional>
#include <string>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/mark.h>

#include "scenario/report.hpp"
#include "scenario/tree.hpp"

namespace pbrsim::yaml {

/// Thrown to end parsing at a fatal finding.
struct Stop {
  Place place;
  std::string path;
  std::string message;
};

class Builder : public YAML::EventHandler {
 public:
  Builder(int source, Report& report) : source_(source), report_(&report) {}

  /// The finished tree; nothing before the first document has ended.
  const NodePtr& root() const { return root_; }
  /// Where parsing is: the path, and the place of the key whose value comes next if there is one.
  std::string path_here() const;
  std::optional<Place> key_here() const;

  void OnDocumentStart(const YAML::Mark& mark) override;
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override;
  void OnSequenceEnd() override { end_collection(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override;
  void OnMapEnd() override { end_collection(); }

 private:
  /// A key that has been read while its value has not. Its value is dropped if the key is no good.
  struct Key {
    std::string text;
    Place place;
    bool dropped = false;
  };
  /// A mapping or sequence under construction.
  struct Frame {
    Node node;
    YAML::anchor_t anchor;
    std::string path;
    std::string tag;       // of a distribution
    bool refused = false;  // for its tag
    std::optional<Key> key;
    std::map<std::string, Place> seen;
  };

  Place at(const YAML::Mark& mark) const { return {source_, mark.line + 1, mark.column + 1}; }
  /// Where a null, sequence or mapping that begins here is: at its key if it has one.
  Place place_here(const YAML::Mark& mark) const;
  void start_collection(Kind kind, const YAML::Mark& mark, const std::string& tag,
                        YAML::anchor_t anchor);
  void end_collection();
  /// Makes a distribution of the mapping if its tag says so. `wraps`: there was a key `value`.
  void settle_tag(Frame& frame, bool wraps);
  void accept(const NodePtr& value, const Place& place, YAML::anchor_t anchor);
  void take_key(Frame& frame, const Node& key, const Place& place);
  /// The name in a tag of our own, "" for one of YAML's; nothing, and a finding, for a tag that may
  /// not stand on such a node.
  std::optional<std::string> check_tag(const std::string& tag, Kind kind, const Place& place);

  int source_;
  Report* report_;
  int documents_ = 0;
  NodePtr root_;
  std::vector<Frame> frames_;
  std::map<YAML::anchor_t, NodePtr> anchors_;
};

}  // namespace pbrsim::yaml
