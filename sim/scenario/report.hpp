/// All that is wrong with a scenario, told in one go.
///
/// Places are kept in bytes, as the parser counts, and told in characters. Sources are the files in
/// the order in which they were opened, then the values from the command line. Findings come out
/// sorted by source, line and column. The same message about the same place and key is given once,
/// for what stands at the top level is read anew for every area; it names the areas that it is
/// about if they are not all.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scenario/tree.hpp"

namespace pbrsim::yaml {

inline constexpr std::size_t most_findings = 20;  // told
inline constexpr std::size_t most_kept = 1000;    // counted

class Report {
 public:
  /// A new source: a file with its text, or an option such as "--set run.seed", which has no lines.
  int add_file(std::string name, std::string text = "") {
    return add_source({std::move(name), std::move(text), true});
  }
  int add_option(std::string name) { return add_source({std::move(name), "", false}); }
  bool is_option(int source) const {
    return source >= 0 && !sources_[static_cast<std::size_t>(source)].has_lines;
  }

  /// As it was added. Precondition: a source of this report.
  const std::string& name_of(int source) const {
    return sources_[static_cast<std::size_t>(source)].name;
  }

  /// `area`: the one in which it was found, if it may be right in others.
  void add(const Place& place, std::string path, std::string message, std::string_view area = "");
  /// The same, of the node itself.
  void add(const Node& node, std::string message) {
    add(node.place, node.path, std::move(message));
  }

  /// How many areas the scenario has.
  void set_areas(std::size_t areas) { areas_ = areas; }

  /// Enough is wrong that nobody needs to know more.
  bool full() const { return findings_.size() >= most_kept; }
  /// Findings so far, repeated ones included.
  std::size_t size() const { return findings_.size(); }

  /// Throws a UserError with the whole text if there are findings.
  void stop_if_any() const;

 private:
  struct Source {
    std::string name;
    std::string text;
    bool has_lines;
  };
  struct Finding {
    Place place;
    std::string path;
    std::string message;
    std::vector<std::string> areas;
  };

  int add_source(Source source);
  std::vector<Finding> in_order() const;
  std::string line_of(const Finding& finding) const;

  std::vector<Source> sources_;
  std::vector<Finding> findings_;
  std::size_t areas_ = 0;
};

/// The word of `known` that `word` may be meant for, or "": spelt nearly so, or else the only one
/// that is longer or shorter by whole parts (within, within_months).
std::string nearest_word(std::string_view word, const std::vector<std::string_view>& known);

/// `; did you mean "opiate"?` and the list of what there is, as far as they help. May be empty.
std::string suggest(std::string_view word, const std::vector<std::string_view>& known,
                    std::string_view what_there_is);

/// "a, b, c".
std::string list_words(const std::vector<std::string_view>& words);

/// The text in double quotes, cut and on one line, for messages.
std::string quote(std::string_view text);

}  // namespace pbrsim::yaml
