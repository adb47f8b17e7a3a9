// A provider's account by hand, then 1,000 random lives of accounts against what no account may
// break: whole pence, exact, no false alarms.
#include "provider/finances.hpp"

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/uniform_int_distribution.hpp>

#include "support/catch.hpp"

using namespace pbrsim;
using Verdict = Finances::Verdict;

namespace {

constexpr double weekly = 1000;  // pounds

FinancesParameters small() {
  FinancesParameters f;
  f.reserves = 28;   // GBP 4,000
  f.overdraft = 14;  // GBP 2,000
  f.overdraft_interest = 0.12;
  f.freezes_at = 0.5;
  f.frozen_posts = 0.2;
  f.months_beyond_limit = 1;
  f.takeover = 17;
  f.successor_reserves = 21;
  return f;
}

MonthCosts staff(double pounds) { return {to_pence(pounds), 0, 0, 0}; }

}  // namespace

TEST_CASE("A week's spend is staff, fixed cost and what clients take") {
  ProviderParameters p;
  p.keyworker_hours = 100;
  p.hourly_cost = 35;
  p.fixed_cost = 365.25 / 7 * 1000;
  ServiceParameters service;
  service.cash_cost.values = {18, 20, 4, 700};
  CHECK(weekly_spend(p, service, {{10, 0, 5, 2}}) == Approx(3500 + 1000 + 180 + 20 + 1400));
}

TEST_CASE("Pieces of an amount add up to it") {
  for (const Pence of : {0, 1, 100, 12345677})
    for (const int pieces : {1, 3, 7, 12}) {
      Pence sum = 0;
      for (int i = 0; i < pieces; ++i) {
        const Pence piece = piece_of(of, i, pieces);
        CHECK(std::abs(piece * pieces - of) <= pieces);
        sum += piece;
      }
      CHECK(sum == of);
    }
}

TEST_CASE("An account from reserves to failure to successor") {
  Finances f(small(), 3, weekly, 12);
  CHECK(f.cash() == 400000);
  CHECK(f.limit() == 200000);
  CHECK(f.headroom() == 600000);

  f.receive(0);
  CHECK(f.judge() == Verdict::sound);
  f.expect(70000, 1);
  f.expect(5000, 4);
  f.expect(-1000, 5);
  f.expect(999, 12);  // after the run
  const ProviderMonth first = f.close({300000, 20000, 4000, 176000}, 1);
  CHECK(first.provider == 3);
  CHECK(first.opening == 400000);
  CHECK(first.income == 0);
  CHECK(first.costs.sum() == 500000);
  CHECK(first.interest == 1000);  // a twelfth of 12% of GBP 1,000
  CHECK(first.closing == -101000);

  f.receive(1);
  CHECK(f.cash() == -31000);
  CHECK(f.judge() == Verdict::sound);
  CHECK(f.close(staff(1000), 0.5).interest == 655);  // half a month on GBP 1,310
  f.receive(2);
  CHECK(f.judge() == Verdict::frozen);  // beyond half of the overdraft
  CHECK(f.frozen_posts() == 0.2);
  const ProviderMonth third = f.close(staff(1000), 1);
  CHECK(third.frozen_posts == 0.2);
  CHECK(third.closing < -200000);
  f.receive(3);
  CHECK(f.judge() == Verdict::frozen);  // a month beyond the limit is borne
  CHECK(f.close({}, 0).interest == 0);
  f.expect(7000, 5);
  f.receive(4);
  CHECK(f.judge() == Verdict::fails);
  const ProviderMonth last = f.close({}, 0);
  CHECK(last.income == 5000);

  const ProviderFailure failure = f.fail(120);
  CHECK(failure.provider == 3);
  CHECK(failure.holder == 0);
  CHECK(failure.taken_over == 137);
  CHECK(failure.cash == last.closing);
  CHECK(failure.estate == 6000);  // 7000 less what is taken back
  CHECK_FALSE(f.open());
  CHECK(f.frozen_posts() == 0);
  f.expect(800, 5);
  f.expect(90, 6);
  f.receive(5);
  CHECK(f.cash() == last.closing);
  f.take_over();
  CHECK(f.open());
  CHECK(f.cash() == 300000 + 800);
  const ProviderMonth fresh = f.close(staff(10), 0.5);
  CHECK(fresh.holder == 1);
  CHECK(fresh.opening == 300000);
  CHECK(fresh.income == 800);
  CHECK(fresh.closing == 299800);
  f.receive(6);
  CHECK(f.judge() == Verdict::sound);
  CHECK(f.cash() == 299890);
}

