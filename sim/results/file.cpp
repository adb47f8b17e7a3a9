#include "results/file.hpp"

#include <openssl/evp.h>
#include <unistd.h>
#include <zlib.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "core/error.hpp"

namespace pbrsim {

/// SHA-256 of what passes by.
class Digest {
 public:
  Digest() : context_(EVP_MD_CTX_new(), &EVP_MD_CTX_free) {
    PBRSIM_ENSURE(context_ && EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1);
  }
  void add(const void* data, std::size_t size) {
    PBRSIM_ENSURE(EVP_DigestUpdate(context_.get(), data, size) == 1);
  }
  std::string hex() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    PBRSIM_ENSURE(EVP_DigestFinal_ex(context_.get(), digest.data(), &length) == 1);
    constexpr char digits[] = "0123456789abcdef";
    std::string result;
    for (unsigned int i = 0; i < length; ++i) {
      result += digits[digest[i] >> 4];
      result += digits[digest[i] & 15];
    }
    return result;
  }

 private:
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

/// Compressed bytes of what is put in; a gzip header of zlib's own has no time and no name.
class AtomicFile::Gzip {
 public:
  Gzip() {
    constexpr int window = 15, gzip_header = 16, memory = 8;
    PBRSIM_ENSURE(deflateInit2(&stream_, Z_DEFAULT_COMPRESSION, Z_DEFLATED, window + gzip_header,
                               memory, Z_DEFAULT_STRATEGY) == Z_OK);
  }
  Gzip(const Gzip&) = delete;
  Gzip& operator=(const Gzip&) = delete;
  ~Gzip() { deflateEnd(&stream_); }

  template <class Sink>
  void put(std::string_view text, int flush, const Sink& sink) {
    // zlib does not write through next_in.
    stream_.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(text.data()));
    stream_.avail_in = static_cast<uInt>(text.size());
    do {
      stream_.next_out = out_.data();
      stream_.avail_out = static_cast<uInt>(out_.size());
      PBRSIM_ENSURE(deflate(&stream_, flush) != Z_STREAM_ERROR);
      sink(out_.data(), out_.size() - stream_.avail_out);
    } while (stream_.avail_out == 0);
  }

 private:
  z_stream stream_{};
  std::array<Bytef, 1 << 16> out_{};
};

AtomicFile::AtomicFile(std::filesystem::path target, Compression compression)
    : target_(std::move(target)), digest_(std::make_unique<Digest>()) {
  if (compression == Compression::gzip) gzip_ = std::make_unique<Gzip>();
  temporary_ = target_;
  temporary_ += ".partial";
  file_ = std::fopen(temporary_.c_str(), "wb");
  if (file_ == nullptr) fail("cannot be created");
  unpublished_ = true;
}

AtomicFile::~AtomicFile() {
  if (file_ != nullptr) std::fclose(file_);
  std::error_code ignored;
  if (unpublished_) std::filesystem::remove(temporary_, ignored);
}

void AtomicFile::write(std::string_view text) {
  constexpr std::size_t most = std::size_t{1} << 30;  // zlib counts in 32 bits
  for (std::size_t at = 0; at < text.size(); at += most) {
    const std::string_view part = text.substr(at, most);
    if (gzip_)
      gzip_->put(part, Z_NO_FLUSH, [&](const void* d, std::size_t n) { write_bytes(d, n); });
    else
      write_bytes(part.data(), part.size());
  }
}

void AtomicFile::write_bytes(const void* data, std::size_t size) {
  if (std::fwrite(data, 1, size, file_) != size) fail("cannot be written");
  digest_->add(data, size);
  bytes_ += size;
}

void AtomicFile::rename(std::filesystem::path target) {
  PBRSIM_EXPECT(file_ != nullptr);
  const std::filesystem::path before = temporary_;
  target_ = std::move(target);
  temporary_ = target_;
  temporary_ += ".partial";
  if (std::rename(before.c_str(), temporary_.c_str()) != 0) fail("cannot be created");
}

FileInfo AtomicFile::finish() {
  if (gzip_) gzip_->put("", Z_FINISH, [&](const void* d, std::size_t n) { write_bytes(d, n); });
  if (std::fflush(file_) != 0 || ::fsync(::fileno(file_)) != 0) fail("cannot be written");
  std::FILE* const finished = file_;
  file_ = nullptr;
  if (std::fclose(finished) != 0) fail("cannot be written");
  return {name(), bytes_, digest_->hex()};
}

void AtomicFile::publish() {
  PBRSIM_EXPECT(file_ == nullptr);
  if (std::rename(temporary_.c_str(), target_.c_str()) != 0) fail("cannot be finished");
  unpublished_ = false;
}

void AtomicFile::fail(const char* what) const {
  throw UserError(target_.string() + ": " + what + " (" + std::strerror(errno) +
                      "); check that the folder exists, is writable and has space, then run again",
                  ExitCode::fault);
}

std::string sha256(std::string_view text) {
  Digest digest;
  digest.add(text.data(), text.size());
  return digest.hex();
}

}  // namespace pbrsim
