/// Files written so that a reader sees the whole file or none.
///
/// An `AtomicFile` writes beside its target under a temporary name and takes the target's name on
/// commit(), after the data are on the disk; if it is destroyed without, nothing is left. Failures
/// are `UserError`s with exit code 3 that name the file and the system's reason.
#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace pbrsim {

class AtomicFile {
 public:
  explicit AtomicFile(std::filesystem::path target);
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;
  ~AtomicFile();

  void write(std::string_view text);
  void commit();

 private:
  [[noreturn]] void fail(const char* what) const;

  std::filesystem::path target_;
  std::filesystem::path temporary_;
  std::FILE* file_ = nullptr;
};

/// The folder for results: made if it is not there. Refused if it is a file, or not empty unless
/// `force`.
void prepare_folder(const std::filesystem::path& folder, bool force);

/// SHA-256 of a text, in lower-case hexadecimal.
std::string sha256(std::string_view text);

}  // namespace pbrsim
