/// A base hazard as a function of the age of a clock, with its integral and the inverse of that.
///
/// Age in days, rates per day inside (files and factories: per year of 365.25 days). H(age) is the
/// integral from 0, H(0) = 0, and never falls. A process multiplies the base hazard by a factor
/// (covariates, frailty, practice) that stays constant between updates; see process.hpp.
///
///     constant   h(a) = r                          H(a) = r a
///     Weibull    h(a) = (k/s)(a/s)^(k-1)           H(a) = (a/s)^k
///     piecewise  h(a) = r_i on [e_i, e_{i+1})      at most 10 pieces, the last without end
#pragma once

#include <array>
#include <cmath>
#include <limits>
#include <span>

namespace pbrsim {

class Hazard {
 public:
  static constexpr int most_pieces = 10;

  /// Never fires.
  Hazard() = default;
  static Hazard constant(double per_year);
  static Hazard weibull(double shape, double scale_days);
  /// Piece i runs from starts[i] to starts[i + 1]; starts[0] is 0 and starts rise.
  static Hazard piecewise(std::span<const double> starts_days, std::span<const double> per_year);

  bool is_zero() const { return kind_ == Kind::zero; }
  bool is_constant() const { return kind_ == Kind::constant; }
  /// Precondition: is_constant(). Rate a day, and days for one unit.
  double constant_rate() const { return a_; }
  double constant_scale() const { return b_; }

  double rate(double age) const;  // per day; infinite for a Weibull of shape < 1 at age 0

  double cumulative(double age) const {
    if (kind_ == Kind::constant) return a_ * age;
    if (kind_ == Kind::weibull) return age > 0 ? std::pow(age * b_, a_) : 0.0;
    return cumulative_pieces(age);
  }

  /// The age at which the integral reaches `h`; infinity if it never does.
  double age_at(double h) const {
    if (kind_ == Kind::constant) return h * b_;
    if (kind_ == Kind::weibull) return std::pow(h, c_) * d_;
    return age_at_pieces(h);
  }

 private:
  enum class Kind : unsigned char { zero, constant, weibull, piecewise };

  double cumulative_pieces(double age) const;
  double age_at_pieces(double h) const;

  Kind kind_ = Kind::zero;
  int pieces_ = 0;
  double a_ = 0;  // constant: rate; Weibull: shape
  double b_ = 0;  // constant: 1 / rate; Weibull: 1 / scale
  double c_ = 0;  // Weibull: 1 / shape
  double d_ = 0;  // Weibull: scale
  std::array<double, most_pieces> start_{};
  std::array<double, most_pieces> rate_{};
  std::array<double, most_pieces> before_{};  // H at the start of each piece
};

}  // namespace pbrsim
