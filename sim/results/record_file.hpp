/// A file of records that only grows, and that tells how much of it is whole.
///
///     file    = "pbrsim records 1\n" record…
///     record  = stored u64 | length u64 | checksum u32 | the body's `stored` compressed bytes
///
/// Numbers are little-endian; bodies are compressed with zlib and `length` bytes without; the
/// checksum is zlib's CRC-32 of all that comes before and behind it in the record. The first
/// record is there as soon as the file is: both appear under a temporary name and then get theirs.
///
/// What is appended is with the operating system when append() returns, so that it outlives the
/// process however that ends; at most once a second, and at the end, it is put on the disk
/// (fdatasync), so that a machine that stops loses seconds. A record that could not be written
/// whole is cut off again; if not even that can be done, it is a torn tail.
///
/// Opening checks every record. From the first one that is not whole (torn or altered) all is
/// dropped: `ReadOnly` leaves the file as it is, otherwise the tail is cut off.
///
/// read() and append() may be called from several threads. Errors, as `UserError`: exit code 3
/// where the machine is in the way, 2 where the file is not one of these or not even its first
/// record is whole.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

namespace pbrsim {

class RecordFile {
 public:
  /// Where a record begins.
  using Place = std::uint64_t;
  struct ReadOnly {};
  struct Unchecked {};

  /// A new file, over one that may be there.
  RecordFile(std::filesystem::path path, std::string_view first);
  /// One that is there; `each` gets the records in order.
  using Each = std::function<void(Place, std::string_view body)>;
  RecordFile(std::filesystem::path path, const Each& each);
  RecordFile(std::filesystem::path path, const Each& each, ReadOnly);
  /// To read records whose places are known: each is checked as it is read.
  RecordFile(std::filesystem::path path, Unchecked);
  RecordFile(const RecordFile&) = delete;
  RecordFile& operator=(const RecordFile&) = delete;
  ~RecordFile();

  const std::filesystem::path& path() const { return path_; }
  /// Bytes that were not whole when the file was opened.
  std::uint64_t dropped() const { return dropped_; }

  std::string read(Place place) const;
  Place append(std::string_view body);

 private:
  /// Puts everything on the disk.
  void sync();
  void open(int flags);
  void check(const Each& each);
  void write_at(Place place, std::string_view bytes);
  [[noreturn]] void fail(const char* what) const;

  struct Descriptor {
    int number = -1;
    ~Descriptor();
  };

  std::filesystem::path path_;
  Descriptor descriptor_;
  std::uint64_t size_ = 0;  // of what is whole
  std::uint64_t dropped_ = 0;
  bool unsynced_ = false;
  std::mutex mutex_;
  std::chrono::steady_clock::time_point synced_ = std::chrono::steady_clock::now();
};

}  // namespace pbrsim
