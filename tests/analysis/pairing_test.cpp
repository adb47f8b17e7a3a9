// What pairing is worth, against hand-worked variances.
#include <cmath>

#include "analysis/pairing.hpp"
#include "support/catch.hpp"

using namespace pbrsim;

namespace {

using Q = Quantity;

Sums sums(double journeys, double exits, double expected) {
  Sums s{};
  s[Q::new_journeys] = journeys;
  s[Q::planned_exits] = exits;
  s[Q::planned_exits_expected] = expected;
  s[Q::reviews] = 10;
  s[Q::abstinent_all] = exits;
  return s;
}

const Pairing& of(const std::vector<Pairing>& all, std::string_view name, bool by_hazards) {
  for (const Pairing& p : all)
    if (p.measure->name == name && p.by_hazards == by_hazards) return p;
  throw std::runtime_error("none");
}

}  // namespace

TEST_CASE("variances of paired and independent differences, raw and by hazards") {
  Outcomes outcomes({"a"}, {"block", "pilot"});
  // Journeys 1, 2, 3 against 2, 4, 6; exits 10, 14, 12 against 11, 13, 15; expected by 1, 1.5, 2.
  outcomes.add({{sums(1, 10, 10), sums(2, 11, 11)}});
  outcomes.add({{sums(2, 14, 11), sums(4, 13, 12.5)}});
  outcomes.add({{sums(3, 12, 12), sums(6, 15, 14)}});
  const auto all = pairings(outcomes, 0);
  CHECK(all.size() == 6);
  CHECK(of(all, "new_journeys", false).independent == Approx(1 + 4));
  CHECK(of(all, "new_journeys", false).paired == Approx(1));
  CHECK(of(all, "new_journeys", false).ratio == Approx(5));
  CHECK(of(all, "planned_exits", false).independent == Approx(4 + 4));
  CHECK(of(all, "planned_exits", false).paired == Approx(4));  // 1, -1, 3
  CHECK(of(all, "planned_exits", true).independent == Approx(8));
  CHECK(of(all, "planned_exits", true).paired == Approx(0.25));
  CHECK(of(all, "planned_exits", true).ratio == Approx(32));
  CHECK(of(all, "abstinent_at_review", false).independent == Approx(0.08));
  CHECK(std::isnan(of(all, "qalys", false).ratio));
  const std::string text = pairing_report(outcomes, 0);
  CHECK(text.find("pilot − block: planned_exits, by hazards") != std::string::npos);
  CHECK(text.find("32\n") != std::string::npos);
}

TEST_CASE("one replication says nothing of variances") {
  Outcomes outcomes({"a"}, {"block", "pilot"});
  outcomes.add({{sums(1, 10, 10), sums(2, 11, 11)}});
  CHECK(pairing_report(outcomes, 0).empty());
  CHECK(pairing_report(Outcomes({"a"}, {"block"}), 0).empty());
}
