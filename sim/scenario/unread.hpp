/// The members of a scenario that could not be read, so that rules drawn from them keep quiet.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "scenario/tree.hpp"

namespace pbrsim::yaml {

class Unread {
 public:
  /// The member at that path does not hold the value that was meant.
  void add(std::string path) { paths_.push_back(std::move(path)); }

  /// Whether all that a problem of the struct at `path` follows from (Problem::from) was read well.
  /// Nothing named: not known.
  bool spares(const std::string& path, const std::vector<std::string>& from) const {
    return !from.empty() && std::none_of(from.begin(), from.end(), [&](const std::string& source) {
      const bool names = source.ends_with('.');
      return touches(join_path(path, names ? source.substr(0, source.size() - 1) : source), names);
    });
  }

 private:
  bool touches(const std::string& path, bool only_names) const {
    return std::any_of(paths_.begin(), paths_.end(), [&](const std::string& unread) {
      return is_at_or_below(path, unread) || (!only_names && is_at_or_below(unread, path));
    });
  }

  std::vector<std::string> paths_;
};

}  // namespace pbrsim::yaml
