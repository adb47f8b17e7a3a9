/// Logit on grouped counts with an intercept for each stratum and two common effects: that of the
/// period, and that of the period where the stratum is treated.
///
/// Maximum likelihood by Newton's method, which for the logit is iteratively reweighted least
/// squares (McCullagh and Nelder 1989, section 4.4). Intercepts are eliminated from each step, so
/// that it takes time in proportion to the strata.
#pragma once

#include <array>
#include <vector>

namespace pbrsim {

struct LogitStratum {
  bool treated = false;
  std::array<double, 2> successes{}, trials{};  // before, after; weights multiplied in
};

/// The log odds ratio of treated x period; NaN where the strata do not determine it. Strata without
/// successes, without failures or with one period alone say nothing of it and are left out.
double treated_period_effect(const std::vector<LogitStratum>& strata);

}  // namespace pbrsim
