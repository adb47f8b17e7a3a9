/// The rule of a list of steps: each begins above the one before.
#pragma once

#include <string>

#include "core/error.hpp"

namespace pbrsim {

template <class Steps, class Position>
void check_rising(const Steps& steps, const std::string& field, const std::string& position,
                  Position at, Problems& problems) {
  for (std::size_t i = 1; i < steps.size(); ++i)
    if (!(at(steps[i]) > at(steps[i - 1])))
      problems.push_back({field + "." + std::to_string(i) + "." + position,
                          "must be above that of the step before; put the steps in order",
                          {field}});
}

}  // namespace pbrsim
