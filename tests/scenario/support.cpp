#include "scenario/support.hpp"

#include <unistd.h>

#include <atomic>
#include <bit>
#include <cstdint>
#include <fstream>

#include "core/error.hpp"
#include "scenario/shape.hpp"
#include "scenario/tree.hpp"

namespace pbrsim::test {

namespace {

using yaml::Shape;
using Members = std::map<std::string, std::string>;

std::string replace_all(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

/// Collects members without help from reader or writer.
struct Collector {
  std::string path;
  Members* members;

  template <class T>
  void operator()(std::string_view name, const T& member, const FieldSpec&, std::string_view) {
    collect(yaml::join_path(path, name), member);
  }

  template <class T>
  void collect(const std::string& at, const T& value) {
    constexpr Shape shape = yaml::shape_of<T>;
    if constexpr (shape == Shape::number)
      (*members)[at] = std::to_string(std::bit_cast<std::uint64_t>(value));
    else if constexpr (shape == Shape::whole || shape == Shape::truth)
      (*members)[at] = std::to_string(value);
    else if constexpr (shape == Shape::text)
      (*members)[at] = value;
    else if constexpr (shape == Shape::date)
      (*members)[at] = to_iso(value);
    else if constexpr (shape == Shape::word)
      (*members)[at] = std::string(name_of(value));
    else if constexpr (shape == Shape::optional)
      value ? collect(at, *value) : void((*members)[at] = "nothing");
    else
      collect_children(at, value);
  }

  template <class T>
  void collect_children(const std::string& at, const T& value) {
    constexpr Shape shape = yaml::shape_of<T>;
    if constexpr (shape == Shape::record) {
      Collector inner{at, members};
      T::fields(value, inner);
    } else if constexpr (shape == Shape::names) {
      for (const auto& [name, child] : value)
        collect(at + "." + name, child);
      (*members)[at + " size"] = std::to_string(value.size());
    } else {
      std::size_t i = 0;
      for (const auto& child : value)
        collect(at + "." + std::to_string(i++), child);
      (*members)[at + " size"] = std::to_string(i);
    }
  }
};

void write_file(const std::filesystem::path& file, const std::string& text) {
  std::ofstream stream(file, std::ios::binary);
  stream << text;
  if (!stream.flush()) throw std::runtime_error("cannot write " + file.string());
}

}  // namespace

std::filesystem::path test_folder() { return PBRSIM_SCENARIO_TESTS; }

Folder::Folder(const std::map<std::string, std::string>& files) {
  static std::atomic<int> count{0};
  path_ = std::filesystem::temp_directory_path() /
          ("pbrsim_scenario_" + std::to_string(getpid()) + "_" + std::to_string(count++));
  std::filesystem::create_directories(path_);
  std::filesystem::copy_file(test_folder() / "minimal.yaml", path_ / "minimal.yaml");
  for (const auto& [name, text] : files) {
    std::filesystem::create_directories((path_ / name).parent_path());
    write_file(path_ / name, text);
  }
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string Folder::strip(const std::string& text) const {
  return replace_all(text, path_.string() + "/", "");
}

LoadedScenario load_text(const std::string& text, const std::vector<Override>& overrides) {
  const Folder folder({{"x.yaml", text}});
  return load_scenario(folder / "x.yaml", overrides);
}

std::string report_of(const std::string& text, const std::vector<Override>& overrides) {
  const Folder folder({{"x.yaml", text}});
  try {
    load_scenario(folder / "x.yaml", overrides);
  } catch (const UserError& error) {
    return folder.strip(error.what());
  }
  return "no problem";
}

std::string report_of_file(const std::filesystem::path& file) {
  try {
    load_scenario(file, {});
  } catch (const UserError& error) {
    return replace_all(error.what(), test_folder().string() + "/", "");
  }
  return "no problem";
}

std::map<std::string, std::string> members_of(const Scenario& scenario) {
  Members members;
  Collector collector{"", &members};
  Scenario::fields(scenario, collector);
  for (std::size_t i = 0; i < scenario.areas.size(); ++i)
    members["area " + std::to_string(i)] = scenario.areas[i];
  for (std::size_t i = 0; i < scenario.designs.size(); ++i)
    members["design " + std::to_string(i)] = scenario.designs[i];
  return members;
}

}  // namespace pbrsim::test
