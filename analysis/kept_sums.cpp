#include "analysis/kept_sums.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "core/error.hpp"

namespace pbrsim {

namespace {

[[noreturn]] void fail(const std::filesystem::path& folder, const char* what) {
  throw UserError(folder.string() + ": sums of replications cannot be " + what +
                      " there: " + std::strerror(errno),
                  ExitCode::fault);
}

/// A file without a name; not every file system makes one so at once.
int nameless_file(const std::filesystem::path& folder) {
  int file = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (file >= 0) return file;
  std::string name = (folder / ".pbrsim-sums-XXXXXX").string();
  file = ::mkostemp(name.data(), O_CLOEXEC);
  if (file < 0) fail(folder, "kept");
  ::unlink(name.c_str());
  return file;
}

}  // namespace

KeptSums::KeptSums(std::size_t cells, std::filesystem::path folder)
    : cells_(cells), folder_(std::move(folder)) {}

KeptSums::KeptSums(KeptSums&& other) noexcept
    : cells_(other.cells_),
      rows_(std::exchange(other.rows_, 0)),
      memory_(std::move(other.memory_)),
      folder_(std::move(other.folder_)),
      file_(std::exchange(other.file_, -1)) {}

KeptSums::~KeptSums() {
  if (file_ >= 0) ::close(file_);
}

void KeptSums::add(const std::vector<Sums>& row) {
  PBRSIM_EXPECT(row.size() == cells_);
  memory_.insert(memory_.end(), row.begin(), row.end());
  ++rows_;
  if (rows_ % rows_in_memory == 0) write_batch();
}

void KeptSums::write_batch() {
  if (file_ < 0) {
    if (folder_.empty()) folder_ = std::filesystem::temp_directory_path();
    file_ = nameless_file(folder_);
  }
  std::vector<double> batch(memory_.size() * quantities);
  for (std::size_t r = 0; r < rows_in_memory; ++r)
    for (std::size_t c = 0; c < cells_; ++c)
      for (std::size_t q = 0; q < quantities; ++q)
        batch[(c * quantities + q) * rows_in_memory + r] = memory_[r * cells_ + c].values[q];
  const auto* const bytes = reinterpret_cast<const char*>(batch.data());
  const std::size_t size = batch.size() * sizeof(double);
  const std::size_t begin = (in_file() - 1) * size;
  for (std::size_t done = 0; done < size;) {
    const ssize_t n = ::pwrite(file_, bytes + done, size - done, static_cast<off_t>(begin + done));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) fail(folder_, "kept");
    done += static_cast<std::size_t>(n);
  }
  memory_.clear();
}

std::vector<double> KeptSums::read(std::size_t batch, std::size_t first,
                                   std::size_t columns) const {
  std::vector<double> values(columns * rows_in_memory);
  auto* const bytes = reinterpret_cast<char*>(values.data());
  const std::size_t size = values.size() * sizeof(double);
  const std::size_t begin = (batch * cells_ * quantities + first) * rows_in_memory * sizeof(double);
  for (std::size_t done = 0; done < size;) {
    const ssize_t n = ::pread(file_, bytes + done, size - done, static_cast<off_t>(begin + done));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) fail(folder_, "read");
    done += static_cast<std::size_t>(n);
  }
  return values;
}

std::vector<double> KeptSums::quantity(std::size_t cell, Quantity q) const {
  std::vector<double> result;
  result.reserve(rows_);
  const std::size_t column = cell * quantities + static_cast<std::size_t>(q);
  for (std::size_t b = 0; b < in_file(); ++b)
    for (const double v : read(b, column, 1))
      result.push_back(v);
  for (std::size_t i = cell; i < memory_.size(); i += cells_)
    result.push_back(memory_[i][q]);
  return result;
}

std::vector<Sums> KeptSums::all(std::size_t cell) const {
  std::vector<Sums> result;
  result.reserve(rows_);
  for (std::size_t b = 0; b < in_file(); ++b) {
    const std::vector<double> values = read(b, cell * quantities, quantities);
    for (std::size_t r = 0; r < rows_in_memory; ++r) {
      Sums& sums = result.emplace_back();
      for (std::size_t q = 0; q < quantities; ++q)
        sums.values[q] = values[q * rows_in_memory + r];
    }
  }
  for (std::size_t i = cell; i < memory_.size(); i += cells_)
    result.push_back(memory_[i]);
  return result;
}

}  // namespace pbrsim
