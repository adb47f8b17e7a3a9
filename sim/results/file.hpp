/// Files written so that a reader sees the whole file or none.
///
/// An `AtomicFile` writes beside its target under a temporary name. finish() puts the data on the
/// disk; publish() gives the file its name. If it is destroyed without, nothing is left. Several
/// files are finished first and published then, so that a full disk leaves none of them. Failures
/// are `UserError`s with exit code 3 that name the file and the system's reason.
///
/// Gzip output holds no time stamp and no name: the same text gives the same bytes (same zlib).
#pragma once

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace pbrsim {

enum class Compression : std::uint8_t { none, gzip };

/// A file as it lies on the disk.
struct FileInfo {
  std::string name;  // without the folder
  std::uint64_t bytes = 0;
  std::string sha256;  // lower-case hexadecimal
};

class Digest;

class AtomicFile {
 public:
  explicit AtomicFile(std::filesystem::path target, Compression compression = Compression::none);
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;
  ~AtomicFile();

  std::string name() const { return target_.filename().string(); }
  void write(std::string_view text);
  /// Precondition: not finished.
  void rename(std::filesystem::path target);
  FileInfo finish();
  /// Precondition: finished.
  void publish();
  FileInfo commit() {
    FileInfo info = finish();
    publish();
    return info;
  }

 private:
  class Gzip;
  void write_bytes(const void* data, std::size_t size);
  [[noreturn]] void fail(const char* what) const;

  std::filesystem::path target_;
  std::filesystem::path temporary_;
  std::FILE* file_ = nullptr;
  bool unpublished_ = false;  // something lies under the temporary name
  std::uint64_t bytes_ = 0;
  std::unique_ptr<Digest> digest_;
  std::unique_ptr<Gzip> gzip_;
};

/// SHA-256 of a text, in lower-case hexadecimal.
std::string sha256(std::string_view text);

}  // namespace pbrsim
