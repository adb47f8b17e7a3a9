// The exact report on each of the broken scenarios in broken/. A file's first lines, after "#| ",
// are the report that it must give.
#include <algorithm>
#include <fstream>

#include "core/error.hpp"
#include "scenario/support.hpp"
#include "support/catch.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

std::vector<std::filesystem::path> broken_files() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(test_folder() / "broken"))
    if (entry.path().extension() == ".yaml") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

std::string expected_report(const std::filesystem::path& file) {
  std::ifstream stream(file);
  std::string report;
  for (std::string line; std::getline(stream, line) && line.starts_with("#| ");)
    report += (report.empty() ? "" : "\n") + line.substr(3);
  return report;
}

}  // namespace

TEST_CASE("every broken scenario is reported in full") {
  const auto files = broken_files();
  CHECK(files.size() >= 37);
  for (const auto& file : files) {
    INFO(file.filename());
    CHECK(report_of_file(file) == expected_report(file));
  }
}

TEST_CASE("a broken scenario ends with the exit code for input") {
  try {
    load_scenario(test_folder() / "broken" / "version.yaml", {});
    FAIL("a scenario of another version was loaded");
  } catch (const UserError& error) {
    CHECK(error.code() == ExitCode::input);
  }
}
