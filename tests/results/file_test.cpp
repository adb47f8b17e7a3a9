// Files appear whole or not at all.
#include <unistd.h>

#include <fstream>
#include <functional>
#include <sstream>

#include "core/error.hpp"
#include "results/file.hpp"
#include "support/catch.hpp"
#include "support/read_back.hpp"

using namespace pbrsim;
namespace fs = std::filesystem;

namespace {

struct Folder {
  fs::path path = fs::temp_directory_path() / ("pbrsim_file_test_" + std::to_string(::getpid()));
  Folder() {
    fs::remove_all(path);
    fs::create_directories(path);
  }
  ~Folder() { fs::remove_all(path); }
};

std::string content(const fs::path& file) {
  std::ifstream in(file);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

ExitCode code_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const UserError& e) {
    return e.code();
  }
  return ExitCode::done;
}

}  // namespace

TEST_CASE("a file takes its name on commit, and leaves nothing without") {
  const Folder folder;
  const fs::path target = folder.path / "a.csv";
  {
    AtomicFile file(target);
    file.write("half");
    CHECK_FALSE(fs::exists(target));
  }
  CHECK(fs::is_empty(folder.path));
  AtomicFile file(target);
  file.write("whole\n");
  file.commit();
  CHECK(content(target) == "whole\n");
  CHECK(std::distance(fs::directory_iterator(folder.path), fs::directory_iterator()) == 1);
}

TEST_CASE("an old file stays until the new one is whole") {
  const Folder folder;
  const fs::path target = folder.path / "a.csv";
  std::ofstream(target) << "old";
  {
    AtomicFile file(target);
    file.write("new");
  }
  CHECK(content(target) == "old");
}

TEST_CASE("a folder that is not there is a fault of the machine, told as one") {
  CHECK(code_of([] { AtomicFile file("/nonexistent/folder/a.csv"); }) == ExitCode::fault);
}

TEST_CASE("a finished file still has no name, and none of several stays if one cannot be had") {
  const Folder folder;
  const fs::path target = folder.path / "a.csv";
  {
    AtomicFile file(target);
    file.write("whole\n");
    const FileInfo info = file.finish();
    CHECK(info.name == "a.csv");
    CHECK(info.bytes == 6);
    CHECK(info.sha256 == sha256("whole\n"));
    CHECK_FALSE(fs::exists(target));
  }
  CHECK(fs::is_empty(folder.path));
}

TEST_CASE("gzip: the same text, the same bytes, no time and no name") {
  const Folder folder;
  std::string text;
  for (int i = 0; i < 100000; ++i)
    text += std::to_string(i * 7919LL) + "\n";
  std::vector<FileInfo> infos;
  for (const char* name : {"a.gz", "b.gz"}) {
    AtomicFile file(folder.path / name, Compression::gzip);
    file.write(text.substr(0, 1000));
    file.write(text.substr(1000));
    infos.push_back(file.commit());
  }
  const std::string bytes = content(folder.path / "a.gz");
  CHECK(bytes == content(folder.path / "b.gz"));
  CHECK(infos[0].sha256 == sha256(bytes));
  CHECK(infos[0].bytes == bytes.size());
  CHECK(bytes.size() < text.size() / 2);
  // RFC 1952: magic, deflate, no flags (so no name), time 0.
  CHECK(bytes.substr(0, 8) == std::string("\x1f\x8b\x08\0\0\0\0\0", 8));
  CHECK(test::content(folder.path / "a.gz") == text);
}

TEST_CASE("SHA-256 of the standard's examples") {
  CHECK(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}
