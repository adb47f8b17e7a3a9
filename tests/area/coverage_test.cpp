// Reviews that are due and not done: absent when off, shares when on.
#include <cmath>

#include "support/catch.hpp"
#include "support/histories.hpp"
#include "support/statistics.hpp"
#include "support/tiny_area.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

const CellOptions keep_all{.keep_events = true, .keep_reviews = true};

/// The second design pays for abstinence at reviews.
Setup covered(bool on, ReviewCoverage coverage) {
  Setup s = busy();
  s.history_months = 24;
  s.contract_months = 24;
  s.run_off_months = 6;
  for (auto& [name, provider] : s.area.providers)
    provider.keyworker_hours *= 4;
  for (double& n : s.area.new_people)
    n *= 4;
  s.pathway.reviews.coverage = coverage;
  s.legacy.behaviour.review_coverage = on;
  s.add_design("pays nothing");
  TermParameters term;
  term.kind = TermKind::outcome;
  term.measure = Measure::abstinent_at_review;
  term.price["all"] = 10;
  DesignParameters& pays = s.add_design("pays");
  for (const std::string name : {"north", "south"})
    pays.contracts[name].terms["abstinent"] = term;
  return s;
}

struct Seen {
  std::int64_t due, abstinent, done, reviewed;
};
Seen seen(const History& h, int from, int to) {
  return {total(h, Count::reviews_due, from, to),
          total(h, Count::due_abstinent_presenting, from, to), total(h, Count::reviews, from, to),
          total(h, Count::abstinent_presenting, from, to)};
}

bool near(std::int64_t successes, std::int64_t n, double share) {
  const double mean = static_cast<double>(n) * share;
  REQUIRE(mean > 100);
  const double z = (static_cast<double>(successes) - mean) / std::sqrt(mean * (1 - share));
  INFO("z " << z);
  return std::abs(z) < critical_z();
}

}  // namespace

TEST_CASE("Review coverage that is switched off or complete is absent") {
  const ReviewCoverage partial{0.6, 0.8, 0.7, 0.95};
  const auto run = [](const Setup& s) { return World(s).run(0, keep_all); };
  const auto absent = run(covered(false, {})), off = run(covered(false, partial)),
             idle = run(covered(true, {})), on = run(covered(true, partial));
  for (const std::size_t design : {0u, 1u}) {
    CHECK(difference(absent[design], off[design]) == "");
    CHECK(difference(absent[design], idle[design]) == "");
    CHECK(difference(absent[design], on[design]) != "");
  }
  CHECK(total(absent[0], Count::reviews) == total(absent[0], Count::reviews_due));
  // Nobody lives otherwise for it.
  CHECK(total(on[0], Count::reviews_due) == total(absent[0], Count::reviews_due));
  CHECK(total(on[1], Count::due_abstinent_all) == total(absent[1], Count::abstinent_all));
}

TEST_CASE("Due reviews are done by abstinence and by what the contract pays") {
  const Setup s = covered(true, {0.5, 0.7, 0.6, 0.95});
  const auto h = World(s).run(0);
  const auto check = [](const Seen& n, double using_, double abstinent) {
    CHECK(near(n.reviewed, n.abstinent, abstinent));
    CHECK(near(n.done - n.reviewed, n.due - n.abstinent, using_));
  };
  check(seen(h[0], 0, 54), 0.5, 0.7);
  check(seen(h[1], 0, 24), 0.5, 0.7);
  check(seen(h[1], 24, 48), 0.6, 0.95);
  check(seen(h[1], 48, 54), 0.5, 0.7);
  // Who is reviewed looks better than who is due, and it shows the more where it pays.
  const auto share = [](std::int64_t a, std::int64_t n) {
    return static_cast<double>(a) / static_cast<double>(n);
  };
  const Seen paid = seen(h[1], 24, 48);
  CHECK(share(paid.reviewed, paid.done) > share(paid.abstinent, paid.due) + 0.02);
}
