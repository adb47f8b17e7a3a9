/// How what is not known is drawn: independently or evenly spread, with correlations, or from the
/// rows of a posterior.
///
/// Everything is by the names of the distributions' draws. Correlations are those of the normals of
/// a Gaussian copula (random/correlation.hpp), nearly those of the ranks; pairs that are not given
/// are independent. The unknowns that a posterior has columns for take their values from one of its
/// rows, all of them from the same one; the others are drawn from their distributions. Where
/// nothing is drawn they have the mean of their column, the others that of their distribution.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/enum_array.hpp"
#include "core/error.hpp"
#include "core/fields.hpp"
#include "random/correlation.hpp"

namespace pbrsim {

enum class SamplingMethod : std::uint8_t { random, sobol };
template <>
struct EnumNames<SamplingMethod> {
  static constexpr std::array<std::string_view, 2> values{"random", "sobol"};
};

struct CorrelationParameters {
  std::vector<std::string> of;
  std::optional<double> coefficient;
  Matrix matrix;

  static constexpr std::array<std::string_view, 2> alternatives{"coefficient", "matrix"};
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("of", self.of, spec::any.must(), "names of draws of distributions, at least two");
    visit("coefficient", self.coefficient, spec::correlation.sure(),
          "correlation of each two of them");
    visit("matrix", self.matrix, spec::correlation.sure(),
          "correlations, a row for each of them, in their order");
  }
  void validate(Problems& problems) const;
};

struct PosteriorParameters {
  std::optional<std::string> file;  // read before anything else: the other two come of it
  std::vector<std::string> columns;
  Matrix rows;

  static constexpr std::string_view scalar_key = "file";
  static constexpr std::array<std::string_view, 2> alternatives{"file", "columns rows"};
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("file", self.file, spec::any,
          "CSV, relative to the scenario's file: a column for each unknown, under the name of its "
          "draw, and a row for each sample; without units, in those of `--resolved`");
    visit("columns", self.columns, spec::any, "names of draws of distributions");
    visit("rows", self.rows, FieldSpec{}.sure(), "samples: a value for each column");
  }
  void validate(Problems& problems) const;
  double mean(std::size_t column) const;
};

struct SamplingParameters {
  SamplingMethod method = SamplingMethod::random;
  int replicates = 8;
  std::vector<CorrelationParameters> correlations;
  std::optional<PosteriorParameters> posterior;

  static constexpr std::string_view scalar_key = "method";
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit(
        "method", self.method, spec::any.from(spec::judgement),
        "random: draws are independent; sobol: they are spread evenly, a scrambled Sobol sequence "
        "in each replicate");
    visit("replicates", self.replicates, spec::number(8, 10000).sure().from(spec::judgement),
          "sobol: independently scrambled parts of the draws, each of a power of two; their "
          "differences give the error");
    visit("correlations", self.correlations, spec::any,
          "which distributions go together (Gaussian copula); the others are independent");
    visit(
        "posterior", self.posterior, spec::any,
        "joint samples from elsewhere, of which each draw takes one row; without draws the mean of "
        "each column");
  }
  void validate(Problems& problems) const;
};

/// All correlations as one matrix over the names that any of them has, in alphabetical order.
struct CorrelationMatrix {
  std::vector<std::string> names;
  Matrix matrix;
};
CorrelationMatrix all_correlations(const SamplingParameters& sampling);

}  // namespace pbrsim
