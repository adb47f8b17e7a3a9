// Reviews that are due and not done: absent when off, shares when on.
#include <cmath>
#include <map>

#include "support/catch.hpp"
#include "support/histories.hpp"
#include "support/statistics.hpp"
#include "support/tiny_area.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

const CellOptions keep_all{.keep_events = true, .keep_reviews = true};

/// The second design pays for abstinence at reviews.
Setup covered(bool on, ReviewCoverage coverage, bool waits = false, double put_off = 0) {
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
  s.pathway.reviews.put_off = put_off;
  s.legacy.behaviour.review_dates = waits;
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

std::int64_t ledger_sum(const History& h) {
  std::int64_t sum = 0;
  for (const LedgerEntry& entry : h.ledger)
    sum += entry.amount;
  return sum;
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

namespace {

/// Days from one review to the next within episodes, by whether the later is abstinent.
struct Gaps {
  int as_planned = 0, longer = 0, longer_abstinent = 0, odd = 0;
};
Gaps gaps(const History& h, double put_off) {
  Gaps result;
  std::map<std::uint32_t, double> last;
  for (const Review& r : h.reviews) {
    const auto before = last.find(r.person);
    if (r.kind == ReviewKind::interim && before != last.end()) {
      const double gap = r.day - before->second;
      if (std::abs(gap - 84) < 1e-6) {
        ++result.as_planned;
      } else if (gap > 84 && gap <= 84 + put_off) {
        ++result.longer;
        result.longer_abstinent += r.abstinent_presenting;
      } else {
        ++result.odd;
      }
    }
    last[r.person] = r.day;
  }
  return result;
}

}  // namespace

TEST_CASE("Reviews wait for abstinence where it pays, and nowhere else") {
  const auto run = [](bool on, double put_off) {
    return World(covered(false, {}, on, put_off)).run(0, keep_all);
  };
  const auto absent = run(false, 0), off = run(false, 10), idle = run(true, 0), on = run(true, 10);
  for (const std::size_t design : {0u, 1u}) {
    CHECK(difference(absent[design], off[design]) == "");
    CHECK(difference(absent[design], idle[design]) == "");
  }
  CHECK(difference(absent[0], on[0]) == "");
  CHECK(gaps(absent[1], 10).longer == 0);
  const Gaps waited = gaps(on[1], 10);
  CHECK(waited.odd == 0);
  CHECK(waited.longer > 100);
  // One waits for those who are on their way: few use again meanwhile.
  CHECK(waited.longer_abstinent > 0.8 * waited.longer);
  CHECK(waited.longer_abstinent < waited.longer);
  // What is reported rises, what is true does not. Shares of reviews in eight replications: by 5
  // standard errors as if both were independent.
  const World plain_world(covered(false, {}, true, 0)), waiting_world(covered(false, {}, true, 14));
  const auto share = [](const World& world, double& variance) {
    Seen all{0, 0, 0, 0};
    for (std::uint32_t r = 0; r < 8; ++r) {
      const Seen n = seen(world.run(r)[1], 24, 48);
      all.done += n.done;
      all.reviewed += n.reviewed;
    }
    const double p = static_cast<double>(all.reviewed) / static_cast<double>(all.done);
    variance += p * (1 - p) / static_cast<double>(all.done);
    return p;
  };
  double variance = 0;
  const double plain = share(plain_world, variance), favoured = share(waiting_world, variance);
  CAPTURE(plain, favoured, variance);
  CHECK(favoured > plain + 5 * std::sqrt(variance));
  CHECK(total(on[1], Count::completed_drug_free) == total(absent[1], Count::completed_drug_free));
  CHECK(ledger_sum(on[1]) > ledger_sum(absent[1]));
}
