// Mutants of good scenarios: each is refused with a report, or means what it says.
//
// Usage: mutants FOLDER COUNT SEED
// FOLDER holds minimal.yaml and rich.yaml. Half of the mutants are structural, half are of bytes. A
// mutant must not crash and not take 2 s of processor time. One that is accepted may differ from
// the original, once complete, only where the mutation can be the cause; no key that it brings may
// be without effect; and its complete text must load to itself. Prints what breaks these rules and
// ends with 1 if anything does.
#include <unistd.h>

#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <sstream>

#include "core/error.hpp"
#include "fuzz/leaves.hpp"
#include "fuzz/mutation.hpp"
#include "scenario/scenario.hpp"

namespace {

using namespace pbrsim;
using namespace pbrsim::fuzz;

constexpr double most_seconds = 2;

std::string read_file(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::stringstream text;
  text << stream.rdbuf();
  return text.str();
}

/// A folder that is gone at the end, with minimal.yaml in it.
class Work {
 public:
  explicit Work(const std::filesystem::path& from) {
    path_ = std::filesystem::temp_directory_path() / ("pbrsim_mutants_" + std::to_string(getpid()));
    std::filesystem::create_directories(path_);
    std::filesystem::copy_file(from / "minimal.yaml", path_ / "minimal.yaml",
                               std::filesystem::copy_options::overwrite_existing);
  }
  ~Work() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Work(const Work&) = delete;
  Work& operator=(const Work&) = delete;

  /// The complete text of the scenario, or nothing and the report.
  std::optional<std::string> load(const std::string& text, std::string& report) const {
    const std::filesystem::path file = path_ / "x.yaml";
    std::ofstream(file, std::ios::binary) << text;
    try {
      return load_scenario(file, {}).resolved_yaml;
    } catch (const UserError& error) {
      report = error.what();
      return std::nullopt;
    }
  }

 private:
  std::filesystem::path path_;
};

struct Original {
  std::string text;
  Leaves written, complete;
};

std::string check_report(const std::string& report) {
  const auto lines = std::count(report.begin(), report.end(), '\n') + 1;
  if (!report.ends_with("nothing was run.")) return "the report has no end: " + report;
  return lines < 2 || lines > 22 ? "the report has " + std::to_string(lines) + " lines" : "";
}

/// What is wrong with a mutant that was accepted; "" if nothing is.
std::string check_accepted(const Original& original, const std::string& text,
                           const std::string& complete) {
  const Leaves written = leaves_of(text), resolved = leaves_of(complete);
  const std::vector<std::string> causes = changed(original.written, written);
  for (const std::string& effect : changed(original.complete, resolved)) {
    bool explained = false;
    for (const std::string& cause : causes)
      explained = explained || may_change(cause, effect);
    if (!explained) return effect + " changed, and nothing that was written can be the cause";
  }
  for (const std::string& cause : causes) {
    if (original.written.contains(cause) || written.at(cause) == "nothing") continue;
    bool there = cause.find("extends") != std::string::npos;
    for (const auto& [path, value] : resolved)
      there = there || may_change(cause, path);
    if (!there) return cause + " is new and has no effect";
  }
  return "";
}

struct Count {
  int refused = 0, accepted = 0, unchanged = 0, bad = 0;
  double slowest = 0;
};

std::string check_mutant(const Original& original, const std::string& text, const Work& work,
                         Count& count) {
  std::string report;
  const auto complete = work.load(text, report);
  if (!complete) {
    ++count.refused;
    return check_report(report);
  }
  ++count.accepted;
  const Leaves leaves = leaves_of(*complete);
  if (changed(original.complete, leaves).empty()) ++count.unchanged;
  const std::string problem = check_accepted(original, text, *complete);
  if (!problem.empty()) return problem;
  return work.load(*complete, report) == complete ? "" : "the complete text is another: " + report;
}

void run_mutants(const std::vector<Original>& originals, int mutants, std::uint64_t seed,
                 const Work& work, Count& count) {
  for (int i = 0; i < mutants; ++i) {
    Chance chance(seed * 1000003 + static_cast<std::uint64_t>(i));
    const Original& original = originals[static_cast<std::size_t>(i / 2) % originals.size()];
    const std::string text =
        i % 2 == 0 ? mutate_structure(original.text, chance) : mutate_bytes(original.text, chance);
    const std::clock_t before = std::clock();
    std::string problem;
    try {
      problem = check_mutant(original, text, work, count);
    } catch (const std::exception& error) {
      problem = std::string("threw ") + error.what();
    }
    const double seconds = static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC;
    count.slowest = std::max(count.slowest, seconds);
    if (seconds > most_seconds) problem = "took " + std::to_string(seconds) + " s";
    if (problem.empty()) continue;
    ++count.bad;
    std::cout << "---- mutant " << i << ": " << problem << "\n" << text << "\n";
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: mutants FOLDER COUNT SEED\n";
    return 2;
  }
  const std::filesystem::path folder = argv[1];
  const Work work(folder);
  std::vector<Original> originals;
  for (const char* name : {"minimal.yaml", "rich.yaml"}) {
    const std::string text = read_file(folder / name);
    std::string report;
    const auto complete = work.load(text, report);
    if (!complete) {
      std::cerr << report << '\n';
      return 1;
    }
    originals.push_back({text, leaves_of(text), leaves_of(*complete)});
  }
  Count count;
  run_mutants(originals, std::stoi(argv[2]), std::stoull(argv[3]), work, count);
  std::cout << count.refused << " refused, " << count.accepted << " accepted (" << count.unchanged
            << " of them mean the same), " << count.bad << " break a rule; the slowest took "
            << count.slowest << " s\n";
  return count.bad == 0 ? 0 : 1;
}
