// What pairing is worth, against hand-worked variances.
#include <cmath>
#include <random>

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
  CHECK(of(all, "new_journeys", false).bound == Approx((2 + 4) / 2.0));
  CHECK(of(all, "planned_exits", false).bound == Approx((12 + 13) / 1.0));
  CHECK(of(all, "abstinent_at_review", false).bound == Approx((1.2 + 1.3) / 0.1));
  CHECK(std::isnan(of(all, "planned_exits", true).bound));
  CHECK(std::isnan(of(all, "spend", false).bound));
  CHECK(std::isnan(of(all, "qalys", false).ratio));
  const std::string text = pairing_report(outcomes, 0);
  CHECK(text.find("pilot − block: planned_exits, by hazards") != std::string::npos);
  CHECK(text.find("   32         –\n") != std::string::npos);
  CHECK(text.find("    5         3\n") != std::string::npos);
}

TEST_CASE("no pairing does better than the bound for what happens or does not") {
  // Of 20,000 people with the same uniform in both runs 300 and 360 are a yes, so that nobody is
  // one in the first run alone: the best there can be.
  const double people = 20000, a = 300 / people, b = 360 / people;
  std::mt19937_64 uniform(3);
  std::vector<double> first, second;
  for (int r = 0; r < 400; ++r) {
    int in_first = 0, in_second = 0;
    for (int p = 0; p < people; ++p) {
      const double u = std::generate_canonical<double, 53>(uniform);
      in_first += u < a;
      in_second += u < b;
    }
    first.push_back(in_first);
    second.push_back(in_second);
  }
  // Rare events, so that B is right to 2%; the ratio's own error from 400 pairs is about 10%.
  const double bound = bound_of_yes_or_no(300, 360);
  CHECK(bound == Approx(11));
  CHECK(compare(second, first).variance_ratio == Approx(bound).epsilon(0.3));
  CHECK(std::isinf(bound_of_yes_or_no(5, 5)));
  CHECK(std::isnan(bound_of_yes_or_no(0, 0)));
  CHECK(std::isnan(bound_of_yes_or_no(std::nan(""), 5)));
}

TEST_CASE("one replication says nothing of variances") {
  Outcomes outcomes({"a"}, {"block", "pilot"});
  outcomes.add({{sums(1, 10, 10), sums(2, 11, 11)}});
  CHECK(pairing_report(outcomes, 0).empty());
  CHECK(pairing_report(Outcomes({"a"}, {"block"}), 0).empty());
}
