/// Small square matrices of several journeys side by side, so that one instruction serves several.
///
/// Rows of use states are a matrix with a row per journey; each is multiplied by its own matrix.
#pragma once

#include <Eigen/Dense>
#include <array>

#include "core/error.hpp"

namespace pbrsim {

/// n square matrices of size k.
template <int n, int k>
struct Matrices {
  using Entry = Eigen::Array<double, n, 1>;
  std::array<Entry, static_cast<std::size_t>(k* k)> entries;

  Entry& operator()(int i, int j) { return entries[static_cast<std::size_t>(i * k + j)]; }
  const Entry& operator()(int i, int j) const {
    return entries[static_cast<std::size_t>(i * k + j)];
  }
  static Matrices Identity() {
    Matrices one;
    for (int i = 0; i < k; ++i)
      for (int j = 0; j < k; ++j)
        one(i, j).setConstant(i == j);
    return one;
  }
};

template <int n, int k>
Matrices<n, k> operator*(const Matrices<n, k>& a, const Matrices<n, k>& b) {
  Matrices<n, k> product;
  for (int i = 0; i < k; ++i)
    for (int j = 0; j < k; ++j) {
      auto sum = (a(i, 0) * b(0, j)).eval();
      for (int m = 1; m < k; ++m)
        sum += a(i, m) * b(m, j);
      product(i, j) = sum;
    }
  return product;
}

template <int n, int k>
Matrices<n, k> operator+(Matrices<n, k> a, const Matrices<n, k>& b) {
  for (std::size_t i = 0; i < a.entries.size(); ++i)
    a.entries[i] += b.entries[i];
  return a;
}

template <int n, int k>
Matrices<n, k> operator-(Matrices<n, k> a, const Matrices<n, k>& b) {
  for (std::size_t i = 0; i < a.entries.size(); ++i)
    a.entries[i] -= b.entries[i];
  return a;
}

template <int n, int k>
Matrices<n, k> operator*(double times, Matrices<n, k> a) {
  for (auto& entry : a.entries)
    entry *= times;
  return a;
}

/// By cofactors. Precondition: all determinants are above 0.
template <int n>
Matrices<n, 3> inverse(const Matrices<n, 3>& a) {
  Matrices<n, 3> result;
  for (int i = 0; i < 3; ++i)
    for (int j = 0; j < 3; ++j) {
      const int p = (i + 1) % 3, q = (i + 2) % 3, u = (j + 1) % 3, v = (j + 2) % 3;
      result(j, i) = a(p, u) * a(q, v) - a(p, v) * a(q, u);
    }
  const auto determinant =
      (a(0, 0) * result(0, 0) + a(0, 1) * result(1, 0) + a(0, 2) * result(2, 0)).eval();
  PBRSIM_EXPECT((determinant > 0).all());
  for (auto& entry : result.entries)
    entry /= determinant;
  return result;
}

/// Row i of `rows` times the i-th matrix.
template <int n>
Eigen::Matrix<double, n, 3> operator*(const Eigen::Matrix<double, n, 3>& rows,
                                      const Matrices<n, 3>& each) {
  Eigen::Matrix<double, n, 3> result;
  for (int j = 0; j < 3; ++j)
    result.col(j).array() = rows.col(0).array() * each(0, j) + rows.col(1).array() * each(1, j) +
                            rows.col(2).array() * each(2, j);
  return result;
}

}  // namespace pbrsim
