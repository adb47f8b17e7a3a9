// Inclusion runs one way, and third-party libraries stay behind their fences:
//
//   core <- random <- engine <- record <- {pathway, tariff} <- provider <- area <- {scenario,
//   results}
//        <- experiment <- analysis <- cli
//
// Left may be included by right, never back; the two in braces never include each other. What a
// file includes, directly or not, is what the compiler says (-MM; with -nostdinc and -MG it opens
// nothing but ours). Fences are checked on each #include line. The same check runs over small trees
// with planted breaches and must find them.
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "support/catch.hpp"

namespace fs = std::filesystem;

namespace {

const std::map<std::string, int> layers{
    {"core", 0},       {"random", 1},   {"engine", 2}, {"record", 3},   {"pathway", 4},
    {"tariff", 4},     {"provider", 5}, {"area", 6},   {"scenario", 7}, {"results", 7},
    {"experiment", 8}, {"analysis", 9}, {"cli", 10}};

struct Fence {
  const char* headers;  // regular expression over what stands between < > or " "
  std::set<std::string> folders;
};
const std::vector<Fence> fences{{"yaml-cpp/.*", {"scenario"}},
                                // In scenario for the JSON Schema, which is written, never read.
                                {"nlohmann/.*", {"results", "scenario"}},
                                {"openssl/.*", {"results"}},
                                {"zlib\\.h", {"results"}},
                                {"(tbb|oneapi)/.*", {"experiment"}},
                                {"cereal/.*", {"experiment"}},
                                {"mpi(\\.h|/.*)", {"experiment"}},
                                {"CLI/.*", {"cli"}},
                                {"(unsupported/)?Eigen/.*", {"provider", "analysis"}},
                                {"Random123/.*", {"random"}},
                                {"boost/container/.*", {"random", "provider"}},
                                {"boost/(?!container/).*", {"random"}}};

std::string run(const std::string& command) {
  FILE* pipe = popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string output;
  std::array<char, 4096> buffer;
  for (std::size_t n; (n = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
    output.append(buffer.data(), n);
  INFO(command);
  REQUIRE(pclose(pipe) == 0);
  return output;
}

std::vector<fs::path> sources(const fs::path& root) {
  std::vector<fs::path> files;
  for (const char* top : {"sim", "analysis"}) {
    if (!fs::exists(root / top)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(root / top))
      if (entry.path().extension() == ".cpp" || entry.path().extension() == ".hpp")
        files.push_back(entry.path());
  }
  return files;
}

/// The folder of sim/ (or "analysis") that a file is in; empty for files of others.
std::string folder_of(const fs::path& file, const fs::path& root) {
  const std::string path =
      fs::weakly_canonical(file).lexically_relative(fs::weakly_canonical(root)).generic_string();
  std::smatch match;
  if (std::regex_match(path, match, std::regex("sim/([^/]+)/.*"))) return match[1];
  return path.starts_with("analysis/") ? "analysis" : "";
}

/// What a file includes, directly or not, by the compiler.
std::vector<fs::path> included(const fs::path& file, const fs::path& root) {
  const std::string output =
      run(std::string(PBRSIM_COMPILER) + " -x c++ -std=c++20 -nostdinc -MM -MG -I'" +
          (root / "sim").string() + "' -I'" + root.string() + "' '" + file.string() + "' 2>&1");
  std::string list =
      std::regex_replace(output.substr(output.find(':') + 1), std::regex("\\\\\n"), " ");
  std::istringstream words(list);
  std::vector<fs::path> result;
  for (std::string word; words >> word;)
    result.emplace_back(word);
  return result;
}

std::string name(const fs::path& file, const fs::path& root) {
  return file.lexically_relative(root).generic_string();
}

std::vector<std::string> layer_breaches(const fs::path& root) {
  std::vector<std::string> breaches;
  for (const fs::path& file : sources(root)) {
    const std::string folder = folder_of(file, root);
    if (!layers.contains(folder)) {
      breaches.push_back(name(file, root) + " is in no layer");
      continue;
    }
    for (const fs::path& header : included(file, root)) {
      const std::string other = folder_of(header, root);
      if (other.empty() || other == folder) continue;
      if (!layers.contains(other) || layers.at(other) >= layers.at(folder))
        breaches.push_back(name(file, root) + " includes " + other);
    }
  }
  return breaches;
}

std::vector<std::string> fence_breaches(const fs::path& root) {
  static const std::regex line_of("\\s*#\\s*include\\s*[<\"]([^>\"]+)[>\"].*");
  std::vector<std::string> breaches;
  for (const fs::path& file : sources(root)) {
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
      std::smatch match;
      if (!std::regex_match(line, match, line_of)) continue;
      for (const Fence& fence : fences)
        if (std::regex_match(match[1].str(), std::regex(fence.headers)) &&
            !fence.folders.contains(folder_of(file, root)))
          breaches.push_back(name(file, root) + " includes " + match[1].str());
    }
  }
  return breaches;
}

/// A tree of small files in a folder of its own, gone at the end.
class Tree {
 public:
  explicit Tree(const std::map<std::string, std::string>& files) {
    std::string pattern = (fs::temp_directory_path() / "pbrsim_architecture_XXXXXX").string();
    REQUIRE(mkdtemp(pattern.data()) != nullptr);
    root_ = pattern;
    for (const auto& [path, text] : files) {
      fs::create_directories((root_ / path).parent_path());
      std::ofstream(root_ / path) << text;
    }
  }
  ~Tree() { fs::remove_all(root_); }
  Tree(const Tree&) = delete;
  const fs::path& root() const { return root_; }

 private:
  fs::path root_;
};

using Breaches = std::vector<std::string>;

}  // namespace

TEST_CASE("Inclusion runs one way") {
  const fs::path root = PBRSIM_ROOT;
  REQUIRE(sources(root).size() > 50);
  for (const std::string& breach : layer_breaches(root))
    FAIL_CHECK(breach);
}

TEST_CASE("Third-party libraries stay behind their fences") {
  const fs::path root = PBRSIM_ROOT;
  for (const std::string& breach : fence_breaches(root))
    FAIL_CHECK(breach);
  // The fences stand where something is: the random numbers' own headers are seen.
  int seen = 0;
  for (const fs::path& file : sources(root)) {
    std::ifstream in(file);
    std::stringstream text;
    text << in.rdbuf();
    seen += text.str().find("#include <Random123/") != std::string::npos;
  }
  CHECK(seen > 0);
}

TEST_CASE("A planted breach of the layers is found") {
  const std::map<std::string, std::string> clean{
      {"sim/core/a.hpp", "#pragma once\n#include <vector>\n"},
      {"sim/pathway/b.hpp", "#pragma once\n#include \"core/a.hpp\"\n"},
      {"sim/tariff/c.hpp", "#pragma once\n#include \"core/a.hpp\"\n"},
      {"sim/area/d.cpp", "#include \"pathway/b.hpp\"\n#include \"tariff/c.hpp\"\nint d;\n"},
      {"analysis/e.cpp", "#include \"pathway/b.hpp\"\nint e;\n"}};
  CHECK(layer_breaches(Tree(clean).root()) == Breaches{});
  const auto planted = [&](const std::string& path, const std::string& text) {
    auto files = clean;
    files[path] = text;
    const Tree tree(files);
    return layer_breaches(tree.root());
  };
  CHECK(planted("sim/core/x.hpp", "#include \"pathway/b.hpp\"\n") ==
        Breaches{"sim/core/x.hpp includes pathway"});
  CHECK(planted("sim/tariff/x.cpp", "#include \"pathway/b.hpp\"\n") ==
        Breaches{"sim/tariff/x.cpp includes pathway"});
  CHECK(planted("sim/pathway/x.cpp", "  #  include \"../tariff/c.hpp\"\n") ==
        Breaches{"sim/pathway/x.cpp includes tariff"});
  CHECK(planted("sim/area/x.cpp", "#include \"analysis/f.hpp\"\n#define F\n") ==
        Breaches{});  // no such file
  CHECK(planted("sim/helpers/x.hpp", "") == Breaches{"sim/helpers/x.hpp is in no layer"});
  // Through a header of a layer that is allowed itself.
  CHECK(planted("sim/pathway/b.hpp", "#pragma once\n#include \"tariff/c.hpp\"\n") ==
        Breaches{"sim/pathway/b.hpp includes tariff"});
}

TEST_CASE("A planted breach of a fence is found") {
  const auto planted = [](const std::string& path, const std::string& text) {
    const std::map<std::string, std::string> file{{path, text}};
    const Tree tree(file);
    return fence_breaches(tree.root());
  };
  struct Case {
    const char* header;
    const char* inside;
  };
  const Case cases[] = {{"yaml-cpp/yaml.h", "scenario"},
                        {"nlohmann/json.hpp", "results"},
                        {"openssl/evp.h", "results"},
                        {"zlib.h", "results"},
                        {"tbb/parallel_for.h", "experiment"},
                        {"oneapi/tbb/task_arena.h", "experiment"},
                        {"mpi.h", "experiment"},
                        {"CLI/CLI.hpp", "cli"},
                        {"Eigen/Dense", "provider"},
                        {"unsupported/Eigen/MatrixFunctions", "provider"},
                        {"Random123/philox.h", "random"},
                        {"boost/math/distributions/normal.hpp", "random"}};
  for (const Case& c : cases) {
    INFO(c.header);
    const std::string line = "int x;\n #include <" + std::string(c.header) + ">  // why\n";
    CHECK(planted("sim/" + std::string(c.inside) + "/x.hpp", line) == Breaches{});
    CHECK(planted("sim/area/x.hpp", line).size() == 1);
    CHECK(planted("sim/record/x.cpp", line).size() == 1);
  }
  CHECK(planted("sim/area/x.hpp", "// #include <boost/any.hpp>\n") == Breaches{});
}
