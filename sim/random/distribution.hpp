/// What is believed about a number that is not known: families of distributions by their parameters
/// as people state them.
///
/// `mean` and `sd` are those of the quantity itself, whatever the family; all parameters but
/// `log_sd` carry the unit of the quantity. The normal that is cut keeps the mean and standard
/// deviation that it had before. Quantiles are our own inversion or Boost.Math's, monotone in u, so
/// that draws stay coupled. Preconditions of everything below: validate() found nothing.
///
///     lognormal   log X ~ N(m, s): s^2 = ln(1 + (sd/mean)^2), m = ln(mean) - s^2/2
///     beta        a = mean k, b = (1 - mean) k, k = mean (1 - mean) / sd^2 - 1
///     gamma       shape (mean/sd)^2, scale sd^2/mean
///     triangular  density rises from low to mode and falls to high
///
/// Source: Johnson, Kotz & Balakrishnan, Continuous Univariate Distributions, 2nd ed. 1994-95.
#pragma once

#include <array>
#include <string_view>
#include <variant>

#include "core/error.hpp"
#include "core/fields.hpp"

namespace pbrsim {

namespace distributions {

inline constexpr FieldSpec parameter = FieldSpec{Unit::of_key}.must();

struct Uniform {
  static constexpr std::string_view tag = "uniform";
  double low = 0, high = 0;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("low", self.low, parameter, "lowest value");
    visit("high", self.high, parameter, "highest value");
  }
};

struct Normal {
  static constexpr std::string_view tag = "normal";
  double mean = 0, sd = 0;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("mean", self.mean, parameter, "mean");
    visit("sd", self.sd, parameter, "standard deviation");
  }
};

struct TruncatedNormal {
  static constexpr std::string_view tag = "truncated_normal";
  double mean = 0, sd = 0, low = 0, high = 0;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("mean", self.mean, parameter, "mean before it is cut");
    visit("sd", self.sd, parameter, "standard deviation before it is cut");
    visit("low", self.low, parameter, "cut off below");
    visit("high", self.high, parameter, "cut off above");
  }
};

struct Lognormal {
  static constexpr std::string_view tag = "lognormal";
  double mean = 0, sd = 0;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("mean", self.mean, parameter, "mean of the quantity itself");
    visit("sd", self.sd, parameter, "standard deviation of the quantity itself");
  }
};

struct LognormalByMedian {
  static constexpr std::string_view tag = "lognormal";
  double median = 0, log_sd = 0;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("median", self.median, parameter, "median of the quantity itself");
    visit("log_sd", self.log_sd, spec::number(0, 20).must(),
          "standard deviation of its natural logarithm");
  }
};

struct Beta {
  static constexpr std::string_view tag = "beta";
  double mean = 0, sd = 0;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("mean", self.mean, parameter, "mean, between 0 and 1");
    visit("sd", self.sd, parameter, "standard deviation");
  }
};

struct Gamma {
  static constexpr std::string_view tag = "gamma";
  double mean = 0, sd = 0;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("mean", self.mean, parameter, "mean");
    visit("sd", self.sd, parameter, "standard deviation");
  }
};

struct Triangular {
  static constexpr std::string_view tag = "triangular";
  double low = 0, mode = 0, high = 0;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("low", self.low, parameter, "lowest value");
    visit("mode", self.mode, parameter, "most likely value");
    visit("high", self.high, parameter, "highest value");
  }
};

}  // namespace distributions

using Distribution =
    std::variant<distributions::Uniform, distributions::Normal, distributions::TruncatedNormal,
                 distributions::Lognormal, distributions::LognormalByMedian, distributions::Beta,
                 distributions::Gamma, distributions::Triangular>;

struct Interval {
  double low = 0, high = 0;
};

/// Parameters that make no distribution.
void validate(const Distribution& distribution, Problems& problems);

double mean(const Distribution& distribution);

/// The value below which a draw lies with probability u, 0 < u < 1.
double quantile(const Distribution& distribution, double u);

/// Where its density is above 0; the ends may be infinite.
Interval support(const Distribution& distribution);

/// The probability at which tails without end are taken to end.
inline constexpr double rare = 1e-6;

/// The support, with ends that are infinite at the quantiles of `rare` and 1 - `rare`.
Interval reach(const Distribution& distribution);

}  // namespace pbrsim
