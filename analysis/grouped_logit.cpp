#include "analysis/grouped_logit.hpp"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>
#include <limits>

namespace pbrsim {

namespace {

using Eigen::Matrix2d;
using Eigen::Vector2d;

constexpr int most_steps = 60;
constexpr double longest_step = 2, close_enough = 1e-10, out_of_reach = 15;

struct Fitted {
  const LogitStratum* counts;
  double intercept;
};

bool informs(const LogitStratum& s) {
  const double of = s.successes[0] + s.successes[1], n = s.trials[0] + s.trials[1];
  return s.trials[0] > 0 && s.trials[1] > 0 && of > 0 && of < n;
}

/// The score and information of one stratum.
struct Contribution {
  double weight = 0, score = 0;  // of its intercept
  Vector2d cross = Vector2d::Zero();
  Matrix2d information = Matrix2d::Zero();
  Vector2d common_score = Vector2d::Zero();
};

Contribution contribution(const Fitted& s, const Vector2d& effects) {
  Contribution c;
  for (std::size_t t = 0; t < 2; ++t) {
    const Vector2d x(t == 1 ? 1.0 : 0.0, t == 1 && s.counts->treated ? 1.0 : 0.0);
    const double p = 1 / (1 + std::exp(-(s.intercept + effects.dot(x))));
    const double w = s.counts->trials[t] * p * (1 - p);
    const double residual = s.counts->successes[t] - s.counts->trials[t] * p;
    c.weight += w;
    c.score += residual;
    c.cross += w * x;
    c.information += w * x * x.transpose();
    c.common_score += residual * x;
  }
  return c;
}

}  // namespace

double treated_period_effect(const std::vector<LogitStratum>& strata) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  std::vector<Fitted> fitted;
  bool treated = false, untreated = false;
  for (const LogitStratum& s : strata) {
    if (!informs(s)) continue;
    const double share = (s.successes[0] + s.successes[1]) / (s.trials[0] + s.trials[1]);
    fitted.push_back({&s, std::log(share / (1 - share))});
    (s.treated ? treated : untreated) = true;
  }
  if (!treated || !untreated) return nan;
  Vector2d effects = Vector2d::Zero();
  for (int step = 0; step < most_steps; ++step) {
    Matrix2d information = Matrix2d::Zero();
    Vector2d score = Vector2d::Zero();
    std::vector<Contribution> parts;
    for (const Fitted& s : fitted) {
      parts.push_back(contribution(s, effects));
      const Contribution& c = parts.back();
      information += c.information - c.cross * c.cross.transpose() / c.weight;
      score += c.common_score - c.cross * (c.score / c.weight);
    }
    Vector2d change = information.ldlt().solve(score);
    if (!change.allFinite()) return nan;
    const double size = change.cwiseAbs().maxCoeff();
    if (size > longest_step) change *= longest_step / size;
    for (std::size_t i = 0; i < fitted.size(); ++i) {
      const double own = (parts[i].score - parts[i].cross.dot(change)) / parts[i].weight;
      fitted[i].intercept += std::clamp(own, -longest_step, longest_step);
    }
    effects += change;
    if (effects.cwiseAbs().maxCoeff() > out_of_reach) return nan;  // a side of the table is empty
    if (size < close_enough) return effects[1];
  }
  return nan;
}

}  // namespace pbrsim
