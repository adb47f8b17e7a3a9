// The folder for results: whose it is, and that what lies in it is of one run.
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <functional>

#include "core/error.hpp"
#include "results/result_folder.hpp"
#include "support/catch.hpp"
#include "support/read_back.hpp"

using namespace pbrsim;
using test::content;
namespace fs = std::filesystem;

namespace {

struct Folder {
  fs::path path = fs::temp_directory_path() / ("pbrsim_folder_test_" + std::to_string(::getpid()));
  Folder() {
    fs::remove_all(path);
    fs::create_directories(path);
  }
  ~Folder() { fs::remove_all(path); }
};

struct Failure {
  ExitCode code = ExitCode::done;
  std::string message;
};

Failure failure_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const UserError& e) {
    return {e.code(), e.what()};
  }
  return {};
}

void put(const fs::path& file, const std::string& text) { std::ofstream(file) << text; }

}  // namespace

TEST_CASE("the folder for results must be a folder, and empty unless forced") {
  const Folder folder;
  put(folder.path / "file", "x");
  const auto take = [&](const fs::path& path, bool force) {
    return failure_of([&] { ResultFolder taken(path, force); }).code;
  };
  CHECK(take(folder.path / "file", true) == ExitCode::input);
  CHECK(take(folder.path / "file" / "below", true) == ExitCode::input);
  CHECK(take(folder.path / std::string(300, 'x'), true) == ExitCode::input);
  CHECK(take(folder.path, false) == ExitCode::input);
  CHECK(take(folder.path, true) == ExitCode::done);
  CHECK(take(folder.path / "new" / "one", false) == ExitCode::done);
  CHECK(fs::is_directory(folder.path / "new" / "one"));
  CHECK(take("/proc/no_such_place", false) == ExitCode::fault);
}

TEST_CASE("a folder has one run at a time, and is free when that ends") {
  const Folder folder;
  const fs::path out = folder.path / "out";
  {
    const ResultFolder first(out, false);
    for (const bool force : {false, true}) {
      const Failure second = failure_of([&] { ResultFolder taken(out, force); });
      CHECK(second.code == ExitCode::input);
      CHECK(second.message.find(out.string()) != std::string::npos);
      CHECK(second.message.find("another run") != std::string::npos);
    }
  }
  CHECK(failure_of([&] { ResultFolder taken(out, false); }).code == ExitCode::done);
}

TEST_CASE("a run that was killed holds no folder") {
  const Folder folder;
  const fs::path out = folder.path / "out";
  int ready[2];
  REQUIRE(::pipe(ready) == 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const ResultFolder taken(out, false);
    const char byte = 1;
    if (::write(ready[1], &byte, 1) == 1) ::pause();
    ::_exit(1);
  }
  char byte = 0;
  REQUIRE(::read(ready[0], &byte, 1) == 1);
  CHECK(failure_of([&] { ResultFolder taken(out, false); }).code == ExitCode::input);
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  CHECK(failure_of([&] { ResultFolder taken(out, false); }).code == ExitCode::done);
}

TEST_CASE("publishing replaces the results of before, and nothing else") {
  const Folder folder;
  for (const char* name : {"old.csv", "old.csv.partial", "mine.txt", "new.csv", "seal"})
    put(folder.path / name, "before");
  ResultFolder taken(folder.path, true);
  AtomicFile table(folder.path / "new.csv"), seal(folder.path / "seal");
  for (AtomicFile* file : {&table, &seal}) {
    file->write("after");
    file->finish();
  }
  CHECK(content(folder.path / "new.csv") == "before");
  taken.publish({&table, &seal}, {"old.csv", "new.csv", "seal"});
  CHECK(content(folder.path / "new.csv") == "after");
  CHECK(content(folder.path / "seal") == "after");
  CHECK(content(folder.path / "mine.txt") == "before");
  CHECK(std::distance(fs::directory_iterator(folder.path), fs::directory_iterator()) == 3);
}

TEST_CASE("if one file cannot have its name, none has, and the seal of before is gone") {
  const Folder folder;
  put(folder.path / "seal", "before");
  fs::create_directories(folder.path / "b.csv" / "in the way");
  ResultFolder taken(folder.path, true);
  const auto publish = [&] {
    AtomicFile a(folder.path / "a.csv"), b(folder.path / "b.csv"), seal(folder.path / "seal");
    for (AtomicFile* file : {&a, &b, &seal})
      file->finish();
    taken.publish({&a, &b, &seal}, {"a.csv", "b.csv", "seal"});
  };
  const Failure failure = failure_of(publish);
  CHECK(failure.code == ExitCode::fault);
  CHECK(failure.message.find("b.csv") != std::string::npos);
  CHECK_FALSE(fs::exists(folder.path / "a.csv"));
  CHECK_FALSE(fs::exists(folder.path / "seal"));
  CHECK(std::distance(fs::directory_iterator(folder.path), fs::directory_iterator()) == 1);
}

TEST_CASE("a folder that vanishes is a fault, told as one") {
  const Folder folder;
  const fs::path out = folder.path / "out";
  ResultFolder taken(out, false);
  AtomicFile file(out / "a.csv");
  file.write("x");
  fs::remove_all(out);
  const Failure failure = failure_of([&] { file.commit(); });
  CHECK(failure.code == ExitCode::fault);
  CHECK(failure.message.find("No such file or directory") != std::string::npos);
  CHECK_FALSE(fs::exists(out));
}
