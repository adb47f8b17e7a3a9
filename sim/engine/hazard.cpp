#include "engine/hazard.hpp"

#include "core/error.hpp"
#include "core/units.hpp"

namespace pbrsim {

Hazard Hazard::constant(double per_year) {
  PBRSIM_EXPECT(per_year >= 0 && std::isfinite(per_year));
  Hazard h;
  if (per_year == 0) return h;
  h.kind_ = Kind::constant;
  h.a_ = per_year / days_per_year;
  h.b_ = 1.0 / h.a_;
  return h;
}

Hazard Hazard::weibull(double shape, double scale_days) {
  PBRSIM_EXPECT(shape > 0 && scale_days > 0);
  if (shape == 1.0) return constant(days_per_year / scale_days);
  Hazard h;
  h.kind_ = Kind::weibull;
  h.a_ = shape;
  h.b_ = 1.0 / scale_days;
  h.c_ = 1.0 / shape;
  h.d_ = scale_days;
  return h;
}

Hazard Hazard::piecewise(std::span<const double> starts_days, std::span<const double> per_year) {
  PBRSIM_EXPECT(!starts_days.empty() && starts_days.size() == per_year.size());
  PBRSIM_EXPECT(starts_days.size() <= most_pieces && starts_days[0] == 0);
  bool all_zero = true;
  for (const double r : per_year)
    all_zero = all_zero && r == 0;
  if (all_zero) return Hazard();
  if (per_year.size() == 1) return constant(per_year[0]);
  Hazard h;
  h.kind_ = Kind::piecewise;
  h.pieces_ = static_cast<int>(starts_days.size());
  double before = 0;
  for (std::size_t i = 0; i < starts_days.size(); ++i) {
    PBRSIM_EXPECT(per_year[i] >= 0);
    if (i > 0) {
      PBRSIM_EXPECT(starts_days[i] > starts_days[i - 1]);
      before += h.rate_[i - 1] * (starts_days[i] - starts_days[i - 1]);
    }
    h.start_[i] = starts_days[i];
    h.rate_[i] = per_year[i] / days_per_year;
    h.before_[i] = before;
  }
  return h;
}

double Hazard::rate(double age) const {
  switch (kind_) {
    case Kind::zero: return 0;
    case Kind::constant: return a_;
    case Kind::weibull: return a_ * b_ * std::pow(age * b_, a_ - 1.0);
    case Kind::piecewise: break;
  }
  std::size_t i = 0;
  while (static_cast<int>(i) + 1 < pieces_ && age >= start_[i + 1])
    ++i;
  return rate_[i];
}

double Hazard::cumulative_pieces(double age) const {
  if (kind_ == Kind::zero || age <= 0) return 0;
  std::size_t i = 0;
  while (static_cast<int>(i) + 1 < pieces_ && age >= start_[i + 1])
    ++i;
  return before_[i] + rate_[i] * (age - start_[i]);
}

double Hazard::age_at_pieces(double h) const {
  if (kind_ == Kind::zero) return std::numeric_limits<double>::infinity();
  std::size_t i = 0;
  while (static_cast<int>(i) + 1 < pieces_ && h > before_[i + 1])
    ++i;
  // The integral is flat where the rate is 0; the age asked for is then the start of the next rise.
  if (rate_[i] == 0)
    return static_cast<int>(i) + 1 < pieces_ ? start_[i] : std::numeric_limits<double>::infinity();
  return start_[i] + (h - before_[i]) / rate_[i];
}

}  // namespace pbrsim
