// Records come back as they were written; whatever happens to the file, what is read of it is a
// prefix of what was written.
#include <csignal>

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <optional>
#include <sstream>
#include <thread>

#include "core/error.hpp"
#include "results/record_file.hpp"
#include "support/catch.hpp"

using namespace pbrsim;
namespace fs = std::filesystem;

namespace {

struct Folder {
  fs::path path = fs::temp_directory_path() / ("pbrsim_record_test_" + std::to_string(::getpid()));
  Folder() {
    fs::remove_all(path);
    fs::create_directories(path);
  }
  ~Folder() { fs::remove_all(path); }
};

std::string content(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

void write(const fs::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

using Bodies = std::vector<std::string>;

const Bodies& bodies() {
  static const Bodies list{"what made them", "first block", "", std::string(300, 'x') + "third",
                           std::string("\0\n\xff fourth", 10)};
  return list;
}

void make(const fs::path& path) {
  RecordFile file(path, bodies().front());
  for (std::size_t i = 1; i < bodies().size(); ++i)
    file.append(bodies()[i]);
}

/// What can be read; nothing where the file is refused.
std::optional<Bodies> readable(const fs::path& path) {
  Bodies found;
  try {
    const RecordFile file(
        path, [&](RecordFile::Place, std::string_view body) { found.emplace_back(body); },
        RecordFile::ReadOnly{});
  } catch (const UserError& e) {
    CHECK(e.code() == ExitCode::input);
    return std::nullopt;
  }
  return found;
}

bool is_prefix(const Bodies& found) {
  return found.size() <= bodies().size() &&
         std::equal(found.begin(), found.end(), bodies().begin());
}

}  // namespace

TEST_CASE("records come back in order and by place, also when more are added later") {
  const Folder folder;
  const fs::path path = folder.path / "records";
  make(path);
  CHECK(readable(path) == bodies());
  CHECK(std::distance(fs::directory_iterator(folder.path), fs::directory_iterator()) == 1);
  Bodies by_place;
  std::vector<RecordFile::Place> places;
  RecordFile file(path, [&](RecordFile::Place p, std::string_view) { places.push_back(p); });
  CHECK(file.dropped() == 0);
  places.push_back(file.append("fifth"));
  for (const RecordFile::Place p : places)
    by_place.push_back(file.read(p));
  Bodies expected = bodies();
  expected.emplace_back("fifth");
  CHECK(by_place == expected);
}

TEST_CASE("a file cut anywhere holds a prefix, goes on from there and says what was dropped") {
  const Folder folder;
  const fs::path path = folder.path / "records";
  make(path);
  const std::string whole = content(path);
  std::size_t refused = 0, most = 0;
  for (std::size_t length = 0; length < whole.size(); ++length) {
    write(path, whole.substr(0, length));
    const std::optional<Bodies> found = readable(path);
    if (!found) {
      ++refused;
      continue;
    }
    REQUIRE(is_prefix(*found));
    REQUIRE(found->size() < bodies().size());
    REQUIRE(found->size() >= most);
    most = found->size();
    if (length % 8 != 0) continue;  // what is added goes to the disk, which takes time
    std::uint64_t dropped = 0;
    {
      RecordFile file(path, [](RecordFile::Place, std::string_view) {});
      dropped = file.dropped();
      REQUIRE(fs::file_size(path) + dropped == length);
      file.append("more");
    }
    Bodies with_more = *found;
    with_more.emplace_back("more");
    REQUIRE(readable(path) == with_more);
  }
  CHECK(refused > 17);  // the signature and the first record
  CHECK(refused < 80);
  CHECK(most == bodies().size() - 1);
}

TEST_CASE("any bit that is turned over is found") {
  const Folder folder;
  const fs::path path = folder.path / "records";
  make(path);
  const std::string whole = content(path);
  std::size_t refused = 0;
  for (std::size_t i = 0; i < 8 * whole.size(); ++i) {
    std::string flipped = whole;
    flipped[i / 8] = static_cast<char>(flipped[i / 8] ^ (1 << (i % 8)));
    write(path, flipped);
    const std::optional<Bodies> found = readable(path);
    refused += !found;
    INFO("byte " << i / 8 << " of " << whole.size() << ", bit " << i % 8);
    if (found) REQUIRE(is_prefix(*found));
    if (found) REQUIRE(found->size() < bodies().size());
  }
  CHECK(refused > 8 * 17);
}

TEST_CASE("what is no such file is refused") {
  const Folder folder;
  const fs::path path = folder.path / "records";
  write(path, "something else, and long enough to be taken for one of them\n");
  CHECK_FALSE(readable(path).has_value());
  CHECK(content(path).starts_with("something else"));
  CHECK_THROWS_AS(RecordFile(folder.path / "none", [](RecordFile::Place, std::string_view) {}),
                  UserError);
}

TEST_CASE("a record that does not fit is refused, and what was there stays whole") {
  const Folder folder;
  const fs::path path = folder.path / "records";
  make(path);
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  {
    RecordFile file(path, [](RecordFile::Place, std::string_view) {});
    std::string incompressible;
    for (unsigned i = 0, x = 1; i < 4000; ++i)
      incompressible += static_cast<char>((x = x * 1664525u + 1013904223u) >> 24);
    rlimit small = before;
    small.rlim_cur = fs::file_size(path) + 1000;
    ::setrlimit(RLIMIT_FSIZE, &small);
    std::string message;
    try {
      file.append(incompressible);
    } catch (const UserError& e) {
      message = e.what();
    }
    CHECK(message.find("File too large") != std::string::npos);
    CHECK(message.find("has space") != std::string::npos);
    CHECK(readable(path) == bodies());
    file.append("small");
    ::setrlimit(RLIMIT_FSIZE, &before);
  }
  Bodies expected = bodies();
  expected.emplace_back("small");
  CHECK(readable(path) == expected);
}

TEST_CASE("records of several threads are all there") {
  const Folder folder;
  const fs::path path = folder.path / "records";
  {
    RecordFile file(path, "begin");
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
      threads.emplace_back([&file, t] {
        for (int i = 0; i < 50; ++i)
          file.append(std::to_string(100 * t + i));
      });
    for (std::thread& thread : threads)
      thread.join();
  }
  std::optional<Bodies> found = readable(path);
  REQUIRE(found);
  CHECK(found->front() == "begin");
  std::sort(found->begin(), found->end());
  CHECK(std::unique(found->begin(), found->end()) - found->begin() == 201);
}
