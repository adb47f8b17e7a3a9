/// Which design is best where it is not known what the world is like.
///
/// By measure, for the measures of which more, or less, is better whoever asks. In each draw the
/// best design is the one with the best mean over the draw's replications, equal ones sharing the
/// draw; its probability is its part of the draws. A design's expected regret is the mean over the
/// draws of what it falls short of the best of the draw; the smallest of the designs' regrets is
/// what it would be worth to know the parameters (the expected value of perfect information, in the
/// unit of the measure; Claxton 1999, doi:10.1016/S0167-6296(98)00039-3). With few replications a
/// draw chance takes part in what is best and makes regrets larger.
#pragma once

#include <string_view>
#include <vector>

#include "analysis/comparison.hpp"

namespace pbrsim {

enum class Better : std::uint8_t { neither, more, less };
template <>
struct EnumNames<Better> {
  static constexpr std::array<std::string_view, 3> values{"neither", "more", "less"};
};

/// Which of more and less is better, if everybody would say so.
Better better_of(const MeasureInfo& measure);

struct BestDesign {
  double probability = 0;
  double standard_error = 0;  // of it
  double regret = 0;
  double regret_error = 0;  // standard error
};

/// By design. `values`: by design, replication by replication, all over the same replications;
/// draws in which a design has no value do not count. `counted` draws did. Errors are over
/// `parts`, as in estimate().
struct Decision {
  std::size_t counted = 0;
  std::vector<BestDesign> designs;
};
Decision decide(const std::vector<std::vector<double>>& values,
                const std::vector<std::uint32_t>& draws, const std::vector<std::uint32_t>& parts,
                Better better);

}  // namespace pbrsim
