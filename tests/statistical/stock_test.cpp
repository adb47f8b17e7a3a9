// The initial stock leaves no transient: doubling `history` from 8 to 16 years moves no statistic
// of caseload, careers or time in treatment at go-live by more than 2% or `errors` Monte Carlo
// standard errors.
//
// Fast: 24 small areas, 4.9 standard errors (alpha = 1e-6 for each of 11 statistics, 1.1e-5 for the
// test). The pool's own chance (about 20000 people, so about 0.7%) is not in the standard errors
// and is why 2% is allowed. Long: 120 areas three times the size, 3 standard errors as the model
// asks; most standard errors are then below a third of 2%. Where one is above, the chance of a
// false alarm is at most 0.3% for that statistic. Control: an area that starts empty must be
// refused, on careers and on caseload.
#include "statistical/stock_by_history.hpp"
#include "support/catch.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

constexpr double allowed = 0.02;

int refused(const AtGoLive& a, const AtGoLive& b, double errors) {
  int count = 0;
  for (const Gap& g : gaps(a, b)) {
    UNSCOPED_INFO(g.what << ": " << g.relative << " (" << g.z << " standard errors)");
    count += std::abs(g.relative) > std::max(allowed, errors * g.se);
  }
  return count;
}

}  // namespace

#ifndef LONG_TEST

TEST_CASE("Doubling history moves nothing at go-live") {
  const double errors = critical_z(1e-6);
  const AtGoLive doubled = at_go_live(16, 300, 24, true);
  CHECK(refused(at_go_live(8, 300, 24, true), doubled, errors) == 0);
  CHECK(refused(at_go_live(8, 300, 24, false), doubled, errors) >= 5);
}

#else

TEST_CASE("Doubling history moves nothing at go-live, in many larger areas") {
  CHECK(refused(at_go_live(8, 1000, 120, true), at_go_live(16, 1000, 120, true), 3) == 0);
}

#endif
