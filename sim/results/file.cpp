#include "results/file.hpp"

#include <openssl/evp.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "core/error.hpp"

namespace pbrsim {

AtomicFile::AtomicFile(std::filesystem::path target) : target_(std::move(target)) {
  temporary_ = target_;
  temporary_ += ".partial";
  file_ = std::fopen(temporary_.c_str(), "wb");
  if (file_ == nullptr) fail("cannot be created");
}

AtomicFile::~AtomicFile() {
  if (file_ == nullptr) return;
  std::fclose(file_);
  std::error_code ignored;
  std::filesystem::remove(temporary_, ignored);
}

void AtomicFile::write(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), file_) != text.size()) fail("cannot be written");
}

void AtomicFile::commit() {
  if (std::fflush(file_) != 0 || ::fsync(::fileno(file_)) != 0) fail("cannot be written");
  std::FILE* const finished = file_;
  file_ = nullptr;
  if (std::fclose(finished) != 0 || std::rename(temporary_.c_str(), target_.c_str()) != 0) {
    const int reason = errno;
    std::error_code ignored;
    std::filesystem::remove(temporary_, ignored);
    errno = reason;
    fail("cannot be finished");
  }
}

void AtomicFile::fail(const char* what) const {
  throw UserError(target_.string() + ": " + what + " (" + std::strerror(errno) +
                      "); check that the folder exists, is writable and has space, then run again",
                  ExitCode::fault);
}

void prepare_folder(const std::filesystem::path& folder, bool force) {
  namespace fs = std::filesystem;
  std::error_code error;
  if (fs::exists(folder, error) && !fs::is_directory(folder, error))
    throw UserError(folder.string() +
                    ": is a file, so results cannot go into it; give another --out");
  fs::create_directories(folder, error);
  if (error)
    throw UserError(
        folder.string() + ": cannot be made (" + error.message() + "); give another --out",
        ExitCode::fault);
  if (!force && !fs::is_empty(folder, error))
    throw UserError(folder.string() +
                    ": is not empty; give another --out, or --force to replace what is there");
}

std::string sha256(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int length = 0;
  PBRSIM_ENSURE(
      EVP_Digest(text.data(), text.size(), digest.data(), &length, EVP_sha256(), nullptr) == 1);
  constexpr char hex[] = "0123456789abcdef";
  std::string result;
  for (unsigned int i = 0; i < length; ++i) {
    result += hex[digest[i] >> 4];
    result += hex[digest[i] & 15];
  }
  return result;
}

}  // namespace pbrsim