TEST_CASE("What is owed counts the less the later it comes, and what is due now not at all") {
  Finances f(small(), 0, weekly, 12);
  f.receive(2);
  f.expect(10000, 3);
  f.expect(40000, 5);
  f.expect(99900, 12);  // beyond the run
  CHECK(f.owed(1) == 500);
  CHECK(f.owed(0.5) == 50 + 50);
  f.receive(3);
  CHECK(f.owed(0.5) == 100);
  CHECK(f.owed(0) == 0);
}

TEST_CASE("Months beyond the limit count in a row") {
  FinancesParameters p = small();
  p.months_beyond_limit = 2;
  p.overdraft_interest = 0;
  Finances f(p, 0, weekly, 12);
  auto month = [&, m = 0](double costs, double income) mutable {
    f.close(staff(costs), 1);
    f.expect(to_pence(income), ++m);
    f.receive(m);
    return f.judge();
  };
  f.receive(0);
  CHECK(month(7000, 0) == Verdict::frozen);
  CHECK(month(0, 0) == Verdict::frozen);
  CHECK(month(0, 1500) == Verdict::frozen);  // back within the limit
  CHECK(month(1500, 0) == Verdict::frozen);
  CHECK(month(0, 0) == Verdict::frozen);
  f.relax();
  CHECK(f.frozen_posts() == 0);
  CHECK(month(0, 0) == Verdict::frozen);
  CHECK(month(0, 0) == Verdict::frozen);
  CHECK(month(0, 0) == Verdict::fails);
}

TEST_CASE("No random account loses or makes a penny, through any number of failures") {
  int failures = 0, takeovers = 0;
  for (std::uint32_t trial = 0; trial < 1000; ++trial) {
    boost::random::mt19937 engine(trial);
    const auto dice = [&](int to) {
      return boost::random::uniform_int_distribution<>(0, to)(engine);
    };
    FinancesParameters p = small();
    p.reserves = dice(100);
    p.months_beyond_limit = dice(3);
    constexpr int months = 48;
    Finances f(p, 0, weekly, months);
    Pence paid = 0, income = 0, estates = 0, withheld = 0;
    int reopens = -1;
    for (int m = 0; m < months; ++m) {
      f.receive(m);
      if (f.open() && f.judge() == Verdict::fails) {
        income += f.close({}, 0).income;
        estates += f.fail(30.0 * m).estate;
        reopens = m + dice(2);
        ++failures;
      }
      if (!f.open() && reopens == m) {
        f.take_over();
        ++takeovers;
      }
      for (int i = 0; i < 4; ++i) {
        const Pence amount = dice(400000) - 20000;
        const int due = m + 1 + dice(14);
        f.expect(amount, due);
        if (due < months) paid += amount;
      }
      if (!f.open()) continue;
      const ProviderMonth row = f.close(staff(6000 + dice(3000)), 1);
      CHECK(row.opening + row.income - row.costs.sum() - row.interest == row.closing);
      CHECK(row.closing == f.cash());
      income += row.income;
    }
    if (!f.open()) {  // what waits for the successor
      const Pence before = f.cash();
      f.take_over();
      withheld = f.cash() - to_pence(p.successor_reserves / 7 * weekly);
      CHECK(before < 0);
    }
    CHECK(income + estates + withheld == paid);
  }
  CHECK(failures > 500);
  CHECK(takeovers > 400);
}
