#include "pathway/parameters.hpp"

#include <cmath>
#include <iomanip>
#include <sstream>

namespace pbrsim {

namespace {
constexpr double share_tolerance = 1e-9;
}

HazardParameters constant_rate(double per_year) {
  HazardParameters result;
  result.rate = per_year;
  return result;
}

void HazardParameters::validate(Problems& problems) const {
  const bool weibull = shape || scale;
  const int kinds = (rate ? 1 : 0) + (weibull ? 1 : 0) + (pieces.empty() ? 0 : 1);
  if (kinds > 1)
    problems.push_back(
        {"", "gives more than one hazard; use only one of rate, shape with scale, or pieces"});
  if (weibull && !(shape && scale))
    problems.push_back({"", "a Weibull hazard needs both shape and scale; add the missing one"});
  if (scale && *scale <= 0) problems.push_back({"scale", "must be above 0"});
  if (pieces.size() > Hazard::most_pieces)
    problems.push_back({"pieces", "has more than 10 pieces; merge some"});
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const std::string path = "pieces." + std::to_string(i) + ".from";
    if (i == 0 && pieces[i].from != 0)
      problems.push_back({path, "the first piece must begin at 0 days"});
    if (i > 0 && pieces[i].from <= pieces[i - 1].from)
      problems.push_back({path, "pieces must begin one after the other; put them in order"});
  }
}

Hazard HazardParameters::hazard() const {
  if (rate) return Hazard::constant(*rate);
  if (shape) return Hazard::weibull(*shape, *scale);
  if (pieces.empty()) return Hazard();
  std::vector<double> starts, rates;
  for (const auto& piece : pieces) {
    starts.push_back(piece.from);
    rates.push_back(piece.rate);
  }
  return Hazard::piecewise(starts, rates);
}

void Frailty::validate(Problems& problems) const {
  if (variance > 0 && fast_share > 0)
    problems.push_back({"", "is both gamma and two-class; set variance or fast_share to 0"});
}

void GroupPeople::validate(Problems& problems) const {
  double sum = 0;
  for (const double share : modality)
    sum += share;
  if (std::abs(sum - 1) > share_tolerance) {
    std::ostringstream text;
    text << "shares sum to " << std::setprecision(10) << sum
         << ", not 1; change them so that they do";
    problems.push_back({"modality", text.str(), {"modality"}});
  }
  if (other_use.median >= 1 && other_use.spread > 0)
    problems.push_back({"other_use.median", "is a share of time and must be below 1"});
}

void ComplexityMeasurement::validate(Problems& problems) const {
  if (!(very_low_below < low_below && low_below < medium_below && medium_below < high_below))
    problems.push_back({"", "thresholds are out of order; each must be above the one before"});
}

void PathwayParameters::validate(Problems& problems) const {
  if (!immediate_assessment && !provider_assessment.rate && !provider_assessment.shape &&
      provider_assessment.pieces.empty())
    problems.push_back({"provider_assessment",
                        "is missing, so nobody would ever be assessed; give a hazard or set "
                        "immediate_assessment"});
}

}  // namespace pbrsim
