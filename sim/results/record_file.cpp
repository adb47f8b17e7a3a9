#include "results/record_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <optional>

#include "core/error.hpp"
#include "results/packing.hpp"

namespace pbrsim {

namespace {

constexpr std::string_view signature = "pbrsim records 1\n";
constexpr std::size_t head_bytes = 8 + 8 + 4;
constexpr auto between_syncs = std::chrono::seconds(1);

void put(std::string& bytes, std::uint64_t value, int count) {
  for (int i = 0; i < count; ++i)
    bytes += static_cast<char>(value >> (8 * i) & 0xff);
}

std::uint64_t number_at(std::string_view bytes, std::size_t at, int count) {
  std::uint64_t value = 0;
  for (int i = 0; i < count; ++i)
    value |= std::uint64_t{static_cast<unsigned char>(bytes[at + static_cast<std::size_t>(i)])}
             << (8 * i);
  return value;
}

struct Head {
  std::uint64_t stored = 0, length = 0;
  std::uint32_t checksum = 0;
};

Head head_of(std::string_view bytes) {
  return {number_at(bytes, 0, 8), number_at(bytes, 8, 8),
          static_cast<std::uint32_t>(number_at(bytes, 16, 4))};
}

std::uint32_t checksum_of(std::string_view lengths, std::string_view stored) {
  const auto bytes = [](std::string_view text) {
    return reinterpret_cast<const Bytef*>(text.data());
  };
  const uLong begun = crc32_z(0, bytes(lengths), lengths.size());
  return static_cast<std::uint32_t>(crc32_z(begun, bytes(stored), stored.size()));
}

std::string record_of(std::string_view body) {
  const std::string stored = packed(body);
  std::string record;
  put(record, stored.size(), 8);
  put(record, body.size(), 8);
  put(record, checksum_of(record, stored), 4);
  return record + stored;
}

/// As much as there is, up to `count`; nothing where reading fails.
std::optional<std::string> bytes_at(int descriptor, std::uint64_t at, std::size_t count) {
  std::string bytes(count, '\0');
  std::size_t read = 0;
  while (read < count) {
    const ssize_t n =
        ::pread(descriptor, bytes.data() + read, count - read, static_cast<off_t>(at + read));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return std::nullopt;
    if (n == 0) break;
    read += static_cast<std::size_t>(n);
  }
  bytes.resize(read);
  return bytes;
}

}  // namespace

RecordFile::RecordFile(std::filesystem::path path, std::string_view first) {
  const std::filesystem::path target = std::move(path);
  path_ = target;
  path_ += ".partial";
  try {
    open(O_RDWR | O_CREAT | O_TRUNC);
    write_at(0, std::string(signature) + record_of(first));
    sync();
    if (::rename(path_.c_str(), target.c_str()) != 0) fail("cannot be made");
  } catch (...) {
    ::unlink(path_.c_str());
    throw;
  }
  path_ = target;
}

RecordFile::RecordFile(std::filesystem::path path, const Each& each) : path_(std::move(path)) {
  open(O_RDWR);
  check(each);
  if (dropped_ > 0 && ::ftruncate(descriptor_.number, static_cast<off_t>(size_)) != 0)
    fail("cannot be mended");
}

RecordFile::RecordFile(std::filesystem::path path, const Each& each, ReadOnly)
    : path_(std::move(path)) {
  open(O_RDONLY);
  check(each);
}

RecordFile::RecordFile(std::filesystem::path path, Unchecked) : path_(std::move(path)) {
  open(O_RDONLY);
}

RecordFile::Descriptor::~Descriptor() {
  if (number >= 0) ::close(number);
}

RecordFile::~RecordFile() {
  if (unsynced_) ::fdatasync(descriptor_.number);
}

void RecordFile::open(int flags) {
  descriptor_.number = ::open(path_.c_str(), flags | O_CLOEXEC, 0666);
  if (descriptor_.number < 0) fail("cannot be opened");
}

void RecordFile::check(const Each& each) {
  struct stat status {};
  if (::fstat(descriptor_.number, &status) != 0) fail("cannot be read");
  const auto end = static_cast<std::uint64_t>(status.st_size);
  const auto bytes = [&](std::uint64_t at, std::size_t count) {
    std::optional<std::string> result = bytes_at(descriptor_.number, at, count);
    if (!result) fail("cannot be read");
    return *std::move(result);
  };
  size_ = signature.size();
  bool whole = bytes(0, signature.size()) == signature;
  while (whole && end - size_ >= head_bytes) {
    const std::string lengths = bytes(size_, head_bytes);
    whole = lengths.size() == head_bytes;
    if (!whole) break;
    const Head head = head_of(lengths);
    whole = head.stored <= end - size_ - head_bytes;
    if (!whole) break;
    const std::string stored = bytes(size_ + head_bytes, head.stored);
    whole = stored.size() == head.stored &&
            checksum_of(std::string_view(lengths).substr(0, 16), stored) == head.checksum;
    if (!whole) break;
    each(size_, unpacked(stored, head.length));
    size_ += head_bytes + head.stored;
  }
  dropped_ = end - std::min(end, size_);
  if (size_ > signature.size()) return;
  throw UserError(path_.string() +
                  ": is damaged at its beginning, so that nothing of it can be used; start again "
                  "without it");
}

std::string RecordFile::read(Place place) const {
  const auto bytes = [&](std::uint64_t at, std::size_t count) {
    std::optional<std::string> result = bytes_at(descriptor_.number, at, count);
    if (!result || result->size() != count) fail("cannot be read");
    return *std::move(result);
  };
  const std::string lengths = bytes(place, head_bytes);
  const Head head = head_of(lengths);
  const std::string stored = bytes(place + head_bytes, head.stored);
  if (checksum_of(std::string_view(lengths).substr(0, 16), stored) != head.checksum)
    throw UserError(path_.string() + ": has changed while it was in use; run again",
                    ExitCode::fault);
  return unpacked(stored, head.length);
}

RecordFile::Place RecordFile::append(std::string_view body) {
  const std::string record = record_of(body);
  const std::lock_guard lock(mutex_);
  const Place place = size_;
  write_at(place, record);
  if (std::chrono::steady_clock::now() - synced_ >= between_syncs) sync();
  return place;
}

void RecordFile::sync() {
  if (::fdatasync(descriptor_.number) != 0) fail("cannot be written");
  synced_ = std::chrono::steady_clock::now();
  unsynced_ = false;
}

void RecordFile::write_at(Place place, std::string_view bytes) {
  std::size_t written = 0;
  while (written < bytes.size()) {
    const ssize_t n = ::pwrite(descriptor_.number, bytes.data() + written, bytes.size() - written,
                               static_cast<off_t>(place + written));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) {
      const int reason = errno;
      // If this fails too, a torn tail stays, which is found when the file is opened.
      [[maybe_unused]] const int ignored =
          ::ftruncate(descriptor_.number, static_cast<off_t>(place));
      errno = reason;
      fail("cannot be written");
    }
    written += static_cast<std::size_t>(n);
  }
  size_ = place + bytes.size();
  unsynced_ = true;
}

void RecordFile::fail(const char* what) const {
  throw UserError(path_.string() + ": " + what + " (" + std::strerror(errno) +
                      "); check that the folder exists, is writable and has space, then run again",
                  ExitCode::fault);
}

}  // namespace pbrsim
