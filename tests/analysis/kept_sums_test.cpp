// Sums that have left memory come back as they were, in order; memory holds the same however many
// there are.
#include <unistd.h>

#include "analysis/comparison.hpp"
#include "core/error.hpp"
#include "support/catch.hpp"

using namespace pbrsim;

namespace {

constexpr std::size_t cells = 3;

/// Different in every row, cell and quantity, and not a round number.
double value(std::size_t row, std::size_t cell, Quantity q) {
  return 1.0 / (1.0 + static_cast<double>(row * 1000 + cell * 100 + static_cast<std::size_t>(q)));
}

std::vector<Sums> row_of(std::size_t row) {
  std::vector<Sums> sums(cells);
  for (std::size_t c = 0; c < cells; ++c)
    for (const Quantity q : all_of<Quantity>())
      sums[c][q] = value(row, c, q);
  return sums;
}

std::size_t wrong(const KeptSums& kept) {
  std::size_t count = 0;
  for (std::size_t c = 0; c < cells; ++c) {
    const std::vector<Sums> all = kept.all(c);
    CHECK(all.size() == kept.rows());
    for (const Quantity q : all_of<Quantity>()) {
      const std::vector<double> values = kept.quantity(c, q);
      CHECK(values.size() == kept.rows());
      for (std::size_t r = 0; r < kept.rows(); ++r)
        count += values[r] != value(r, c, q) || all[r][q] != value(r, c, q);
    }
  }
  return count;
}

}  // namespace

TEST_CASE("sums come back bit for bit from memory and file, before, at and behind a full batch") {
  KeptSums kept(cells);
  for (std::size_t r = 0; r < 3 * KeptSums::rows_in_memory + 2; ++r) {
    kept.add(row_of(r));
    const std::size_t over = kept.rows() % KeptSums::rows_in_memory;
    if (over <= 1 || over == KeptSums::rows_in_memory - 1) CHECK(wrong(kept) == 0);
  }
  KeptSums moved(std::move(kept));
  CHECK(moved.rows() == 3 * KeptSums::rows_in_memory + 2);
  CHECK(wrong(moved) == 0);
}

TEST_CASE("no file stays, and where none can be made it is said") {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("kept_sums_" + std::to_string(::getpid()));
  std::filesystem::create_directory(folder);
  {
    KeptSums kept(cells, folder);
    for (std::size_t r = 0; r < 2 * KeptSums::rows_in_memory; ++r)
      kept.add(row_of(r));
    CHECK(std::filesystem::is_empty(folder));
  }
  std::filesystem::remove(folder);
  KeptSums lost(cells, folder);
  for (std::size_t r = 1; r < KeptSums::rows_in_memory; ++r)
    lost.add(row_of(r));
  try {
    lost.add(row_of(0));
    FAIL("a folder that is not there");
  } catch (const UserError& e) {
    CHECK(e.code() == ExitCode::fault);
    CHECK(std::string(e.what()).find("No such file") != std::string::npos);
  }
}

TEST_CASE("replications that do not count are left out, wherever they are kept") {
  Outcomes outcomes({"x", "y"}, {"d"});
  const MeasureInfo& first = measures().front();
  std::vector<double> x, y, both;
  for (std::size_t r = 0; r < 200; ++r) {
    const bool fails = r % 7 == 3;
    Sums a = row_of(r)[0], b = row_of(r)[1];
    outcomes.add({{a}, fails ? std::vector<Sums>{} : std::vector<Sums>{b}});
    x.push_back(value_of(first, a));
    if (fails) continue;
    y.push_back(value_of(first, b));
    for (const Quantity q : all_of<Quantity>())
      if (q != Quantity::years) b[q] = 0.0 + a[q] + b[q];
    b[Quantity::years] = a[Quantity::years];
    both.push_back(value_of(first, b));
  }
  CHECK(outcomes.values(0, 0, first) == x);
  CHECK(outcomes.values(1, 0, first) == y);
  CHECK(outcomes.values(2, 0, first) == both);
  CHECK(outcomes.sums(1, 0).size() == y.size());
  CHECK(outcomes.draws(1).size() == y.size());
}
