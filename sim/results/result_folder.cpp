#include "results/result_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "core/error.hpp"

namespace pbrsim {

namespace fs = std::filesystem;

namespace {

void make(const fs::path& path) {
  std::error_code error;
  if (fs::exists(path, error) && !fs::is_directory(path, error))
    throw UserError(path.string() +
                    ": is a file, so results cannot go into it; give another --out");
  fs::create_directories(path, error);
  if (error == std::errc::not_a_directory || error == std::errc::file_exists)
    throw UserError(path.string() + ": part of this name is a file; give another --out");
  if (error == std::errc::filename_too_long)
    throw UserError(path.string() + ": the name is too long; give another --out");
  if (error)
    throw UserError(path.string() + ": cannot be made (" + error.message() +
                        "); check the permissions, or give another --out",
                    ExitCode::fault);
}

}  // namespace

ResultFolder::ResultFolder(fs::path path, bool force) : path_(std::move(path)) {
  make(path_);
  lock();
  try {
    check_empty(force);
  } catch (...) {
    ::close(descriptor_);
    throw;
  }
}

ResultFolder::~ResultFolder() { ::close(descriptor_); }

void ResultFolder::lock() {
  descriptor_ = ::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor_ < 0)
    throw UserError(path_.string() + ": cannot be opened (" + std::strerror(errno) +
                        "); check the permissions, or give another --out",
                    ExitCode::fault);
  if (::flock(descriptor_, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) return;
  ::close(descriptor_);
  throw UserError(path_.string() +
                  ": another run is writing into this folder; wait until it has ended, or give "
                  "another --out");
}

void ResultFolder::check_empty(bool force) const {
  std::error_code error;
  const bool empty = fs::is_empty(path_, error);
  if (error)
    throw UserError(path_.string() + ": cannot be read (" + error.message() + ")", ExitCode::fault);
  if (empty || force) return;
  const bool unfinished = fs::exists(path_ / checkpoint_name, error);
  throw UserError(path_.string() +
                  (unfinished ? ": holds a run that has not ended; give --resume to go on with it, "
                              : ": is not empty; give ") +
                  "another --out, or --force to replace what is there");
}

void ResultFolder::publish(const std::vector<AtomicFile*>& files,
                           const std::vector<std::string>& results) {
  std::error_code ignored;
  const auto is_new = [&](const std::string& name) {
    return std::any_of(files.begin(), files.end(), [&](auto* f) { return f->name() == name; });
  };
  fs::remove(path_ / files.back()->name(), ignored);
  for (const std::string& name : results)
    if (!is_new(name))
      for (const char* ending : {"", ".partial"})
        fs::remove(path_ / (name + ending), ignored);
  std::size_t published = 0;
  try {
    for (; published < files.size(); ++published)
      files[published]->publish();
  } catch (...) {
    for (std::size_t i = 0; i < published; ++i)
      fs::remove(path_ / files[i]->name(), ignored);
    throw;
  }
}

}  // namespace pbrsim
