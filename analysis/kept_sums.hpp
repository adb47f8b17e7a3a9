/// Sums of every replication, 352 bytes a cell, of which memory holds the last few and a file the
/// rest.
///
/// Percentiles, paired differences and the split of variance need every replication's value, so
/// that sums cannot be added up; but they need one measure of one cell at a time. The file has no
/// name and goes with the object; it is made when the first rows leave memory, in a folder that may
/// be given (otherwise that for temporary files). Rows leave together, `rows_in_memory` at a time,
/// quantity by quantity, so that one quantity of one cell is read back in few pieces. Numbers come
/// back bit for bit.
///
/// Throws a UserError (exit code 3) where the file cannot be written or read.
#pragma once

#include <filesystem>
#include <vector>

#include "results/measures.hpp"

namespace pbrsim {

class KeptSums {
 public:
  static constexpr std::size_t rows_in_memory = 64;

  explicit KeptSums(std::size_t cells, std::filesystem::path folder = {});
  KeptSums(KeptSums&& other) noexcept;
  KeptSums& operator=(KeptSums&&) = delete;
  ~KeptSums();

  std::size_t cells() const { return cells_; }
  std::size_t rows() const { return rows_; }
  /// Precondition: one Sums a cell.
  void add(const std::vector<Sums>& row);

  /// Of a cell: a quantity by row, and everything by row.
  std::vector<double> quantity(std::size_t cell, Quantity q) const;
  std::vector<Sums> all(std::size_t cell) const;

 private:
  static constexpr std::size_t quantities = enum_size<Quantity>;

  std::size_t in_file() const { return rows_ / rows_in_memory; }  // batches
  void write_batch();
  std::vector<double> read(std::size_t batch, std::size_t first, std::size_t columns) const;

  std::size_t cells_;
  std::size_t rows_ = 0;
  std::vector<Sums> memory_;  // rows that are not in the file, cell by cell
  std::filesystem::path folder_;
  int file_ = -1;
};

}  // namespace pbrsim
