/// Numbers that go together: a Gaussian copula.
///
/// Independent uniforms u become dependent ones through normals: z = L N^-1(u), N(z), where L is
/// the lower triangle with L L' = R, R the correlations of the normals (Cholesky's factor; Nelsen,
/// An Introduction to Copulas, 2nd ed. 2006, section 2.3.6). Each is uniform by itself.
#pragma once

#include <optional>
#include <vector>

namespace pbrsim {

/// By row; symmetric where it holds correlations.
using Matrix = std::vector<std::vector<double>>;

Matrix identity_matrix(std::size_t size);

/// The lower triangle L; nothing if the matrix is not positive definite (or as good as not).
std::optional<Matrix> cholesky(const Matrix& matrix);

/// Each in (0, 1), like `u`. Precondition: as many as the factor has rows.
std::vector<double> correlated(const Matrix& factor, const std::vector<double>& u);

}  // namespace pbrsim
