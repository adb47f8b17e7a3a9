/// The people an area starts with: who has ever been in its services, in and out of treatment.
///
/// A pool is the population of an enlarged copy of the area (inflow and hours multiplied by
/// `scale`) that has run for `warm_up` under the legacy design with the inflow of those years, so
/// that careers, waiting lists and time in treatment have the distribution that the model itself
/// implies. A block's stock takes each person of the pool a Poisson(1 / scale) number of times,
/// with new random numbers of their own: what is left of a unit exponential, given that it has not
/// fired, is again unit exponential.
///
/// A pool depends on (scenario, seed, draw, area) and is the same for all replications and shards.
#pragma once

#include <vector>

#include "area/model.hpp"

namespace pbrsim {

struct StockParameters {
  double warm_up = 40 * 365.25;
  double people = 20000;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("warm_up", self.warm_up, spec::duration.sure().from(spec::judgement),
          "years that the pool has run before the history begins");
    visit("people", self.people, spec::number(0, 1e7).sure().from(spec::judgement),
          "about how many people the pool should hold, so that its own chance does not matter; 0 "
          "starts empty");
  }
};

/// How many times larger a copy of the area must be to hold about that many people; at least 1.
double enlargement(const AreaParameters& area, double people);

class StockPool {
 public:
  /// No stock: the area starts empty.
  StockPool() = default;
  StockPool(const AreaModel& area, const DesignModel& legacy, const Schedule& schedule,
            std::uint64_t seed, std::uint32_t draw, const StockParameters& parameters);

  double scale() const { return scale_; }
  /// Clocks count from the day the stock is taken, which is day 0.
  const std::vector<Person>& people() const { return people_; }

 private:
  double scale_ = 1;
  std::vector<Person> people_;
};

}  // namespace pbrsim
