/// What the tests of scenario/ share: files that last as long as a test, loading, and the numbers
/// of a scenario.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "scenario/scenario.hpp"

namespace pbrsim::test {

/// tests/scenario/ in the source tree.
std::filesystem::path test_folder();

/// A folder with the given files (name -> text) that is removed at the end. "minimal.yaml" is
/// always there.
class Folder {
 public:
  explicit Folder(const std::map<std::string, std::string>& files);
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  /// The text without the folder's own path, so that it is the same in every run.
  std::string strip(const std::string& text) const;

 private:
  std::filesystem::path path_;
};

/// Loads `text` as a scenario that may extend minimal.yaml.
LoadedScenario load_text(const std::string& text, const std::vector<Override>& overrides = {});

/// The message with which loading such a text fails, or "no problem".
std::string report_of(const std::string& text, const std::vector<Override>& overrides = {});
std::string report_of_file(const std::filesystem::path& file);

/// Every member of every struct of the scenario, named by its path, with numbers to the last bit.
std::map<std::string, std::string> members_of(const Scenario& scenario);

}  // namespace pbrsim::test
