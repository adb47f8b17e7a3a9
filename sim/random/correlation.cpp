#include "random/correlation.hpp"

#include <algorithm>
#include <cmath>

#include "random/variates.hpp"

namespace pbrsim {

namespace {

/// A pivot below this is rounding, not a variance.
constexpr double least_pivot = 1e-10;
/// Ends of the open interval, where sums of many extreme normals would round to 0 or 1.
constexpr double least = 0x1p-54, most = 1 - 0x1p-53;

}  // namespace

Matrix identity_matrix(std::size_t size) {
  Matrix result(size, std::vector<double>(size, 0.0));
  for (std::size_t i = 0; i < size; ++i)
    result[i][i] = 1;
  return result;
}

std::optional<Matrix> cholesky(const Matrix& matrix) {
  const std::size_t n = matrix.size();
  Matrix factor(n, std::vector<double>(n, 0.0));
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j <= i; ++j) {
      double rest = matrix[i][j];
      for (std::size_t k = 0; k < j; ++k)
        rest -= factor[i][k] * factor[j][k];
      if (i == j && !(rest > least_pivot)) return std::nullopt;
      factor[i][j] = i == j ? std::sqrt(rest) : rest / factor[j][j];
    }
  return factor;
}

std::vector<double> correlated(const Matrix& factor, const std::vector<double>& u) {
  std::vector<double> z(u.size()), result(u.size());
  for (std::size_t i = 0; i < u.size(); ++i)
    z[i] = normal_quantile(u[i]);
  for (std::size_t i = 0; i < u.size(); ++i) {
    double sum = 0;
    for (std::size_t k = 0; k <= i; ++k)
      sum += factor[i][k] * z[k];
    result[i] = std::clamp(normal_cdf(sum), least, most);
  }
  return result;
}

}  // namespace pbrsim
